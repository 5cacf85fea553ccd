#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/calm_spans.h"
#include "core/vision/state_change.h"

#include <optional>

namespace cartwright::vision {

/// What happened at one bin over a stretch of samples, in order of time.
struct BinStory
{
    std::vector<Interaction> interactions; ///< regions in pixels of the work picture
    std::vector<bool> calm;                ///< for each sample, whether it lies in a calm span
};

BinStory tellStory(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop);

} // namespace cartwright::vision
