#include "ui/review/case_flow.h"

#include "ui/review/session_step.h"

#include <algorithm>
#include <numeric>

namespace cartwright::ui {

namespace {

constexpr int draftDelayMs = 300; // a draft is on disk within a second of the last key

} // namespace

std::optional<std::size_t> firstEventOf(const OpenedCase& opened, const review::Session& session)
{
    std::optional<std::size_t> first = opened.reviewCase.blind ? std::nullopt : session.mostDoubtful();
    if (!first && !session.state().events.empty())
        first = 0;
    return first;
}

CaseFlow::CaseFlow(DeskService& desk, const Clock& clock, QObject* parent)
    : QObject(parent), m_desk(desk), m_next(desk, clock), m_outbox(desk), m_lease(desk, clock)
{
    m_draftDelay.setSingleShot(true);
    connect(&m_draftDelay, &QTimer::timeout, this, &CaseFlow::saveDraftNow);
    connect(&m_next, &NextClaim::ready, this, &CaseFlow::nextReady);
    connect(&m_next, &NextClaim::lost, this, &CaseFlow::nextGone);
    connectAnswers();
    connectDecisions();
    connectOutbox();
    connectLease();
    connectDrafts();
}

bool CaseFlow::canGoOn() const
{
    return m_state == State::QueueEmpty || m_state == State::Failed || (m_state == State::Open && !canEdit());
}

void CaseFlow::goBack()
{
    if (const auto key = std::exchange(m_refused, std::nullopt))
        open(*key);
}

void CaseFlow::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

const review::DecidedEvent* CaseFlow::decidedEvent() const
{
    if (!m_session || !m_currentEvent || *m_currentEvent >= m_session->state().events.size())
        return nullptr;
    return &m_session->state().events[*m_currentEvent];
}

bool CaseFlow::needsReason() const
{
    if (!m_session)
        return false;
    const auto& lines = m_session->state().lines;
    return std::any_of(lines.begin(), lines.end(),
                       [](const review::SessionLine& line) { return line.changed && !line.hasEvidence; });
}

void CaseFlow::startOpening(quint64 request)
{
    m_request = request;
    setState(State::Opening);
}

void CaseFlow::openNext()
{
    leaveOpened();
    if (const auto next = m_next.take())
        return takeOver(next->opened, next->waitedFor);
    const quint64 underWay = m_next.takeRequest();
    startOpening(underWay != 0 ? underWay : m_desk.claimNext());
}

void CaseFlow::resume()
{
    leave();
    startOpening(m_desk.resume());
}

void CaseFlow::open(const SaleKey& key)
{
    if (m_opened && m_opened->key() == key && canEdit())
        return;
    if (next() && next()->key() == key)
        return openNext();
    leaveOpened();
    startOpening(m_desk.claim(key));
}

void CaseFlow::openById(const QString& idOrPath)
{
    leave();
    startOpening(m_desk.claimById(idOrPath));
}

void CaseFlow::leave()
{
    leaveOpened();
    m_next.giveBack();
    m_outbox.giveUp();
}

void CaseFlow::leaveOpened()
{
    if (!m_opened)
        return;
    if (m_draftDelay.isActive())
        saveDraftNow();
    if (!m_opened->readOnlyBecause && !m_leaseLost)
        m_desk.release(m_opened);
    close(State::Nothing);
}

void CaseFlow::forget()
{
    m_draftDelay.stop();
    m_lease.stop();
    m_opened.reset();
    m_session.reset();
    m_currentEvent.reset();
    m_steps.clear();
    m_leaseLost = false;
}

void CaseFlow::close(State state)
{
    const bool had = m_opened != nullptr;
    forget();
    if (had)
        Q_EMIT caseClosed();
    setState(state);
}

/// The former sale, where one is still shown, is replaced without a look at nothing in between.
void CaseFlow::takeOver(const OpenedCasePtr& opened, Microseconds waitedFor)
{
    forget();
    m_request = 0;
    m_opened = opened;
    m_waitedFor = waitedFor;
    m_session.emplace(sessionFor(opened->reviewCase));
    restoreDraft();
    m_currentEvent = firstEventOf(*opened, *m_session);
    if (!opened->readOnlyBecause)
        m_lease.keep(opened);
    setState(State::Open);
    Q_EMIT caseOpened();
    Q_EMIT currentEventChanged();
    if (waitedFor > 0)
        m_lease.beat(); // the machine may have slept, and somebody else have taken it
    if (opened->readOnlyBecause)
        Q_EMIT leaseLost(tr("%1 You can look at it, but not change it; Ctrl+Enter opens the next sale.").arg(opened->readOnlyBecause->sentence));
    else
        m_next.want();
}

void CaseFlow::restoreDraft()
{
    m_session->restore(m_opened->reviewCase.draft);
    const std::vector<Edit>& edits = m_session->edits();
    // Boxes that were accepted together are undone together.
    const auto isTracked = [](const Edit& edit) { return edit.kind == EditKind::DrawBox && edit.origin == LabelOrigin::Tracked; };
    for (std::size_t i = 0, count = 1; i < edits.size(); i += count) {
        count = 1;
        while (isTracked(edits[i]) && i + count < edits.size() && isTracked(edits[i + count]))
            ++count;
        const QString name = count > 1 ? tr("%1 boxes carried on").arg(count) : nameOfEdit(*m_opened, edits[i]);
        m_steps.push(new SessionStep(m_session, count, name));
    }
}

void CaseFlow::setCurrentEvent(std::optional<std::size_t> event)
{
    if (!m_session || (event && *event >= m_session->state().events.size()))
        return;
    m_currentEvent = event;
    Q_EMIT currentEventChanged();
}

void CaseFlow::moveToEvent(int by)
{
    if (!m_session || m_session->state().events.empty())
        return;
    const int last = static_cast<int>(m_session->state().events.size()) - 1;
    const int now = m_currentEvent ? static_cast<int>(*m_currentEvent) : (by > 0 ? -1 : last + 1);
    setCurrentEvent(static_cast<std::size_t>(std::clamp(now + by, 0, last)));
}

void CaseFlow::moveByDoubt()
{
    if (!m_session || m_session->state().events.empty())
        return;
    const auto& events = m_session->state().events;
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return events[a].doubt > events[b].doubt; });
    const auto here = m_currentEvent ? std::find(order.begin(), order.end(), *m_currentEvent) : order.end();
    const bool wraps = here == order.end() || here + 1 == order.end();
    setCurrentEvent(wraps ? order.front() : *(here + 1));
}

