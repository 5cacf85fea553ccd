#pragma once

#include "ui/bridge/desk_service.h"

#include <QTimer>

namespace cartwright::ui {

/// Renews the hold on one sale every third of its length, and at once when the machine wakes from sleep. Where that fails because
/// the database is away it is tried again every few seconds. No widgets.
class LeaseKeeper : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    LeaseKeeper(DeskService& desk, const Clock& clock, QObject* parent = nullptr);

    void keep(const OpenedCasePtr& opened);
    void stop();
    /// Renews now.
    void beat();

    // True where the answer was for this object.
    bool onKept(quint64 request);
    bool onFailed(quint64 request, const Error& error);

Q_SIGNALS:
    void lost(const cartwright::Error& error);
    /// It could not be renewed and ends in so long.
    void ending(cartwright::Microseconds left, const cartwright::Error& error);
    void renewedAgain(); ///< after it could not be renewed

private:
    void watch();

    DeskService& m_desk;
    const Clock& m_clock;
    OpenedCasePtr m_opened;
    UtcMicroseconds m_until = 0;
    UtcMicroseconds m_watchedAt = 0;
    quint64 m_request = 0; ///< of the beat under way
    bool m_failing = false;
    QTimer m_beat;
    QTimer m_watch;
};

} // namespace cartwright::ui
