#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/work_picture.h"

#include <cmath>

namespace cartwright::vision {

/// How a calm bin differs from the same bin, calm, at another time.
struct StateChange
{
    double share = 0;      ///< part of the bin that changed, 0 to 1
    cv::Mat mask;          ///< CV_8U of the bin's window: what changed, holes closed
    cv::Rect box;          ///< around it, in the work picture
    double likeness = 1;   ///< -1 to 1: how far the outlines there are the same, whatever the light
    double cleared = 0;    ///< -1 (something came) to 1 (something went)
    double edges = 0;      ///< the voices that `cleared` is made of, -1 to 1: of all that changed,
    double outline = 0;    ///< and of its outline, which goods have and an empty shelf has not
    /// The outlines differ: something else is to be seen, or the same goods stand elsewhere.
    bool differs() const { return share > 0 && (likeness < 0.72 || (likeness < 0.8 && std::abs(cleared) >= 0.6)); }
    /// Something went or came.
    bool changed() const { return differs() && std::abs(cleared) >= 0.1; }
};

/// `before` and `after` are CV_32FC3 pictures of the bin's window. Slow shades over the window are taken out
/// first, so that only differences with an outline count.
StateChange compareStates(const cv::Mat& before, const cv::Mat& after, const BinArea& bin, double noise);

} // namespace cartwright::vision
