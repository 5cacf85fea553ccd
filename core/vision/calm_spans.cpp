#include "core/vision/calm_spans.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr std::size_t backdropSamples = 25;
constexpr double bearableNoise = 3; ///< of the work picture; noisier ones are smoothed first
constexpr double calmMotion = 0.012;
constexpr double calmHand = 0.02;
constexpr Microseconds shortestCalm = 240'000;
constexpr Microseconds shortestCalmAtEnd = 100'000; ///< at the clip's ends less has to do
constexpr double nearlyCalmMotion = 0.12;
constexpr std::size_t mostAtCut = 4; ///< samples taken for a state at a cut end
constexpr Microseconds appearanceSpan = 700'000;

/// Differences of one channel (CV_8U) at every fourth pixel in both directions between two samples.
cv::Mat sparseDifference(const cv::Mat& a, const cv::Mat& b, int channel)
{
    cv::Mat small(a.rows / 4, a.cols / 4, CV_8U);
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x)
            small.at<uchar>(y, x) = static_cast<uchar>(
                std::abs(a.at<cv::Vec3b>(4 * y, 4 * x)[channel] - b.at<cv::Vec3b>(4 * y, 4 * x)[channel]));
    return small;
}

/// Mean of the lower nine tenths of the values, as a standard deviation of a half-normal spread.
double spreadOf(const cv::Mat& difference)
{
    std::vector<uchar> values(difference.begin<uchar>(), difference.end<uchar>());
    if (values.empty())
        return 0;
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 9 / 10);
    std::nth_element(values.begin(), end, values.end());
    double sum = 0;
    for (auto value = values.begin(); value != end; ++value)
        sum += *value;
    return sum / static_cast<double>(std::max<std::size_t>(1, values.size() * 9 / 10)) * 1.5;
}

/// The standard deviation of one sample from the spreads of differences of two.
double noiseFrom(std::vector<double>& spreads)
{
    if (spreads.empty())
        return 2;
    const auto middle = spreads.begin() + static_cast<std::ptrdiff_t>(spreads.size() / 2);
    std::nth_element(spreads.begin(), middle, spreads.end());
    return std::clamp(*middle / std::sqrt(2.0), 0.7, 14.0);
}

/// Samples with little motion, evenly spread over time; measures noise on the way.
std::vector<std::size_t> quietSamples(const std::vector<Sample>& samples, Backdrop& backdrop)
{
    std::vector<std::pair<double, std::size_t>> byActivity;
    std::vector<double> spreads;
    std::vector<double> chromaSpreads;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t then = sampleBefore(samples, i, motionDistance);
        if (samples[i].blind || samples[then].blind || then == i)
            continue;
        const cv::Mat difference = sparseDifference(samples[i].picture, samples[then].picture, 0);
        spreads.push_back(spreadOf(difference));
        for (const int channel : {1, 2})
            chromaSpreads.push_back(spreadOf(sparseDifference(samples[i].picture, samples[then].picture, channel)));
        byActivity.emplace_back(cv::countNonZero(difference > 16), i);
    }
    if (byActivity.empty())
        for (std::size_t i = 0; i < samples.size(); ++i)
            if (!samples[i].blind)
                byActivity.emplace_back(0, i);
    backdrop.noise = noiseFrom(spreads);
    backdrop.chromaNoise = noiseFrom(chromaSpreads);
    std::stable_sort(byActivity.begin(), byActivity.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    byActivity.resize((byActivity.size() + 1) / 2);
    std::vector<std::size_t> places;
    for (const auto& [activity, place] : byActivity)
        places.push_back(place);
    std::sort(places.begin(), places.end());
    std::vector<std::size_t> chosen;
    const std::size_t count = std::min(backdropSamples, places.size());
    for (std::size_t n = 0; n < count; ++n)
        chosen.push_back(places[(2 * n + 1) * places.size() / (2 * count)]);
    return chosen;
}

