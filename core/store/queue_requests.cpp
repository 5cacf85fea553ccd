#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

/// A sale that is closed already has its receipt, so a review on request has a day and not minutes.
constexpr Microseconds requestDue = 24LL * 3600 * microsecondsPerSecond;

} // namespace

Result<void> QueueRepository::request(const SaleKey& key, const QString& by)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    if (work.ok() && sale.stage != SaleStage::Closed)
        work.fail(ErrorKind::Refused,
                  QStringLiteral("%1 is not closed yet; it is queued by itself where that is needed.")
                      .arg(key.saleId));
    if (work.ok() && isDecidedByPerson(work, sale.row))
        work.fail(ErrorKind::Refused,
                  QStringLiteral("%1 has been decided by a person; a verdict is final.").arg(key.saleId));
    const auto before =
        work.one(QStringLiteral("SELECT state FROM queue WHERE sale_row = ?") + work.rowLock(), {sale.row});
    const auto queued = work.changed(
        QStringLiteral(
            "INSERT INTO queue (sale_row, revision, state, queued_at, due_at, audit, reasons) "
            "VALUES (?, ?, 'waiting', ?, ?, 0, ',') "
            "ON CONFLICT (sale_row) DO UPDATE SET state = 'waiting', queued_at = excluded.queued_at, "
            "due_at = excluded.due_at, audit = 0, reasons = ',' WHERE queue.state = 'done'"),
        {sale.row, sale.revision, work.now(), work.now() + requestDue});
    if (queued > 0) {
        Changes changes;
        changes.add(QStringLiteral("queue"), before ? QJsonValue(Row(*before).text()) : QJsonValue(),
                    stateName(QueueState::Waiting));
        writeLog(work, {by, m_role}, QStringLiteral("review.requested"), pathOf(key),
                 {{QStringLiteral("revision"), sale.revision}, {QStringLiteral("changes"), changes.fields()}});
    }
    return work.finish();
}

} // namespace cartwright::store
