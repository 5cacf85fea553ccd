#include "core/store/queue_rows.h"

#include "core/store/sale_rows.h"
#include "core/store/words.h"

#include <QDateTime>

namespace cartwright::store {

QueueRow needQueueRow(Work& work, const SaleKey& key)
{
    QueueRow queue;
    const SaleRow sale = needSale(work, key);
    auto row = work.one(
        QStringLiteral("SELECT revision, state, escalated, owner, epoch, claimed_at, lease_until, skips FROM queue "
                       "WHERE sale_row = ?") +
            work.rowLock(),
        {sale.row});
    if (!row) {
        work.fail(ErrorKind::NotFound, QStringLiteral("Sale %1 is not in the queue.").arg(pathOf(key)));
        return queue;
    }
    queue.sale = sale.row;
    queue.key = key;
    queue.revision = row->number();
    queue.state = work.stored(stateOf(row->text()));
    queue.escalated = row->flag();
    queue.owner = row->text();
    queue.epoch = row->integer();
    queue.claimedAt = row->integer();
    queue.leaseUntil = row->integer();
    queue.skips = row->number();
    queue.stage = sale.stage;
    queue.onHold = sale.stage == SaleStage::Ingested || sale.stage == SaleStage::Analysed;
    return queue;
}

QString clockTime(UtcMicroseconds at)
{
    return QDateTime::fromMSecsSinceEpoch(at / 1000, Qt::UTC).toString(QStringLiteral("hh:mm 'UTC'"));
}

std::optional<LostLease> lossOf(Work& work, const QueueRow& row, const Lease& lease)
{
    if (row.state == QueueState::Claimed && row.epoch == lease.epoch && row.owner == lease.owner)
        return std::nullopt;
    LostLease lost{.what = QStringLiteral("%1 is no longer leased to you; claim it again").arg(lease.key.saleId),
                   .overtaken = row.epoch > lease.epoch || row.state == QueueState::Done};
    auto verdict =
        work.one(QStringLiteral("SELECT reviewer, decided_at FROM verdict WHERE sale_row = ? AND epoch >= ? "
                                "ORDER BY epoch DESC LIMIT 1"),
                 {row.sale, lease.epoch});
    if (row.state == QueueState::Claimed) {
        lost.what = QStringLiteral("%1 was taken over by %2 at %3")
                        .arg(lease.key.saleId, row.owner, clockTime(row.claimedAt));
    } else if (verdict) {
        const QString who = verdict->text();
        const QString verb =
            row.state == QueueState::Escalated ? QStringLiteral("escalated") : QStringLiteral("decided");
        lost.what = QStringLiteral("%1 was %2 by %3 at %4")
                        .arg(lease.key.saleId, verb, who, clockTime(verdict->integer()));
    } else if (row.state == QueueState::Done) {
        lost.what = QStringLiteral("%1 needs no review any more").arg(lease.key.saleId);
    }
    return lost;
}

bool holdsLease(Work& work, const QueueRow& row, const Lease& lease)
{
    if (!work.ok())
        return false;
    const auto lost = lossOf(work, row, lease);
    if (lost)
        work.fail(ErrorKind::Locked, lost->what + QStringLiteral("; your draft is kept."));
    return !lost;
}

} // namespace cartwright::store
