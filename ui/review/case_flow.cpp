#include "ui/review/case_flow.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

constexpr int draftDelayMs = 300; // a draft is on disk within a second of the last key

} // namespace

CaseFlow::CaseFlow(DeskService& desk, QObject* parent) : QObject(parent), m_desk(desk)
{
    m_draftDelay.setSingleShot(true);
    m_draftDelay.setInterval(draftDelayMs);
    connect(&m_draftDelay, &QTimer::timeout, this, &CaseFlow::saveDraftNow);
    connect(&m_heartbeat, &QTimer::timeout, this, [this] {
        if (canEdit())
            m_desk.heartbeat(m_opened);
    });
    connectAnswers();
    connectDecisions();
}

void CaseFlow::connectAnswers()
{
    connect(&m_desk, &DeskService::opened, this, [this](quint64 request, const OpenedCasePtr& opened) {
        if (request == m_request)
            takeOver(opened);
        else if (!opened->readOnlyBecause)
            m_desk.release(opened); // overtaken by a later wish
    });
    connect(&m_desk, &DeskService::nothingWaited, this, [this](quint64 request) {
        if (request == m_request)
            close(State::QueueEmpty);
    });
    connect(&m_desk, &DeskService::openFailed, this, [this](quint64 request, const Error& error) {
        if (request != m_request)
            return;
        close(State::Failed);
        Q_EMIT failed(error);
    });
    connect(&m_desk, &DeskService::draftFailed, this, [this](quint64, const Error& error) { Q_EMIT failed(error); });
    connect(&m_desk, &DeskService::leaseFailed, this, [this](quint64, const Error& error) {
        if (error.kind == ErrorKind::Locked)
            loseLease(error);
        else
            Q_EMIT failed(error);
    });
}

void CaseFlow::connectDecisions()
{
    const auto done = [this](quint64 request) {
        if (request != m_request)
            return;
        Q_EMIT noticed(m_sentence);
        close(State::Nothing);
        openNext();
    };
    const auto refused = [this](quint64 request, const Error& error) {
        if (request != m_request)
            return;
        setState(State::Open);
        if (error.kind == ErrorKind::Locked)
            loseLease(error);
        else
            Q_EMIT failed(error);
    };
    connect(&m_desk, &DeskService::submitted, this, [this, done](quint64 request, int, int receiptVersion) {
        if (request == m_request && receiptVersion > 0)
            m_sentence += QLatin1Char(' ') + tr("Receipt version %1 is written.").arg(receiptVersion);
        done(request);
    });
    connect(&m_desk, &DeskService::submitFailed, this, refused);
    connect(&m_desk, &DeskService::setAside, this, done);
    connect(&m_desk, &DeskService::setAsideFailed, this, refused);
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
    leave();
    startOpening(m_desk.claimNext());
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
    leave();
    startOpening(m_desk.claim(key));
}

void CaseFlow::openById(const QString& idOrPath)
{
    leave();
    startOpening(m_desk.claimById(idOrPath));
}

void CaseFlow::leave()
{
    if (!m_opened)
        return;
    if (m_draftDelay.isActive())
        saveDraftNow();
    if (!m_opened->readOnlyBecause && !m_leaseLost)
        m_desk.release(m_opened);
    close(State::Nothing);
}

void CaseFlow::close(State state)
{
    m_draftDelay.stop();
    m_heartbeat.stop();
    const bool had = m_opened != nullptr;
    m_opened.reset();
    m_session.reset();
    m_currentEvent.reset();
    m_done.clear();
    m_undone.clear();
    m_leaseLost = false;
    if (had)
        Q_EMIT caseClosed();
    setState(state);
}

void CaseFlow::takeOver(const OpenedCasePtr& opened)
{
    m_opened = opened;
    m_session.emplace(sessionFor(opened->reviewCase));
    restoreDraft();
    m_currentEvent = opened->reviewCase.blind ? std::nullopt : m_session->mostDoubtful();
    if (!m_currentEvent && !m_session->state().events.empty())
        m_currentEvent = 0;
    if (!opened->readOnlyBecause)
        m_heartbeat.start(static_cast<int>(opened->leaseLength / 3000));
    setState(State::Open);
    Q_EMIT caseOpened();
    Q_EMIT currentEventChanged();
    if (opened->readOnlyBecause)
        Q_EMIT leaseLost(tr("%1 You can look at it, but not change it.").arg(opened->readOnlyBecause->sentence));
}

void CaseFlow::restoreDraft()
{
    m_session->restore(m_opened->reviewCase.draft);
    for (const Edit& edit : m_session->edits())
        m_done.push_back({1, nameOfEdit(*m_opened, edit)});
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
    m_undone.clear();
    m_done.push_back({static_cast<int>(edits.size()), name});
    afterChange();
    return true;
}

void CaseFlow::undo()
{
    if (!canUndo())
        return;
    for (int i = 0; i < m_done.back().edits; ++i)
        m_session->undo();
    m_undone.push_back(m_done.back());
    m_done.pop_back();
    afterChange();
}

void CaseFlow::redo()
{
    if (!canRedo())
        return;
    for (int i = 0; i < m_undone.back().edits; ++i)
        m_session->redo();
    m_done.push_back(m_undone.back());
    m_undone.pop_back();
    afterChange();
}

void CaseFlow::afterChange()
{
    // Not restarted by further keys, so that steady typing cannot put the draft off for ever.
    if (!m_draftDelay.isActive())
        m_draftDelay.start();
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
    m_heartbeat.stop();
    Q_EMIT stateChanged();
    Q_EMIT leaseLost(tr("%1 Your edits are kept as a draft; open the next sale to go on.").arg(error.sentence));
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
    if (m_opened->reviewCase.blind) // whether it agreed with the machine is not told
        m_sentence = tr("Sale %1 submitted.").arg(m_opened->key().saleId);
    review::Desk::SubmitOptions options;
    options.reasonWithoutEvidence = reasonWithoutEvidence;
    decide(m_desk.submit(m_opened, *m_session, options));
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
    decide(m_desk.escalate(m_opened, *m_session, reason));
}

} // namespace cartwright::ui
