#pragma once

#include "core/media/picture.h"

#include <cstdint>

namespace cartwright::vision {

/// What tells pictures apart without their content being kept.
struct PictureFacts
{
    /// Perceptual hash: the signs of the 64 lowest frequencies of the picture at 32x32, against their median (Zauner,
    /// "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1).
    std::uint64_t hash = 0;
    double sharpness = 0; ///< variance of the Laplacian, in squared steps of luma
};

/// Of a Gray8 picture. Any thread.
PictureFacts factsOf(const media::Picture& gray);

/// How many of the 64 signs differ; up to 10 the pictures look alike.
inline int distance(std::uint64_t one, std::uint64_t other) { return __builtin_popcountll(one ^ other); }

} // namespace cartwright::vision
