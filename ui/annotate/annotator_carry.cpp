#include "ui/annotate/annotator.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

/// Where nothing further on is labelled, boxes are carried on by this much.
constexpr Microseconds usualCarry = microsecondsPerSecond;

} // namespace

/// The track's next keyframe, else the next frame that the decision labels, else a second on, inside the clip.
Microseconds Annotator::nextLabelledFrame(const ShownFrame& frame, const review::FrameBox& box, std::optional<Box>& end) const
{
    const Microseconds now = frame.evidence.clipTimestamp;
    const CameraTrack& camera = m_panes.pane(frame.pane)->track();
    std::optional<Microseconds> next;
    const auto nearer = [&](Microseconds at) {
        return at >= frame.until && at - now <= vision::longestTrack && (!next || at < *next);
    };
    for (const Edit& key : m_flow.session()->state().boxes)
        if (key.track == box.track && key.evidence->cameraId == frame.evidence.cameraId && nearer(key.evidence->clipTimestamp)) {
            next = key.evidence->clipTimestamp;
            end = key.box;
        }
    if (next)
        return *next;
    for (const Label& label : m_decided)
        if (label.cameraId == frame.evidence.cameraId && label.eventId == box.eventId && nearer(label.clipTimestamp))
            next = label.clipTimestamp;
    return next.value_or(std::min(now + usualCarry, camera.index->endTimestamp() - 1));
}

std::vector<std::pair<TrackJob, Proposal>> Annotator::jobsFrom() const
{
    std::vector<std::pair<TrackJob, Proposal>> jobs;
    for (std::size_t i = 0; i < m_panes.count(); ++i) {
        const auto frame = shownFrame(i);
        if (!frame)
            continue;
        const CameraTrack& camera = m_panes.pane(i)->track();
        for (const review::FrameBox& box : setBoxesOn(*frame)) {
            TrackJob job{camera.clip, camera.index, {}};
            job.order.from = frame->evidence.clipTimestamp;
            job.order.box = box.box;
            job.order.until = nextLabelledFrame(*frame, box, job.order.end);
            job.order.clipWidth = camera.width;
            Proposal about;
            about.pane = i;
            about.cameraId = camera.cameraId;
            about.track = box.track;
            about.eventId = box.eventId;
            about.gtin = box.gtin;
            if (job.order.until >= frame->until)
                jobs.emplace_back(std::move(job), std::move(about));
        }
    }
    return jobs;
}

void Annotator::carryOn()
{
    end();
    if (!m_flow.canEdit())
        return;
    m_playback.pause();
    const auto jobs = jobsFrom();
    if (jobs.empty())
        return Q_EMIT hindered(tr("There is no box on the shown frames to carry on, or no later frame; B draws one."));
    m_proposals.clear();
    m_asked.clear();
    std::vector<TrackJob> orders;
    for (const auto& [job, about] : jobs) {
        orders.push_back(job);
        m_asked.push_back(about);
    }
    m_request = m_tracker.track(orders);
    Q_EMIT stateSaid(tr("Carrying the boxes on… (U stops)"));
    Q_EMIT boxesChanged();
}

void Annotator::takeTracked(const std::vector<std::vector<vision::TrackedBox>>& boxes)
{
    m_request = 0;
    std::vector<Proposal> proposals;
    for (std::size_t i = 0; i < boxes.size() && i < m_asked.size(); ++i) {
        const VideoPane* pane = m_panes.pane(m_asked[i].pane);
        for (const vision::TrackedBox& box : boxes[i]) {
            Proposal proposal = m_asked[i];
            proposal.tracked = box;
            proposal.at = pane ? pane->track().toSale(box.timestamp) : 0;
            proposals.push_back(std::move(proposal));
        }
    }
    m_proposals.add(std::move(proposals));
    goToStop();
}

void Annotator::goToStop()
{
    Q_EMIT boxesChanged();
    if (m_proposals.isEmpty())
        return Q_EMIT stateSaid({});
    const Proposal& stop = m_proposals.stop();
    m_panes.setActive(stop.pane);
    m_playback.seek(stop.at);
    const int count = static_cast<int>(m_proposals.boxes().size());
    Q_EMIT stateSaid(m_proposals.isStopSure()
                         ? tr("%1 boxes carried on to here, all sure. Y accepts them, U rejects them.").arg(count)
                         : tr("%1 boxes carried on, %2 of them unsure; camera %3 is unsure here. Y accepts up to here, U rejects what is unsure here.")
                               .arg(count)
                               .arg(m_proposals.unsureCount())
                               .arg(stop.pane + 1));
}

void Annotator::afterChoice(const std::vector<Edit>& edits, const QString& name)
{
    if (!edits.empty())
        m_flow.apply(edits, name);
    goToStop();
}

void Annotator::accept()
{
    if (m_proposals.isEmpty())
        return Q_EMIT hindered(tr("There is no carried-on box to accept; N carries the boxes of this frame on."));
    const auto edits = m_proposals.accept();
    afterChoice(edits, tr("%1 boxes carried on").arg(edits.size()));
}

void Annotator::reject()
{
    if (isTracking()) {
        m_tracker.cancel();
        m_request = 0;
        return Q_EMIT stateSaid({});
    }
    if (m_proposals.isEmpty())
        return Q_EMIT hindered(tr("There is no carried-on box to reject; N carries the boxes of this frame on."));
    afterChoice(m_proposals.reject(), tr("no boxes where the tracker was unsure"));
}

} // namespace cartwright::ui
