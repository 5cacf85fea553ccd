#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/interactions.h"

#include <opencv2/core.hpp>

namespace cartwright::vision {

/// The small picture on which all analysis is done: a whole-number fraction of the given frame, in Y, Cr, Cb.
/// Averaging over blocks takes sensor noise and coding noise away at the same time.
struct WorkScale
{
    int divisor = 1;  ///< frame pixels per work pixel
    cv::Size frame;   ///< size of the frames that come in
    cv::Size work;    ///< size of the work picture

    /// Chooses about 210 columns, more where the smallest bin would get fewer than 20 pixels across.
    static WorkScale choose(cv::Size frame, double smallestBinSide);
    /// `frame` is 8-bit with 1 (gray), 3 (BGR) or 4 (BGRA) channels and of the size given to `choose`.
    cv::Mat reduce(const cv::Mat& frame) const;
};

/// One looked-at moment of the clip. `picture` is aligned to the reference and normalised in light.
struct Sample
{
    Microseconds timestamp = 0;
    cv::Mat picture;       ///< CV_8UC3, Y Cr Cb
    cv::Point2d shift;     ///< how far the camera had moved, work pixels
    double gain = 1;       ///< light, relative to the reference
    double detail = 0;     ///< mean size of what is finer than slow shades, in the picture as it came
    double agreeing = 1;   ///< with the reference, see Alignment
    bool blind = false;    ///< the picture says nothing
};

/// A bin on the work picture.
struct BinArea
{
    QString binId;
    cv::Rect window;   ///< the bin and its surroundings
    cv::Mat inside;    ///< CV_8U mask of the window: the bin's polygon
    cv::Mat ring;      ///< CV_8U mask of the window: around the bin and in no other bin
    int insideCount = 0;
    int ringCount = 0;
    double span = 0;   ///< the shorter side of the polygon's box, work pixels
};

/// Puts the polygons (in pixels of a picture of size `clip`) on the work picture. Bins outside of it get an
/// empty window.
std::vector<BinArea> placeBins(const std::vector<WatchedBin>& bins, cv::Size clip, const WorkScale& scale);

/// Pieces of the picture about as large as a bin in which there is no bin, where goods may be left. Their ids are "*0",
/// "*1", and so on.
std::vector<BinArea> placesElsewhere(const std::vector<BinArea>& bins, const WorkScale& scale);

/// Largest minus smallest luma in each 3x3 neighbourhood of a Y Cr Cb picture, CV_8U.
cv::Mat localContrast(const cv::Mat& picture);

} // namespace cartwright::vision
