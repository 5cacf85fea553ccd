#pragma once

#include "core/base/result.h"
#include "core/store/row.h"

#include <QByteArray>

namespace cartwright::store {

class Database;

/// Writes down the statements that a connection runs, with their values, in the order in which they run and in the
/// engine's own words: a measuring program runs the same ones without this one around them. Lines of JSON:
///
///     {"call":"claim"}                  what follows belongs to one call of this name
///     {"text":3,"sql":"SELECT …"}       before a statement's first use
///     {"run":3,"values":[1,"a",null]}
///
/// Bytes are {"hex":"…"}. While statements run it only keeps them, so that it costs next to nothing in what is being
/// timed; lines() puts them into words. It holds everything in memory; end it before the database is closed. Same
/// thread as the database.
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
    QByteArray lines() const;

private:
    struct Entry
    {
        QString text; ///< a call's name, or a statement
        bool isCall = false;
        Values values;
    };

    Database& m_database;
    std::vector<Entry> m_entries;
    std::int64_t m_inserts = 0;
};

} // namespace cartwright::store
