#include "ui/annotate/proposals.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

Edit editOf(EditKind kind, const Proposal& proposal)
{
    Edit edit;
    edit.kind = kind;
    edit.eventId = proposal.eventId;
    edit.track = proposal.track;
    edit.evidence = Evidence{proposal.cameraId, proposal.tracked.timestamp};
    if (kind == EditKind::DrawBox) {
        edit.gtin = proposal.gtin;
        edit.box = proposal.tracked.box;
        edit.origin = LabelOrigin::Tracked;
    }
    return edit;
}

bool isSameTrack(const Proposal& a, const Proposal& b)
{
    return a.track == b.track && a.cameraId == b.cameraId;
}

} // namespace

void Proposals::add(std::vector<Proposal> boxes)
{
    m_boxes.insert(m_boxes.end(), boxes.begin(), boxes.end());
    std::stable_sort(m_boxes.begin(), m_boxes.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
}

void Proposals::clear()
{
    m_boxes.clear();
}

int Proposals::unsureCount() const
{
    return static_cast<int>(std::count_if(m_boxes.begin(), m_boxes.end(), [](const auto& box) { return !box.tracked.isSure(); }));
}

std::size_t Proposals::stopIndex() const
{
    const auto unsure = std::find_if(m_boxes.begin(), m_boxes.end(), [](const auto& box) { return !box.tracked.isSure(); });
    return static_cast<std::size_t>((unsure == m_boxes.end() ? m_boxes.end() - 1 : unsure) - m_boxes.begin());
}

const Proposal& Proposals::stop() const
{
    return m_boxes[stopIndex()];
}

/// Whether the box belongs to the stop: of the same track, and unsure without a sure one between.
bool Proposals::isInRun(const Proposal& box) const
{
    const Proposal& first = stop();
    if (box.tracked.isSure() || !isSameTrack(box, first) || box.at < first.at)
        return false;
    return std::none_of(m_boxes.begin(), m_boxes.end(), [&](const Proposal& other) {
        return isSameTrack(other, first) && other.tracked.isSure() && first.at < other.at && other.at < box.at;
    });
}

std::vector<Edit> Proposals::accept()
{
    std::vector<Edit> edits;
    if (isEmpty())
        return edits;
    UtcMicroseconds until = stop().at;
    for (const Proposal& box : m_boxes)
        if (isInRun(box))
            until = std::max(until, box.at);
    const Proposal first = stop();
    // Of other tracks an unsure box is a stop of its own, whenever it is.
    const auto taken = [&](const Proposal& box) { return box.at <= until && (box.tracked.isSure() || isSameTrack(box, first)); };
    for (const Proposal& box : m_boxes)
        if (taken(box))
            edits.push_back(editOf(EditKind::DrawBox, box));
    std::erase_if(m_boxes, taken);
    return edits;
}

std::vector<Edit> Proposals::reject()
{
    std::vector<Edit> edits;
    if (isEmpty())
        return edits;
    if (isStopSure()) {
        clear();
        return edits;
    }
    std::vector<Proposal> run;
    for (const Proposal& box : m_boxes)
        if (isInRun(box))
            run.push_back(box);
    std::erase_if(m_boxes, [&](const Proposal& box) { return std::find(run.begin(), run.end(), box) != run.end(); });
    const bool goesOn = std::any_of(m_boxes.begin(), m_boxes.end(), [&](const Proposal& box) {
        return isSameTrack(box, run.front()) && box.at > run.back().at;
    });
    if (goesOn)
        edits.push_back(editOf(EditKind::RemoveBox, run.front()));
    return edits;
}

void Proposals::replace(const QString& track, const Evidence& frame)
{
    std::erase_if(m_boxes, [&](const Proposal& box) {
        return box.track == track && box.cameraId == frame.cameraId && box.tracked.timestamp == frame.clipTimestamp;
    });
}

} // namespace cartwright::ui
