#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/catalogue.h"

#include <opencv2/core.hpp>

#include <vector>

namespace cartwright::simulator {

/// Pixels per centimetre of a drawn pack.
inline constexpr double packScale = 16;

inline cv::Scalar bgr(const Colour& c, double gain = 1.0) { return {c[2] * gain, c[1] * gain, c[0] * gain}; }
/// The colour between two colours.
Colour blended(const Colour& a, const Colour& b, double share);

/// The front of a drawn pack: CV_8UC4, colours multiplied by alpha, packScale pixels per centimetre.
cv::Mat drawPack(const Article& article);

/// The pack on a light ground, as a picture for the product list: CV_8UC3, width x height.
cv::Mat productPicture(const cv::Mat& pack, int width, int height);

} // namespace cartwright::simulator
