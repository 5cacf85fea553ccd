#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/engine.h"
#include "core/store/row.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

class QSqlError;

namespace cartwright::store {

/// What a statement did.
struct Changed
{
    std::int64_t rows = 0;
};

/// One connection through Qt's SQL drivers, with the help of an Engine; internal to this room. Statements are
/// prepared once and kept, and each is read to its end and finished before a call returns, because SQLite's
/// driver otherwise keeps the lock.
///
/// A busy file is asked again after short random pauses for up to ten seconds, then the answer is Locked. (The
/// driver's own waiting has fixed steps and starves some of many writers.) A server that went away is asked
/// again when the next transaction begins; until it answers, that gives Unreachable. One thread.
class Gateway
{
public:
    /// Opens the server's database, or opens or makes the file (mode 0600), sets the pragmas and reads them
    /// back. Does not look at the schema.
    static Result<std::unique_ptr<Gateway>> open(const QString& address, const Clock& clock,
                                                 TimeSource time = TimeSource::Store);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// How long a busy database is asked again.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    /// Is told of every statement before it runs; for StatementTrace.
    using Watcher = std::function<void(const QString& sql, const Values& bindings)>;
    void setWatcher(Watcher watcher) { m_watcher = std::move(watcher); }

    const Clock& clock() const; ///< the server's time where there is a server
    const QString& path() const { return m_name; } ///< the file, or the server's address without secrets
    const Engine& engine() const { return *m_engine; }

    Result<Changed> exec(const QString& sql, const Values& bindings = {});
    Result<std::vector<Row>> rows(const QString& sql, const Values& bindings = {});
    /// Hands over one row after the other, for answers that are too large to keep.
    Result<void> eachRow(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use);

    /// One statement that is a transaction of its own.
    Result<std::vector<Row>> single(const QString& sql, const Values& bindings);

    /// Begins a transaction that this class does not keep track of: for readers, who end it with ROLLBACK.
    Result<void> start(Access access);
    /// WrongUsage inside a transaction.
    Result<void> begin(Access access = Access::Write);
    Result<void> commit();
    void rollback();
    /// Whether it is time to seal a server's log again: something was written, and the last turn is some seconds
    /// ago, or `now` asks for it all the same. Taking the turn starts the next wait.
    bool takeSealTurn(bool now);
    void noteWritten() { m_unsealed = true; }
    bool inTransaction() const { return m_inTransaction; }

    /// What a server stores of a password; WrongUsage for a file.
    Result<QString> scramVerifier(const QString& user, const QString& password);

    /// Copies a file's database into a new file while others may write; see online_copy.h. WrongUsage for a server.
    Result<void> copyTo(const QString& copy, const Cancellation& cancel);

    /// Sets the rollback journal, which the file itself remembers: only for a file that was found to be ours.
    Result<void> setJournal();

private:
    struct Connection;
    class ServerClock;
    Gateway(std::unique_ptr<Engine> engine, const Clock& clock);
    Result<void> connect();
    Result<void> askServerTime();
    Result<Changed> command(const QString& sql);
    Result<Changed> run(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use);
    tl::unexpected<Error> refused(const QSqlError& error, const QString& sql);
    Result<void> configure();
    Result<void> expectPragma(const QString& name, const QString& setting, const QString& readBack);

    std::unique_ptr<Engine> m_engine;
    QString m_name;
    const Clock& m_clock;
    std::unique_ptr<ServerClock> m_serverClock;
    std::unique_ptr<Connection> m_connection;
    std::chrono::milliseconds m_patience{10'000};
    Watcher m_watcher;
    bool m_inTransaction = false;
    std::optional<Error> m_broken; ///< the transaction is over by itself: nothing more until rollback
    bool m_lost = false;
    bool m_unsealed = false;
    std::chrono::steady_clock::time_point m_sealed{};
};

} // namespace cartwright::store
