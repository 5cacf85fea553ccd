#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/work_picture.h"

namespace cartwright::vision {

/// How many pieces a changed region is: its area over the area of one piece, which follows from the distance at
/// which the fuller state of the bin repeats itself, across and upwards. 1 where nothing repeats.
/// `fuller` is CV_32FC3 of the bin's window, `mask` what changed.
int countPieces(const cv::Mat& fuller, const cv::Mat& mask, const BinArea& bin);

} // namespace cartwright::vision
