#include "core/store/settings_log.h"

#include "core/store/log_changes.h"
#include "core/store/log_rows.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

namespace cartwright::store {
namespace {

/// The number of the server's lock under which one program at a time tells settings; "SETT".
constexpr std::int64_t settingsLock = 0x53455454;

bool isSecret(const QString& name)
{
    static const QRegularExpression secret(QStringLiteral("pass(word|wd|phrase)?$|secret|token|api_?key"),
                                           QRegularExpression::CaseInsensitiveOption);
    return secret.match(name).hasMatch();
}

QString withoutPassword(const QString& text)
{
    if (!text.contains(QStringLiteral("://")))
        return text;
    QUrl url(text);
    if (!url.isValid())
        return QStringLiteral("(an address that cannot be read)");
    url.setPassword({});
    QUrlQuery query(url);
    for (const auto& [name, value] : query.queryItems())
        if (isSecret(name))
            query.removeAllQueryItems(name);
    url.setQuery(query);
    return url.toString();
}

QJsonValue withoutSecrets(const QString& name, const QJsonValue& value)
{
    if (isSecret(name))
        return QStringLiteral("(not told)");
    if (value.isString())
        return withoutPassword(value.toString());
    if (value.isArray()) {
        QJsonArray array;
        for (const auto& element : value.toArray())
            array.append(withoutSecrets(name, element));
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            *member = withoutSecrets(member.key(), *member);
        return object;
    }
    return value;
}

QString action() { return QStringLiteral("settings.changed"); }

/// The settings as the log has told them so far.
QJsonObject toldSettings(Work& work, const QString& folder)
{
    QJsonObject told;
    work.each(QStringLiteral("SELECT details FROM log WHERE subject = ? AND action = ? ORDER BY number"),
              {folder, action()}, [&](Row& row) {
                  const auto details =
                      work.stored(parseJsonObject(row.text().toUtf8(), QStringLiteral("a log entry")));
                  const QJsonObject changes = details.value(QStringLiteral("changes")).toObject();
                  for (auto change = changes.begin(); change != changes.end(); ++change)
                      told.insert(change.key(), change->toObject().value(QStringLiteral("new")));
              });
    return told;
}

/// Both sides as the log tells values, so that a long one is compared by its hash.
Changes difference(const QJsonObject& told, const QJsonObject& present)
{
    Changes changes;
    for (const QJsonObject& side : {told, present})
        for (auto field = side.begin(); field != side.end(); ++field)
            changes.add(field.key(), told.value(field.key()), toldValue(present.value(field.key())));
    return changes;
}

} // namespace

Result<void> noteSettings(const Workspace& workspace, Database& database, const Actor& actor)
{
    const auto settings = workspace.settings();
    if (!settings)
        return failure(settings.error());
    const QJsonObject present = withoutSecrets({}, *settings).toObject();
    const auto changesNow = [&](Work& work) { return difference(toldSettings(work, workspace.folder()), present); };
    {
        Work look(database.gateway(), Work::Kind::Read);
        // Most roles of a server do not read the log; an operator's program tells it.
        if (look.engine().isServer())
            if (auto may = look.one(QStringLiteral("SELECT has_table_privilege('log', 'SELECT')")); !may || may->text() != QStringLiteral("true"))
                return look.finish();
        const bool same = changesNow(look).isEmpty();
        const auto looked = look.finish();
        if (!looked || same)
            return looked;
    }
    Work work(database.gateway(), Work::Kind::Write);
    if (work.engine().isServer())
        work.all(QStringLiteral("SELECT pg_advisory_xact_lock(?::bigint)::text"), {settingsLock});
    const Changes changes = changesNow(work); // somebody else may have been faster
    if (!changes.isEmpty())
        writeLog(work, actor, action(), workspace.folder(),
                 {{QStringLiteral("noticed"), QStringLiteral("when the workspace was opened")},
                  {QStringLiteral("changes"), changes.fields()}});
    return work.finish();
}

} // namespace cartwright::store
