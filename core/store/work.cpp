#include "core/store/work.h"

#include "core/store/log_rows.h"

#include <utility>

namespace cartwright::store {

Work::Work(Gateway& gateway, Kind kind) : m_gateway(gateway), m_kind(kind)
{
    const auto opened = [&](const auto& result, Scope scope) {
        if (result)
            m_scope = scope;
        else
            m_error = result.error();
    };
    if (kind == Kind::Read) {
        if (!gateway.inTransaction())
            opened(gateway.start(Access::Read), Scope::Snapshot);
    } else if (gateway.inTransaction()) {
        opened(gateway.exec(QStringLiteral("SAVEPOINT work")), Scope::Savepoint);
    } else {
        opened(gateway.begin(), Scope::Transaction);
    }
}

Work::~Work() { undo(); }

void Work::undo()
{
    switch (std::exchange(m_scope, Scope::None)) {
    case Scope::None:
        break;
    case Scope::Snapshot:
        static_cast<void>(m_gateway.exec(QStringLiteral("ROLLBACK")));
        break;
    case Scope::Transaction:
        m_gateway.rollback();
        break;
    case Scope::Savepoint:
        // Where SQLite rolled back the whole transaction by itself, these fail, and so will the owner's
        // commit.
        static_cast<void>(m_gateway.exec(QStringLiteral("ROLLBACK TO work")));
        static_cast<void>(m_gateway.exec(QStringLiteral("RELEASE work")));
        break;
    }
}

void Work::fail(Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

Changed Work::exec(const QString& sql, const Values& bindings)
{
    return m_error ? Changed{} : take(m_gateway.exec(sql, bindings));
}

void Work::each(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use)
{
    if (m_error)
        return;
    if (auto read = m_gateway.eachRow(sql, bindings, use); !read)
        fail(std::move(read.error()));
}

std::vector<Row> Work::all(const QString& sql, const Values& bindings)
{
    std::vector<Row> rows;
    each(sql, bindings, [&](Row& row) { rows.push_back(std::move(row)); });
    return rows;
}

std::optional<Row> Work::one(const QString& sql, const Values& bindings)
{
    auto rows = all(sql, bindings);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

Result<void> Work::finish()
{
    if (m_error) {
        undo();
        return failure(*m_error);
    }
    switch (m_scope) {
    case Scope::None:
    case Scope::Snapshot:
        undo();
        return {};
    case Scope::Transaction:
        m_scope = Scope::None;
        if (auto committed = m_gateway.commit(); !committed)
            return committed;
        sealServerLog(m_gateway, SealTime::WhenDue);
        return {};
    case Scope::Savepoint:
        m_scope = Scope::None;
        if (auto released = m_gateway.exec(QStringLiteral("RELEASE work")); !released)
            return failure(released.error());
        return {};
    }
    return {};
}

} // namespace cartwright::store
