#include "ui/review/review_place.h"

#include "ui/review/event_place.h"

#include <utility>

namespace cartwright::ui {

void ReviewPlace::showCase()
{
    const OpenedCasePtr& opened = m_flow->opened();
    const AxisContent content = axisContentOf(*opened, *m_flow->session());
    clearBanner();
    m_ask->hide();
    m_annotator->reset();
    m_reveal->end();
    m_prepared = m_nextPictures->take(opened);
    if (m_prepared)
        m_playback->open(opened->cameras, content.from, content.until, *m_prepared->player);
    else
        m_playback->open(opened->cameras, content.from, content.until);
    {
        const QSignalBlocker quiet(m_panes); // sizes are announced when it is known which pane is zoomed
        m_panes->setTracks(opened->cameras);
    }
    m_sizesOwed = true;
    m_zoomed = true;
    m_header->show(opened);
    m_cart->openCase(opened);
    m_event->openCase(opened);
    m_stack->setCurrentWidget(m_workbench);
    m_workbench->setCameraCount(static_cast<int>(opened->cameras.size()));
    if (m_flow->session()->state().events.empty()) {
        m_panes->announceSizes();
        goTo(content.from);
        showCart();
    }
    focusPanes();
}

/// What is said of a sale goes with it; that a verdict was refused stays until somebody has gone back to it.
void ReviewPlace::clearBanner()
{
    if (!m_flow->canGoBack())
        m_banner->clear();
}

void ReviewPlace::showNoCase()
{
    clearBanner();
    m_reveal->end();
    m_annotator->reset();
    m_playback->close();
    m_panes->setTracks({});
    m_header->show(nullptr);
    m_cart->openCase(nullptr);
    m_event->openCase(nullptr);
    m_axis->setContent({});
    m_ask->hide();
}

void ReviewPlace::showState()
{
    using State = CaseFlow::State;
    const State state = m_flow->state();
    m_cart->setEditable(m_flow->canEdit());
    m_event->setEditable(m_flow->canEdit());
    if (state == State::Open || state == State::Deciding)
        return m_slowOpening.stop();
    showEmptyTexts();
    if (state == State::Nothing || state == State::Opening) {
        m_slowOpening.start();
        return;
    }
    m_slowOpening.stop();
    m_stack->setCurrentWidget(m_empty);
}

void ReviewPlace::showEmptyTexts()
{
    switch (m_flow->state()) {
    case CaseFlow::State::QueueEmpty:
        m_empty->setTexts(tr("Nothing to review"),
                          tr("No sale waits for review. New ones appear in the queue as soon as they are analysed."),
                          tr("Look again"));
        break;
    case CaseFlow::State::Failed:
        m_empty->setTexts(tr("The sale could not be opened"), tr("What happened stands above."), tr("Try the next sale"));
        break;
    default: m_empty->setTexts(tr("Opening the next sale…"), {}, {});
    }
}

void ReviewPlace::showCart()
{
    if (!m_flow->session())
        return;
    m_cart->show(*m_flow->opened(), *m_flow->session());
    m_axis->setContent(axisContentOf(*m_flow->opened(), *m_flow->session()));
    const review::DecidedEvent* event = m_flow->decidedEvent();
    if (!event) {
        m_event->showNone(tr("No interaction was found in this sale. Watch the clips, then add what was taken with A."));
    } else {
        const int count = static_cast<int>(m_flow->session()->state().events.size());
        const int place = static_cast<int>(m_flow->currentEvent().value_or(0)) + 1;
        m_event->show(*m_flow->opened(), *event, tr("%1 of %2").arg(place).arg(count));
        // The marked line follows the event, so that plus and minus mean what was just chosen.
        if (std::exchange(m_markedProduct, event->product) != event->product)
            m_cart->select(event->product);
    }
    m_event->setEditable(m_flow->canEdit());
    showOverlays();
}

void ReviewPlace::showEvent()
{
    m_axis->setCurrentEvent(m_flow->currentEvent());
    const review::DecidedEvent* event = m_flow->decidedEvent();
    m_header->askAbout(event ? &event->event : nullptr);
    showStills();
    if (!event)
        return;
    if (const auto pane = paneOf(*m_flow->opened(), event->event))
        m_panes->setActive(*pane);
    m_markedProduct = Gtin();
    showCart(); // its overlays say where the bin is
    showZoom();
    if (std::exchange(m_sizesOwed, false))
        m_panes->announceSizes();
    if (m_playback->loopIn() || m_playback->loopOut())
        m_playback->setLoop({}, {});
    goTo(decidingMoment(event->event));
}

/// Where the sale was made ready for this moment, its frames are there already.
void ReviewPlace::goTo(UtcMicroseconds moment)
{
    const auto prepared = std::exchange(m_prepared, std::nullopt);
    if (prepared && m_playback->moment() == moment)
        m_playback->showPrepared(*prepared->player);
    else
        m_playback->seek(moment);
}

void ReviewPlace::showZoom()
{
    for (std::size_t i = 0; i < m_panes->count(); ++i)
        if (VideoPane* pane = m_panes->pane(i); pane->isZoomed() != (m_zoomed && i == m_panes->active()))
            pane->setZoomed(!pane->isZoomed());
    m_actions->find("zoom")->setChecked(m_zoomed);
}

void ReviewPlace::showStills()
{
    m_stillsRequest = 0;
    const review::DecidedEvent* event = m_flow->decidedEvent();
    if (!event)
        return m_stills->setText(tr("no event chosen"));
    const std::optional<EventStills> stills = stillsOf(*m_flow->opened(), event->event);
    if (!stills)
        return m_stills->setText(tr("no camera has footage of this event"));
    m_stills->setTimes(stills->before, stills->after, m_flow->opened()->zone());
    if (m_prepared && m_prepared->stills)
        return m_stills->setImages(m_prepared->stills->before, m_prepared->stills->after);
    m_stills->setAwaiting();
    m_stillsRequest = m_stillsService->make(stills->request);
}

void ReviewPlace::showOverlays()
{
    const review::DecidedEvent* event = m_flow->decidedEvent();
    for (std::size_t i = 0; i < m_panes->count(); ++i) {
        VideoPane* pane = m_panes->pane(i);
        PaneOverlay overlay = event ? overlayOf(*m_flow->opened(), event->event, i) : PaneOverlay{};
        pane->setOverlay(overlay);
    }
    showLabels();
}

void ReviewPlace::showLabels()
{
    for (std::size_t i = 0; i < m_panes->count(); ++i)
        m_panes->pane(i)->setBoxes(m_annotator->boxesOn(i));
}

void ReviewPlace::submit()
{
    if (m_ask->isVisible())
        return m_ask->takeAnswer();
    if (m_flow->canGoOn())
        return m_flow->openNext();
    if (m_flow->needsReason())
        ask(SubmitReason, tr("A changed line has no camera and frame behind it. Why is it right?"), tr("Submit"));
    else
        m_flow->submit();
}

void ReviewPlace::ask(Purpose purpose, const QString& question, const QString& doIt)
{
    m_playback->pause();
    m_ask->ask(purpose, question, doIt);
}

void ReviewPlace::answer(int purpose, const QString& text)
{
    focusPanes();
    switch (purpose) {
    case SubmitReason: return m_flow->submit(text);
    case SkipReason: return m_flow->skip(text);
    case EscalateReason: return m_flow->escalate(text);
    case RevealReason: return m_reveal->begin(m_flow->opened(), m_panes->active(), text);
    default: return;
    }
}

void ReviewPlace::toggleReveal()
{
    if (m_reveal->isOn())
        return m_reveal->end();
    m_actions->find("reveal")->setChecked(false);
    ask(RevealReason, tr("Why must people be seen in this camera? It is logged with your name."), tr("Show for 30 s"));
}

void ReviewPlace::toggleZoom()
{
    const VideoPane* pane = m_panes->pane(m_panes->active());
    m_zoomed = pane && !pane->isZoomed();
    showZoom();
}

void ReviewPlace::toggleEventLoop()
{
    constexpr Microseconds surroundings = 500'000;
    const review::DecidedEvent* event = m_flow->decidedEvent();
    const bool looping = m_playback->loopIn() && m_playback->loopOut();
    if (looping || !event) {
        m_playback->setLoop({}, {});
        m_playback->pause();
        return;
    }
    const UtcMicroseconds from = event->event.at - surroundings;
    m_playback->seek(from);
    m_playback->setLoop(from, event->event.until + surroundings);
    m_playback->togglePlaying();
}

void ReviewPlace::focusPanes()
{
    if (VideoPane* pane = m_panes->pane(m_panes->active()); pane && isVisible())
        pane->setFocus(Qt::OtherFocusReason);
}

std::optional<Evidence> ReviewPlace::evidenceOf(std::size_t index) const
{
    const VideoPane* pane = m_panes->pane(index);
    if (!pane || pane->shown().state != media::PaneFrame::State::Shown || !pane->hasFrame())
        return std::nullopt;
    return Evidence{pane->track().cameraId, pane->shown().timestamp};
}

} // namespace cartwright::ui
