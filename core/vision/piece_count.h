#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/work_picture.h"

namespace cartwright::vision {

/// How many pieces a changed region is, from the distances at which the fuller state of the bin repeats itself,
/// across and upwards, and from how much of the box around the region changed. 1 where nothing repeats.
/// `fuller` is CV_32FC3 of the bin's window, `mask` what changed.
int countPieces(const cv::Mat& fuller, const cv::Mat& mask, const BinArea& bin);

} // namespace cartwright::vision
