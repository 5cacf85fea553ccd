#include "core/review/box_tracks.h"

#include "core/review/box_geometry.h"

#include <algorithm>
#include <tuple>

namespace cartwright::review {
namespace {

auto orderOf(const Edit& box)
{
    return std::tie(box.track, box.evidence->cameraId, box.evidence->clipTimestamp);
}

std::vector<const Edit*> sorted(const std::vector<Edit>& boxes)
{
    std::vector<const Edit*> order;
    for (const Edit& box : boxes)
        if (box.box && box.evidence)
            order.push_back(&box);
    std::sort(order.begin(), order.end(), [](const Edit* a, const Edit* b) { return orderOf(*a) < orderOf(*b); });
    return order;
}

bool belongTogether(const SessionState& state, const Edit& before, const Edit& after)
{
    const auto cuts = [&](const Edit& none) {
        return none.track == before.track && none.evidence->cameraId == before.evidence->cameraId
               && before.evidence->clipTimestamp < none.evidence->clipTimestamp
               && none.evidence->clipTimestamp < after.evidence->clipTimestamp;
    };
    return before.track == after.track && before.evidence->cameraId == after.evidence->cameraId
           && after.evidence->clipTimestamp - before.evidence->clipTimestamp <= longestInterpolation
           && std::none_of(state.noBoxes.begin(), state.noBoxes.end(), cuts);
}

Box boxAt(const Edit& before, const Edit& after, Microseconds timestamp)
{
    const double span = static_cast<double>(after.evidence->clipTimestamp - before.evidence->clipTimestamp);
    return between(*before.box, *after.box, static_cast<double>(timestamp - before.evidence->clipTimestamp) / span);
}

FrameBox shown(const Edit& key)
{
    return {key.track, key.eventId, key.gtin, *key.box, key.origin, key.evidence->clipTimestamp};
}

} // namespace

std::vector<FrameBox> boxesOn(const SessionState& state, const QString& cameraId, Microseconds from, Microseconds until)
{
    std::vector<FrameBox> found;
    const auto order = sorted(state.boxes);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Edit& key = *order[i];
        if (key.evidence->cameraId != cameraId)
            continue;
        const Microseconds at = key.evidence->clipTimestamp;
        if (from <= at && at < until) {
            found.push_back(shown(key));
            continue;
        }
        const bool nextIsLater = i + 1 < order.size() && belongTogether(state, key, *order[i + 1])
                                 && order[i + 1]->evidence->clipTimestamp >= until;
        if (at >= from || !nextIsLater)
            continue;
        FrameBox made = shown(key);
        made.box = boxAt(key, *order[i + 1], from);
        made.origin = LabelOrigin::Interpolated;
        made.timestamp = from;
        found.push_back(made);
    }
    return found;
}

std::vector<Edit> interpolatedBoxes(const SessionState& state, const FrameTimes& frames)
{
    std::vector<Edit> made;
    const auto order = sorted(state.boxes);
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        const Edit& before = *order[i];
        const Edit& after = *order[i + 1];
        if (!belongTogether(state, before, after))
            continue;
        const Microseconds end = after.evidence->clipTimestamp;
        Microseconds last = before.evidence->clipTimestamp;
        // Half a step before the next keyframe there is nothing to add.
        for (Microseconds at = before.evidence->clipTimestamp + interpolationStep; at + interpolationStep / 2 <= end;
             at += interpolationStep) {
            const Microseconds shown = frames ? frames(before.evidence->cameraId, at) : at;
            if (shown <= last || shown >= end)
                continue; // no other frame than the ones that have a box
            last = shown;
            Edit box = before;
            box.box = boxAt(before, after, shown);
            box.evidence->clipTimestamp = shown;
            box.origin = LabelOrigin::Interpolated;
            made.push_back(std::move(box));
        }
    }
    return made;
}

bool isBetweenKeyframes(const SessionState& state, const QString& track, const QString& cameraId, Microseconds timestamp)
{
    const auto on = boxesOn(state, cameraId, timestamp, timestamp + 1);
    return std::any_of(on.begin(), on.end(), [&](const FrameBox& box) { return box.track == track; });
}

} // namespace cartwright::review
