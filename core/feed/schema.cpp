#include "core/feed/schema.h"

#include "core/feed/ids.h"
#include "core/feed/json_places.h"

#include <QRegularExpression>

namespace cartwright::feed {
namespace {

constexpr qsizetype mostNotes = 50;

} // namespace

Result<QJsonObject> parseFeedJson(const QByteArray& bytes, const QString& file, const QString& name,
                                  std::int64_t byteLimit)
{
    auto object = parseJsonObject(bytes, file, {.bytes = byteLimit, .depth = 16});
    if (!object)
        return object;
    if (const auto repeated = repeatedKey(bytes, file))
        return failure(ErrorKind::Refused, *repeated);
    const QString schema = object->value(QStringLiteral("schema")).toString();
    if (schema.isEmpty())
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1: \"schema\" is missing; it should be \"%2/1\".").arg(file, name));
    static const QRegularExpression version(QStringLiteral(R"(^(.+)/(\d{1,6})(\.\d{1,6})?$)"));
    const auto match = version.match(schema);
    if (!match.hasMatch() || match.captured(1) != name)
        return failure(ErrorKind::Refused, QStringLiteral("%1: \"schema\" is \"%2\"; it should be \"%3/1\".")
                                               .arg(file, schema.left(80), name));
    if (match.captured(2) != QLatin1String("1"))
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1: version %2 of %3 is not known here; version 1 is read.")
                           .arg(file, match.captured(2), name));
    return object;
}

void UnknownKeys::note(const QJsonObject& object, const QStringList& known, const QString& where)
{
    static const QRegularExpression index(QStringLiteral(R"(\[\d+\])"));
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (known.contains(it.key()) || m_notes.size() >= mostNotes)
            continue;
        const QString kind = QString(where).remove(index) + QLatin1Char('\n') + it.key();
        if (m_seen.contains(kind))
            continue;
        m_seen.insert(kind);
        m_notes.append(where + QStringLiteral(": unknown key \"%1\" kept.").arg(it.key().left(80)));
    }
}

QString readId(JsonReader& reader, const QString& key)
{
    const QString id = reader.text(key, 128);
    if (const QString why = whyNoId(id); !why.isEmpty())
        reader.refuse(QStringLiteral("\"%1\" %2.").arg(key, why));
    return id;
}

} // namespace cartwright::feed
