#pragma once

#include "core/feed/ingest.h"

#include <functional>
#include <vector>

namespace cartwright::feed {

/// A bundle of a spool that is in the workspace now, and where it was moved (`accepted/NAME`).
struct AcceptedBundle
{
    QString name;
    QString movedTo;
    Ingested ingested;
};

/// A bundle that was not taken, and why. `movedTo` is empty where it still lies in the spool.
struct RefusedBundle
{
    QString name;
    QString movedTo;
    Error reason;
};

/// What one pass over a spool did.
struct SpoolPass
{
    std::vector<AcceptedBundle> accepted;
    std::vector<RefusedBundle> quarantined; ///< the bundle is wrong
    std::vector<RefusedBundle> left;        ///< we failed (disk, database, permissions); the next pass tries again
    bool cancelled = false;                 ///< stopped on request; bundles that were not reached are not listed
};

/// Told after each bundle: how many are done, of how many, and what became of this one in a sentence.
using SpoolProgress = std::function<void(int done, int count, const QString& sentence)>;

/// One pass over a spool folder. Complete bundles are the folders and `*.tar` files directly in it whose name does not
/// begin with `.`, without `accepted` and `quarantine`; anything else is left alone. In the order of their names each is
/// ingested and moved:
///
///     SPOOL/accepted/NAME
///     SPOOL/quarantine/NAME/NAME   the bundle as it came
///     SPOOL/quarantine/NAME/reason.json
///         {"schema": "cartwright.reason/1", "bundle": NAME, "kind": "refused" or "not_found", "reason": SENTENCE,
///          "details": TEXT, "at": TIME}
///
/// A name that is taken already gets `-2`, `-3`, ... before its ending. Nothing is deleted, and a bad bundle never stops
/// the next. A pass that was killed is taken up by the next one. The database's thread.
/// NotFound where there is no such folder; Locked where another process works on it.
Result<SpoolPass> runSpoolOnce(const QString& spool, const store::Workspace& workspace, store::Database& database,
                               const Cancellation& cancel = {}, const SpoolProgress& progress = {});

} // namespace cartwright::feed
