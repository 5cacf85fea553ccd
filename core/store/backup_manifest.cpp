#include "core/store/backup_manifest.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace cartwright::store {
namespace {

constexpr std::int64_t mostBytes = 1LL << 30;
constexpr std::int64_t mostNumber = 1LL << 53;
constexpr int mostFiles = 10'000'000;

QString schemaName() { return QStringLiteral("cartwright.backup/1"); }

QJsonObject toJson(const BackupFile& file)
{
    return {{QStringLiteral("path"), file.path},
            {QStringLiteral("bytes"), static_cast<qint64>(file.bytes)},
            {QStringLiteral("sha256"), file.sha256}};
}

bool hasPlaceInWorkspace(const QString& path)
{
    static const QRegularExpression places(QStringLiteral("^(settings\\.json|(media|drafts|outbox|datasets|models)/.+)$"),
                                           QRegularExpression::DotMatchesEverythingOption);
    return places.match(path).hasMatch() && QDir::cleanPath(path) == path;
}

BackupFile fileFrom(JsonReader& reader)
{
    static const QRegularExpression digest(QStringLiteral("^[0-9a-f]{64}$"));
    BackupFile file{reader.text(QStringLiteral("path"), 4096),
                    reader.integer(QStringLiteral("bytes"), 0, mostNumber),
                    reader.text(QStringLiteral("sha256"))};
    if (!digest.match(file.sha256).hasMatch())
        reader.refuse(QStringLiteral("\"sha256\" is no SHA-256."));
    return file;
}

RowCounts rowsFrom(JsonReader& rows, const QStringList& tables)
{
    RowCounts counts;
    for (const QString& table : tables)
        counts.emplace(table, rows.integer(table, 0, mostNumber));
    return counts;
}

} // namespace

QJsonObject toJson(const BackupManifest& manifest)
{
    QJsonObject rows;
    for (const auto& [table, count] : manifest.rows)
        rows.insert(table, static_cast<qint64>(count));
    QJsonArray files;
    for (const auto& file : manifest.files)
        files.append(toJson(file));
    QJsonObject object{{QStringLiteral("schema"), schemaName()},
                       {QStringLiteral("made_at"), formatUtc(manifest.madeAt)},
                       {QStringLiteral("program_version"), manifest.programVersion},
                       {QStringLiteral("sqlite_version"), manifest.sqliteVersion},
                       {QStringLiteral("schema_version"), static_cast<qint64>(manifest.schemaVersion)},
                       {QStringLiteral("database"), toJson(manifest.database)},
                       {QStringLiteral("rows"), rows},
                       {QStringLiteral("files"), files},
                       {QStringLiteral("with_media"), manifest.withMedia}};
    if (manifest.settings)
        object.insert(QStringLiteral("settings"), *manifest.settings);
    return object;
}

QString manifestPathOf(const QString& backup)
{
    return QFileInfo(backup).isDir() ? backup + QStringLiteral("/manifest.json")
                                     : backup + QStringLiteral(".manifest.json");
}

Result<BackupManifest> readManifest(const QString& backup)
{
    const QString path = manifestPathOf(backup);
    const auto bytes = readFile(path, mostBytes);
    if (!bytes)
        return failure(bytes.error().kind,
                       QStringLiteral("%1 is no backup that can be read: %2").arg(backup, bytes.error().sentence));
    const auto object = parseJsonObject(*bytes, path, {.bytes = mostBytes, .depth = 32});
    if (!object)
        return failure(object.error());
    JsonReader reader(*object, path);
    if (reader.text(QStringLiteral("schema")) != schemaName())
        reader.refuse(QStringLiteral("it is not of the form %1.").arg(schemaName()));
    BackupManifest manifest;
    manifest.madeAt = reader.utc(QStringLiteral("made_at"));
    manifest.programVersion = reader.optionalText(QStringLiteral("program_version"));
    manifest.sqliteVersion = reader.optionalText(QStringLiteral("sqlite_version"));
    manifest.schemaVersion = reader.integer(QStringLiteral("schema_version"), 0, 1'000'000);
    manifest.withMedia = reader.boolean(QStringLiteral("with_media"));
    JsonReader database = reader.object(QStringLiteral("database"));
    manifest.database = fileFrom(database);
    if (manifest.database.path.contains(QLatin1Char('/')))
        database.refuse(QStringLiteral("\"path\" leaves the backup."));
    JsonReader rows = reader.object(QStringLiteral("rows"));
    manifest.rows = rowsFrom(rows, object->value(QStringLiteral("rows")).toObject().keys());
    reader.adopt(database);
    reader.adopt(rows);
    const QJsonArray files = reader.optionalArray(QStringLiteral("files"), mostFiles);
    for (qsizetype i = 0; i < files.size() && !reader.error(); ++i) {
        JsonReader one = reader.element(files, i, QStringLiteral("files"));
        manifest.files.push_back(fileFrom(one));
        if (!hasPlaceInWorkspace(manifest.files.back().path))
            one.refuse(QStringLiteral("\"path\" has no place in a workspace."));
        reader.adopt(one);
    }
    if (object->contains(QStringLiteral("settings")))
        manifest.settings = object->value(QStringLiteral("settings")).toObject();
    if (reader.error())
        return failure(*reader.error());
    return manifest;
}

} // namespace cartwright::store
