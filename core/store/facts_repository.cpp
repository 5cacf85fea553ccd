#include "core/store/facts_repository.h"

#include "core/store/fact_rows.h"
#include "core/store/log_rows.h"

#include <limits>

namespace cartwright::store {

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
    const QString window = QStringLiteral("s.exited_at >= ? AND s.exited_at < ?");
    work.each(factsSql({}, {}, storeId.isEmpty() ? window : window + QStringLiteral(" AND s.store_id = ?")), values,
              [&](Row& row) { facts.push_back(readFact(work, row)); });
    return work.finish(std::move(facts));
}

Result<void> FactsRepository::log(const QString& who, const QString& role, const QString& action,
                                  const QString& subject, const QJsonObject& details)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    writeLog(work, {who, role}, action, subject, details);
    return work.finish();
}

Result<std::vector<LogEntry>> FactsRepository::logOf(const QString& subject)
{
    LogFilter filter;
    filter.subject = subject;
    return LogRepository(m_database).newest(filter, std::numeric_limits<int>::max());
}

} // namespace cartwright::store
