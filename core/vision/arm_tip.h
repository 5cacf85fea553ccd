#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/calm_spans.h"

#include <optional>

namespace cartwright::vision {

/// Where the hand is that reaches over `window`: the far end of the foreign region that comes in from the picture's
/// border and lies over it. Nothing where no such region is found.
std::optional<cv::Point> armTip(const cv::Mat& picture, const Backdrop& backdrop, const cv::Rect& window);

/// Takes out the interactions without outcome at bins that an arm merely crossed: while goods were taken or put
/// back at another bin, or with the hand's far end elsewhere. Regions are in pixels of the work picture.
void dropPassingArms(std::vector<Interaction>& interactions, const std::vector<Sample>& samples,
                     const std::vector<BinArea>& bins, const Backdrop& backdrop);

} // namespace cartwright::vision
