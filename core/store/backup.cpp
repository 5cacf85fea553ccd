#include "core/store/backup.h"

#include "core/base/held_folder.h"
#include "core/base/safe_file.h"
#include "core/store/backup_manifest.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

namespace cartwright::store {
namespace {

QString settingsName() { return QStringLiteral("settings.json"); }

/// What one backup works with.
struct Task
{
    const Workspace& workspace;
    QString target;
    QString data; ///< the folder in which it grows
    bool isSingleFile = false;
    const BackupOptions& options;
    const Cancellation& cancel;
    const KeepProgress& progress;
    BackupManifest manifest;
    QStringList notes;
};

Result<void> mayBeMade(const Workspace& workspace, const QString& target, const BackupOptions& options, bool isSingleFile)
{
    if (isSingleFile && options.content == BackupOptions::Content::All)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("%1 would be a single file, which has no room for media; name a folder.").arg(target));
    const QString parent = QFileInfo(QFileInfo(target).path()).canonicalFilePath();
    if (parent.isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("The folder %1 does not exist; make it first.")
                                                .arg(QFileInfo(target).path()));
    const QString home = QFileInfo(workspace.folder()).canonicalFilePath();
    if (parent == home || parent.startsWith(home + QLatin1Char('/')))
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 lies in the workspace itself; name a place outside of it.").arg(target));
    for (const QString& path : {target, target + QStringLiteral(".manifest.json")})
        if ((path == target || isSingleFile) && (QFileInfo::exists(path) || QFileInfo(path).isSymLink()))
            return failure(ErrorKind::Refused,
                           QStringLiteral("%1 exists already and is left as it is; name a new one.").arg(path));
    return {};
}

/// Opens the copy as any program would, looks at every page and every citation, and counts its rows.
Result<RowCounts> verifiedRows(const QString& copy, std::int64_t schemaVersion, const Clock& clock)
{
    auto gateway = Gateway::open(copy, clock);
    if (!gateway)
        return failure(gateway.error());
    const auto damages = integrityProblems(**gateway);
    if (!damages)
        return failure(damages.error());
    const auto broken = foreignKeyProblems(**gateway);
    if (!broken)
        return failure(broken.error());
    if (const QStringList all = *damages + *broken; !all.isEmpty())
        return failure(ErrorKind::Integrity,
                       QStringLiteral("the database is damaged (%1); run \"cartwright-cli doctor\".").arg(all.first()),
                       all.join(QLatin1Char('\n')));
    const auto version = oneNumber(**gateway, QStringLiteral("PRAGMA user_version"));
    if (!version)
        return failure(version.error());
    if (*version != schemaVersion)
        return failure(ErrorKind::Integrity, QStringLiteral("the copy does not hold what was copied; check the disk."));
    return countRows(**gateway);
}

Result<void> addDatabase(Task& task, const Clock& clock)
{
    BackupManifest& manifest = task.manifest;
    auto gateway = Gateway::open(task.workspace.databasePath(), clock);
    if (!gateway)
        return failure(gateway.error());
    const auto version = oneNumber(**gateway, QStringLiteral("PRAGMA user_version"));
    if (!version)
        return failure(version.error());
    const auto sqlite = (*gateway)->rows(QStringLiteral("SELECT sqlite_version()"));
    if (!sqlite)
        return failure(sqlite.error());
    manifest.schemaVersion = *version;
    manifest.sqliteVersion = Row(sqlite->front()).text();
    manifest.database.path = QFileInfo(task.isSingleFile ? task.target : task.workspace.databasePath()).fileName();
    const QString copy = task.data + QLatin1Char('/') + manifest.database.path;
    if (auto copied = copyWhileInUse(**gateway, copy, task.cancel); !copied)
        return copied;
    auto rows = verifiedRows(copy, *version, clock);
    if (!rows)
        return failure(rows.error());
    manifest.rows = std::move(*rows);
    const auto digest = sha256OfFile(copy, [&] { return task.cancel.isCancelled(); });
    if (!digest)
        return failure(digest.error());
    manifest.database.bytes = QFileInfo(copy).size();
    manifest.database.sha256 = *digest;
    return {};
}

Result<void> addSettings(Task& task)
{
    if (task.isSingleFile) {
        const auto settings = task.workspace.settings();
        if (!settings)
            return failure(settings.error());
        task.manifest.settings = *settings;
        return {};
    }
    BackupFile file{settingsName(), 0, {}};
    const QString copy = task.data + QLatin1Char('/') + file.path;
    if (auto copied = copyFile(task.workspace.folder() + QLatin1Char('/') + file.path, copy, &file.sha256); !copied)
        return copied;
    file.bytes = QFileInfo(copy).size();
    task.manifest.files.push_back(std::move(file));
    return {};
}

/// Regular files below a folder of the workspace, relative to the workspace. Hidden ones are still being made.
QStringList filesIn(Task& task, const QString& folder)
{
    QStringList found;
    const QDir home(task.workspace.folder());
    QDirIterator walk(home.filePath(folder), QDir::Files | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = home.relativeFilePath(walk.next());
        if (walk.fileInfo().isSymLink() || !walk.fileInfo().isFile())
            task.notes.append(QStringLiteral("%1 is no regular file and was left out.").arg(path));
        else
            found.append(path);
    }
    found.sort();
    return found;
}

enum class Way : std::uint8_t { Copy, LinkOrCopy };

Result<void> addFile(Task& task, const QString& path, Way way)
{
    const QString from = task.workspace.folder() + QLatin1Char('/') + path;
    const QString to = task.data + QLatin1Char('/') + path;
    BackupFile file{path, 0, {}};
    if (auto made = makeFolder(QFileInfo(to).path()); !made)
        return made;
    const bool linked =
        way == Way::LinkOrCopy && ::link(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0;
    if (linked) {
        auto digest = sha256OfFile(to, [&] { return task.cancel.isCancelled(); });
        if (!digest)
            return failure(digest.error());
        file.sha256 = *digest;
    } else if (auto copied = copyFile(from, to, &file.sha256); !copied) {
        if (QFileInfo::exists(from))
            return copied;
        task.notes.append(QStringLiteral("%1 went away while the backup was made.").arg(path));
        return {};
    }
    file.bytes = QFileInfo(to).size();
    task.manifest.files.push_back(std::move(file));
    return {};
}

Result<void> addFolder(Task& task, const QString& folder, Way way)
{
    const QStringList paths = filesIn(task, folder);
    for (qsizetype i = 0; i < paths.size(); ++i) {
        if (task.cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("it was stopped."));
        if (auto added = addFile(task, paths[i], way); !added)
            return added;
        if (task.progress)
            task.progress(i + 1, paths.size());
    }
    return {};
}

/// Drafts come before the database, so that none is lost that is submitted meanwhile; what rows cite was there before
/// the rows, and comes after them.
Result<void> fill(Task& task, const Clock& clock)
{
    const bool all = task.options.content == BackupOptions::Content::All;
    if (all)
        if (auto added = addFolder(task, QStringLiteral("drafts"), Way::Copy); !added)
            return added;
    if (auto added = addDatabase(task, clock); !added)
        return added;
    if (auto added = addSettings(task); !added)
        return added;
    if (all)
        for (const auto& [folder, way] : {std::pair(QStringLiteral("media"), Way::LinkOrCopy),
                                          std::pair(QStringLiteral("outbox"), Way::Copy),
                                          std::pair(QStringLiteral("datasets"), Way::LinkOrCopy),
                                          std::pair(QStringLiteral("models"), Way::LinkOrCopy)})
            if (auto added = addFolder(task, folder, way); !added)
                return added;
    task.manifest.withMedia = all;
    const QString name = task.isSingleFile ? task.manifest.database.path + QStringLiteral(".manifest.json")
                                           : QStringLiteral("manifest.json");
    return writeFile(task.data + QLatin1Char('/') + name, toJsonText(toJson(task.manifest)));
}

/// Takes the name back where the renaming happened and only its syncing failed.
Result<void> giveName(const QString& from, const QString& to)
{
    auto renamed = renameIntoPlace(from, to);
    if (!renamed && !QFileInfo::exists(from)) {
        if (QFileInfo(to).isDir())
            QDir(to).removeRecursively();
        else
            QFile::remove(to);
    }
    return renamed;
}

/// The manifest first, so that whoever sees the database's name sees all of the backup.
Result<void> publish(const Task& task)
{
    if (auto synced = syncFolder(task.data); !synced)
        return synced;
    if (!task.isSingleFile)
        return giveName(task.data, task.target);
    const QString manifest = QStringLiteral(".manifest.json");
    const QString copy = task.data + QLatin1Char('/') + task.manifest.database.path;
    if (auto renamed = giveName(copy + manifest, task.target + manifest); !renamed)
        return renamed;
    auto renamed = giveName(copy, task.target);
    if (!renamed)
        QFile::remove(task.target + manifest);
    return renamed;
}

tl::unexpected<Error> notMade(const QString& target, Error error)
{
    const QString why = isDiskFull(error) ? QStringLiteral("the disk is full; free some space or name another disk")
                                          : error.sentence.left(1).toLower() + error.sentence.mid(1);
    error.sentence = QStringLiteral("The backup %1 was not made and nothing of it is left, because %2").arg(target, why);
    if (!error.sentence.endsWith(QLatin1Char('.')))
        error.sentence += QLatin1Char('.');
    return failure(std::move(error));
}

} // namespace

Result<Backup> backupWorkspace(const Workspace& workspace, const QString& target, const BackupOptions& options,
                               const Clock& clock, const Cancellation& cancel, const KeepProgress& progress)
{
    if (workspace.isOnServer())
        return failure(ErrorKind::Refused,
                       QStringLiteral("The tables of %1 are on a server; back them up there with pg_dump.")
                           .arg(workspace.folder()));
    const QString path = QDir::cleanPath(QFileInfo(target).absoluteFilePath());
    const bool isSingleFile = path.endsWith(QStringLiteral(".sqlite"));
    if (auto may = mayBeMade(workspace, path, options, isSingleFile); !may)
        return failure(may.error());
    auto part = HeldFolder::take(HeldFolder::pathBeside(path));
    if (!part)
        return part.error().kind == ErrorKind::Locked ? failure(part.error()) : notMade(path, part.error());
    Task task{workspace, path, part->path() + QStringLiteral("/data"), isSingleFile, options, cancel, progress, {}, {}};
    task.manifest.madeAt = clock.now();
    task.manifest.programVersion = options.programVersion;
    auto done = part->clear();
    if (done)
        done = makeFolder(task.data);
    if (done)
        done = fill(task, clock);
    if (done)
        done = publish(task);
    part->remove();
    if (!done)
        return notMade(path, done.error());

    Backup made{path, manifestPathOf(path), task.manifest.schemaVersion, static_cast<std::int64_t>(task.manifest.rows.size()),
                totalOf(task.manifest.rows), 1, task.manifest.database.bytes, task.notes};
    for (const auto& file : task.manifest.files)
        made.bytes += file.bytes;
    made.files += static_cast<std::int64_t>(task.manifest.files.size());
    return made;
}

} // namespace cartwright::store
