#pragma once

// Internal to store: the list of what a backup holds.

#include "core/base/json.h"
#include "core/store/inspection.h"

#include <vector>

namespace cartwright::store {

struct BackupFile
{
    QString path; ///< relative to the backup's folder
    std::int64_t bytes = 0;
    QString sha256;
};

/// "cartwright.backup/1". A backup is a folder with `manifest.json`, or a database file with `<file>.manifest.json`
/// beside it, which then holds the settings too.
struct BackupManifest
{
    UtcMicroseconds madeAt = 0;
    QString programVersion;
    QString sqliteVersion;
    std::int64_t schemaVersion = 0;
    BackupFile database;
    RowCounts rows;
    std::optional<QJsonObject> settings; ///< of a backup that is one file
    std::vector<BackupFile> files;       ///< without the database
    bool withMedia = false;
};

QJsonObject toJson(const BackupManifest& manifest);

/// Where the manifest of a backup lies, whichever form it has.
QString manifestPathOf(const QString& backup);

/// Reads the manifest of a backup. NotFound where there is none; Refused where it breaks the format or names a
/// path that leaves the backup or has no place in a workspace.
Result<BackupManifest> readManifest(const QString& backup);

} // namespace cartwright::store
