#pragma once

#include "core/domain/store.h"
#include "core/media/clip_reader.h"

#include <functional>
#include <optional>
#include <vector>

namespace cartwright::vision {

/// A box to be carried on through a clip.
struct TrackOrder
{
    Microseconds from = 0;  ///< the frame shown at this time has `box`
    Box box;                ///< in pixels of the original, which is `clipWidth` wide
    Microseconds until = 0; ///< later than `from`; the frame shown then is the last one
    std::optional<Box> end; ///< what is known of that frame, where something is
    int clipWidth = 0;
};

/// Where the tracker believes the object to be on one frame.
struct TrackedBox
{
    Microseconds timestamp = 0; ///< the frame's
    Box box;                    ///< as the order's
    double sureness = 1;        ///< 0 to 1
    bool isSure() const { return sureness >= sureEnough; }

    static constexpr double sureEnough = 0.5;
    bool operator==(const TrackedBox&) const = default;
};

/// The longest span that a box is carried over.
inline constexpr Microseconds longestTrack = 5 * microsecondsPerSecond;

/// Carries the box on, frame by frame (at most 15 a second), with OpenCV's CSRT (Lukezic et al. 2017): forward from the
/// order's box, and backward again through each stretch on which the object looks like itself, from where it ended there or from
/// `end` where that is known; the boxes of the two ways are then blended. A frame is unsure where the two ways disagree (Kalal et al.
/// 2010, forward-backward error), where the object does not look like the box it started from any more, or where the tracker lost it.
/// The answer has the frames after `from`, up to and with the one at `until` unless `end` says all of it.
/// `reader` gives Bgr24 pictures, small ones for speed; the boxes are brought to its size and back. One thread; seconds long.
/// Refused: a span longer than `longestTrack` or without a frame, a box outside the picture. Cancelled. Failed: a damaged clip.
Result<std::vector<TrackedBox>> trackBox(media::ClipReader& reader, const TrackOrder& order, const Cancellation& cancel,
                                         const std::function<void(double)>& progress);

} // namespace cartwright::vision
