#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/work_picture.h"

#include <vector>

namespace cartwright::vision {

/// What the surroundings of the bins look like without hands, and how much pictures differ by noise alone.
struct Backdrop
{
    cv::Mat picture;  ///< CV_8UC3 of the whole work picture: median over quiet samples
    cv::Mat contrast; ///< localContrast of it
    double noise = 2;       ///< standard deviation of one sample's luma
    double chromaNoise = 2; ///< the same of its chroma
};

/// What one sample shows at one bin.
struct Glance
{
    double motion = 0; ///< share of the bin's pixels that changed within the last moment
    double hand = 0;   ///< share of the ring that is not backdrop
};

/// A span of samples (both ends included) in which nothing moves at the bin and no hand is near.
struct CalmSpan
{
    std::size_t first = 0;
    std::size_t last = 0;
    cv::Mat head; ///< CV_32FC3 of the bin's window: mean over the span's first moment
    cv::Mat tail; ///< the same over its last moment
};

/// Samples about this far apart are held against each other to see motion.
inline constexpr Microseconds motionDistance = 180'000;

/// Smooths the samples where they are very noisy.
Backdrop makeBackdrop(std::vector<Sample>& samples);
std::vector<Glance> glanceAt(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop);
std::vector<CalmSpan> findCalmSpans(const std::vector<Sample>& samples, const std::vector<Glance>& glances,
                                    const BinArea& bin);

/// The window of a bin without hands: what its ring looks like at most different times. A hand that rests covers
/// the ring at one time only, and a moving one never looks the same twice.
cv::Mat quietWindow(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop);

/// Place of the latest sample at least `distance` before sample `i`; `i` itself where there is none.
std::size_t sampleBefore(const std::vector<Sample>& samples, std::size_t i, Microseconds distance);

} // namespace cartwright::vision
