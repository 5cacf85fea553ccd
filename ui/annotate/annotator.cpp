#include "ui/annotate/annotator.h"

#include "core/review/desk.h"

#include <algorithm>

namespace cartwright::ui {

Annotator::Annotator(CaseFlow& flow, PaneGrid& panes, Playback& playback, QObject* parent)
    : QObject(parent), m_flow(flow), m_panes(panes), m_playback(playback)
{
    for (auto signal : {&CaseFlow::cartChanged, &CaseFlow::caseOpened, &CaseFlow::caseClosed})
        connect(&m_flow, signal, this, &Annotator::refreshDecided);
    connect(&m_tracker, &TrackerService::progressed, this, [this](quint64 request, int percent) {
        if (request == m_request)
            Q_EMIT stateSaid(tr("Carrying the boxes on… %1 % (U stops)").arg(percent));
    });
    connect(&m_tracker, &TrackerService::tracked, this, [this](quint64 request, const auto& boxes) {
        if (request == m_request)
            takeTracked(boxes);
    });
    connect(&m_tracker, &TrackerService::failed, this, [this](quint64 request, const Error& error) {
        if (request != m_request)
            return;
        m_request = 0;
        Q_EMIT stateSaid({});
        Q_EMIT failed(error);
    });
}

Annotator::~Annotator() = default;

std::optional<Annotator::ShownFrame> Annotator::shownFrame(std::size_t index) const
{
    const VideoPane* pane = m_panes.pane(index);
    if (!pane || !pane->hasFrame() || pane->shown().state != media::PaneFrame::State::Shown || !pane->track().isPlayable())
        return std::nullopt;
    const media::ClipIndex& clip = *pane->track().index;
    const std::size_t place = pane->shown().index;
    ShownFrame frame;
    frame.pane = index;
    frame.evidence = {pane->track().cameraId, pane->shown().timestamp};
    frame.until = place + 1 < clip.frames.size() ? clip.frames[place + 1].timestamp : clip.endTimestamp();
    frame.picture = QSizeF(pane->track().width, pane->track().height);
    return frame;
}

std::optional<Annotator::ShownFrame> Annotator::frameToDrawOn()
{
    if (!m_flow.canEdit())
        return std::nullopt;
    m_playback.pause();
    const auto frame = shownFrame(m_panes.active());
    if (!frame)
        Q_EMIT hindered(tr("A box needs a frame: choose a camera that has one at this moment."));
    return frame;
}

std::vector<review::FrameBox> Annotator::setBoxesOn(const ShownFrame& frame) const
{
    if (!m_flow.session())
        return {};
    return review::boxesOn(m_flow.session()->state(), frame.evidence.cameraId, frame.evidence.clipTimestamp, frame.until);
}

void Annotator::refreshDecided()
{
    m_decided.clear();
    if (m_flow.session() && !m_flow.opened()->reviewCase.blind) // the boxes would tell what the machine saw
        m_decided = review::decisionLabels(m_flow.opened()->reviewCase, *m_flow.session());
}

std::vector<Label> Annotator::decidedOn(const ShownFrame& frame) const
{
    std::vector<Label> labels;
    for (const Label& label : m_decided)
        if (label.cameraId == frame.evidence.cameraId && frame.evidence.clipTimestamp <= label.clipTimestamp &&
            label.clipTimestamp < frame.until)
            labels.push_back(label);
    return labels;
}

std::vector<Proposal> Annotator::proposedOn(const ShownFrame& frame) const
{
    std::vector<Proposal> found;
    for (const Proposal& proposal : m_proposals.boxes())
        if (proposal.cameraId == frame.evidence.cameraId && proposal.tracked.timestamp == frame.evidence.clipTimestamp)
            found.push_back(proposal);
    return found;
}

std::vector<Annotator::Adjustable> Annotator::adjustablesOn(const ShownFrame& frame) const
{
    std::vector<Adjustable> found;
    for (const Proposal& box : proposedOn(frame))
        found.push_back({box.track, box.eventId, box.gtin, box.tracked.box});
    for (const review::FrameBox& box : setBoxesOn(frame))
        found.push_back({box.track, box.eventId, box.gtin, box.box});
    for (const Label& label : decidedOn(frame))
        found.push_back({label.trackId, label.eventId, {}, label.box});
    return found;
}

std::vector<PaneBox> Annotator::boxesOn(std::size_t pane) const
{
    std::vector<PaneBox> boxes;
    const auto frame = shownFrame(pane);
    if (!frame)
        return boxes;
    for (const Label& label : decidedOn(*frame))
        boxes.push_back({label.box, PaneBox::Kind::Decision, tr("from the decision")});
    for (const review::FrameBox& box : setBoxesOn(*frame)) {
        const bool between = box.origin == LabelOrigin::Interpolated;
        const QString name = between                                     ? tr("interpolated")
                             : box.origin == LabelOrigin::Tracked    ? tr("tracked")
                             : box.origin == LabelOrigin::FourPoints ? tr("four points")
                                                                     : tr("drawn");
        boxes.push_back({box.box, between ? PaneBox::Kind::Interpolated : PaneBox::Kind::Set, name});
    }
    for (const Proposal& box : proposedOn(*frame)) {
        const int percent = qRound(100 * box.tracked.sureness);
        boxes.push_back(box.tracked.isSure() ? PaneBox{box.tracked.box, PaneBox::Kind::Proposed, tr("proposed %1 %").arg(percent)}
                                             : PaneBox{box.tracked.box, PaneBox::Kind::Unsure, tr("? unsure %1 %").arg(percent)});
    }
    return boxes;
}

/// The event's own track, or one beside it where that has a box on this frame already: a second item.
QString Annotator::newTrack(const ShownFrame& frame) const
{
    const review::DecidedEvent* event = m_flow.decidedEvent();
    const QString base = event ? event->event.eventId : QStringLiteral("object");
    const auto on = setBoxesOn(frame);
    const auto taken = [&](const QString& track) {
        return std::any_of(on.begin(), on.end(), [&](const auto& box) { return box.track == track; });
    };
    QString track = base;
    for (int number = 2; taken(track); ++number)
        track = QStringLiteral("%1/%2").arg(base).arg(number);
    return track;
}

/// Where the track was last on this camera, else where the event is, else the middle.
Box Annotator::startBox(const ShownFrame& frame) const
{
    const QString track = newTrack(frame);
    const auto& boxes = m_flow.session()->state().boxes;
    const auto last = std::find_if(boxes.rbegin(), boxes.rend(), [&](const Edit& box) {
        return box.track == track && box.evidence->cameraId == frame.evidence.cameraId;
    });
    if (last != boxes.rend())
        return *last->box;
    const PaneOverlay& overlay = m_panes.pane(frame.pane)->overlay();
    if (overlay.eventBox || overlay.focus)
        return overlay.eventBox ? *overlay.eventBox : *overlay.focus;
    return {frame.picture.width() * 0.4, frame.picture.height() * 0.4, frame.picture.width() * 0.2, frame.picture.height() * 0.2};
}

Edit Annotator::boxEdit(const ShownFrame& frame, const Adjustable& about, LabelOrigin origin) const
{
    Edit edit;
    edit.kind = EditKind::DrawBox;
    edit.eventId = about.eventId;
    edit.gtin = about.gtin;
    edit.track = about.track;
    edit.evidence = frame.evidence;
    edit.box = about.box;
    edit.origin = origin;
    return edit;
}

void Annotator::begin(const ShownFrame& frame, std::unique_ptr<PaneTool> tool)
{
    end();
    m_tool = std::move(tool);
    m_pane = m_panes.pane(frame.pane);
    m_pane->setTool(m_tool.get());
}

void Annotator::end()
{
    if (m_pane)
        m_pane->setTool(nullptr);
    m_pane = nullptr;
    if (m_tool)
        m_spent = std::move(m_tool);
}

void Annotator::take(const ShownFrame& frame, Adjustable about, const Box& box, LabelOrigin origin)
{
    about.box = box;
    end();
    // Frames may have been stepped through meanwhile: the box is for what is seen now.
    const auto now = shownFrame(frame.pane);
    if (!now)
        return Q_EMIT hindered(tr("A box needs a frame: choose a camera that has one at this moment."));
    if (m_flow.apply({boxEdit(*now, about, origin)}, tr("box in camera %1").arg(frame.pane + 1)))
        m_proposals.replace(about.track, now->evidence);
    Q_EMIT boxesChanged();
}

void Annotator::draw()
{
    const auto frame = frameToDrawOn();
    if (!frame)
        return;
    Adjustable about;
    about.track = newTrack(*frame);
    if (const review::DecidedEvent* event = m_flow.decidedEvent())
        about.eventId = event->event.eventId;
    const auto taken = [this, shown = *frame, about](const Box& box) { take(shown, about, box, LabelOrigin::Drawn); };
    begin(*frame, std::make_unique<BoxTool>(startBox(*frame), frame->picture,
                                            BoxTool::Answers{taken, nullptr, [this] { end(); }}));
}

void Annotator::drawPoints()
{
    const auto frame = frameToDrawOn();
    if (!frame)
        return;
    Adjustable about;
    about.track = newTrack(*frame);
    if (const review::DecidedEvent* event = m_flow.decidedEvent())
        about.eventId = event->event.eventId;
    const auto taken = [this, shown = *frame, about](const Box& box) { take(shown, about, box, LabelOrigin::FourPoints); };
    const Point top = review::handleAt(startBox(*frame), review::Handle::Top);
    begin(*frame, std::make_unique<PointsTool>(QPointF(top.x, top.y), frame->picture,
                                               PointsTool::Answers{taken, [this] { end(); }}));
}

void Annotator::adjust()
{
    const bool again = isDrawing();
    const auto frame = frameToDrawOn();
    if (!frame)
        return;
    const auto found = adjustablesOn(*frame);
    if (found.empty())
        return Q_EMIT hindered(tr("There is no box on this frame to adjust; B draws one."));
    m_adjusted = again ? m_adjusted + 1 : 0;
    adjustThis(*frame, found[m_adjusted % found.size()]);
}

void Annotator::adjustThis(const ShownFrame& frame, const Adjustable& about)
{
    const auto taken = [this, frame, about](const Box& box) { take(frame, about, box, LabelOrigin::Drawn); };
    const auto removed = [this, frame, about] {
        end();
        Edit none = boxEdit(frame, about, LabelOrigin::Drawn);
        none.kind = EditKind::RemoveBox;
        none.box.reset();
        if (m_flow.apply({none}, tr("no box in camera %1").arg(frame.pane + 1)))
            m_proposals.replace(about.track, frame.evidence);
        Q_EMIT boxesChanged();
    };
    begin(frame, std::make_unique<BoxTool>(about.box, frame.picture, BoxTool::Answers{taken, removed, [this] { end(); }}));
}

void Annotator::reset()
{
    end();
    m_tracker.cancel();
    m_request = 0;
    m_proposals.clear();
    Q_EMIT stateSaid({});
}

} // namespace cartwright::ui
