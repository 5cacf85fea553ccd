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

inline QString jsonValue(const QJsonArray& rows)
{
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

} // namespace cartwright::store
