// What the desk answers, and what that means for the sale that is open, the next one and the verdicts on their way.
#include "ui/review/case_flow.h"

#include "ui/widgets/texts.h"

#include <utility>

namespace cartwright::ui {

void CaseFlow::connectAnswers()
{
    connect(&m_desk, &DeskService::opened, this, [this](quint64 request, const OpenedCasePtr& opened) {
        if (request == m_request)
            takeOver(opened);
        else if (!m_next.onOpened(request, opened) && !opened->readOnlyBecause)
            m_desk.release(opened); // overtaken by a later wish
    });
    connect(&m_desk, &DeskService::nothingWaited, this, [this](quint64 request) {
        if (request == m_request)
            close(State::QueueEmpty);
        else
            m_next.onNothingWaited(request);
    });
    connect(&m_desk, &DeskService::openFailed, this, [this](quint64 request, const Error& error) {
        if (m_next.onOpenFailed(request) || request != m_request)
            return;
        close(State::Failed);
        Q_EMIT failed(error);
    });
}

void CaseFlow::connectLease()
{
    connect(&m_desk, &DeskService::leaseKept, this, [this](quint64 request) {
        if (!m_next.onLeaseKept(request))
            m_lease.onKept(request);
    });
    connect(&m_desk, &DeskService::leaseFailed, this, [this](quint64 request, const Error& error) {
        if (!m_next.onLeaseFailed(request, error))
            m_lease.onFailed(request, error);
    });
    connect(&m_lease, &LeaseKeeper::lost, this, &CaseFlow::loseLease);
    connect(&m_lease, &LeaseKeeper::ending, this, [this](Microseconds left, const Error& error) {
        Q_EMIT hindered(tr("%1 %2 is yours for %3 more and your edits are kept; go on, it is tried again every few seconds.")
                            .arg(error.sentence, m_opened->key().saleId, texts::duration(left)));
    });
    connect(&m_lease, &LeaseKeeper::renewedAgain, this, [this] { Q_EMIT hindered({}); });
}

void CaseFlow::connectDrafts()
{
    constexpr int againMs = 2000;
    connect(&m_desk, &DeskService::draftFailed, this, [this](quint64, const Error& error) {
        m_draftFailing = true;
        if (m_opened && !m_draftDelay.isActive())
            m_draftDelay.start(againMs);
        Q_EMIT hindered(tr("The draft cannot be saved: %1 Your edits are kept in this window and saving is tried again; go on.")
                            .arg(error.sentence));
    });
    connect(&m_desk, &DeskService::draftSaved, this, [this] {
        if (std::exchange(m_draftFailing, false))
            Q_EMIT hindered({});
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
        if (m_outbox.onSubmitted(request, receiptVersion))
            return;
        if (request == m_request)
            m_sentence = withReceipt(m_sentence, receiptVersion);
        done(request);
    });
    connect(&m_desk, &DeskService::submitFailed, this, [this, refused](quint64 request, const Error& error) {
        if (!m_outbox.onFailed(request, error))
            refused(request, error);
    });
    connect(&m_desk, &DeskService::setAside, this, done);
    connect(&m_desk, &DeskService::setAsideFailed, this, refused);
}

void CaseFlow::connectOutbox()
{
    connect(&m_outbox, &VerdictOutbox::sent, this,
            [this](const OpenedCasePtr&, const QString& sentence) { Q_EMIT noticed(sentence); });
    connect(&m_outbox, &VerdictOutbox::delayed, this, [this](const SaleKey& key, const Error& error) {
        Q_EMIT submitDelayed(tr("%1 is not written yet, and is tried again every few seconds; go on meanwhile. %2")
                                 .arg(key.saleId, error.sentence));
    });
    connect(&m_outbox, &VerdictOutbox::refused, this, [this](const SaleKey& key, const Error& error) {
        if (error.kind != ErrorKind::Locked)
            m_refused = key;
        Q_EMIT stateChanged();
        Q_EMIT submitRefused(error.kind == ErrorKind::Locked
                                 ? tr("%1 was not submitted. %2").arg(key.saleId, error.sentence)
                                 : tr("%1 was not submitted: %2 Your edits are kept; Ctrl+Backspace goes back to it.")
                                       .arg(key.saleId, error.sentence));
    });
}

} // namespace cartwright::ui
