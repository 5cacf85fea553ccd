#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include <opencv2/core.hpp>

namespace cartwright::vision {

/// rows (n x d) times matrix (d x k), both CV_32F, for k up to 128 and multiples of 4: several times as fast as cv::gemm for
/// many short rows, because a row's results stay in registers. Uses AVX2 where the processor has it.
cv::Mat rowProducts(const cv::Mat& rows, const cv::Mat& matrix);

/// The inner products of all pairs of rows of a CV_32F matrix.
cv::Mat pairProducts(const cv::Mat& rows);

} // namespace cartwright::vision
