#pragma once

// Internal to the codec: pieces that its two source files share.

#include "core/base/json.h"
#include "core/domain/gtin.h"

#include <vector>

namespace cartwright::codec {

/// An optional GTIN; empty where absent.
inline Gtin readGtin(JsonReader& reader, const QString& key)
{
    const QString digits = reader.optionalText(key, 20);
    if (digits.isEmpty())
        return {};
    const auto gtin = Gtin::parse(digits);
    if (!gtin) {
        reader.refuse(gtin.error().sentence);
        return {};
    }
    return *gtin;
}

/// A list of objects, each read by `read(JsonReader&)`; stops at the first error.
template <class T, class Read>
std::vector<T> readList(JsonReader& reader, const QString& key, qsizetype limit, Read read)
{
    std::vector<T> values;
    const QJsonArray array = reader.optionalArray(key, limit);
    for (qsizetype i = 0; i < array.size() && !reader.error(); ++i) {
        JsonReader element = reader.element(array, i, key);
        values.push_back(read(element));
        reader.adopt(element);
    }
    return values;
}

template <class T> Result<T> finished(JsonReader& reader, T value)
{
    if (reader.error())
        return failure(*reader.error());
    return value;
}

/// 120,000 parts per million as "0.12".
inline QString rateText(std::int64_t partsPerMillion)
{
    QString text = QStringLiteral("%1.%2").arg(partsPerMillion / 1'000'000)
                       .arg(partsPerMillion % 1'000'000, 6, 10, QLatin1Char('0'));
    while (text.endsWith(QLatin1Char('0')) && !text.endsWith(QStringLiteral(".0")))
        text.chop(1);
    return text;
}

} // namespace cartwright::codec
