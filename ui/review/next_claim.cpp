#include "ui/review/next_claim.h"

namespace cartwright::ui {

namespace {

constexpr int lookAgainMs = 5000;

} // namespace

NextClaim::NextClaim(DeskService& desk, const Clock& clock, QObject* parent) : QObject(parent), m_desk(desk), m_clock(clock), m_lease(desk, clock)
{
    m_again.setSingleShot(true);
    m_again.setInterval(lookAgainMs);
    connect(&m_again, &QTimer::timeout, this, &NextClaim::want);
    connect(&m_lease, &LeaseKeeper::lost, this, [this] {
        drop();
        want();
    });
}

void NextClaim::want()
{
    if (m_held || m_request != 0)
        return;
    m_again.stop();
    m_request = m_desk.claimNext();
}

void NextClaim::giveBack()
{
    m_request = 0; // an answer that still comes is given back by whoever gets it
    m_again.stop();
    if (m_held)
        m_desk.release(m_held);
    drop();
}

void NextClaim::drop()
{
    m_lease.stop();
    if (std::exchange(m_held, nullptr))
        Q_EMIT lost();
}

std::optional<NextClaim::Taken> NextClaim::take()
{
    if (!m_held)
        return std::nullopt;
    m_lease.stop();
    return Taken{std::exchange(m_held, nullptr), m_clock.now() - m_heldSince};
}

quint64 NextClaim::takeRequest()
{
    return std::exchange(m_request, 0);
}

bool NextClaim::onOpened(quint64 request, const OpenedCasePtr& opened)
{
    if (request != m_request)
        return false;
    m_request = 0;
    m_held = opened;
    m_heldSince = m_clock.now();
    m_lease.keep(opened);
    Q_EMIT ready(opened);
    return true;
}

bool NextClaim::onNothingWaited(quint64 request)
{
    return onOpenFailed(request);
}

bool NextClaim::onOpenFailed(quint64 request)
{
    if (request != m_request)
        return false;
    m_request = 0;
    m_again.start();
    return true;
}

} // namespace cartwright::ui
