#include "core/learning/binomial.h"

#include <algorithm>
#include <cmath>

namespace cartwright::learning {
namespace {

constexpr std::int64_t mostNeeded = 100'000'000;

/// P(X <= wrong) for X binomial (seen, share), summed in logarithms.
double atMost(std::int64_t wrong, std::int64_t seen, double share)
{
    const double n = static_cast<double>(seen);
    double sum = 0;
    for (std::int64_t i = 0; i <= wrong; ++i) {
        const double k = static_cast<double>(i);
        sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(share)
                        + (n - k) * std::log1p(-share));
    }
    return std::min(1.0, sum);
}

} // namespace

double upperBound(std::int64_t wrong, std::int64_t seen, double confidence)
{
    if (seen <= 0 || wrong >= seen)
        return 1;
    double low = 0;
    double high = 1;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (atMost(wrong, seen, middle) > 1 - confidence ? low : high) = middle;
    }
    return high;
}

std::optional<std::int64_t> neededFor(double share, double confidence, std::int64_t wrong)
{
    if (share <= 0)
        return std::nullopt;
    std::int64_t low = wrong;
    std::int64_t high = std::max<std::int64_t>(wrong + 1, 16);
    while (upperBound(wrong, high, confidence) > share) {
        low = high;
        high *= 2;
        if (high > mostNeeded)
            return std::nullopt;
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (upperBound(wrong, middle, confidence) > share ? low : high) = middle;
    }
    return high;
}

} // namespace cartwright::learning
