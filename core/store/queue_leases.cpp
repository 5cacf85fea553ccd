#include "core/store/postgres_claim.h"
#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/queue_repository.h"
#include "core/store/queue_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

/// Gives the sale to the owner under the next epoch; `before` says where it was.
Lease grant(Work& work, const QueueRow& before, const Actor& actor, Microseconds length)
{
    const QString& owner = actor.who;
    Lease lease{
        .key = before.key, .owner = owner, .epoch = 0, .claimedAt = work.now(), .until = work.now() + length};
    auto row = work.one(
        QStringLiteral("UPDATE queue SET state = 'claimed', owner = ?, epoch = epoch + 1, claimed_at = ?, "
                       "lease_until = ? WHERE sale_row = ? RETURNING epoch"),
        {owner, lease.claimedAt, lease.until, before.sale});
    if (row)
        lease.epoch = row->integer();
    Changes changes;
    changes.add(QStringLiteral("owner"), before.owner, owner)
        .add(QStringLiteral("queue"), stateName(before.state), stateName(QueueState::Claimed));
    writeLog(work, actor, QStringLiteral("lease.claimed"), pathOf(before.key),
             {{QStringLiteral("epoch"), static_cast<qint64>(lease.epoch)},
              {QStringLiteral("until"), formatUtc(lease.until)},
              {QStringLiteral("changes"), changes.fields()}});
    return lease;
}

/// The first row of some of the queue, in its order.
QString head(const QString& from, const QString& condition)
{
    return QStringLiteral("SELECT * FROM (SELECT q.skips, q.audit, q.due_at, q.sale_row, s.store_id, s.sale_id, q.state, q.owner FROM %1 "
                          "CROSS JOIN sale s ON s.sale_row = q.sale_row WHERE %2 AND s.stage IN ('queued', 'closed') "
                          "ORDER BY q.skips, q.audit, q.due_at, q.sale_row LIMIT 1) head")
        .arg(from, condition);
}

QString pick(const QStringList& heads)
{
    return QStringLiteral("SELECT sale_row, store_id, sale_id, state, owner FROM (%1) heads "
                          "ORDER BY skips, audit, due_at, sale_row LIMIT 1")
        .arg(heads.join(QStringLiteral(" UNION ALL ")));
}

QString waitingHead() { return head(QStringLiteral("queue q"), QStringLiteral("q.state = 'waiting'")); }

QString overHead(const QString& from)
{
    return head(from, QStringLiteral("q.state = 'claimed' AND (q.lease_until <= ? OR q.claimed_at > ?) AND q.escalated = 0"));
}

/// The first that waits, at the head of its part of an index, or the first of those whose lease has run out. While these are
/// few they are found by their ends; many are met soon on a walk along the queue. So a claim takes as long whether one or ten
/// thousand leases have run out, and however many hold.
std::optional<Row> nextSale(Work& work)
{
    static const QString few = QStringLiteral("SELECT sale_row FROM (SELECT sale_row FROM queue WHERE state = 'claimed' AND "
                                              "lease_until <= ? ORDER BY lease_until LIMIT %1) by_end UNION "
                                              "SELECT sale_row FROM (SELECT sale_row FROM queue WHERE state = 'claimed' AND "
                                              "claimed_at > ? ORDER BY claimed_at DESC LIMIT %1) by_claim")
                                   .arg(fewEndedLeases + 1);
    static const QString waiting = pick({waitingHead()});
    static const QString withFew =
        pick({waitingHead(), overHead(QStringLiteral("(%1) ended CROSS JOIN queue q ON q.sale_row = ended.sale_row").arg(few))});
    static const QString withMany = pick({waitingHead(), overHead(QStringLiteral("queue q"))});
    const auto now = work.now();
    const auto future = now + clockTolerance;
    const auto ended = work.one(QStringLiteral("SELECT count(*) FROM (%1) ended").arg(few), {now, future});
    const auto count = ended ? Row(*ended).integer() : 0;
    if (count == 0)
        return work.one(waiting);
    return count <= fewEndedLeases ? work.one(withFew, {now, future, now, future}) : work.one(withMany, {now, future});
}

void checkOwner(Work& work, const QString& owner, Microseconds length)
{
    if (owner.trimmed().isEmpty() || length <= 0)
        work.fail(ErrorKind::WrongUsage, QStringLiteral("A lease needs an owner and a length."));
}

