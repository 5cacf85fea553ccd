#include "core/store/facts_repository.h"

#include "core/domain/names.h"
#include "core/store/log_rows.h"
#include "core/store/work.h"

#include <algorithm>
#include <limits>

namespace cartwright::store {
namespace {

/// The decision that counts is the one the reviewer worked on, or else the latest: a later revision without
/// doubts does not make the review undone.
QString factsSql()
{
    return QStringLiteral(
        "SELECT s.store_id, s.sale_id, s.exited_at, s.closed_at, d.due_at, v.opened_at, v.decided_at, "
        "v.outcome, "
        "v.prediction_right, (SELECT group_concat(rule) FROM (SELECT rule FROM flag f WHERE f.sale_row = "
        "s.sale_row "
        "AND f.revision = d.revision ORDER BY f.position) rules) "
        "FROM sale s LEFT JOIN verdict v ON v.sale_row = s.sale_row AND v.number = (SELECT max(number) FROM "
        "verdict last "
        "WHERE last.sale_row = s.sale_row AND last.outcome <> 'escalated') "
        "LEFT JOIN decision d ON d.sale_row = s.sale_row AND d.revision = (SELECT max(revision) FROM "
        "decision upto "
        "WHERE upto.sale_row = s.sale_row AND upto.revision <= coalesce(v.sale_revision, s.revision)) "
        "WHERE s.exited_at >= ? AND s.exited_at < ?%1 ORDER BY s.exited_at, s.sale_row");
}

SaleFact readFact(Work& work, Row& row)
{
    SaleFact fact;
    fact.key.storeId = row.text();
    fact.key.saleId = row.text();
    fact.exitedAt = row.integer();
    fact.closedAt = row.optionalInteger();
    fact.dueAt = row.optionalInteger().value_or(0);
    const auto openedAt = row.optionalInteger();
    fact.reviewedAt = row.optionalInteger();
    const QString outcome = row.text();
    if (fact.reviewedAt)
        fact.outcome = work.stored(verdictOutcomeOf(outcome));
    if (const auto right = row.optionalInteger())
        fact.predictionRight = *right != 0;
    if (openedAt && *openedAt != 0)
        fact.handling = std::max<Microseconds>(0, *fact.reviewedAt - *openedAt);
    for (const QString& name : row.text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const FlagRule rule = work.stored(flagRuleOf(name));
        if (rule == FlagRule::AuditSample)
            fact.audit = true;
        else if (std::find(fact.flagReasons.begin(), fact.flagReasons.end(), rule) == fact.flagReasons.end())
            fact.flagReasons.push_back(rule);
    }
    return fact;
}

} // namespace

Result<std::vector<SaleFact>> FactsRepository::sales(std::optional<UtcMicroseconds> from,
                                                     std::optional<UtcMicroseconds> until,
                                                     const QString& storeId)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    Values values{from.value_or(std::numeric_limits<std::int64_t>::min()),
                  until.value_or(std::numeric_limits<std::int64_t>::max())};
    if (!storeId.isEmpty())
        values.emplace_back(storeId);
    std::vector<SaleFact> facts;
    work.each(factsSql().arg(storeId.isEmpty() ? QString() : QStringLiteral(" AND s.store_id = ?")), values,
              [&](Row& row) { facts.push_back(readFact(work, row)); });
    return work.finish(std::move(facts));
}

Result<void> FactsRepository::log(const QString& who, const QString& role, const QString& action,
                                  const QString& subject, const QJsonObject& details)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    writeLog(work, who, role, action, subject, details);
    return work.finish();
}

Result<std::vector<LogEntry>> FactsRepository::logOf(const QString& subject)
{
    LogFilter filter;
    filter.subject = subject;
    return LogRepository(m_database).newest(filter, std::numeric_limits<int>::max());
}

} // namespace cartwright::store
