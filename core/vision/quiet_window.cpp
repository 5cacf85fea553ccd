#include "core/vision/calm_spans.h"

#include <algorithm>
#include <set>

namespace cartwright::vision {
namespace {

constexpr std::size_t mostCompared = 36;
constexpr std::size_t mostRingPoints = 160;
constexpr Microseconds timeSlice = 400'000; ///< samples nearer than this are one time
constexpr double agreeingShare = 0.94;

std::vector<cv::Point> ringPoints(const BinArea& bin)
{
    std::vector<cv::Point> all;
    cv::findNonZero(bin.ringCount > 0 ? bin.ring : bin.inside, all);
    std::vector<cv::Point> points;
    const std::size_t step = std::max<std::size_t>(1, all.size() / mostRingPoints);
    for (std::size_t i = 0; i < all.size(); i += step)
        points.push_back(all[i] + bin.window.tl());
    return points;
}

std::vector<std::size_t> evenlySpread(const std::vector<Sample>& samples)
{
    std::vector<std::size_t> seeing;
    for (std::size_t i = 0; i < samples.size(); ++i)
        if (!samples[i].blind)
            seeing.push_back(i);
    std::vector<std::size_t> places;
    const std::size_t count = std::min(mostCompared, seeing.size());
    for (std::size_t n = 0; n < count; ++n)
        places.push_back(seeing[(2 * n + 1) * seeing.size() / (2 * count)]);
    return places;
}

/// Whether nearly all points have the same luma and colour, apart from a common change of light.
bool agree(const std::vector<cv::Vec3b>& a, const std::vector<cv::Vec3b>& b, double lumaLimit, double chromaLimit)
{
    std::vector<int> differences;
    for (std::size_t i = 0; i < a.size(); ++i)
        differences.push_back(a[i][0] - b[i][0]);
    const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
    std::nth_element(differences.begin(), middle, differences.end());
    const int light = std::clamp(*middle, -24, 24);
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(a[i][0] - b[i][0] - light) < lumaLimit && std::abs(a[i][1] - b[i][1]) < chromaLimit
            && std::abs(a[i][2] - b[i][2]) < chromaLimit)
            ++same;
    return static_cast<double>(same) >= agreeingShare * static_cast<double>(a.size());
}

cv::Mat medianOf(const std::vector<Sample>& samples, const std::vector<std::size_t>& places, const cv::Rect& window)
{
    cv::Mat result(window.size(), CV_8UC3);
    std::vector<uchar> values(places.size());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    for (int y = 0; y < result.rows; ++y) {
        uchar* out = result.ptr<uchar>(y);
        for (int x = 0; x < result.cols * 3; ++x) {
            for (std::size_t n = 0; n < places.size(); ++n)
                values[n] = samples[places[n]].picture.ptr<uchar>(y + window.y)[x + 3 * window.x];
            std::nth_element(values.begin(), middle, values.end());
            out[x] = *middle;
        }
    }
    return result;
}

} // namespace

cv::Mat quietWindow(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop)
{
    const std::vector<cv::Point> points = ringPoints(bin);
    const std::vector<std::size_t> places = evenlySpread(samples);
    if (points.empty() || places.empty())
        return backdrop.picture(bin.window).clone();
    std::vector<std::vector<cv::Vec3b>> looks;
    for (const std::size_t place : places) {
        looks.emplace_back();
        for (const cv::Point& point : points)
            looks.back().push_back(samples[place].picture.at<cv::Vec3b>(point));
    }
    const double lumaLimit = std::max(16.0, 6 * backdrop.noise);
    const double chromaLimit = std::max(12.0, 6 * backdrop.chromaNoise);
    std::vector<std::vector<std::size_t>> followers(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        followers[i].push_back(places[i]);
        for (std::size_t j = i + 1; j < places.size(); ++j) {
            if (agree(looks[i], looks[j], lumaLimit, chromaLimit)) {
                followers[i].push_back(places[j]);
                followers[j].push_back(places[i]);
            }
        }
    }
    std::size_t best = 0;
    std::size_t mostTimes = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::set<Microseconds> times;
        for (const std::size_t place : followers[i])
            times.insert(samples[place].timestamp / timeSlice);
        if (times.size() > mostTimes) {
            mostTimes = times.size();
            best = i;
        }
    }
    return medianOf(samples, followers[best], bin.window);
}

} // namespace cartwright::vision
