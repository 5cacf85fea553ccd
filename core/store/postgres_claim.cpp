#include "core/store/postgres_claim.h"

#include "core/store/log_rows.h"
#include "core/store/queue_rows.h"

namespace cartwright::store {
namespace {

/// The first of some rows of the queue (condition on q), locked.
QString head(const QString& from, const QString& condition)
{
    return QStringLiteral("SELECT q.skips, q.audit, q.due_at, q.sale_row, s.store_id, s.sale_id, q.state, q.owner FROM %1 "
                          "JOIN sale s ON s.sale_row = q.sale_row WHERE %2 "
                          "AND s.stage IN ('queued', 'closed') "
                          "ORDER BY q.skips, q.audit, q.due_at, q.sale_row LIMIT 1 "
                          "FOR UPDATE OF q SKIP LOCKED")
        .arg(from, condition);
}

/// Leases that are over, while they are few, are found by their ends; many are met soon on a walk along the queue. Each is
/// looked at again when its row is locked. There the state is compared with a SELECT, because the planner would else take one
/// of the small indices of claimed rows for as small as it was when the statement was prepared, and read all of it.
QString statement()
{
    const QString over =
        QStringLiteral("q.state = (SELECT CAST('claimed' AS TEXT)) AND (q.lease_until <= ? OR q.claimed_at > ?) AND q.escalated = 0 ");
    return QStringLiteral(
               "WITH waiting AS (%1), ended AS MATERIALIZED ("
               "SELECT sale_row FROM (SELECT sale_row FROM queue WHERE state = 'claimed' AND lease_until <= ? "
               "ORDER BY lease_until LIMIT %4) by_end UNION "
               "SELECT sale_row FROM (SELECT sale_row FROM queue WHERE state = 'claimed' AND claimed_at > ? "
               "ORDER BY claimed_at DESC LIMIT %4) by_claim), few AS (%2), many AS (%3), "
               "pick AS (SELECT * FROM (SELECT * FROM waiting UNION ALL SELECT * FROM few UNION ALL SELECT * FROM many) heads "
               "ORDER BY skips, audit, due_at, sale_row LIMIT 1), "
               "granted AS (UPDATE queue SET state = 'claimed', owner = ?, epoch = epoch + 1, "
               "claimed_at = ?, lease_until = ? FROM pick WHERE queue.sale_row = pick.sale_row "
               "RETURNING pick.store_id, pick.sale_id, queue.epoch, pick.state AS state_before, pick.owner AS owner_before), "
               "logged AS (INSERT INTO log (at, who, role, action, subject, details) "
               "SELECT ?, ?, ?, 'lease.claimed', store_id || '/' || sale_id, "
               "'{\"changes\":{\"owner\":{\"new\":' || to_json(CAST(? AS TEXT)) || ',\"old\":' || to_json(owner_before) || "
               "CASE state_before WHEN 'claimed' THEN '}' ELSE '},\"queue\":{\"new\":\"claimed\",\"old\":\"waiting\"}' END || "
               "'},\"epoch\":' || epoch || ',\"until\":\"' || ? || '\"}' FROM granted) "
               "SELECT store_id, sale_id, epoch FROM granted")
        .arg(head(QStringLiteral("queue q"), QStringLiteral("q.state = 'waiting'")),
             head(QStringLiteral("ended JOIN queue q ON q.sale_row = ended.sale_row"),
                  over + QStringLiteral("AND (SELECT count(*) FROM ended) <= %1").arg(fewEndedLeases)),
             head(QStringLiteral("queue q"), over + QStringLiteral("AND (SELECT count(*) FROM ended) > %1").arg(fewEndedLeases)))
        .arg(fewEndedLeases + 1);
}

} // namespace

Result<std::optional<Lease>> claimNextOnServer(Gateway& gateway, const Actor& actor, Microseconds length)
{
    static const QString sql = statement();
    const auto now = gateway.clock().now();
    const auto until = now + length;
    const auto future = now + clockTolerance;
    auto rows = gateway.single(sql, {now, future, now, future, now, future, actor.who, now, until, now, actor.who, actor.role,
                                     actor.who, formatUtc(until)});
    if (!rows)
        return failure(rows.error());
    if (rows->empty())
        return std::optional<Lease>();
    gateway.noteWritten();
    sealServerLog(gateway, SealTime::WhenDue);
    Row& row = rows->front();
    const SaleKey key{row.text(), row.text()};
    return std::optional(
        Lease{.key = key, .owner = actor.who, .epoch = row.integer(), .claimedAt = now, .until = until});
}

} // namespace cartwright::store
