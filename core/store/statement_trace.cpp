#include "core/store/statement_trace.h"

#include "core/base/json.h"
#include "core/store/database.h"
#include "core/store/gateway.h"

#include <QHash>

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
        m_entries.push_back({sql, false, values});
    });
}

StatementTrace::~StatementTrace() { m_database.gateway().setWatcher({}); }

void StatementTrace::beginCall(const QString& name) { m_entries.push_back({name, true, {}}); }

QByteArray StatementTrace::lines() const
{
    QByteArray lines;
    QHash<QString, int> texts;
    for (const Entry& entry : m_entries) {
        if (entry.isCall) {
            lines += toJsonLine({{QStringLiteral("call"), entry.text}});
            continue;
        }
        const auto known = texts.constFind(entry.text);
        const int text = known == texts.constEnd() ? static_cast<int>(texts.size()) : *known;
        if (known == texts.constEnd()) {
            texts.insert(entry.text, text);
            lines += toJsonLine({{QStringLiteral("text"), text},
                                 {QStringLiteral("sql"), m_database.gateway().engine().adapted(entry.text)}});
        }
        QJsonArray bound;
        for (const Value& value : entry.values)
            bound.append(jsonOf(value.cell()));
        lines += toJsonLine({{QStringLiteral("run"), text}, {QStringLiteral("values"), bound}});
    }
    return lines;
}

} // namespace cartwright::store
