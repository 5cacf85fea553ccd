#pragma once

#include "core/media/clip_index.h"

namespace cartwright::media {

/// What the stages of making stills cost when nothing else is done, in frames of one thread in a second.
struct StillsSpeed
{
    double decode = 0;      ///< every frame of the span
    double jpegFromYuv = 0; ///< range and matrix converted in YUV, then libjpeg-turbo's planes
    double jpegFromBgr = 0; ///< converted to BGR, then libjpeg-turbo's pixels
    double jpegBgrOnly = 0; ///< of that, without the conversion
    int frames = 0;
};

/// Decodes up to `frames` frames from the clip's start, twice: once to time decoding, once holding a few to time coding.
/// Errors as of ClipReader::open; Cancelled.
Result<StillsSpeed> measureStills(const ClipLocation& clip, const ClipIndex& index, int frames, int quality, const Cancellation& cancel);

} // namespace cartwright::media
