#pragma once

#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/work.h"

namespace cartwright::store {

/// So many leases that have run out are looked at one by one; see claimNext.
inline constexpr int fewEndedLeases = 100;

/// A lease that was claimed further in the future than this comes from a clock that was set back since; it is
/// over. Less is the difference between two clocks.
inline constexpr Microseconds clockTolerance = 300 * microsecondsPerSecond;

/// A row of the queue as it is stored; whether a lease still runs is a question of the time.
struct QueueRow
{
    std::int64_t sale = 0;
    SaleKey key;
    int revision = 0; ///< of the decision that its flags belong to
    QueueState state = QueueState::Waiting;
    bool escalated = false;
    QString owner;
    std::int64_t epoch = 0;
    UtcMicroseconds claimedAt = 0;
    UtcMicroseconds leaseUntil = 0;
    int skips = 0;
    SaleStage stage = SaleStage::Queued;
    bool onHold = false; ///< a newer revision is being analysed

    bool isHeldAt(UtcMicroseconds now) const
    {
        return state == QueueState::Claimed && leaseUntil > now && claimedAt <= now + clockTolerance;
    }
};

/// The sale's row in the queue; NotFound is noted where the sale is unknown or was never queued.
QueueRow needQueueRow(Work& work, const SaleKey& key);

/// Why the lease is no longer the one in force, or nothing where it is: nobody has claimed the sale since, and it was not given
/// back. A lease that has run out but was not overtaken is still in force.
struct LostLease
{
    QString what;           ///< who took over and when, without an end of the sentence
    bool overtaken = false; ///< by somebody's claim or verdict, and not given back by its owner
};
std::optional<LostLease> lossOf(Work& work, const QueueRow& row, const Lease& lease);

/// Whether the lease is still the one in force: notes Locked, with who took over and when, where not.
bool holdsLease(Work& work, const QueueRow& row, const Lease& lease);

/// "10:42 UTC".
QString clockTime(UtcMicroseconds at);

} // namespace cartwright::store
