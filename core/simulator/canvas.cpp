#include "core/simulator/canvas.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

constexpr int fractionBits = 4;

cv::Point fixedPoint(double x, double y)
{
    return {cvRound(x * (1 << fractionBits)), cvRound(y * (1 << fractionBits))};
}

std::uint8_t over(std::uint8_t below, std::uint8_t above, unsigned alpha)
{
    return static_cast<std::uint8_t>(std::min(255u, above + (below * (255u - alpha) + 127u) / 255u));
}

} // namespace

void Canvas::box(double left, double top, double right, double bottom, const cv::Scalar& colour) const
{
    shape({{left, top}, {right, top}, {right, bottom}, {left, bottom}}, colour);
}

void Canvas::disc(double x, double y, double radius, const cv::Scalar& colour) const
{
    cv::circle(m_picture, fixedPoint(x * m_scale, y * m_scale),
               cvRound(radius * m_scale * (1 << fractionBits)), colour, cv::FILLED, cv::LINE_AA,
               fractionBits);
}

void Canvas::oval(double x, double y, double halfWidth, double halfHeight, double degrees,
                  const cv::Scalar& colour) const
{
    const auto axes = fixedPoint(halfWidth * m_scale, halfHeight * m_scale);
    cv::ellipse(m_picture, fixedPoint(x * m_scale, y * m_scale), {axes.x, axes.y}, degrees, 0, 360, colour,
                cv::FILLED, cv::LINE_AA, fractionBits);
}

void Canvas::line(double x1, double y1, double x2, double y2, double width, const cv::Scalar& colour) const
{
    cv::line(m_picture, fixedPoint(x1 * m_scale, y1 * m_scale), fixedPoint(x2 * m_scale, y2 * m_scale),
             colour, std::max(1, cvRound(width * m_scale)), cv::LINE_AA, fractionBits);
}

void Canvas::shape(const std::vector<cv::Point2d>& corners, const cv::Scalar& colour) const
{
    std::vector<cv::Point> fixed;
    fixed.reserve(corners.size());
    for (const cv::Point2d& corner : corners)
        fixed.push_back(fixedPoint(corner.x * m_scale, corner.y * m_scale));
    cv::fillPoly(m_picture, std::vector<std::vector<cv::Point>>{fixed}, colour, cv::LINE_AA, fractionBits);
}

void Canvas::text(const char* words, double x, double y, double height, double maxWidth,
                  const cv::Scalar& colour) const
{
    constexpr int font = cv::FONT_HERSHEY_DUPLEX;
    constexpr double capitalHeight = 21; // of this font at scale 1, in pixels
    double scale = height * m_scale / capitalHeight;
    const int thickness = std::max(1, cvRound(height * m_scale * 0.11));
    int baseline = 0;
    cv::Size size = cv::getTextSize(words, font, scale, thickness, &baseline);
    if (size.width > maxWidth * m_scale) {
        scale *= maxWidth * m_scale / size.width;
        size = cv::getTextSize(words, font, scale, thickness, &baseline);
    }
    cv::putText(m_picture, words,
                {cvRound(x * m_scale) - size.width / 2, cvRound(y * m_scale) + size.height / 2}, font, scale,
                colour, thickness, cv::LINE_AA);
}

cv::Mat withAlpha(const cv::Mat& colour, const cv::Mat& alpha, cv::Size size)
{
    cv::Mat joined(colour.size(), CV_8UC4);
    for (int y = 0; y < colour.rows; ++y) {
        const auto* from = colour.ptr<cv::Vec3b>(y);
        const auto* mask = alpha.ptr<std::uint8_t>(y);
        auto* to = joined.ptr<cv::Vec4b>(y);
        for (int x = 0; x < colour.cols; ++x) {
            for (int channel = 0; channel < 3; ++channel)
                to[x][channel] = static_cast<std::uint8_t>((from[x][channel] * mask[x] + 127) / 255);
            to[x][3] = mask[x];
        }
    }
    cv::Mat small;
    cv::resize(joined, small, size, 0, 0, cv::INTER_AREA);
    return small;
}

void overlay(cv::Mat& onto, const cv::Mat& what, cv::Point at)
{
    const cv::Rect visible = cv::Rect(at, what.size()) & cv::Rect({}, onto.size());
    for (int y = visible.y; y < visible.y + visible.height; ++y) {
        const auto* from = what.ptr<cv::Vec4b>(y - at.y) - at.x;
        auto* to = onto.ptr<cv::Vec3b>(y);
        for (int x = visible.x; x < visible.x + visible.width; ++x)
            for (int channel = 0; channel < 3 && from[x][3] != 0; ++channel)
                to[x][channel] = over(to[x][channel], from[x][channel], from[x][3]);
    }
}

void darken(cv::Mat& picture, const cv::Mat& shade)
{
    for (int y = 0; y < picture.rows; ++y) {
        const auto* by = shade.ptr<std::uint8_t>(y);
        auto* to = picture.ptr<cv::Vec3b>(y);
        for (int x = 0; x < picture.cols; ++x)
            for (int channel = 0; channel < 3 && by[x] != 0; ++channel)
                to[x][channel] = static_cast<std::uint8_t>((to[x][channel] * (255 - by[x]) + 127) / 255);
    }
}

void overlayInto(cv::Mat& onto, const cv::Mat& what, const std::array<Point, 4>& corners, double gain)
{
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const Point& corner : corners) {
        left = std::min(left, corner.x);
        right = std::max(right, corner.x);
        top = std::min(top, corner.y);
        bottom = std::max(bottom, corner.y);
    }
    const cv::Rect place(cvFloor(left) - 1, cvFloor(top) - 1, cvCeil(right - left) + 3,
                         cvCeil(bottom - top) + 3);
    if ((place & cv::Rect({}, onto.size())).empty())
        return;
    // Averaged down first to about the size of its place, so that the warp does not skip pixels of print.
    cv::Mat source = what;
    const double shrink = std::max(1.0, std::min(what.cols / (right - left), what.rows / (bottom - top)));
    if (shrink > 1.3)
        cv::resize(what, source, {}, 1.15 / shrink, 1.15 / shrink, cv::INTER_AREA);
    const auto w = static_cast<float>(source.cols), h = static_cast<float>(source.rows);
    const std::array<cv::Point2f, 4> from = {cv::Point2f{0, 0}, {w, 0}, {w, h}, {0, h}};
    std::array<cv::Point2f, 4> to;
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = {static_cast<float>(corners[i].x - place.x - 0.5),
                 static_cast<float>(corners[i].y - place.y - 0.5)};
    cv::Mat warped;
    cv::warpPerspective(source, warped, cv::getPerspectiveTransform(from.data(), to.data()), place.size(),
                        cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(0));
    if (gain != 1.0)
        for (int y = 0; y < warped.rows; ++y) {
            auto* row = warped.ptr<cv::Vec4b>(y);
            for (int x = 0; x < warped.cols; ++x)
                for (int channel = 0; channel < 3; ++channel)
                    row[x][channel] = cv::saturate_cast<std::uint8_t>(row[x][channel] * gain);
        }
    overlay(onto, warped, place.tl());
}

} // namespace cartwright::simulator
