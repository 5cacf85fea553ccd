#pragma once

#include "core/store/gateway.h"

namespace cartwright::store {

/// A piece of work on the database, as one transaction. It remembers the first error, after which every
/// further call does nothing and answers empty, so that a method can say its statements in a row and look
/// once, in `finish`. What was written is rolled back unless `finish` succeeded.
///
/// A writing piece begins with BEGIN IMMEDIATE; inside somebody's Transaction it is a savepoint of that. A
/// reading piece sees one state of the database throughout.
class Work
{
public:
    enum class Kind : std::uint8_t { Read, Write };
    Work(Gateway& gateway, Kind kind);
    ~Work();
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    UtcMicroseconds now() const { return m_gateway.clock().now(); }
    const Engine& engine() const { return m_gateway.engine(); }
    void noteWritten() { m_gateway.noteWritten(); } ///< a log entry, which wants its seal
    /// Ends a SELECT of rows that this piece may change, so that nobody else changes them before it is done.
    QString rowLock() const { return m_kind == Kind::Write ? engine().rowLock() : QString(); }

    /// From here on a server plans with indices wherever there is one. It plans a statement (also those by which it looks
    /// whether a cited row is there) at its first uses and keeps the plan: made for a table that was empty then, it
    /// reads the whole table for each row of a long import; made for a LIMIT that words reach soon, it reads all products
    /// for words that few have.
    void planWithIndices()
    {
        if (engine().isServer())
            run(QStringLiteral("SET LOCAL enable_seqscan = off"));
    }

    void run(const QString& sql, const Values& bindings = {}) { exec(sql, bindings); }
    std::int64_t changed(const QString& sql, const Values& bindings) { return exec(sql, bindings).rows; }
    /// An INSERT … RETURNING of one number.
    std::int64_t insert(const QString& sql, const Values& bindings)
    {
        auto row = one(sql, bindings);
        return row ? row->integer() : 0;
    }
    std::optional<Row> one(const QString& sql, const Values& bindings = {});
    std::vector<Row> all(const QString& sql, const Values& bindings = {});
    void each(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use);

    bool ok() const { return !m_error; }
    void fail(Error error);
    void fail(ErrorKind kind, const QString& sentence) { fail(Error{kind, sentence, {}}); }
    /// The value of a result, or an empty one and its error noted.
    template <class T> T take(Result<T> result)
    {
        if (result)
            return std::move(*result);
        fail(std::move(result.error()));
        return T{};
    }

    /// The same for what was read from the database: unreadable means that the stored data is damaged.
    template <class T> T stored(Result<T> result)
    {
        if (result)
            return std::move(*result);
        fail(ErrorKind::Integrity, QStringLiteral("The database %1 holds something unreadable: %2")
                                       .arg(m_gateway.path(), result.error().sentence));
        return T{};
    }

    /// Commits what was written. Nothing may follow.
    Result<void> finish();
    template <class T> Result<T> finish(T value)
    {
        if (auto finished = finish(); !finished)
            return failure(finished.error());
        return value;
    }

private:
    enum class Scope : std::uint8_t { None, Snapshot, Transaction, Savepoint };
    Changed exec(const QString& sql, const Values& bindings);
    void undo();

    Gateway& m_gateway;
    Kind m_kind;
    Scope m_scope = Scope::None;
    std::optional<Error> m_error;
};

} // namespace cartwright::store
