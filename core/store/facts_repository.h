#pragma once

#include "core/domain/decision.h"
#include "core/store/log_repository.h"

namespace cartwright::store {

/// One sale as measures see it.
struct SaleFact
{
    SaleKey key;
    UtcMicroseconds exitedAt = 0;
    std::optional<UtcMicroseconds> closedAt; ///< first receipt or verdict that closed it
    UtcMicroseconds dueAt = 0;
    std::vector<FlagRule> flagReasons; ///< without AuditSample, each once; of the decision that was reviewed
    bool audit = false;                ///< in the audit sample
    std::optional<UtcMicroseconds> reviewedAt; ///< of the last verdict that closed it
    std::optional<VerdictOutcome> outcome;     ///< of that verdict
    /// Of reviewed sales: whether the predicted cart had exactly the reviewed cart's products and quantities,
    /// noted with the verdict. Unknown where the outcome is Unresolvable or nothing was predicted.
    std::optional<bool> predictionRight;
    Microseconds handling = 0; ///< from opening to deciding
};

/// Reads for measures, and the log. Same thread as the database.
class FactsRepository
{
public:
    explicit FactsRepository(Database& database) : m_database(database) {}

    /// Sales whose exit lies in [from, until), or all; ordered by exit.
    Result<std::vector<SaleFact>> sales(std::optional<UtcMicroseconds> from,
                                        std::optional<UtcMicroseconds> until, const QString& storeId = {});

    Result<void> log(const QString& who, const QString& role, const QString& action, const QString& subject,
                     const QJsonObject& details);
    Result<std::vector<LogEntry>> logOf(const QString& subject);

private:
    Database& m_database;
};

} // namespace cartwright::store
