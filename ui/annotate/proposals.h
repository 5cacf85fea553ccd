#pragma once

#include "core/domain/decision.h"
#include "core/vision/tracker.h"

#include <vector>

namespace cartwright::ui {

/// A box that the tracker proposes for a frame and nobody has accepted yet.
struct Proposal
{
    std::size_t pane = 0;
    QString cameraId;
    UtcMicroseconds at = 0; ///< on the sale's clock
    QString track;
    QString eventId;
    Gtin gtin;
    vision::TrackedBox tracked;
    bool operator==(const Proposal&) const = default;
};

/// The tracker's proposals, walked through stop by stop: each run of frames of one track where it is unsure is a stop, and the
/// end is one. Accepting takes everything up to and with the stop; rejecting drops the stop's own boxes. Plain value.
class Proposals
{
public:
    void add(std::vector<Proposal> boxes);
    void clear();

    bool isEmpty() const { return m_boxes.empty(); }
    const std::vector<Proposal>& boxes() const { return m_boxes; } ///< in order of time
    int unsureCount() const;
    /// The frame to look at now: the first unsure one, else the last. Undefined where empty.
    const Proposal& stop() const;
    bool isStopSure() const { return stop().tracked.isSure(); }

    /// The edits that accept; the boxes are gone then.
    std::vector<Edit> accept();
    /// Drops the stop's boxes (all that are left, where the stop is the end). The edits say of frames between what stays that
    /// the object's place there is unknown, so that nothing is interpolated across.
    std::vector<Edit> reject();
    /// Drops the proposal of this track on this frame, as it was drawn by hand now.
    void replace(const QString& track, const Evidence& frame);

private:
    std::size_t stopIndex() const;
    bool isInRun(const Proposal& box) const;

    std::vector<Proposal> m_boxes;
};

} // namespace cartwright::ui
