#pragma once

#include "core/base/time.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <cstdint>
#include <optional>

namespace cartwright {

/// Limits of JSON from outside, checked on the bytes before the parser sees them.
struct JsonLimits
{
    std::int64_t bytes = 4 * 1024 * 1024;
    int depth = 32;
};

/// Parses one JSON object. Refused, naming `what`, where it is too large, too deep or malformed.
Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const QString& what, JsonLimits limits = {});

/// Compact JSON with a newline at the end; the same object gives the same bytes (keys are sorted).
QByteArray toJsonLine(const QJsonObject& object);
/// Indented JSON, for files that people read.
QByteArray toJsonText(const QJsonObject& object);

/// Reads the members of one object from outside and remembers what went wrong first, so that a reader can take
/// all members in a row and check once. A wrong member gives the fallback and sets `error`.
/// Integers must be whole numbers within +-2^53. One thread.
class JsonReader
{
public:
    /// `where` names the object in sentences, for example "sale.json events[3]".
    JsonReader(QJsonObject object, QString where);

    QString text(const QString& key, qsizetype maxLength = 512);          ///< required, not empty
    QString optionalText(const QString& key, qsizetype maxLength = 512);  ///< empty where absent
    std::int64_t integer(const QString& key, std::int64_t low, std::int64_t high);
    std::optional<std::int64_t> optionalInteger(const QString& key, std::int64_t low, std::int64_t high);
    std::optional<double> optionalNumber(const QString& key, double low, double high);
    UtcMicroseconds utc(const QString& key);
    std::optional<UtcMicroseconds> optionalUtc(const QString& key);
    QJsonArray optionalArray(const QString& key, qsizetype maxSize); ///< empty where absent
    bool boolean(const QString& key);
    JsonReader object(const QString& key);
    /// Element i of an array of objects, as a reader of its own.
    JsonReader element(const QJsonArray& array, qsizetype index, const QString& key) const;

    bool has(const QString& key) const { return m_object.contains(key); }
    const QString& where() const { return m_where; }
    /// Keys that no call has asked for; they are kept and reported, never dropped silently.
    QStringList unknownKeys() const;

    const std::optional<Error>& error() const { return m_error; }
    /// Notes a failure of a rule that the caller checked; the first one stays.
    void refuse(const QString& sentence);
    /// Takes over the error of a nested reader.
    void adopt(const JsonReader& nested);

private:
    QJsonValue take(const QString& key);

    QJsonObject m_object;
    QString m_where;
    QStringList m_asked;
    std::optional<Error> m_error;
};

} // namespace cartwright
