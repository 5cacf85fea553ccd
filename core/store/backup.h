#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/store/workspace.h"

#include <functional>

namespace cartwright::store {

/// Told after each file: how many are done, of how many.
using KeepProgress = std::function<void(std::int64_t done, std::int64_t total)>;

struct BackupOptions
{
    enum class Content : std::uint8_t {
        Database, ///< the database and the settings
        All,      ///< also media, drafts, outbox and datasets
    };
    Content content = Content::Database;
    QString programVersion; ///< for the manifest
};

struct Backup
{
    QString path;     ///< absolute
    QString manifest; ///< absolute
    std::int64_t schemaVersion = 0;
    std::int64_t tables = 0;
    std::int64_t rows = 0;
    std::int64_t files = 0; ///< with the database, without the manifest
    std::int64_t bytes = 0; ///< of those
    QStringList notes;      ///< sentences on what was left out
};

/// Copies a workspace while others work in it. `target` is a new folder, or, where its name ends in ".sqlite", a new
/// file with `<file>.manifest.json` beside it (the database and the settings only). The database in it is one consistent
/// state; it was opened, checked and counted before it got its name. Media and datasets are hard-linked where the file
/// system allows (they are never written twice), all else is copied; each file's SHA-256 is in the manifest. Modes are
/// 0600 and 0700.
///
/// Grows in `.<name>.part` beside the target, which a killed backup leaves and the next one to the same target removes.
/// Refused where the target exists or lies in the workspace; NotFound where its folder does not exist; WrongUsage
/// for a single file with media; Integrity where the database or its copy is damaged; Locked; Failed (disk full) and
/// Cancelled leave nothing behind. Opens a connection of its own; writers wait while the database is copied. Any thread.
Result<Backup> backupWorkspace(const Workspace& workspace, const QString& target, const BackupOptions& options,
                               const Clock& clock, const Cancellation& cancel = {}, const KeepProgress& progress = {});

/// Refused, too, where the folder is a workspace whose tables are on a server.
struct RestoreOptions
{
    enum class Present : std::uint8_t {
        Refuse,    ///< a folder that holds a workspace is refused
        KeepAside, ///< the present workspace gets another name beside the restored one
    };
    Present present = Present::Refuse;
};

struct Restored
{
    QString folder;    ///< absolute
    QString keptAside; ///< the name that the present workspace got, empty where there was none
    UtcMicroseconds madeAt = 0;
    std::int64_t schemaVersion = 0;
    std::int64_t rows = 0;
    std::int64_t files = 0;
};

/// Makes a workspace from a backup. Every hash, the database's integrity and its row counts are checked on the copies
/// before anything gets the folder's name. Present workspaces change names with the restored one in one step, so that an
/// interruption at any moment leaves the old one or the new one; a copy that is left over is removed by the next
/// restore to the same folder. Programs that have the replaced workspace open must be closed: they can no longer write.
///
/// Refused where the folder holds a workspace (unless KeepAside) or anything else, or where the backup is of a newer
/// program; Integrity where the backup is damaged; Locked where somebody writes to the present workspace.
Result<Restored> restoreWorkspace(const QString& backup, const QString& folder, const RestoreOptions& options,
                                  const Clock& clock, const Cancellation& cancel = {},
                                  const KeepProgress& progress = {});

} // namespace cartwright::store
