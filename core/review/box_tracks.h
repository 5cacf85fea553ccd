#pragma once

#include "core/review/session.h"

#include <functional>

namespace cartwright::review {

/// The boxes of a session as tracks: what one object is in, on the frames of one camera. A track's boxes that were set
/// (drawn, or tracked and accepted) are its keyframes; between two of them that are not too far apart it is interpolated, unless
/// a reviewer said of a frame between them that the object is not there.

/// Farther apart than this, two keyframes of a track say nothing about what lies between them.
inline constexpr Microseconds longestInterpolation = 2 * microsecondsPerSecond;
/// Interpolated labels are this far apart: a fifth of a second, as neighbouring frames teach little more.
inline constexpr Microseconds interpolationStep = microsecondsPerSecond / 5;

/// A box that stands on one frame.
struct FrameBox
{
    QString track;
    QString eventId;
    Gtin gtin; ///< empty: the event's
    Box box;
    LabelOrigin origin = LabelOrigin::Drawn;
    Microseconds timestamp = 0; ///< of the keyframe, or the time that was asked for
    bool operator==(const FrameBox&) const = default;
};

/// The boxes on the frame shown from `from` until `until` on this camera, with interpolated ones at `from`.
std::vector<FrameBox> boxesOn(const SessionState& state, const QString& cameraId, Microseconds from, Microseconds until);

/// The timestamp of the frame that a camera's clip shows at a time: the latest not after it.
using FrameTimes = std::function<Microseconds(const QString& cameraId, Microseconds timestamp)>;

/// The interpolated boxes between the keyframes of all tracks, as edits like them, by track, camera and time. Each is where
/// it was at its frame's own time; without `frames` the times are not those of frames, but near them.
std::vector<Edit> interpolatedBoxes(const SessionState& state, const FrameTimes& frames = {});

/// Whether two keyframes of this track on this camera lie around this time and say where its object is.
bool isBetweenKeyframes(const SessionState& state, const QString& track, const QString& cameraId, Microseconds timestamp);

} // namespace cartwright::review
