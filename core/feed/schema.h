#pragma once

// Internal to feed: what its JSON readers share.

#include "core/base/json.h"

#include <QSet>

namespace cartwright::feed {

/// Parses a JSON file of the feed: size, nesting, a key twice, and `schema`, which must be `name` with major version 1
/// ("cartwright.sale/1" or "cartwright.sale/1.3"). Refused otherwise.
Result<QJsonObject> parseFeedJson(const QByteArray& bytes, const QString& file, const QString& name,
                                  std::int64_t byteLimit);

/// Collects one sentence per unknown key, however many elements of a list have it.
class UnknownKeys
{
public:
    /// The keys of `object` that are not among `known`.
    void note(const QJsonObject& object, const QStringList& known, const QString& where);
    const QStringList& notes() const { return m_notes; }

private:
    QSet<QString> m_seen;
    QStringList m_notes;
};

/// A required id of at most 128 characters; an id that no id can be is noted as the reader's error.
QString readId(JsonReader& reader, const QString& key);

} // namespace cartwright::feed
