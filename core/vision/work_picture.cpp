#include "core/vision/work_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int usualColumns = 210;
constexpr double leastBinSide = 20;

cv::Mat polygonMask(const std::vector<cv::Point>& corners, cv::Size size)
{
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    if (corners.size() >= 3)
        cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{corners}, cv::Scalar(255));
    return mask;
}

std::vector<cv::Point> workCorners(const WatchedBin& bin, cv::Size clip, const WorkScale& scale)
{
    const double toFrameX = static_cast<double>(scale.frame.width) / std::max(1, clip.width);
    const double toFrameY = static_cast<double>(scale.frame.height) / std::max(1, clip.height);
    std::vector<cv::Point> corners;
    for (const Point& corner : bin.polygon) {
        // Far-away corners are pulled in so that no integer overflows.
        const double x = std::clamp(corner.x * toFrameX / scale.divisor, -4000.0, 4000.0);
        const double y = std::clamp(corner.y * toFrameY / scale.divisor, -4000.0, 4000.0);
        corners.emplace_back(static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y)));
    }
    return corners;
}

} // namespace

WorkScale WorkScale::choose(cv::Size frame, double smallestBinSide)
{
    WorkScale scale;
    scale.frame = frame;
    scale.divisor = std::max(1, static_cast<int>(std::lround(static_cast<double>(frame.width) / usualColumns)));
    while (scale.divisor > 1 && smallestBinSide / scale.divisor < leastBinSide
           && frame.width / (scale.divisor - 1) <= 2 * usualColumns)
        --scale.divisor;
    scale.work = {std::max(1, frame.width / scale.divisor), std::max(1, frame.height / scale.divisor)};
    return scale;
}

cv::Mat WorkScale::reduce(const cv::Mat& picture) const
{
    const cv::Rect whole(0, 0, work.width * divisor, work.height * divisor);
    cv::Mat small;
    if (divisor > 1)
        cv::resize(picture(whole & cv::Rect({}, picture.size())), small, work, 0, 0, cv::INTER_AREA);
    else
        small = picture;
    cv::Mat colour = small;
    if (small.channels() == 1)
        cv::cvtColor(small, colour, cv::COLOR_GRAY2BGR);
    else if (small.channels() == 4)
        cv::cvtColor(small, colour, cv::COLOR_BGRA2BGR);
    cv::Mat result;
    cv::cvtColor(colour, result, cv::COLOR_BGR2YCrCb);
    return result;
}

std::vector<BinArea> placeBins(const std::vector<WatchedBin>& bins, cv::Size clip, const WorkScale& scale)
{
    std::vector<cv::Mat> masks;
    cv::Mat anyBin = cv::Mat::zeros(scale.work, CV_8U);
    for (const WatchedBin& bin : bins) {
        masks.push_back(polygonMask(workCorners(bin, clip, scale), scale.work));
        anyBin |= masks.back();
    }
    std::vector<BinArea> areas;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        BinArea area;
        area.binId = bins[i].binId;
        const cv::Rect box = cv::boundingRect(masks[i]);
        if (box.area() > 0) {
            area.span = std::min(box.width, box.height);
            const int margin = std::clamp(static_cast<int>(std::lround(0.3 * area.span)), 5, 20);
            area.window = cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin)
                          & cv::Rect({}, scale.work);
            area.inside = masks[i](area.window).clone();
            area.ring = ~anyBin(area.window);
            area.insideCount = cv::countNonZero(area.inside);
            area.ringCount = cv::countNonZero(area.ring);
        }
        areas.push_back(area);
    }
    return areas;
}

std::vector<BinArea> placesElsewhere(const std::vector<BinArea>& bins, const WorkScale& scale)
{
    constexpr double leastFree = 0.6; ///< of a piece's area that no bin takes
    constexpr double leastSide = 14;
    cv::Mat taken = cv::Mat::zeros(scale.work, CV_8U);
    double span = 0;
    int counted = 0;
    for (const BinArea& bin : bins) {
        if (bin.insideCount == 0)
            continue;
        bin.inside.copyTo(taken(bin.window), bin.inside);
        span += bin.span;
        ++counted;
    }
    if (counted == 0)
        return {};
    cv::dilate(taken, taken, cv::Mat::ones(5, 5, CV_8U));
    const int side = static_cast<int>(std::max(leastSide, span / counted));
    std::vector<BinArea> places;
    const int columns = std::max(1, scale.work.width / side), rows = std::max(1, scale.work.height / side);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const cv::Rect cell(column * scale.work.width / columns, row * scale.work.height / rows,
                                scale.work.width / columns, scale.work.height / rows);
            if (cell.area() - cv::countNonZero(taken(cell)) < leastFree * cell.area())
                continue;
            BinArea area;
            area.binId = QStringLiteral("*%1").arg(places.size());
            const int margin = std::clamp(side / 3, 5, 12);
            area.window = cv::Rect(cell.x - margin, cell.y - margin, cell.width + 2 * margin, cell.height + 2 * margin)
                          & cv::Rect({}, scale.work);
            area.inside = cv::Mat::zeros(area.window.size(), CV_8U);
            area.inside(cell - area.window.tl()).setTo(255);
            area.inside.setTo(0, taken(area.window));
            area.ring = ~(area.inside | taken(area.window));
            area.insideCount = cv::countNonZero(area.inside);
            area.ringCount = cv::countNonZero(area.ring);
            area.span = side;
            places.push_back(area);
        }
    return places;
}

cv::Mat localContrast(const cv::Mat& picture)
{
    cv::Mat luma;
    cv::extractChannel(picture, luma, 0);
    cv::Mat low;
    cv::Mat high;
    cv::erode(luma, low, cv::Mat());
    cv::dilate(luma, high, cv::Mat());
    return high - low;
}

} // namespace cartwright::vision
