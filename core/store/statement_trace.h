#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QHash>

namespace cartwright::store {

class Database;

/// Writes down the statements that a connection runs, with their values, in the order in which they run and in the
/// engine's own words: a measuring program runs the same ones without this one around them. Lines of JSON:
///
///     {"call":"claim"}                  what follows belongs to one call of this name
///     {"text":3,"sql":"SELECT …"}       before a statement's first use
///     {"run":3,"values":[1,"a",null]}
///
/// Bytes are {"hex":"…"}. It holds everything in memory; end it before the database is closed. Same thread as the
/// database.
class StatementTrace
{
public:
    explicit StatementTrace(Database& database);
    ~StatementTrace();
    StatementTrace(const StatementTrace&) = delete;
    StatementTrace& operator=(const StatementTrace&) = delete;

    void beginCall(const QString& name);
    /// Statements that change rows, since the beginning.
    std::int64_t inserts() const { return m_inserts; }
    const QByteArray& lines() const { return m_lines; }

private:
    Database& m_database;
    QByteArray m_lines;
    QHash<QString, int> m_texts;
    std::int64_t m_inserts = 0;
};

} // namespace cartwright::store
