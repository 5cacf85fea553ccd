#include "core/vision/piece_count.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr int shortestPitch = 5;
constexpr double leastRepetition = 0.5; ///< correlation with itself, one pitch further
constexpr double usualFill = 0.85;      ///< of the box around the pieces that they cover
constexpr double blur = 1.5;            ///< by how much a changed region looks too long
constexpr double leastUprightness = 0.8;
constexpr int mostPieces = 6;

/// Correlation of the detail with itself, moved, over pixels whose both places are set in `where`.
double repetition(const cv::Mat& detail, const cv::Mat& where, cv::Point lag)
{
    const cv::Rect whole({}, detail.size());
    const cv::Rect here = whole & (whole - lag);
    if (here.area() < 40)
        return 0;
    const cv::Mat a = detail(here);
    const cv::Mat b = detail(here + lag);
    const cv::Mat both = where(here) & where(here + lag);
    if (cv::countNonZero(both) < 40)
        return 0;
    const double product = cv::mean(a.mul(b), both)[0];
    const double scale = std::sqrt(cv::mean(a.mul(a), both)[0] * cv::mean(b.mul(b), both)[0]);
    return product / (scale + 1);
}

/// The shortest distance at which the picture repeats itself along one axis; 0 where it does not.
int pitchAlong(const cv::Mat& detail, const cv::Mat& where, cv::Point axis, int longest)
{
    const cv::Point across(axis.y, axis.x);
    std::vector<double> values(static_cast<std::size_t>(longest) + 2, 0.0);
    for (int lag = 2; lag <= longest; ++lag)
        for (int side = -2; side <= 2; ++side) // Shelves are seldom seen straight from the front.
            values[static_cast<std::size_t>(lag)] = std::max(values[static_cast<std::size_t>(lag)],
                                                             repetition(detail, where, lag * axis + side * across));
    double best = 0;
    std::vector<int> peaks;
    for (int lag = shortestPitch; lag <= longest; ++lag) {
        const auto i = static_cast<std::size_t>(lag);
        if (values[i] >= leastRepetition && values[i] >= values[i - 1] && values[i] > values[i + 1]) {
            peaks.push_back(lag);
            best = std::max(best, values[i]);
        }
    }
    for (const int lag : peaks)
        if (values[static_cast<std::size_t>(lag)] >= 0.85 * best)
            return lag;
    return 0;
}

/// How many pieces stand along one side of the box. A pitch that is not much shorter than the side is none: a
/// piece's own print repeats itself too.
int cellsAlong(int side, int pitch)
{
    const double cells = pitch > 0 ? (side - blur) / pitch : 1;
    return cells >= 1.6 ? static_cast<int>(std::lround(cells)) : 1;
}

} // namespace

int countPieces(const cv::Mat& fuller, const cv::Mat& mask, const BinArea& bin)
{
    const int area = cv::countNonZero(mask);
    if (area == 0)
        return 1;
    cv::Mat luma;
    cv::extractChannel(fuller, luma, 0);
    cv::Mat coarse;
    const int window = static_cast<int>(bin.span) / 2 * 2 + 1;
    cv::blur(luma, coarse, cv::Size(window, window));
    const cv::Mat detail = luma - coarse;
    const cv::Rect box = cv::boundingRect(mask);
    // Rows and columns of the changed pieces only: other rows of the bin may hold another number of pieces.
    cv::Mat rows = cv::Mat::zeros(mask.size(), CV_8U);
    rows(cv::Rect(0, box.y, mask.cols, box.height)).setTo(255);
    cv::Mat columns = cv::Mat::zeros(mask.size(), CV_8U);
    columns(cv::Rect(box.x, 0, box.width, mask.rows)).setTo(255);
    const int across = pitchAlong(detail, rows & bin.inside, {1, 0}, std::max(shortestPitch, 2 * bin.window.width / 3));
    const int upwards = pitchAlong(detail, columns & bin.inside, {0, 1},
                                   std::max(shortestPitch, 2 * bin.window.height / 3));
    // Goods stand upright: a repetition far shorter than a piece is wide is its print.
    const int width = across > 0 ? std::min(across, box.width) : box.width;
    const int levels = upwards >= leastUprightness * width ? cellsAlong(box.height, upwards) : 1;
    const int cells = cellsAlong(box.width, across) * levels;
    const double fill = area / (usualFill * box.area());
    return std::clamp(static_cast<int>(std::lround(cells * std::min(1.0, fill))), 1, mostPieces);
}

} // namespace cartwright::vision
