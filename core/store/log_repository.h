#pragma once

#include "core/base/json.h"
#include "core/store/database.h"
#include "core/store/log_chain.h"

#include <limits>
#include <optional>
#include <vector>

namespace cartwright::store {

/// Something that was done, for those who ask later. The log is only appended to.
struct LogEntry
{
    std::int64_t number = 0;
    UtcMicroseconds at = 0; ///< by the store's clock
    QString who;
    QString role;
    QString action;  ///< "sale.ingested", "sale.decided", "lease.claimed", "verdict.submitted", ...
    QString subject; ///< "store/sale" or another id
    QJsonObject details;
};

/// Which entries; what is empty asks for nothing.
struct LogFilter
{
    QString subject;
    QString who;
    QString action;
    std::optional<UtcMicroseconds> from;
    std::optional<UtcMicroseconds> until; ///< not included
};

/// A seal of the chain with the entry it belongs to, or without one where that is gone.
struct Seal
{
    std::int64_t position = 0;
    std::int64_t number = 0;
    QString hash;
    std::optional<StoredLogEntry> entry;
};

/// Reads the log and its chain of seals; core/trust/audit.h says what they must be like. Same thread as the
/// database.
class LogRepository
{
public:
    explicit LogRepository(Database& database) : m_database(database) {}

    /// The newest entries, the oldest of them first; at most `limit`.
    Result<std::vector<LogEntry>> newest(const LogFilter& filter, int limit);

    /// Seals what waits for its seal where entries are not sealed as they are written, on a server; one
    /// program at a time.
    Result<void> sealPending();
    Result<ChainHead> head();
    /// Nothing where the chain is shorter or has a gap there.
    Result<std::optional<QString>> hashAt(std::int64_t position);
    /// Nothing where the entry has no seal.
    Result<std::optional<std::int64_t>> positionOf(std::int64_t number);
    /// The seals beyond a position in order; at most `limit`.
    Result<std::vector<Seal>> seals(std::int64_t beyond, int limit);
    /// The lowest number, beyond the given one, of an entry without a seal. Reads in pages; other programs may write
    /// meanwhile.
    Result<std::optional<std::int64_t>> firstUnsealed(std::int64_t beyond = std::numeric_limits<std::int64_t>::min());
    Result<std::optional<StoredLogEntry>> entry(std::int64_t number);
    /// The highest number that was ever given to an entry, which the file counts beside the log; nothing on a server, where
    /// numbers of transactions that were undone are not used again.
    Result<std::optional<std::int64_t>> lastGivenNumber();
    /// Whether an entry gets its seal in its own transaction: in a file.
    bool isSealedAtOnce() const;
    QString databaseName() const; ///< the file, or the server's address without secrets

private:
    Database& m_database;
};

} // namespace cartwright::store
