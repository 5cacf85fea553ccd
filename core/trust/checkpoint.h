#pragma once

#include "core/base/time.h"
#include "core/store/log_repository.h"

#include <QStringList>

namespace cartwright::trust {

/// What the log's chain was at a moment, kept where whoever could rewrite the log does not write: beside exports, with
/// somebody else, on paper. Plain value; any thread.
struct Checkpoint
{
    std::int64_t count = 0;  ///< seals
    std::int64_t number = 0; ///< of the last sealed entry
    QString hash;            ///< the last seal, lower-case hex
    UtcMicroseconds at = 0;  ///< when it was taken, by the store's clock
    QString database;        ///< whose log; for people
    QString from;            ///< the file it was read from; not written
};

/// The present state of the chain. On a server, what waits for its seal is sealed first. The database's thread.
Result<Checkpoint> takeCheckpoint(store::Database& database);

/// One JSON object: {"schema": "cartwright.checkpoint/1", "count", "number", "hash", "at", "database"}.
/// Refused where the file exists.
Result<void> writeCheckpoint(const QString& file, const Checkpoint& checkpoint);

/// Where the checkpoint of an exported folder belongs: beside it, because the folder itself never changes, as
/// `<folder>.<count>.checkpoint.json`.
QString checkpointBeside(const QString& folder, const Checkpoint& checkpoint);
/// The files that lie there.
QStringList checkpointsBeside(const QString& folder);

/// The checkpoints in a file or in the files of a folder called *checkpoint.json. Refused where one is malformed;
/// NotFound.
Result<std::vector<Checkpoint>> readCheckpoints(const QString& path);

} // namespace cartwright::trust
