#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include <opencv2/core.hpp>

#include <vector>

namespace cartwright::vision {

/// Descriptors of small square patches on a grid over a picture. One row each.
struct LocalDescriptors
{
    cv::Mat values;                  ///< CV_32F, one descriptor a row
    std::vector<cv::Point2f> places; ///< centres of the patches, 0 to 1 in both directions
};

/// Which patches are described: 4 x 4 cells of `cell` pixels each, for each size of cell, every `step` pixels.
struct PatchGrid
{
    std::vector<int> cells = {4, 6, 9};
    int step = 5;
};

/// The picture as BGR whose longer side has `side` pixels (smaller pictures are enlarged). 8 bits, 1, 3 or 4 channels.
cv::Mat fitted(const cv::Mat& picture, int side);

/// 128 numbers a patch: in each cell the strength of edges in 8 directions, with the square root taken after dividing by their
/// sum (SIFT of Lowe 2004 on a grid, RootSIFT of Arandjelovic and Zisserman 2012). `bgr` is CV_8UC3.
LocalDescriptors edgeDescriptors(const cv::Mat& bgr, const PatchGrid& grid);

/// 96 numbers a patch: in each cell mean and standard deviation of L, a and b (local colour statistics of Clinchant and
/// others 2007). `bgr` is CV_8UC3.
LocalDescriptors colourDescriptors(const cv::Mat& bgr, const PatchGrid& grid);

/// The descriptors that the mirrored picture would have (left and right exchanged).
LocalDescriptors mirroredEdges(const LocalDescriptors& descriptors);
LocalDescriptors mirroredColours(const LocalDescriptors& descriptors);

} // namespace cartwright::vision