cv::Mat medianPicture(const std::vector<Sample>& samples, const std::vector<std::size_t>& places)
{
    cv::Mat result(samples.front().picture.size(), CV_8UC3);
    const int width = result.cols * 3;
    std::vector<const uchar*> rows(places.size());
    std::vector<uchar> values(places.size());
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    for (int y = 0; y < result.rows; ++y) {
        for (std::size_t n = 0; n < places.size(); ++n)
            rows[n] = samples[places[n]].picture.ptr<uchar>(y);
        uchar* out = result.ptr<uchar>(y);
        for (int x = 0; x < width; ++x) {
            for (std::size_t n = 0; n < rows.size(); ++n)
                values[n] = rows[n][x];
            std::nth_element(values.begin(), middle, values.end());
            out[x] = *middle;
        }
    }
    return result;
}

/// Marks pixels of a window that differ by more than noise and the blur at edges explain.
cv::Mat differing(const cv::Mat& now, const cv::Mat& then, const cv::Mat& contrast, double lumaLimit,
                  double chromaLimit)
{
    cv::Mat difference;
    cv::absdiff(now, then, difference);
    cv::Mat planes[3];
    cv::split(difference, planes);
    cv::Mat tolerated;
    cv::addWeighted(contrast, 0.3, contrast, 0, lumaLimit, tolerated, CV_8U);
    return (planes[0] > tolerated) | (planes[1] > chromaLimit) | (planes[2] > chromaLimit);
}

/// Marks what is not backdrop: far off in luma, off in colour, or off in luma with an outline of its own.
/// A soft shadow is none of these.
cv::Mat foreign(const cv::Mat& now, const cv::Mat& backdrop, const cv::Mat& contrast, double noise,
                double chromaNoise)
{
    const double limit = std::max(14.0, 5 * noise);
    const cv::Mat clear = differing(now, backdrop, contrast, 3.2 * limit, std::max(12.0, 5 * chromaNoise));
    const cv::Mat faint = differing(now, backdrop, contrast, limit, 255);
    cv::Mat outline;
    cv::absdiff(localContrast(now), contrast, outline);
    return clear | (faint & (outline > 1.3 * limit));
}

/// The sample to see motion against: one before, or after where the stretch has only begun.
std::size_t sampleAside(const std::vector<Sample>& samples, std::size_t i)
{
    std::size_t aside = sampleBefore(samples, i, motionDistance);
    if (samples[i].timestamp - samples[aside].timestamp < motionDistance)
        for (aside = i; aside + 1 < samples.size() && samples[aside].timestamp - samples[i].timestamp < motionDistance;)
            ++aside;
    return aside;
}

cv::Mat meanOver(const std::vector<Sample>& samples, const cv::Rect& window, std::size_t first, std::size_t last)
{
    cv::Mat sum = cv::Mat::zeros(window.size(), CV_32FC3);
    for (std::size_t i = first; i <= last; ++i)
        cv::accumulate(samples[i].picture(window), sum);
    return sum / static_cast<double>(last - first + 1);
}

CalmSpan describe(const std::vector<Sample>& samples, const BinArea& bin, std::size_t first, std::size_t last)
{
    CalmSpan span{first, last, {}, {}};
    std::size_t headEnd = first;
    while (headEnd < last && samples[headEnd + 1].timestamp - samples[first].timestamp < appearanceSpan)
        ++headEnd;
    std::size_t tailStart = last;
    while (tailStart > first && samples[last].timestamp - samples[tailStart - 1].timestamp < appearanceSpan)
        --tailStart;
    span.head = meanOver(samples, bin.window, first, headEnd);
    span.tail = headEnd == last ? span.head : meanOver(samples, bin.window, tailStart, last);
    return span;
}

} // namespace

