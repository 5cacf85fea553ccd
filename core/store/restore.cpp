#include "core/base/held_folder.h"
#include "core/base/safe_file.h"
#include "core/store/backup.h"
#include "core/store/backup_manifest.h"
#include "core/store/schema.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace cartwright::store {
namespace {

/// Longer than any transaction of ours; a person waits for the answer.
constexpr std::chrono::seconds writerPatience{3};

QString databaseName() { return QStringLiteral("cartwright.sqlite"); }
QString settingsName() { return QStringLiteral("settings.json"); }

enum class Found : std::uint8_t { Nothing, Workspace };

/// What stands at the folder's name. Either of its two files makes it a workspace, also a damaged one.
Result<Found> whatIsAt(const QString& folder)
{
    const QFileInfo info(folder);
    const QDir dir(folder);
    if (!info.exists() && !info.isSymLink())
        return Found::Nothing;
    if (info.isDir() && !info.isSymLink()) {
        if (dir.exists(databaseName()) || dir.exists(settingsName()))
            return Found::Workspace;
        if (dir.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            return Found::Nothing;
    }
    return failure(ErrorKind::Refused,
                   QStringLiteral("%1 holds something that is no workspace and is left as it is; name another folder.")
                       .arg(folder));
}

/// A workspace whose tables are on a server is not replaced by one whose tables are a file.
Result<void> isNoServers(const QString& folder)
{
    const auto workspace = Workspace::open(folder);
    if (!workspace || !workspace->isOnServer())
        return {};
    return failure(ErrorKind::Refused,
                   QStringLiteral("The tables of %1 are on a server and nothing was restored; the server's own tools restore them "
                                  "(pg_restore). To look at this backup, name a new folder.")
                       .arg(folder));
}

/// Copies a file of the backup and compares it with the manifest. Links are not followed.
Result<void> copyChecked(const QString& from, const QString& to, const BackupFile& file)
{
    const QFileInfo info(from);
    const auto differs = [&](const QString& how) {
        return failure(ErrorKind::Integrity,
                       QStringLiteral("The backup's file %1 %2; nothing was restored. Use another backup.").arg(from, how));
    };
    if (info.isSymLink() || !info.isFile())
        return differs(QStringLiteral("is missing"));
    if (info.size() != file.bytes)
        return differs(QStringLiteral("has %1 bytes instead of %2").arg(info.size()).arg(file.bytes));
    if (auto made = makeFolder(QFileInfo(to).path()); !made)
        return made;
    QString digest;
    if (auto copied = copyFile(from, to, &digest); !copied)
        return copied;
    if (digest != file.sha256)
        return differs(QStringLiteral("has changed since it was made"));
    return {};
}

Result<void> checkDatabase(const QString& path, const QString& backup, const BackupManifest& manifest, const Clock& clock)
{
    const auto upgrades = schemaUpgrades();
    if (!upgrades)
        return failure(upgrades.error());
    auto gateway = Gateway::open(path, clock);
    if (!gateway)
        return failure(gateway.error());
    const auto version = oneNumber(**gateway, QStringLiteral("PRAGMA user_version"));
    const auto owner = oneNumber(**gateway, QStringLiteral("PRAGMA application_id"));
    if (!version || !owner)
        return failure(version ? owner.error() : version.error());
    if (*owner != applicationId)
        return failure(ErrorKind::Refused, QStringLiteral("The backup %1 is of another program.").arg(backup));
    if (*version > static_cast<std::int64_t>(upgrades->size()))
        return failure(ErrorKind::Refused,
                       QStringLiteral("The backup %1 was made by a newer version of Cartwright (schema %2, this program "
                                      "knows %3). Use the newer program.").arg(backup).arg(*version).arg(upgrades->size()));
    const auto damages = integrityProblems(**gateway);
    if (!damages)
        return failure(damages.error());
    const auto broken = foreignKeyProblems(**gateway);
    if (!broken)
        return failure(broken.error());
    const auto rows = countRows(**gateway);
    if (!rows)
        return failure(rows.error());
    const QStringList all = *damages + *broken;
    if (all.isEmpty() && *rows == manifest.rows && *version == manifest.schemaVersion)
        return {};
    const QString why = all.isEmpty() ? QStringLiteral("it holds other rows than its manifest says") : all.first();
    return failure(ErrorKind::Integrity,
                   QStringLiteral("The database of the backup %1 is damaged (%2); nothing was restored. Use another backup.")
                       .arg(backup, why), all.join(QLatin1Char('\n')));
}

/// Builds the whole workspace in `data`.
Result<void> build(const QString& data, const QString& backup, const BackupManifest& manifest, const Clock& clock,
                   const Cancellation& cancel, const KeepProgress& progress)
{
    const bool isFolder = QFileInfo(backup).isDir();
    const QString source = isFolder ? backup : QFileInfo(backup).path();
    // A single file may have been renamed since.
    const QString database = isFolder ? manifest.database.path : QFileInfo(backup).fileName();
    for (const auto* name : {"media", "drafts", "outbox", "quarantine", "datasets"})
        if (auto made = makeFolder(data + QLatin1Char('/') + QLatin1String(name)); !made)
            return made;
    const QString copy = data + QLatin1Char('/') + databaseName();
    if (auto copied = copyChecked(source + QLatin1Char('/') + database, copy, manifest.database); !copied)
        return copied;
    if (auto checked = checkDatabase(copy, backup, manifest, clock); !checked)
        return checked;
    const auto total = static_cast<std::int64_t>(manifest.files.size());
    std::int64_t done = 0;
    for (const auto& file : manifest.files) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled,
                           QStringLiteral("Restoring %1 was stopped; nothing was restored.").arg(backup));
        if (auto copied = copyChecked(source + QLatin1Char('/') + file.path, data + QLatin1Char('/') + file.path, file); !copied)
            return copied;
        if (progress)
            progress(++done, total);
    }
    if (manifest.settings)
        if (auto written = writeFile(data + QLatin1Char('/') + settingsName(), toJsonText(*manifest.settings)); !written)
            return written;
    if (!QFileInfo::exists(data + QLatin1Char('/') + settingsName()))
        return failure(ErrorKind::Refused, QStringLiteral("The backup %1 has no settings.").arg(backup));
    return syncFolder(data);
}

