#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/script.h"

#include <opencv2/core.hpp>

namespace cartwright::simulator {

/// An arm as one camera sees it at one moment.
struct ArmPose
{
    Vec3 hand;
    Vec3 shoulder;
    double grip = 0; ///< 0 open, 1 closed around something
};

/// Whether any of the arm can be in the picture.
bool armIsVisible(const View& view, cv::Size size, const ArmPose& pose);
/// The arm's soft shadow on the goods behind it.
void drawArmShadow(cv::Mat& picture, const View& view, const ArmPose& pose);
/// Sleeve, wrist and hand, colours times `gain`, moved by `shift` pixels.
void drawArm(cv::Mat& picture, const View& view, const ArmPose& pose, const Shopper& shopper, double gain,
             cv::Point2d shift);

} // namespace cartwright::simulator