std::size_t sampleBefore(const std::vector<Sample>& samples, std::size_t i, Microseconds distance)
{
    std::size_t then = i;
    while (then > 0 && samples[i].timestamp - samples[then].timestamp < distance)
        --then;
    return then;
}

Backdrop makeBackdrop(std::vector<Sample>& samples)
{
    Backdrop backdrop;
    std::vector<std::size_t> places = quietSamples(samples, backdrop);
    if (std::max(backdrop.noise, backdrop.chromaNoise) > bearableNoise) {
        for (Sample& sample : samples)
            cv::blur(sample.picture, sample.picture, cv::Size(3, 3));
        places = quietSamples(samples, backdrop);
    }
    backdrop.picture = places.empty() ? samples.front().picture : medianPicture(samples, places);
    backdrop.contrast = localContrast(backdrop.picture);
    return backdrop;
}

std::vector<Glance> glanceAt(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop)
{
    std::vector<Glance> glances(samples.size());
    if (bin.insideCount == 0)
        return glances;
    const double lumaLimit = std::max(10.0, 4.5 * backdrop.noise);
    const double chromaLimit = std::max(9.0, 4.5 * backdrop.chromaNoise);
    const cv::Mat backdropWindow = quietWindow(samples, bin, backdrop);
    const cv::Mat backdropContrast = localContrast(backdropWindow);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t then = sampleAside(samples, i);
        const cv::Mat now = samples[i].picture(bin.window);
        const cv::Mat past = samples[then].picture(bin.window);
        cv::Mat moving = differing(now, past, localContrast(past), lumaLimit, chromaLimit) & bin.inside;
        cv::medianBlur(moving, moving, 3);
        glances[i].motion = static_cast<double>(cv::countNonZero(moving)) / bin.insideCount;
        cv::Mat hand = foreign(now, backdropWindow, backdropContrast, backdrop.noise, backdrop.chromaNoise)
                       & bin.ring;
        cv::medianBlur(hand, hand, 3);
        glances[i].hand = bin.ringCount > 0 ? static_cast<double>(cv::countNonZero(hand)) / bin.ringCount : 0;
    }
    return glances;
}

std::vector<CalmSpan> findCalmSpans(const std::vector<Sample>& samples, const std::vector<Glance>& glances,
                                    const BinArea& bin)
{
    std::vector<CalmSpan> spans;
    const auto calm = [&](std::size_t n) {
        return !samples[n].blind && glances[n].motion < calmMotion && glances[n].hand < calmHand;
    };
    for (std::size_t i = 0; i < samples.size();) {
        if (!calm(i)) {
            ++i;
            continue;
        }
        std::size_t last = i;
        while (last + 1 < samples.size() && calm(last + 1))
            ++last;
        const bool atEnd = i == 0 || last + 1 == samples.size();
        if (samples[last].timestamp - samples[i].timestamp >= (atEnd ? shortestCalmAtEnd : shortestCalm))
            spans.push_back(describe(samples, bin, i, last));
        i = last + 1;
    }
    // A clip cut close to an event shows the bin for a moment only, perhaps with the shade of the coming hand on it.
    const auto nearlyCalm = [&](std::size_t n) {
        return !samples[n].blind && glances[n].motion < nearlyCalmMotion && glances[n].hand < calmHand;
    };
    std::size_t prefix = 0;
    while (prefix < std::min(mostAtCut, samples.size()) && nearlyCalm(prefix))
        ++prefix;
    if (prefix > 0 && (spans.empty() || spans.front().first > prefix))
        spans.insert(spans.begin(), describe(samples, bin, 0, prefix - 1));
    std::size_t suffix = samples.size();
    while (suffix > 0 && samples.size() - suffix < mostAtCut && nearlyCalm(suffix - 1))
        --suffix;
    if (suffix < samples.size() && (spans.empty() || spans.back().last + 1 < suffix))
        spans.push_back(describe(samples, bin, suffix, samples.size() - 1));
    return spans;
}

} // namespace cartwright::vision
