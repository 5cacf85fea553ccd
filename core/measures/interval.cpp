#include "core/measures/beta.h"
#include "core/measures/measures.h"

namespace cartwright::measures {

std::optional<Interval> clopperPearson(const Share& share)
{
    if (share.denominator <= 0 || share.numerator < 0 || share.numerator > share.denominator)
        return std::nullopt;
    constexpr double outside = 0.025; // on each side of a 95 % interval
    const auto hits = static_cast<double>(share.numerator);
    const auto misses = static_cast<double>(share.denominator - share.numerator);
    return Interval{.low = share.numerator == 0 ? 0 : inverseIncompleteBeta(hits, misses + 1, outside),
                    .high = share.numerator == share.denominator
                                ? 1
                                : inverseIncompleteBeta(hits + 1, misses, 1 - outside)};
}

} // namespace cartwright::measures
