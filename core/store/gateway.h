#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
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
    std::int64_t lastRow = 0; ///< row id of the last insert
};

/// The only class that knows Qt's SQLite driver; internal to this room. Statements are prepared once and
/// kept, and each is read to its end and finished before a call returns, because the driver otherwise keeps
/// the lock.
///
/// A busy database is asked again after short random pauses for up to ten seconds, then the answer is Locked.
/// (The driver's own waiting has fixed steps and starves some of many writers.) One thread.
class Gateway
{
public:
    /// Opens or makes the file (mode 0600), sets the pragmas and reads them back. Does not look at the
    /// schema.
    static Result<std::unique_ptr<Gateway>> open(const QString& path, const Clock& clock);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// How long a busy database is asked again.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

    const Clock& clock() const { return m_clock; }
    const QString& path() const { return m_path; }

    Result<Changed> exec(const QString& sql, const Values& bindings = {});
    Result<std::vector<Row>> rows(const QString& sql, const Values& bindings = {});
    /// Hands over one row after the other, for answers that are too large to keep.
    Result<void> eachRow(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use);

    /// BEGIN IMMEDIATE. WrongUsage inside a transaction.
    Result<void> begin();
    Result<void> commit();
    void rollback();
    bool inTransaction() const { return m_inTransaction; }

    /// Sets the rollback journal, which the file itself remembers: only for a file that was found to be ours.
    Result<void> setJournal();

private:
    struct Connection;
    Gateway(std::unique_ptr<Connection> connection, QString path, const Clock& clock);
    Result<Changed> run(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use);
    tl::unexpected<Error> refused(const QSqlError& error, const QString& sql);
    Result<void> configure();
    Result<void> expectPragma(const QString& name, const QString& setting, const QString& readBack);

    std::unique_ptr<Connection> m_connection;
    QString m_path;
    const Clock& m_clock;
    std::chrono::milliseconds m_patience{10'000};
    bool m_inTransaction = false;
    std::optional<Error>
        m_broken; ///< SQLite may have ended the transaction by itself: nothing more until rollback
};

} // namespace cartwright::store
