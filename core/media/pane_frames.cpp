#include "core/media/pane_frames.h"

#include <algorithm>

namespace cartwright::media {
namespace {

using State = PaneFrame::State;
using Ending = FrameSource::Ending;

/// A clip of one frame has no frame distance; this long it is shown.
constexpr Microseconds shortestClip = 40'000;
/// Up to this speed every frame is shown and worth decoding ahead.
constexpr double fastestWithAllFrames = 2;
/// Decoded around a frame that was jumped to, before anything that is further off: a few steps either way.
constexpr std::size_t nearBefore = 12;
constexpr std::size_t nearAfter = 6;
/// So many at a time going forwards.
constexpr std::size_t runLength = 12;

std::size_t keyframeBefore(const PaneView& view, std::size_t place)
{
    const auto after = std::upper_bound(view.keyframes.begin(), view.keyframes.end(), place);
    return after == view.keyframes.begin() ? 0 : *(after - 1);
}

std::size_t minus(std::size_t place, std::size_t by) { return place > by ? place - by : 0; }

/// The highest missing place in [from, until); nothing where all are ready.
std::optional<std::size_t> lastMissing(const PaneView& view, std::size_t from, std::size_t until)
{
    for (std::size_t place = until; place-- > from;)
        if (view.isMissing(place))
            return place;
    return std::nullopt;
}

std::optional<std::size_t> firstMissing(const PaneView& view, std::size_t from, std::size_t until)
{
    for (std::size_t place = from; place < until; ++place)
        if (view.isMissing(place))
            return place;
    return std::nullopt;
}

/// Frames just before a jump's target that are kept because they are decoded on the way. Whoever steps back at once walks on
/// them while the group is decoded a second time for the rest: that takes as long as it is far from the keyframe, so more
/// are kept then. It makes the jump itself at most this share slower, where frames in between could have been skipped.
std::size_t keptOnTheWay(const PaneView& view)
{
    constexpr std::size_t share = 8;
    constexpr std::size_t least = 3; // the first steps back, which most often follow a jump
    const std::size_t passed = view.here - keyframeBefore(view, view.here);
    return std::min({std::max(passed / share, least), passed, view.capacity / 3});
}

/// The next run before `here`. Each run of a long group begins with decoding from its keyframe, so it waits until
/// a third of the window is missing; then two thirds are still ahead of whoever walks back.
std::optional<PaneWork> runBefore(const PaneView& view, std::size_t window)
{
    const std::size_t start = minus(view.here, window);
    const auto edge = lastMissing(view, start, view.here);
    if (!edge || (start > 0 && *edge + 1 - start < window / 3))
        return std::nullopt;
    return PaneWork{std::max(start, keyframeBefore(view, *edge)), *edge, Ending::Continue, false};
}

std::optional<PaneWork> runAfter(const PaneView& view, std::size_t window)
{
    const std::size_t end = std::min(view.here + 1 + window, view.index.frames.size());
    const auto first = firstMissing(view, view.here + 1, end);
    if (!first)
        return std::nullopt;
    return PaneWork{*first, std::min(*first + runLength, end) - 1, Ending::Continue, false};
}

} // namespace

Microseconds streamTime(const PlayerSource& source, UtcMicroseconds moment)
{
    return moment - source.firstFrameAt + source.index.firstTimestamp();
}

UtcMicroseconds momentOf(const PlayerSource& source, std::size_t index)
{
    return source.firstFrameAt + source.index.frames[index].timestamp - source.index.firstTimestamp();
}

UtcMicroseconds endOf(const PlayerSource& source)
{
    const Microseconds length = source.index.endTimestamp() - source.index.firstTimestamp();
    return source.firstFrameAt + (source.index.frames.empty() ? 0 : std::max(length, shortestClip));
}

PanePlace placeOf(const PlayerSource& source, UtcMicroseconds moment)
{
    const ClipIndex& index = source.index;
    if (index.frames.empty() || moment < source.firstFrameAt || moment >= endOf(source))
        return {};
    const Microseconds time = streamTime(source, moment);
    const std::size_t place = index.frameAt(time);
    if (index.frames[place].damaged)
        return {State::Damaged, place};
    const auto after = std::upper_bound(index.gaps.begin(), index.gaps.end(), time,
                                        [](Microseconds at, const Gap& gap) { return at < gap.from; });
    const bool inGap = after != index.gaps.begin() && time < (after - 1)->until;
    return {inGap ? State::NoFrame : State::Shown, place};
}

std::optional<PaneWork> workAsked(const PaneView& view)
{
    if (!view.isMissing(view.here))
        return std::nullopt;
    switch (view.motion) {
    case PaneMotion::Jumped:
        return PaneWork{view.here - keptOnTheWay(view), view.here, Ending::Drain, true};
    case PaneMotion::SteppedOn:
    case PaneMotion::Playing:
        return PaneWork{view.here, view.here, Ending::Continue, true};
    case PaneMotion::SteppedBack:
    case PaneMotion::PlayingBack:
        break;
    }
    // Backwards, the frames before it are decoded on the way and needed next.
    const std::size_t keep = std::max<std::size_t>(1, view.capacity / 3);
    return PaneWork{std::max(minus(view.here + 1, keep), keyframeBefore(view, view.here)), view.here,
                    Ending::Continue, true};
}

std::optional<PaneWork> workAhead(const PaneView& view)
{
    const std::size_t room = view.capacity > 2 ? view.capacity - 2 : 0;
    if (view.motion == PaneMotion::Playing)
        return view.speed <= fastestWithAllFrames ? runAfter(view, std::min(runLength, room / 2)) : std::nullopt;
    if (view.motion == PaneMotion::PlayingBack)
        return runBefore(view, room * 3 / 4);
    // Paused: a few frames around first (in one pass, where the decoder begins at a keyframe anyway), then more where the
    // last step went.
    const std::size_t from = minus(view.here, std::min(nearBefore, room / 2));
    const std::size_t until =
        std::min(view.here + 1 + std::min(nearAfter, room / 4), view.index.frames.size());
    const auto first = firstMissing(view, view.readsOn ? view.here + 1 : from, until);
    if (first && view.motion == PaneMotion::Jumped)
        return PaneWork{*first, *lastMissing(view, from, until), Ending::Continue, false};
    const std::size_t before = view.motion == PaneMotion::SteppedBack ? room * 3 / 4 : room / 2;
    const std::size_t after = std::min(runLength * 2, room - before);
    const auto run = view.motion == PaneMotion::SteppedOn ? runAfter(view, after) : runBefore(view, before);
    if (run)
        return run;
    return view.motion == PaneMotion::SteppedOn ? runBefore(view, before) : runAfter(view, after);
}

} // namespace cartwright::media
