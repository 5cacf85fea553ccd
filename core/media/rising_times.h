#pragma once

// Inside the room only.

#include "core/base/time.h"

#include <vector>

namespace cartwright::media {

/// Places of the longest strictly rising subsequence, so that one wild timestamp costs one frame and not the
/// rest.
std::vector<std::size_t> longestRising(const std::vector<Microseconds>& times);

} // namespace cartwright::media
