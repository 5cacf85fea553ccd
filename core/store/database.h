#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/time_source.h"

#include <memory>

namespace cartwright::store {

class Gateway;

/// One connection to the database. It belongs to the thread that opened it; each thread opens its own.
/// The address is a file's path, or postgresql://USER@HOST:PORT/DATABASE with libpq's TLS options.
/// SQLite is opened with a rollback journal, synchronous=EXTRA, foreign keys on, trusted_schema off and a
/// busy timeout; the pragmas are read back. Opening upgrades an older schema and refuses a newer one
/// (Refused); a file that is no database or is damaged gives Integrity, a server that does not answer
/// Unreachable: then and when it goes away later, every call tries once to connect again.
class Database
{
public:
    static Result<std::unique_ptr<Database>> open(const QString& address, const Clock& clock,
                                                  TimeSource time = TimeSource::Store);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const Clock& clock() const;
    bool isServer() const;
    /// Rises with every change by anybody; cheap to ask for, so that a window knows when to look again.
    Result<std::int64_t> changeNumber();

    Gateway& gateway() { return *m_gateway; } ///< for the repositories only

private:
    explicit Database(std::unique_ptr<Gateway> gateway);
    std::unique_ptr<Gateway> m_gateway;
};

/// A write transaction (BEGIN IMMEDIATE). Rolled back unless `commit` was called and succeeded. Not nested.
class Transaction
{
public:
    static Result<Transaction> begin(Database& database);
    ~Transaction();
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    Result<void> commit();

private:
    explicit Transaction(Gateway* gateway) : m_gateway(gateway) {}
    Gateway* m_gateway = nullptr;
};

} // namespace cartwright::store
