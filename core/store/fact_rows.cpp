#include "core/store/fact_rows.h"

#include "core/domain/names.h"

#include <algorithm>

namespace cartwright::store {

/// The decision that counts is the one the reviewer worked on, or else the latest: a later revision without
/// doubts does not make the review undone.
QString factsSql(const QString& moreColumns, const QString& joined, const QString& condition)
{
    return QStringLiteral(
               "SELECT %1s.store_id, s.sale_id, s.exited_at, s.closed_at, d.due_at, v.opened_at, v.decided_at, "
               "v.outcome, v.prediction_right, (SELECT group_concat(rule) FROM (SELECT rule FROM flag f WHERE "
               "f.sale_row = s.sale_row AND f.revision = d.revision ORDER BY f.position) rules) "
               "FROM sale s LEFT JOIN verdict v ON v.sale_row = s.sale_row AND v.number = (SELECT max(number) FROM "
               "verdict last WHERE last.sale_row = s.sale_row AND last.outcome <> 'escalated') "
               "LEFT JOIN decision d ON d.sale_row = s.sale_row AND d.revision = (SELECT max(revision) FROM "
               "decision upto WHERE upto.sale_row = s.sale_row AND upto.revision <= "
               "coalesce(v.sale_revision, s.revision)) %2 WHERE %3 ORDER BY s.exited_at, s.sale_row")
        .arg(moreColumns, joined, condition);
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

} // namespace cartwright::store
