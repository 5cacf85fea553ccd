#pragma once

#include "ui/bridge/opened_case.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// The desk (core/review/desk.h) for the UI thread: every call returns at once with the number of the request, every
/// answer is a signal that carries it. `store` must outlive this object.
class DeskService : public QObject
{
    Q_OBJECT

public:
    explicit DeskService(StoreThread& store, QObject* parent = nullptr);

    /// The next one by the queue's order; those that `resume` found held beside the one it opened come before.
    quint64 claimNext();
    /// The sale that this reviewer still holds, as after a crash (of several the one with a draft), else the next one.
    quint64 resume();
    /// Claims this sale; where somebody else holds it or it is decided, it is opened for looking.
    quint64 claim(const SaleKey& key);
    /// The same, by sale id or "store/sale".
    quint64 claimById(const QString& idOrPath);
    quint64 heartbeat(const OpenedCasePtr& opened);
    quint64 saveDraft(const OpenedCasePtr& opened, const std::vector<Edit>& edits);
    quint64 submit(const OpenedCasePtr& opened, const review::Session& session,
                   const review::Desk::SubmitOptions& options);
    quint64 skip(const OpenedCasePtr& opened, const QString& reason);
    quint64 escalate(const OpenedCasePtr& opened, const review::Session& session, const QString& reason,
                     Microseconds waitedFor = 0);
    /// Gives the sale back unfinished; nobody waits for the answer.
    void release(const OpenedCasePtr& opened);

Q_SIGNALS:
    void opened(quint64 request, const cartwright::ui::OpenedCasePtr& opened);
    void nothingWaited(quint64 request);
    void openFailed(quint64 request, const cartwright::Error& error);
    void leaseKept(quint64 request);
    void leaseFailed(quint64 request, const cartwright::Error& error);
    void draftSaved(quint64 request);
    void draftFailed(quint64 request, const cartwright::Error& error);
    void submitted(quint64 request, int verdictNumber, int receiptVersion);
    void submitFailed(quint64 request, const cartwright::Error& error);
    void setAside(quint64 request); ///< skipped or escalated
    void setAsideFailed(quint64 request, const cartwright::Error& error);

private:
    using Opening = Result<OpenedCasePtr>;
    quint64 open(std::function<Opening(StoreRoom&)> work);
    quint64 putAside(std::function<Result<void>(StoreRoom&)> work);

    StoreThread& m_store;
    quint64 m_lastRequest = 0;
    std::shared_ptr<std::vector<SaleKey>> m_heldBefore; ///< touched on the store thread only
};

} // namespace cartwright::ui
