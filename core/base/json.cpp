#include "core/base/json.h"

#include <QJsonDocument>

#include <cmath>

namespace cartwright {
namespace {

constexpr double largestWhole = 9007199254740992.0; // 2^53: beyond it JSON numbers lose whole values

/// The deepest nesting of brackets outside strings.
int nestingDepth(const QByteArray& bytes)
{
    int depth = 0;
    int deepest = 0;
    bool inText = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

} // namespace

Result<QJsonObject> parseJsonObject(const QByteArray& bytes, const QString& what, JsonLimits limits)
{
    if (bytes.size() > limits.bytes)
        return failure(ErrorKind::Refused, QStringLiteral("%1 has %2 bytes; at most %3 are read.")
                                               .arg(what).arg(bytes.size()).arg(limits.bytes));
    if (nestingDepth(bytes) > limits.depth)
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 is nested deeper than %2 levels.").arg(what).arg(limits.depth));
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorKind::Refused, QStringLiteral("%1 is not JSON: %2 at byte %3.")
                                               .arg(what, problem.errorString()).arg(problem.offset));
    if (!document.isObject())
        return failure(ErrorKind::Refused, QStringLiteral("%1 is not a JSON object.").arg(what));
    return document.object();
}

QByteArray toJsonLine(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray toJsonText(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

JsonReader::JsonReader(QJsonObject object, QString where) : m_object(std::move(object)), m_where(std::move(where)) {}

QJsonValue JsonReader::take(const QString& key)
{
    if (!m_asked.contains(key))
        m_asked.append(key);
    return m_object.value(key);
}

void JsonReader::refuse(const QString& sentence)
{
    if (!m_error)
        m_error = Error{ErrorKind::Refused, m_where + QStringLiteral(": ") + sentence, {}};
}

void JsonReader::adopt(const JsonReader& nested)
{
    if (!m_error)
        m_error = nested.error();
}

QString JsonReader::text(const QString& key, qsizetype maxLength)
{
    const QString value = optionalText(key, maxLength);
    if (value.isEmpty())
        refuse(QStringLiteral("\"%1\" is missing or empty.").arg(key));
    return value;
}

QString JsonReader::optionalText(const QString& key, qsizetype maxLength)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() || value.isNull())
        return {};
    if (!value.isString() || value.toString().size() > maxLength) {
        refuse(QStringLiteral("\"%1\" must be a text of at most %2 characters.").arg(key).arg(maxLength));
        return {};
    }
    if (value.toString().contains(QChar(0))) {
        refuse(QStringLiteral("\"%1\" contains a NUL character.").arg(key));
        return {};
    }
    return value.toString();
}

std::optional<std::int64_t> JsonReader::optionalInteger(const QString& key, std::int64_t low, std::int64_t high)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    const double number = value.toDouble(std::nan(""));
    if (!value.isDouble() || std::abs(number) > largestWhole || number != std::floor(number)) {
        refuse(QStringLiteral("\"%1\" must be a whole number.").arg(key));
        return std::nullopt;
    }
    const auto whole = static_cast<std::int64_t>(number);
    if (whole < low || whole > high) {
        refuse(QStringLiteral("\"%1\" is %2; allowed is %3 to %4.").arg(key).arg(whole).arg(low).arg(high));
        return std::nullopt;
    }
    return whole;
}

std::int64_t JsonReader::integer(const QString& key, std::int64_t low, std::int64_t high)
{
    const auto value = optionalInteger(key, low, high);
    if (!value)
        refuse(QStringLiteral("\"%1\" is missing.").arg(key));
    return value.value_or(low);
}

std::optional<double> JsonReader::optionalNumber(const QString& key, double low, double high)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    const double number = value.toDouble(std::nan(""));
    if (!value.isDouble() || !(number >= low && number <= high)) {
        refuse(QStringLiteral("\"%1\" must be a number from %2 to %3.").arg(key).arg(low).arg(high));
        return std::nullopt;
    }
    return number;
}

std::optional<UtcMicroseconds> JsonReader::optionalUtc(const QString& key)
{
    const QString value = optionalText(key, 40);
    if (value.isEmpty())
        return std::nullopt;
    const auto time = parseUtc(value);
    if (!time) {
        refuse(QStringLiteral("\"%1\": %2").arg(key, time.error().sentence));
        return std::nullopt;
    }
    return *time;
}

UtcMicroseconds JsonReader::utc(const QString& key)
{
    const auto value = optionalUtc(key);
    if (!value)
        refuse(QStringLiteral("\"%1\" is missing.").arg(key));
    return value.value_or(0);
}

QJsonArray JsonReader::optionalArray(const QString& key, qsizetype maxSize)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() || value.isNull())
        return {};
    if (!value.isArray() || value.toArray().size() > maxSize) {
        refuse(QStringLiteral("\"%1\" must be a list of at most %2 entries.").arg(key).arg(maxSize));
        return {};
    }
    return value.toArray();
}

bool JsonReader::boolean(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isBool())
        refuse(QStringLiteral("\"%1\" must be true or false.").arg(key));
    return value.toBool();
}

JsonReader JsonReader::object(const QString& key)
{
    const QJsonValue value = take(key);
    if (!value.isObject())
        refuse(QStringLiteral("\"%1\" must be an object.").arg(key));
    return {value.toObject(), m_where + QLatin1Char(' ') + key};
}

JsonReader JsonReader::element(const QJsonArray& array, qsizetype index, const QString& key) const
{
    JsonReader reader(array.at(index).toObject(), QStringLiteral("%1 %2[%3]").arg(m_where, key).arg(index));
    if (!array.at(index).isObject())
        reader.refuse(QStringLiteral("must be an object."));
    return reader;
}

QStringList JsonReader::unknownKeys() const
{
    QStringList unknown;
    for (auto it = m_object.begin(); it != m_object.end(); ++it)
        if (!m_asked.contains(it.key()))
            unknown.append(it.key());
    return unknown;
}

} // namespace cartwright