/// Takes the lease away, back to where the sale waited before, and tells what that changed.
Changes giveBack(Work& work, const QueueRow& row, int moreSkips, const QString& note)
{
    work.run(
        QStringLiteral(
            "UPDATE queue SET state = CASE escalated WHEN 1 THEN 'escalated' ELSE 'waiting' END, owner = '', "
            "lease_until = 0, skips = skips + ?, note = CASE ? WHEN '' THEN note ELSE ? END "
            "WHERE sale_row = ? AND epoch = ?"),
        {moreSkips, note, note, row.sale, row.epoch});
    Changes changes;
    changes.add(QStringLiteral("owner"), row.owner, QString())
        .add(QStringLiteral("queue"), stateName(row.state),
             stateName(row.escalated ? QueueState::Escalated : QueueState::Waiting))
        .add(QStringLiteral("skips"), row.skips, row.skips + moreSkips);
    return changes;
}

} // namespace

Result<std::optional<Lease>> QueueRepository::claimNext(const QString& owner, Microseconds leaseLength)
{
    if (m_database.gateway().engine().isServer() && !m_database.gateway().inTransaction() &&
        !owner.trimmed().isEmpty() && leaseLength > 0)
        return claimNextOnServer(m_database.gateway(), {owner, m_role}, leaseLength);
    Work work(m_database.gateway(), Work::Kind::Write);
    checkOwner(work, owner, leaseLength);
    auto row = nextSale(work);
    std::optional<Lease> lease;
    if (row) {
        QueueRow found;
        found.sale = row->integer();
        found.key = {row->text(), row->text()};
        found.state = work.stored(stateOf(row->text()));
        found.owner = row->text();
        lease = grant(work, found, {owner, m_role}, leaseLength);
    }
    return work.finish(std::move(lease));
}

Result<Lease> QueueRepository::claim(const SaleKey& key, const QString& owner, Microseconds leaseLength)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    checkOwner(work, owner, leaseLength);
    const QueueRow row = needQueueRow(work, key);
    if (!work.ok())
        return work.finish(Lease());
    if (row.state == QueueState::Claimed && row.owner == owner) {
        const Lease renewed{.key = key,
                            .owner = owner,
                            .epoch = row.epoch,
                            .claimedAt = row.claimedAt,
                            .until = work.now() + leaseLength};
        work.run(QStringLiteral("UPDATE queue SET lease_until = ? WHERE sale_row = ?"),
                 {renewed.until, row.sale});
        return work.finish(renewed);
    }
    if (row.state == QueueState::Done)
        work.fail(ErrorKind::Refused,
                  QStringLiteral("%1 is done; nothing waits for a review there.").arg(key.saleId));
    else if (row.isHeldAt(work.now()))
        work.fail(ErrorKind::Locked, QStringLiteral("%1 is held by %2 until %3; take another one.")
                                         .arg(key.saleId, row.owner, clockTime(row.leaseUntil)));
    else if (row.onHold)
        work.fail(ErrorKind::Locked,
                  QStringLiteral("A newer revision of %1 has come and is being analysed; claim it when "
                                 "that is done.")
                      .arg(key.saleId));
    Lease lease = work.ok() ? grant(work, row, {owner, m_role}, leaseLength) : Lease();
    return work.finish(std::move(lease));
}

Result<Lease> QueueRepository::heartbeat(const Lease& lease, Microseconds leaseLength)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    checkOwner(work, lease.owner, leaseLength);
    const QueueRow row = needQueueRow(work, lease.key);
    Lease prolonged = lease;
    prolonged.until = work.now() + leaseLength;
    if (holdsLease(work, row, lease))
        work.run(QStringLiteral("UPDATE queue SET lease_until = ? WHERE sale_row = ? AND epoch = ?"),
                 {prolonged.until, row.sale, lease.epoch});
    return work.finish(std::move(prolonged));
}

Result<void> QueueRepository::release(const Lease& lease)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const QueueRow row = needQueueRow(work, lease.key);
    if (holdsLease(work, row, lease)) {
        const Changes changes = giveBack(work, row, 0, {});
        writeLog(work, {lease.owner, m_role}, QStringLiteral("lease.released"), pathOf(lease.key),
                 {{QStringLiteral("epoch"), static_cast<qint64>(lease.epoch)},
                  {QStringLiteral("changes"), changes.fields()}});
    }
    return work.finish();
}

Result<void> QueueRepository::skip(const Lease& lease, const QString& reason)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const QueueRow row = needQueueRow(work, lease.key);
    if (holdsLease(work, row, lease)) {
        const Changes changes = giveBack(work, row, 1, reason);
        writeLog(work, {lease.owner, m_role}, QStringLiteral("sale.skipped"), pathOf(lease.key),
                 {{QStringLiteral("epoch"), static_cast<qint64>(lease.epoch)},
                  {QStringLiteral("reason"), toldValue(reason)},
                  {QStringLiteral("changes"), changes.fields()}});
    }
    return work.finish();
}

} // namespace cartwright::store
