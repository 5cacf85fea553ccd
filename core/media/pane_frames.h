#pragma once

// Inside the room only: what a pane's decoding thread has ready, shared with the thread that answers.

#include "core/media/frame_cache.h"
#include "core/media/frame_source.h"
#include "core/media/player.h"

#include <condition_variable>
#include <mutex>
#include <unordered_set>

namespace cartwright::media {

/// Where a moment lies in a clip.
struct PanePlace
{
    PaneFrame::State state = PaneFrame::State::NoFrame;
    std::size_t index = 0; ///< the latest frame not after the moment, where there is one
    bool operator==(const PanePlace&) const = default;
};

Microseconds streamTime(const PlayerSource& source, UtcMicroseconds moment);
UtcMicroseconds momentOf(const PlayerSource& source, std::size_t index);
UtcMicroseconds endOf(const PlayerSource& source); ///< where the last frame ends
PanePlace placeOf(const PlayerSource& source, UtcMicroseconds moment);

/// What a pane is asked to show. The newest one wins.
struct PaneRequest
{
    std::uint64_t number = 0;
    UtcMicroseconds moment = 0;
    bool playing = false; ///< then only changes are delivered
    double speed = 0;
};

struct PaneSize
{
    int width = 0;
    int height = 0;
    bool operator==(const PaneSize&) const = default;
};

struct PaneWanted
{
    PaneRequest request;
    PaneSize size;
    std::uint64_t change = 0; ///< rises with each change
    bool quit = false;
};

/// A run of frames to decode, the last one being the target.
struct PaneWork
{
    std::size_t from = 0;
    std::size_t target = 0;
    FrameSource::Ending ending = FrameSource::Ending::Continue;
    bool asked = false;        ///< somebody waits for the target; otherwise it is decoded ahead
    std::uint64_t request = 0; ///< that was being answered when it began
};

/// How a pane came to where it is; it says what is asked for next.
enum class PaneMotion : std::uint8_t { Jumped, SteppedBack, SteppedOn, Playing, PlayingBack };
/// What is known when the next work is chosen.
struct PaneView
{
    const ClipIndex& index;
    const std::vector<std::size_t>& keyframes;
    std::size_t here = 0;
    std::size_t capacity = 1; ///< frames that can be kept
    PaneMotion motion = PaneMotion::Jumped;
    double speed = 0;         ///< while playing
    std::function<bool(std::size_t)> isMissing = {};
    bool readsOn = false;     ///< after a jump the decoder stands behind its target, see FrameSource::drains
};

/// What to decode so that `here` can be shown; nothing where it is ready.
std::optional<PaneWork> workAsked(const PaneView& view);
/// What to decode next in idle time; nothing where all that is worth having is ready.
std::optional<PaneWork> workAhead(const PaneView& view);

} // namespace cartwright::media