/// A name beside the folder that nothing has yet.
QString asideName(const QString& folder, UtcMicroseconds now)
{
    const QString stem = folder + QStringLiteral(".aside-")
                         + QDateTime::fromMSecsSinceEpoch(now / 1000, Qt::UTC).toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    QString name = stem;
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = stem + QStringLiteral("-%1").arg(i);
    return name;
}

/// Holds writers off while the names change: one in the middle of a transaction would leave its journal behind.
/// Nothing where the present database is missing or too damaged to be locked.
Result<std::unique_ptr<Gateway>> holdWritersOff(const QString& database, const Clock& clock)
{
    if (!QFileInfo::exists(database))
        return nullptr;
    auto gateway = Gateway::open(database, clock);
    if (gateway)
        (*gateway)->setPatience(writerPatience);
    if (gateway)
        if (auto begun = (*gateway)->begin(); !begun)
            gateway = failure(begun.error());
    if (!gateway && gateway.error().kind == ErrorKind::Locked)
        return gateway;
    return gateway ? std::move(*gateway) : nullptr;
}

/// Gives the finished workspace the folder's name; returns the name that the present one got.
Result<QString> place(const QString& data, const QString& folder, Found present, const Clock& clock)
{
    if (present == Found::Nothing) {
        QDir().rmdir(folder); // an empty one
        if (auto renamed = renameIntoPlace(data, folder); !renamed)
            return failure(renamed.error());
        return QString();
    }
    const auto held = holdWritersOff(folder + QLatin1Char('/') + databaseName(), clock);
    if (!held)
        return failure(held.error());
    const QString aside = asideName(folder, clock.now());
    if (auto renamed = renameIntoPlace(data, aside); !renamed)
        return failure(renamed.error());
    if (auto exchanged = exchangeNames(aside, folder); !exchanged)
        return failure(ErrorKind::Failed,
                       QStringLiteral("%1 stays as it is, because it cannot change names with the restored workspace, which "
                                      "lies complete in %2; rename them by hand.").arg(folder, aside),
                       exchanged.error().sentence);
    return aside;
}

} // namespace

Result<Restored> restoreWorkspace(const QString& backup, const QString& folder, const RestoreOptions& options,
                                  const Clock& clock, const Cancellation& cancel, const KeepProgress& progress)
{
    const QString from = QDir::cleanPath(QFileInfo(backup).absoluteFilePath());
    const QString to = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    const auto manifest = readManifest(from);
    if (!manifest)
        return failure(manifest.error());
    const auto present = whatIsAt(to);
    if (!present)
        return failure(present.error());
    if (auto may = isNoServers(to); !may)
        return failure(may.error());
    if (*present == Found::Workspace && options.present == RestoreOptions::Present::Refuse)
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 holds a workspace already and is left as it is; name a new folder, or say "
                                      "--replace to keep it aside under another name.").arg(to));
    auto part = HeldFolder::take(HeldFolder::pathBeside(to));
    if (!part)
        return failure(part.error());
    const QString data = part->path() + QStringLiteral("/data");
    Result<QString> aside = QString();
    if (auto built = part->clear(); !built)
        aside = failure(built.error());
    else if (built = build(data, from, *manifest, clock, cancel, progress); !built)
        aside = failure(built.error());
    else
        aside = place(data, to, *present, clock);
    part->remove();
    if (!aside)
        return failure(aside.error());
    return Restored{to, *aside, manifest->madeAt, manifest->schemaVersion, totalOf(manifest->rows),
                    1 + static_cast<std::int64_t>(manifest->files.size())};
}

} // namespace cartwright::store
