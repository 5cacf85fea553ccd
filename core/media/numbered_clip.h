#pragma once

#include "core/base/cancellation.h"
#include "core/media/picture.h"

#include <functional>
#include <vector>

namespace cartwright::media {

/// A made-up clip, to measure and test with: a textured ground that pans, things that move over it, and in
/// each frame its own number as 16 black and white blocks, so that whoever decodes it can tell which frame came.
struct NumberedClip
{
    enum class Codec : std::uint8_t { H264, Hevc, Mjpeg };
    enum class Container : std::uint8_t { Mp4, FragmentedMp4, MpegTs };

    QString name; ///< of the file, with its ending
    Codec codec = Codec::H264;
    Container container = Container::Mp4;
    int width = 1920;
    int height = 1080;
    int frames = 1500; ///< at most 65,536, so that 16 blocks suffice
    int keyframeEvery = 250;
    bool variableRate = false; ///< distances of 11 to 101 ms; else 40 ms
};

/// The clips that `bench replay` measures: 1080p H.264 with keyframes every 250 frames (as long as asked) and
/// every 50, every 12 at 720p like a review copy, HEVC, MJPEG, fragmented MP4, MPEG-TS and a variable rate
/// (these at most two minutes, MJPEG one).
std::vector<NumberedClip> numberedClips(int seconds);

/// Makes the clip at `path`; what stands there is replaced when all is written. `progress` is called with the
/// frames done. Failed where this FFmpeg lacks the encoder or the disk is full, Cancelled on request.
Result<void> writeNumberedClip(const NumberedClip& clip, const QString& path, const Cancellation& cancel = {},
                               const std::function<void(int done)>& progress = {});

/// The number in a frame of such a clip at any size of at least 64 pixels; -1 where it is not one.
int numberIn(const Picture& picture);

} // namespace cartwright::media
