#pragma once

#include "core/store/row.h"

#include <memory>

class QSqlDatabase;
class QSqlError;

namespace cartwright::store {

/// A prepared statement, run as often as one likes; internal to this room. One thread, and gone before its connection.
class Statement
{
public:
    virtual ~Statement() = default;

    /// Runs it with these values, which must stay until `finish`: to its first row, or to its end where it has none.
    virtual bool start(const Values& values) = 0;
    /// The next row; false at the end, or with an error.
    virtual bool next(Row& row) = 0;
    /// How many rows the last run changed; -1 where that is not known.
    virtual std::int64_t changed() const = 0;
    /// Why `start` or `next` said false; of no type where it was the end.
    virtual QSqlError error() const = 0;
    /// Ends the run and gives back its locks; it can be started again.
    virtual void finish() = 0;
};

/// Through Qt's driver; null and the error where it cannot be prepared.
std::unique_ptr<Statement> prepareByDriver(const QSqlDatabase& database, const QString& sql, QSqlError& error);

/// Through SQLite itself, on the driver's own connection: the driver keeps every row once more and makes each value
/// twice, which is most of the time of a short statement.
std::unique_ptr<Statement> prepareBySqlite(const QSqlDatabase& database, const QString& sql, QSqlError& error);

/// Whether the driver's library is the one that this program is linked with, so that its connections can be used here.
bool sharesSqlite(const QSqlDatabase& database);

} // namespace cartwright::store
