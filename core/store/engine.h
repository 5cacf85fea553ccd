#pragma once

#include "core/base/result.h"
#include "core/store/statement.h"
#include "core/store/time_source.h"

#include <memory>

namespace cartwright::store {

/// What a transaction is begun for.
enum class Access : std::uint8_t { Read, Write };

/// What an error means for what was under way.
enum class Trouble : std::uint8_t {
    Statement, ///< only this statement failed
    Busy,      ///< the same again may succeed in a moment
    Undone,    ///< the transaction is over or can only be rolled back
    Lost       ///< the connection is gone
};

/// Where SQLite's and PostgreSQL's drivers and dialects differ, behind the gateway; internal to this room.
/// One thread.
class Engine
{
public:
    /// An address that begins with "postgresql://" names a server's database, everything else a file.
    static Result<std::unique_ptr<Engine>> of(const QString& address);
    virtual ~Engine() = default;

    virtual QString driver() const = 0;
    virtual QString name() const = 0; ///< for sentences; never holds a password
    virtual bool isServer() const = 0;
    /// Opens the connection that was made with this driver.
    virtual Result<void> open(QSqlDatabase& database) = 0;
    virtual Trouble troubleOf(const QSqlError& error) const = 0;
    virtual Error errorOf(const QSqlError& error, const QString& sql) const = 0;
    /// The statement in this engine's dialect. Repositories write SQLite's.
    virtual QString adapted(const QString& sql) const = 0;
    virtual QString begin(Access access) const = 0;
    /// The statement, ready to run; null and the error where it cannot be.
    virtual std::unique_ptr<Statement> prepare(const QSqlDatabase& database, const QString& sql, QSqlError& error) const = 0;
    /// Whether the driver can prepare the statement; others run as they are.
    virtual bool canPrepare(const QString& sql) const = 0;
    /// Ends a SELECT whose rows are about to be changed; empty where the write lock is the whole file's.
    virtual QString rowLock() const = 0;
    /// A query of one number that rises with every change by others.
    virtual QString changeQuery() const = 0;
};

std::unique_ptr<Engine> sqliteEngine(const QString& path);
Result<std::unique_ptr<Engine>> postgresEngine(const QString& address);

} // namespace cartwright::store
