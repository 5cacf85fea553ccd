#include "core/review/box_geometry.h"

#include <algorithm>

namespace cartwright::review {
namespace {

bool movesLeft(Handle h) { return h == Handle::TopLeft || h == Handle::Left || h == Handle::BottomLeft; }
bool movesRight(Handle h) { return h == Handle::TopRight || h == Handle::Right || h == Handle::BottomRight; }
bool movesTop(Handle h) { return h == Handle::TopLeft || h == Handle::Top || h == Handle::TopRight; }
bool movesBottom(Handle h) { return h == Handle::BottomLeft || h == Handle::Bottom || h == Handle::BottomRight; }

/// Like std::clamp, but also defined where the picture is smaller than the box: then the lower bound counts.
double within(double value, double low, double high)
{
    return std::max(low, std::min(value, high));
}

} // namespace

Box movedBy(const Box& box, Handle handle, double dx, double dy, double width, double height)
{
    double left = box.x;
    double top = box.y;
    double right = box.x + box.width;
    double bottom = box.y + box.height;
    if (handle == Handle::Whole)
        return {within(left + dx, 0, width - box.width), within(top + dy, 0, height - box.height), box.width, box.height};
    if (movesLeft(handle))
        left = within(left + dx, 0, right - smallestSide);
    if (movesRight(handle))
        right = within(right + dx, left + smallestSide, width);
    if (movesTop(handle))
        top = within(top + dy, 0, bottom - smallestSide);
    if (movesBottom(handle))
        bottom = within(bottom + dy, top + smallestSide, height);
    return {left, top, right - left, bottom - top};
}

Point handleAt(const Box& box, Handle handle)
{
    const double x = movesLeft(handle) ? box.x : movesRight(handle) ? box.x + box.width : box.x + box.width / 2;
    const double y = movesTop(handle) ? box.y : movesBottom(handle) ? box.y + box.height : box.y + box.height / 2;
    return {x, y};
}

Box boxOfExtremePoints(const std::array<Point, 4>& points, double width, double height)
{
    const auto [left, right] =
        std::minmax_element(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    const auto [top, bottom] =
        std::minmax_element(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    const double x = within(left->x, 0, width);
    const double y = within(top->y, 0, height);
    return {x, y, within(right->x, 0, width) - x, within(bottom->y, 0, height) - y};
}

double overlapOf(const Box& a, const Box& b)
{
    const double across = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const double down = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    if (across <= 0 || down <= 0)
        return 0;
    const double common = across * down;
    return common / (a.width * a.height + b.width * b.height - common);
}

Box between(const Box& a, const Box& b, double share)
{
    const auto mix = [share](double from, double to) { return from + (to - from) * share; };
    return {mix(a.x, b.x), mix(a.y, b.y), mix(a.width, b.width), mix(a.height, b.height)};
}

} // namespace cartwright::review
