#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/fisher_encoder.h"
#include "core/vision/recogniser.h"

namespace cartwright::vision {

/// From a picture to one vector.
struct PictureEncoder
{
    int side = 0;
    PatchGrid grid;
    FisherEncoder edges;
    FisherEncoder colours;

    /// 1 x dimensions; of length one, or zero for an empty picture.
    cv::Mat encode(const media::Picture& picture) const;
    int dimensions() const;
};

struct Recogniser::Parts
{
    QStringList classes;
    PictureEncoder encoder;
    cv::Mat weights; ///< classes x dimensions
    cv::Mat biases;  ///< 1 x classes
};

/// Descriptors of a picture and of its mirror image, of both kinds.
struct BothKinds
{
    LocalDescriptors edges;
    LocalDescriptors colours;
};
BothKinds describe(const media::Picture& picture, int side, const PatchGrid& grid);

} // namespace cartwright::vision