bool CaseFlow::apply(const std::vector<Edit>& edits, const QString& name)
{
    if (!canEdit() || edits.empty())
        return false;
    review::Session changed = *m_session;
    for (const Edit& edit : edits) {
        if (const Result<void> applied = changed.apply(edit); !applied) {
            Q_EMIT failed(applied.error());
            return false;
        }
    }
    m_session = std::move(changed);
    m_steps.push(new SessionStep(m_session, edits.size(), name));
    afterChange();
    return true;
}

void CaseFlow::undo()
{
    if (!canUndo())
        return;
    m_steps.undo();
    afterChange();
}

void CaseFlow::redo()
{
    if (!canRedo())
        return;
    m_steps.redo();
    afterChange();
}

void CaseFlow::afterChange()
{
    // Not restarted by further keys, so that steady typing cannot put the draft off for ever.
    if (!m_draftDelay.isActive())
        m_draftDelay.start(draftDelayMs);
    Q_EMIT cartChanged();
}

void CaseFlow::saveDraftNow()
{
    m_draftDelay.stop();
    if (m_opened && m_session && !m_opened->readOnlyBecause)
        m_desk.saveDraft(m_opened, m_session->edits());
}

void CaseFlow::loseLease(const Error& error)
{
    if (m_leaseLost || !m_opened)
        return;
    saveDraftNow();
    m_leaseLost = true;
    m_lease.stop();
    Q_EMIT stateChanged();
    Q_EMIT leaseLost(tr("%1 Your edits are kept as a draft; Ctrl+Enter opens the next sale.").arg(error.sentence));
}

void CaseFlow::decide(quint64 request)
{
    m_draftDelay.stop();
    m_request = request;
    setState(State::Deciding);
}

void CaseFlow::submit(const QString& reasonWithoutEvidence)
{
    if (!canEdit())
        return;
    const bool corrected = !m_session->state().cart.sameContents(m_opened->reviewCase.prediction.cart);
    m_sentence = corrected ? tr("Sale %1 submitted as corrected.") : tr("Sale %1 submitted as confirmed.");
    m_sentence = m_sentence.arg(m_opened->key().saleId);
    if (m_opened->reviewCase.blind) // said when it is written, and not before
        m_sentence = tr("Sale %1 submitted. %2").arg(m_opened->key().saleId, machinesAnswer(*m_opened, *m_session));
    review::Desk::SubmitOptions options;
    options.reasonWithoutEvidence = reasonWithoutEvidence;
    options.waitedFor = m_waitedFor;
    const auto next = m_next.take();
    if (!next)
        return decide(m_desk.submit(m_opened, *m_session, options));
    if (m_draftDelay.isActive())
        saveDraftNow(); // until the verdict is written, the draft is what stands
    m_outbox.send({m_opened, *m_session, options, m_sentence});
    takeOver(next->opened, next->waitedFor);
}

void CaseFlow::skip(const QString& reason)
{
    if (!canEdit())
        return;
    m_sentence = tr("Sale %1 is skipped and waits behind the others.").arg(m_opened->key().saleId);
    saveDraftNow();
    decide(m_desk.skip(m_opened, reason));
}

void CaseFlow::escalate(const QString& reason)
{
    if (!canEdit())
        return;
    m_sentence = tr("Sale %1 is escalated and waits for a lead.").arg(m_opened->key().saleId);
    decide(m_desk.escalate(m_opened, *m_session, reason, m_waitedFor));
}

} // namespace cartwright::ui
