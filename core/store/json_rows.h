#pragma once

// Internal to store: many rows bound as one value, so that a statement has one round trip for all of them.

#include "core/store/work.h"

#include <QJsonDocument>

namespace cartwright::store {

/// A table j of rows from a JSON array of arrays that is bound as a text.
inline QString jsonRows(const Engine& engine)
{
    return engine.isServer() ? QStringLiteral("json_array_elements(CAST(? AS json)) AS j(value)")
                             : QStringLiteral("json_each(?) AS j");
}

/// The number, or the text, at a place of such a row.
inline QString jsonNumber(const Engine& engine, int place)
{
    return (engine.isServer() ? QStringLiteral("CAST(j.value->>%1 AS BIGINT)")
                              : QStringLiteral("json_extract(j.value, '$[%1]')"))
        .arg(place);
}
inline QString jsonText(const Engine& engine, int place)
{
    return (engine.isServer() ? QStringLiteral("(j.value->>%1)") : QStringLiteral("json_extract(j.value, '$[%1]')"))
        .arg(place);
}

/// Before many rows go into tables of this transaction that may be empty still. A server plans a statement (also its own,
/// which look whether a row that is cited is there) for the table as it is at the first use and keeps the plan: read whole
/// for each row, a table that grows makes the import last for many times as long.
inline void expectManyRows(Work& work)
{
    if (work.engine().isServer())
        work.run(QStringLiteral("SET LOCAL enable_seqscan = off"));
}

inline QString jsonValue(const QJsonArray& rows)
{
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

} // namespace cartwright::store
