#include "core/store/queue_repository.h"

#include "core/domain/names.h"
#include "core/store/flag_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

QString entryColumns()
{
    return QStringLiteral(
        "q.sale_row, s.store_id, s.sale_id, q.revision, q.state, q.queued_at, q.due_at, q.audit, "
        "q.escalated, q.owner, q.lease_until, q.skips, q.note");
}

/// A lease that has run out leaves the sale where it was before.
QueueEntry readEntry(Work& work, Row& row)
{
    QueueEntry entry;
    const auto saleRow = row.integer();
    entry.key.storeId = row.text();
    entry.key.saleId = row.text();
    const int revision = row.number();
    entry.state = work.stored(stateOf(row.text()));
    entry.queuedAt = row.integer();
    entry.dueAt = row.integer();
    entry.audit = row.flag();
    const bool escalated = row.flag();
    entry.owner = row.text();
    entry.leaseUntil = row.integer();
    entry.skips = row.number();
    entry.note = row.text();
    if (entry.state == QueueState::Claimed && entry.leaseUntil <= work.now()) {
        entry.state = escalated ? QueueState::Escalated : QueueState::Waiting;
        entry.owner.clear();
    }
    if (entry.state != QueueState::Claimed)
        entry.leaseUntil = 0;
    entry.flags = readFlags(work, saleRow, revision);
    return entry;
}

/// A condition and what is bound in it. The plus before a column keeps SQLite from joining two index
/// look-ups, which it would have to sort: the index of the open rows gives them in order.
struct Condition
{
    QString sql;
    Values values;

    void add(const QString& part, const Values& bound)
    {
        sql += (sql.isEmpty() ? QString() : QStringLiteral(" AND ")) + part;
        values.insert(values.end(), bound.begin(), bound.end());
    }
};

void addState(Condition& condition, std::optional<QueueState> state, UtcMicroseconds now)
{
    if (state != QueueState::Done)
        condition.add(QStringLiteral("q.state <> 'done'"), {});
    if (!state)
        return;
    switch (*state) {
    case QueueState::Done:
        condition.add(QStringLiteral("q.state = 'done'"), {});
        break;
    case QueueState::Claimed:
        condition.add(QStringLiteral("q.state = 'claimed' AND q.lease_until > ?"), {now});
        break;
    case QueueState::Waiting:
        condition.add(QStringLiteral("(+q.state = 'waiting' OR (+q.state = 'claimed' AND q.escalated = 0 AND "
                                     "q.lease_until <= ?))"),
                      {now});
        break;
    case QueueState::Escalated:
        condition.add(
            QStringLiteral("(+q.state = 'escalated' OR (+q.state = 'claimed' AND q.escalated = 1 AND "
                           "q.lease_until <= ?))"),
            {now});
        break;
    }
}

bool needsSale(const QueueFilter& filter)
{
    return !filter.storeId.isEmpty() || !filter.saleIdContains.isEmpty();
}

Condition conditionOf(const QueueFilter& filter, UtcMicroseconds now)
{
    Condition condition;
    addState(condition, filter.state, now);
    if (!filter.storeId.isEmpty())
        condition.add(QStringLiteral("s.store_id = ?"), {filter.storeId});
    if (!filter.saleIdContains.isEmpty())
        condition.add(QStringLiteral("instr(lower(s.sale_id), lower(?)) > 0"), {filter.saleIdContains});
    if (filter.reason)
        condition.add(QStringLiteral("instr(q.reasons, ?) > 0"),
                      {QLatin1Char(',') + nameOf(*filter.reason) + QLatin1Char(',')});
    return condition;
}

/// The queue, with the sales where a condition asks for them. CROSS JOIN keeps the queue outside, so that its
/// index gives the order and nothing is sorted.
QString source(bool withSales)
{
    return withSales ? QStringLiteral("queue q CROSS JOIN sale s ON s.sale_row = q.sale_row")
                     : QStringLiteral("queue q");
}

int countOf(Work& work, const QString& storeId, const QString& where, Values values)
{
    const bool ofStore = !storeId.isEmpty();
    if (ofStore)
        values.emplace_back(storeId);
    auto row = work.one(
        QStringLiteral("SELECT count(*) FROM %1 WHERE %2%3")
            .arg(source(ofStore), where, ofStore ? QStringLiteral(" AND s.store_id = ?") : QString()),
        values);
    return row ? row->number() : 0;
}

} // namespace

Result<std::vector<QueueEntry>> QueueRepository::page(const QueueFilter& filter, int offset, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    Condition condition = conditionOf(filter, work.now());
    condition.values.insert(condition.values.end(), {limit, offset});
    // The rows of the page are found first, so that those before it are passed over in the index alone.
    auto rows =
        work.all(QStringLiteral("SELECT %1 FROM (SELECT q.sale_row FROM %2 WHERE %3 "
                                "ORDER BY q.skips, q.audit, q.due_at, q.sale_row LIMIT ? OFFSET ?) found "
                                "CROSS JOIN queue q ON q.sale_row = found.sale_row "
                                "CROSS JOIN sale s ON s.sale_row = q.sale_row "
                                "ORDER BY q.skips, q.audit, q.due_at, q.sale_row")
                     .arg(entryColumns(), source(needsSale(filter)), condition.sql),
                 condition.values);
    std::vector<QueueEntry> entries;
    entries.reserve(rows.size());
    for (auto& row : rows)
        entries.push_back(readEntry(work, row));
    return work.finish(std::move(entries));
}

Result<QueueCounts> QueueRepository::counts(const QString& storeId)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const auto now = work.now();
    const auto inState = [&](QueueState state) {
        Condition condition;
        addState(condition, state, now);
        return countOf(work, storeId, condition.sql, condition.values);
    };
    QueueCounts counts;
    counts.waiting = inState(QueueState::Waiting);
    counts.claimed = inState(QueueState::Claimed);
    counts.escalated = inState(QueueState::Escalated);
    counts.done = inState(QueueState::Done);
    counts.overdue =
        countOf(work, storeId, QStringLiteral("q.state <> 'done' AND q.audit = 0 AND q.due_at < ?"), {now});
    return work.finish(counts);
}

Result<QueueEntry> QueueRepository::entry(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    auto row =
        work.one(QStringLiteral("SELECT %1 FROM queue q JOIN sale s USING (sale_row) WHERE q.sale_row = ?")
                     .arg(entryColumns()),
                 {sale.row});
    QueueEntry entry;
    if (row)
        entry = readEntry(work, *row);
    else
        work.fail(ErrorKind::NotFound, QStringLiteral("Sale %1 is not in the queue.").arg(pathOf(key)));
    return work.finish(std::move(entry));
}

} // namespace cartwright::store
