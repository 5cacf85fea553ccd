#include "core/store/queue_repository.h"

#include "core/domain/names.h"
#include "core/store/flag_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

/// A row per flag of each entry, and one for an entry without flags.
QString entriesSql(const QString& from)
{
    return QStringLiteral(
               "SELECT q.sale_row, f.rule, f.value, f.bound, f.event_id, s.store_id, s.sale_id, q.state, q.queued_at, "
               "q.due_at, q.audit, q.escalated, q.owner, q.lease_until, q.skips, q.note FROM %1 "
               "CROSS JOIN sale s ON s.sale_row = q.sale_row "
               "LEFT JOIN flag f ON f.sale_row = q.sale_row AND f.revision = q.revision "
               "ORDER BY q.skips, q.audit, q.due_at, q.sale_row, f.position")
        .arg(from);
}

/// A lease that has run out leaves the sale where it was before.
QueueEntry readEntry(Work& work, Row& row)
{
    QueueEntry entry;
    entry.key.storeId = row.text();
    entry.key.saleId = row.text();
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
    return entry;
}

std::vector<QueueEntry> readEntries(Work& work, const QString& from, const Values& values)
{
    std::vector<QueueEntry> entries;
    std::int64_t lastRow = 0;
    work.each(entriesSql(from), values, [&](Row& row) {
        const auto saleRow = row.integer();
        const bool hasFlag = !row.nextIsNull();
        Flag flag = readFlag(work, row);
        if (entries.empty() || saleRow != lastRow)
            entries.push_back(readEntry(work, row));
        if (hasFlag)
            entries.back().flags.push_back(std::move(flag));
        lastRow = saleRow;
    });
    return entries;
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

void addFilter(Condition& condition, const QueueFilter& filter)
{
    if (!filter.storeId.isEmpty())
        condition.add(QStringLiteral("s.store_id = ?"), {filter.storeId});
    if (!filter.saleIdContains.isEmpty())
        condition.add(QStringLiteral("instr(lower(s.sale_id), lower(?)) > 0"), {filter.saleIdContains});
    if (filter.reason)
        condition.add(QStringLiteral("instr(q.reasons, ?) > 0"),
                      {QLatin1Char(',') + nameOf(*filter.reason) + QLatin1Char(',')});
}

/// The queue, with the sales where a condition asks for them. CROSS JOIN keeps the queue outside, so that its
/// index gives the order and nothing is sorted.
QString source(bool withSales)
{
    return withSales ? QStringLiteral("queue q CROSS JOIN sale s ON s.sale_row = q.sale_row")
                     : QStringLiteral("queue q");
}

constexpr const char* inOrder = "ORDER BY %1skips, %1audit, %1due_at, %1sale_row";

/// The first rows of some of the queue, in order, with the columns of the order.
Condition firstRows(const QString& from, const QueueFilter& filter, Condition of, std::int64_t most)
{
    addFilter(of, filter);
    const QString sql = QStringLiteral("SELECT q.skips, q.audit, q.due_at, q.sale_row FROM %1%2 WHERE %3 %4 LIMIT ?")
                            .arg(from, needsSale(filter) ? QStringLiteral(" CROSS JOIN sale s ON s.sale_row = q.sale_row") : QString(),
                                 of.sql, QString::fromLatin1(inOrder).arg(QStringLiteral("q.")));
    of.values.emplace_back(most);
    return {sql, std::move(of.values)};
}

/// The rows of a page. What waits and what waits again after a lease that ran out are looked up apart, each by an
/// index of its own, so that rows in other states are not passed over one by one.
Condition pageRows(const QueueFilter& filter, UtcMicroseconds now, std::int64_t offset, std::int64_t limit)
{
    const QString queue = QStringLiteral("queue q");
    Condition rows;
    const bool isWaiting = filter.state == QueueState::Waiting;
    if (isWaiting || filter.state == QueueState::Escalated) {
        Condition state;
        state.add(QStringLiteral("q.state = ?"), {stateName(*filter.state)});
        rows = firstRows(queue, filter, std::move(state), offset + limit);
        Condition again;
        again.add(QStringLiteral("q.escalated = ?"), {isWaiting ? 0 : 1});
        again.values.insert(again.values.begin(), now);
        const Condition ended = firstRows(
            QStringLiteral("(SELECT * FROM queue WHERE state = 'claimed' AND lease_until <= ?) q"), filter,
            std::move(again), offset + limit);
        rows.sql = QStringLiteral("SELECT sale_row FROM (SELECT * FROM (%1) a UNION ALL SELECT * FROM (%2) b) pages ")
                       .arg(rows.sql, ended.sql);
        rows.values.insert(rows.values.end(), ended.values.begin(), ended.values.end());
    } else {
        Condition state;
        addState(state, filter.state, now);
        rows = firstRows(queue, filter, std::move(state), limit);
        rows.sql += QStringLiteral(" OFFSET ?");
        rows.values.emplace_back(offset);
        return rows;
    }
    rows.sql += QString::fromLatin1(inOrder).arg(QString()) + QStringLiteral(" LIMIT ? OFFSET ?");
    rows.values.insert(rows.values.end(), {limit, offset});
    return rows;
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
    const Condition found = pageRows(filter, work.now(), offset, limit);
    auto entries = readEntries(work, QStringLiteral("(%1) found CROSS JOIN queue q ON q.sale_row = found.sale_row").arg(found.sql),
                               found.values);
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
    auto entries = readEntries(work, QStringLiteral("(SELECT * FROM queue WHERE sale_row = ?) q"), {sale.row});
    QueueEntry entry;
    if (!entries.empty())
        entry = std::move(entries.front());
    else
        work.fail(ErrorKind::NotFound, QStringLiteral("Sale %1 is not in the queue.").arg(pathOf(key)));
    return work.finish(std::move(entry));
}

} // namespace cartwright::store
