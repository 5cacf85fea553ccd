#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/work_picture.h"

namespace cartwright::vision {

/// Whether a picture by itself says nothing: of one colour, or next to black or white all over.
bool isBlank(const cv::Mat& picture);

/// Marks the samples in which camera or light failed: blank ones, ones far darker or brighter than most, and ones
/// without the detail that most have and without likeness to the reference (something is before the lens).
void markBlind(std::vector<Sample>& samples);

/// The spans of blind samples that last at least a third of a second.
std::vector<Blind> blindSpans(const std::vector<Sample>& samples);

} // namespace cartwright::vision
