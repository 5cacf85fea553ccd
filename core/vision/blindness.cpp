#include "core/vision/blindness.h"

#include <algorithm>

namespace cartwright::vision {
namespace {

constexpr double failedLight = 0.35;  ///< of the usual gain
constexpr double floodedLight = 3;
constexpr double coveredDetail = 0.45; ///< of the usual detail
constexpr double coveredAgreement = 0.3;
constexpr Microseconds shortestBlind = 330'000;

double medianOf(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

bool isBlank(const cv::Mat& picture)
{
    cv::Scalar mean;
    cv::Scalar spread;
    cv::meanStdDev(picture, mean, spread);
    const bool dark = mean[0] < 20 && spread[0] < 8;
    const bool bright = mean[0] > 240 && spread[0] < 12;
    return dark || bright || spread[0] < 4;
}

void markBlind(std::vector<Sample>& samples)
{
    std::vector<double> gains;
    std::vector<double> details;
    for (const Sample& sample : samples) {
        if (sample.blind)
            continue;
        gains.push_back(sample.gain);
        details.push_back(sample.detail / std::max(0.1, sample.gain));
    }
    const double usualGain = medianOf(gains);
    const double usualDetail = medianOf(details);
    for (Sample& sample : samples) {
        const bool lightFailed = sample.gain < failedLight * usualGain || sample.gain > floodedLight * usualGain;
        const bool covered = sample.agreeing < coveredAgreement
                             && sample.detail / std::max(0.1, sample.gain) < coveredDetail * usualDetail;
        sample.blind = sample.blind || lightFailed || covered;
    }
}

std::vector<Blind> blindSpans(const std::vector<Sample>& samples)
{
    std::vector<Blind> spans;
    for (std::size_t i = 0; i < samples.size();) {
        std::size_t end = i;
        while (end < samples.size() && samples[end].blind)
            ++end;
        if (end > i) {
            const Microseconds until = end < samples.size() ? samples[end].timestamp : samples[end - 1].timestamp;
            if (until - samples[i].timestamp >= shortestBlind)
                spans.push_back({samples[i].timestamp, until});
        }
        i = std::max(end, i + 1);
    }
    return spans;
}

} // namespace cartwright::vision
