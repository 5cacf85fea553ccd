#include "core/store/statement_trace.h"

#include "core/base/json.h"
#include "core/store/database.h"
#include "core/store/gateway.h"

namespace cartwright::store {
namespace {

QJsonValue jsonOf(const Cell& cell)
{
    switch (cell.kind) {
    case Cell::Kind::Integer: return static_cast<qint64>(cell.integer);
    case Cell::Kind::Real: return cell.real;
    case Cell::Kind::Text: return cell.text;
    case Cell::Kind::Bytes: return QJsonObject{{QStringLiteral("hex"), QString::fromLatin1(cell.bytes.toHex())}};
    case Cell::Kind::Null: break;
    }
    return {};
}

} // namespace

StatementTrace::StatementTrace(Database& database) : m_database(database)
{
    m_database.gateway().setWatcher([this](const QString& sql, const Values& values) {
        m_inserts += sql.startsWith(QStringLiteral("INSERT")) ? 1 : 0;
        const auto known = m_texts.constFind(sql);
        const int text = known == m_texts.constEnd() ? static_cast<int>(m_texts.size()) : *known;
        if (known == m_texts.constEnd()) {
            m_texts.insert(sql, text);
            m_lines += toJsonLine({{QStringLiteral("text"), text},
                                   {QStringLiteral("sql"), m_database.gateway().engine().adapted(sql)}});
        }
        QJsonArray bound;
        for (const Value& value : values)
            bound.append(jsonOf(value.cell()));
        m_lines += toJsonLine({{QStringLiteral("run"), text}, {QStringLiteral("values"), bound}});
    });
}

StatementTrace::~StatementTrace() { m_database.gateway().setWatcher({}); }

void StatementTrace::beginCall(const QString& name) { m_lines += toJsonLine({{QStringLiteral("call"), name}}); }

} // namespace cartwright::store
