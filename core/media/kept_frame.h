#pragma once

// Inside the room only: decoded frames as they wait to be shown.

#include "core/media/ffmpeg_handles.h"
#include "core/media/picture.h"

namespace cartwright::media {

/// A decoded frame at the size in which it is shown. It waits in the decoder's own planes, which take a third to
/// a half of a picture's bytes, and becomes a Picture only when it is asked for. A source whose frames come from
/// elsewhere fills `picture` instead. Shared and never written; any thread may read it.
struct KeptFrame
{
    std::shared_ptr<const AVFrame> planes; ///< not turned upright yet
    Picture picture;
    std::size_t bytes = 0;

    bool isEmpty() const { return !planes && picture.isEmpty(); }
};

} // namespace cartwright::media
