#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/local_descriptors.h"

#include <array>

namespace cartwright::vision {

/// How the descriptors of a picture become one vector: projected on their main axes (PCA), then the gradients of their
/// likelihood under a mixture of Gaussians (Fisher vectors, Perronnin and others 2010: signed square root, length one).
struct FisherSettings
{
    int axes = 64;
    int gaussians = 64;
    int rounds = 12; ///< of expectation maximisation
};

/// Parts of a picture that are encoded apart from the whole.
enum class PictureRegion : std::uint8_t { Whole, Centre };
inline constexpr std::array allRegions{PictureRegion::Whole, PictureRegion::Centre};

class FisherEncoder
{
public:
    FisherEncoder() = default;
    /// From a sample of descriptors, one a row, more rows than Gaussians. The same rows give the same encoder.
    static FisherEncoder fit(const cv::Mat& sample, const FisherSettings& settings);
    /// From what `parts` gave.
    static FisherEncoder from(const std::vector<cv::Mat>& parts);
    std::vector<cv::Mat> parts() const { return {m_mean, m_axes, m_weights, m_means, m_variances}; }

    int dimensions() const { return 2 * m_means.rows * m_means.cols; } ///< of one region
    /// One row of `dimensions()` floats for each region asked for, each of length one (or zero where nothing is there).
    std::vector<cv::Mat> encode(const LocalDescriptors& descriptors, const std::vector<PictureRegion>& regions) const;

private:
    struct Sums;
    cv::Mat densities(const cv::Mat& projected) const;
    cv::Mat vectorOf(const Sums& sums) const;

    cv::Mat m_mean, m_axes;                   ///< 1 x D and d x D
    cv::Mat m_weights, m_means, m_variances;  ///< 1 x K, K x d, K x d
};

} // namespace cartwright::vision
