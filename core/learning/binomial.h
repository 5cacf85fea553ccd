#pragma once

#include <cstdint>
#include <optional>

namespace cartwright::learning {

/// The exact one-sided upper bound of Clopper and Pearson (1934): the greatest share p for which seeing at most `wrong` of `seen`
/// still has a probability of at least 1 - confidence. 1 where nothing was seen. `confidence` lies in (0, 1).
double upperBound(std::int64_t wrong, std::int64_t seen, double confidence);

/// How many must be seen, with `wrong` wrong ones among them, until that bound is at most `share`. Nothing where more than
/// a hundred million would be needed.
std::optional<std::int64_t> neededFor(double share, double confidence, std::int64_t wrong = 0);

} // namespace cartwright::learning
