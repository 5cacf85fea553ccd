#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/assortment.h"

#include <opencv2/core.hpp>

namespace cartwright::simulator {

/// The empty shelf unit, its sign, price labels and the shop around it, as a camera sees it: CV_8UC3.
cv::Mat drawBackdrop(const View& view, int width, int height, const Assortment& assortment);

} // namespace cartwright::simulator
