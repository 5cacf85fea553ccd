#pragma once

#include "ui/review/lease_keeper.h"

#include <QTimer>

namespace cartwright::ui {

/// The sale after the one that is open: claimed with a lease of its own, kept until it is taken or given back. CaseFlow hands it
/// the answers of the desk. No widgets.
class NextClaim : public QObject
{
    Q_OBJECT

public:
    NextClaim(DeskService& desk, const Clock& clock, QObject* parent = nullptr);

    /// Claims one unless one is held or asked for; where none waits, it looks again every few seconds.
    void want();
    /// Gives back what is held and wants none any more.
    void giveBack();
    bool isReady() const { return m_held != nullptr; }
    const OpenedCasePtr& held() const { return m_held; }

    struct Taken
    {
        OpenedCasePtr opened;
        Microseconds waitedFor = 0; ///< between its claim and now
    };
    std::optional<Taken> take();
    /// The request of a claim that is under way, which the caller answers for from now on; 0 where there is none.
    quint64 takeRequest();

    // True where the answer was for this object.
    bool onOpened(quint64 request, const OpenedCasePtr& opened);
    bool onNothingWaited(quint64 request);
    bool onOpenFailed(quint64 request);
    bool onLeaseKept(quint64 request) { return m_lease.onKept(request); }
    bool onLeaseFailed(quint64 request, const Error& error) { return m_lease.onFailed(request, error); }

Q_SIGNALS:
    void ready(const cartwright::ui::OpenedCasePtr& opened);
    void lost(); ///< what was held is no longer; also after giving back

private:
    void drop();

    DeskService& m_desk;
    const Clock& m_clock;
    OpenedCasePtr m_held;
    UtcMicroseconds m_heldSince = 0;
    quint64 m_request = 0;
    LeaseKeeper m_lease;
    QTimer m_again;
};

} // namespace cartwright::ui
