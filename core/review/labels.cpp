#include "core/review/box_tracks.h"
#include "core/review/desk.h"

#include "core/base/safe_file.h"

#include <algorithm>
#include <array>

namespace cartwright::review {
namespace {

/// A clip of the sale with what checking found out about it.
struct ViewedClip
{
    const Clip* clip = nullptr;
    const store::ClipState* state = nullptr;

    UtcMicroseconds momentOf(Microseconds timestamp) const
    {
        return timestamp - state->firstTimestamp + clip->startsAt + clip->clockOffset;
    }

    /// The moment on this clip's stream clock, or nothing where the clip does not cover it.
    std::optional<Microseconds> timestampAt(UtcMicroseconds moment) const
    {
        const Microseconds stream = moment - clip->startsAt - clip->clockOffset + state->firstTimestamp;
        if (stream < state->firstTimestamp || stream >= state->endTimestamp)
            return std::nullopt;
        return stream;
    }
    /// From one frame to the next, on average.
    Microseconds usualDistance() const
    {
        return (state->endTimestamp - state->firstTimestamp) / std::max(1, state->frames);
    }
};

std::optional<ViewedClip> clipOf(const ReviewCase& reviewCase, const QString& cameraId)
{
    const auto& clips = reviewCase.sale.clips;
    const auto& states = reviewCase.prediction.clips;
    const auto clip = std::find_if(clips.begin(), clips.end(), [&](const auto& c) { return c.cameraId == cameraId; });
    const auto state =
        std::find_if(states.begin(), states.end(), [&](const auto& s) { return s.cameraId == cameraId && s.usable; });
    if (clip == clips.end() || state == states.end())
        return std::nullopt;
    return ViewedClip{&*clip, &*state};
}

std::optional<Box> boundingBox(const Store& store, const QString& binId, const QString& cameraId)
{
    const Bin* bin = store.findBin(binId);
    if (!bin)
        return std::nullopt;
    for (const auto& view : bin->views) {
        if (view.cameraId != cameraId || view.polygon.empty())
            continue;
        double left = view.polygon.front().x, right = left;
        double top = view.polygon.front().y, bottom = top;
        for (const auto& corner : view.polygon) {
            left = std::min(left, corner.x);
            right = std::max(right, corner.x);
            top = std::min(top, corner.y);
            bottom = std::max(bottom, corner.y);
        }
        return Box{left, top, right - left, bottom - top};
    }
    return std::nullopt;
}

/// The same label gets the same id each time, so that writing it again is recognised.
QString labelId(const Label& label)
{
    const QString name = QStringLiteral("%1\n%2\n%3\n%4\n%5\n%6").arg(label.key.storeId, label.key.saleId, label.eventId,
                                                                  label.clipSha256)
                             .arg(label.clipTimestamp).arg(QStringLiteral("%1,%2").arg(label.box.x).arg(label.box.y))
                         // Labels of the event's first object have the ids that they had before there were tracks.
                         + (label.trackId == label.eventId ? QString() : QLatin1Char('\n') + label.trackId);
    return sha256Of(name.toUtf8()).left(24);
}

Label labelFor(const ReviewCase& reviewCase, const ViewedClip& viewed, Microseconds timestamp, const Box& box)
{
    Label label;
    label.key = reviewCase.sale.key;
    label.cameraId = viewed.clip->cameraId;
    label.clipSha256 = viewed.clip->sha256;
    label.clipFile = viewed.clip->file;
    label.clipTimestamp = timestamp;
    label.box = box;
    label.reviewer = reviewCase.lease.owner;
    label.modelVersion = reviewCase.prediction.modelName + QLatin1Char(' ') + reviewCase.prediction.modelVersion;
    return label;
}

/// Whether the product's line was changed by hand, so that which of its events is wrong was left open.
bool isAdjusted(const Session& session, const Gtin& product)
{
    return std::any_of(session.edits().begin(), session.edits().end(), [&](const Edit& edit) {
        return edit.kind == EditKind::AdjustLine && edit.gtin == product;
    });
}

/// Compared with the prediction itself, because a blind session starts from an emptied copy of it.
LabelSource sourceOf(const ReviewCase& reviewCase, const Session& session, const DecidedEvent& decided)
{
    if (!decided.touched && isAdjusted(session, decided.product))
        return LabelSource::Machine;
    const auto& events = reviewCase.prediction.events;
    const auto predicted = std::find_if(events.begin(), events.end(),
                                        [&](const auto& e) { return e.eventId == decided.event.eventId; });
    const bool same = predicted != events.end() && decided.action == predicted->kind
                      && decided.quantity == predicted->quantity && !predicted->candidates.empty()
                      && decided.product == predicted->candidates.front().gtin;
    return same ? LabelSource::Confirmed : LabelSource::Corrected;
}

/// Three moments at which the product is in the picture: before and while it is taken, while and after it is put back.
std::array<UtcMicroseconds, 3> momentsOf(const Event& event, EventKind action)
{
    constexpr Microseconds calm = 300'000;
    const UtcMicroseconds middle = (event.at + event.until) / 2;
    if (action == EventKind::Take)
        return {event.at - calm, event.at, middle};
    return {middle, event.until, event.until + calm};
}

/// Whether the reviewer's own boxes say what is on the frame that shows this time, or that nothing is.
bool isSpokenOf(const Session& session, const DecidedEvent& decided, const ViewedClip& viewed, Microseconds timestamp)
{
    const Microseconds distance = viewed.usualDistance();
    const auto& state = session.state();
    const QString& track = decided.event.eventId;
    const auto onFrame = [&](const Edit& edit) {
        const Microseconds at = edit.evidence->clipTimestamp;
        return edit.track == track && edit.evidence->cameraId == viewed.clip->cameraId && at <= timestamp
               && timestamp < at + distance;
    };
    return std::any_of(state.boxes.begin(), state.boxes.end(), onFrame)
           || std::any_of(state.noBoxes.begin(), state.noBoxes.end(), onFrame)
           || isBetweenKeyframes(state, track, viewed.clip->cameraId, timestamp);
}

/// The label of a box that a person stands for.
Label drawnLabel(const ReviewCase& reviewCase, const Session& session, const ViewedClip& viewed, const Edit& edit)
{
    Label label = labelFor(reviewCase, viewed, edit.evidence->clipTimestamp, *edit.box);
    const auto& events = session.state().events;
    const auto decided =
        std::find_if(events.begin(), events.end(), [&](const auto& e) { return e.event.eventId == edit.eventId; });
    label.eventId = edit.eventId;
    label.trackId = edit.track;
    label.gtin = !edit.gtin.isEmpty() || decided == events.end() ? edit.gtin : decided->product;
    label.action = decided == events.end() ? EventKind::None : decided->action;
    label.source = LabelSource::Drawn;
    label.origin = edit.origin;
    label.labelId = labelId(label);
    return label;
}

} // namespace

std::vector<Label> decisionLabels(const ReviewCase& reviewCase, const Session& session)
{
    std::vector<Label> labels;
    for (const auto& decided : session.state().events) {
        const Event& event = decided.event;
        const auto viewed = clipOf(reviewCase, event.cameraId);
        const bool standing = decided.action == EventKind::Take || decided.action == EventKind::Return;
        if (!viewed || !standing || decided.product.isEmpty())
            continue;
        const auto box = event.box ? event.box : boundingBox(reviewCase.store, event.binId, event.cameraId);
        if (!box)
            continue;
        for (const UtcMicroseconds moment : momentsOf(event, decided.action)) {
            const auto timestamp = viewed->timestampAt(moment);
            if (!timestamp || isSpokenOf(session, decided, *viewed, *timestamp))
                continue;
            Label label = labelFor(reviewCase, *viewed, *timestamp, *box);
            label.eventId = label.trackId = event.eventId;
            label.gtin = decided.product;
            label.action = decided.action;
            label.source = sourceOf(reviewCase, session, decided);
            label.labelId = labelId(label);
            if (labels.empty() || labels.back().labelId != label.labelId)
                labels.push_back(std::move(label));
        }
    }
    return labels;
}

std::vector<Label> labelsOf(const ReviewCase& reviewCase, const Session& session, const FrameTimes& frames)
{
    std::vector<Label> labels = decisionLabels(reviewCase, session);
    std::vector<Edit> boxes = session.state().boxes;
    const std::vector<Edit> made = interpolatedBoxes(session.state(), frames);
    boxes.insert(boxes.end(), made.begin(), made.end());
    for (const auto& edit : boxes)
        if (const auto viewed = clipOf(reviewCase, edit.evidence->cameraId))
            labels.push_back(drawnLabel(reviewCase, session, *viewed, edit));
    return labels;
}

std::vector<MovedItem> movedItemsOf(const ReviewCase& reviewCase, const Session& session)
{
    std::vector<MovedItem> items;
    for (const Edit& edit : session.state().moved) {
        MovedItem item;
        item.from = reviewCase.sale.key;
        item.to = {reviewCase.sale.key.storeId, edit.otherSale};
        item.gtin = edit.gtin;
        item.quantity = edit.quantity;
        const auto viewed = edit.evidence ? clipOf(reviewCase, edit.evidence->cameraId) : std::nullopt;
        if (viewed) {
            item.cameraId = edit.evidence->cameraId;
            item.seenAt = viewed->momentOf(edit.evidence->clipTimestamp);
        }
        items.push_back(std::move(item));
    }
    return items;
}

std::vector<Edit> incomingEdits(const ReviewCase& reviewCase)
{
    std::vector<Edit> edits;
    for (const MovedItem& item : reviewCase.incoming) {
        Edit edit;
        edit.kind = EditKind::AdjustLine;
        edit.gtin = item.gtin;
        edit.quantity = item.quantity;
        edit.reason = QStringLiteral("moved here from sale %1").arg(item.from.saleId);
        const auto viewed = item.cameraId.isEmpty() ? std::nullopt : clipOf(reviewCase, item.cameraId);
        if (viewed)
            if (const auto timestamp = viewed->timestampAt(item.seenAt))
                edit.evidence = Evidence{item.cameraId, *timestamp};
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace cartwright::review
