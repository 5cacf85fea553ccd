#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/frame_number.h"

#include <opencv2/core.hpp>

namespace cartwright::simulator {

/// Draws the number's lowest sixteen bits into a CV_8UC3 picture.
void drawFrameNumber(cv::Mat& picture, int number);

} // namespace cartwright::simulator
