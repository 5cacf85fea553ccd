#include "ui/review/lease_keeper.h"

#include <algorithm>
#include <utility>

namespace cartwright::ui {

namespace {

constexpr int watchEveryMs = 2000;
/// Timers stand still while the machine sleeps and the clock does not; so much more than the watch's own distance is a sleep.
constexpr Microseconds sleptAtLeast = 20 * microsecondsPerSecond;

} // namespace

LeaseKeeper::LeaseKeeper(DeskService& desk, const Clock& clock, QObject* parent) : QObject(parent), m_desk(desk), m_clock(clock)
{
    m_watch.setInterval(watchEveryMs);
    connect(&m_beat, &QTimer::timeout, this, &LeaseKeeper::beat);
    connect(&m_watch, &QTimer::timeout, this, &LeaseKeeper::watch);
}

void LeaseKeeper::keep(const OpenedCasePtr& opened)
{
    stop();
    m_opened = opened;
    m_watchedAt = m_clock.now();
    m_until = m_watchedAt + opened->leaseLength;
    m_beat.start(static_cast<int>(opened->leaseLength / 3000));
    m_watch.start();
}

void LeaseKeeper::stop()
{
    m_beat.stop();
    m_watch.stop();
    m_opened.reset();
    m_request = 0;
    m_failing = false;
}

void LeaseKeeper::beat()
{
    if (m_opened && m_request == 0)
        m_request = m_desk.heartbeat(m_opened);
}

void LeaseKeeper::watch()
{
    const UtcMicroseconds now = m_clock.now();
    const bool slept = now - std::exchange(m_watchedAt, now) > sleptAtLeast;
    if (slept || m_failing)
        beat();
}

bool LeaseKeeper::onKept(quint64 request)
{
    if (request != m_request || request == 0)
        return false;
    m_request = 0;
    m_until = m_clock.now() + m_opened->leaseLength;
    if (std::exchange(m_failing, false))
        Q_EMIT renewedAgain();
    return true;
}

bool LeaseKeeper::onFailed(quint64 request, const Error& error)
{
    if (request != m_request || request == 0)
        return false;
    m_request = 0;
    if (error.kind == ErrorKind::Locked) {
        stop();
        Q_EMIT lost(error);
    } else {
        m_failing = true;
        Q_EMIT ending(std::max<Microseconds>(0, m_until - m_clock.now()), error);
    }
    return true;
}

} // namespace cartwright::ui
