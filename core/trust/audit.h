#pragma once

#include "core/base/cancellation.h"
#include "core/trust/checkpoint.h"

#include <functional>
#include <optional>

namespace cartwright::trust {

/// How the log is broken at its first broken place.
enum class Breakage : std::uint8_t {
    EntryAltered,  ///< the entry is not the one that was sealed
    EntryRemoved,  ///< a seal, or the place of one, has no entry any more
    EntryInserted, ///< an entry that was not written when its number was given
    Reordered,     ///< entries or seals have changed places
    SealAltered,   ///< the entry is right and its seal is not
    SealRemoved,   ///< the entry is right and its seal is gone
    Unsealed,      ///< an entry without a seal that ought to have one
    Truncated,     ///< shorter than a checkpoint says: its end was removed
    Rewritten,     ///< whole in itself, but not what a checkpoint says it was
};
QString nameOf(Breakage breakage); ///< "entry_altered", ...

struct BrokenPlace
{
    Breakage how = Breakage::EntryAltered;
    std::int64_t position = 0; ///< in the chain; 0 where it has none
    std::int64_t number = 0;   ///< of the entry, 0 where unknown
    QString sentence;          ///< which entry (its number and what it says), and how it is broken
};

struct AuditReport
{
    store::ChainHead head;       ///< as far as it was walked
    std::int64_t waiting = 0;    ///< on a server: entries that nobody has sealed yet
    std::int64_t backward = 0;   ///< entries with an earlier time than the one before: a clock that was set back
    std::int64_t checkpoints = 0; ///< that agreed
    std::optional<BrokenPlace> broken; ///< the first one, in the order of the log
};

/// Walks the whole log and its seals (core/store/log_chain.h) in pages, whoever writes meanwhile, and compares it with
/// the checkpoints. Changes nothing. A log that is broken is no error but a finding. `progress` gets seals done and in
/// all. What a person who may write to the database can still do unseen is append entries, and rewrite what lies beyond the
/// last checkpoint. Errors are the database's; Cancelled. The database's thread.
Result<AuditReport> verifyLog(store::Database& database, const std::vector<Checkpoint>& checkpoints,
                              const Cancellation& cancel = {},
                              const std::function<void(std::int64_t, std::int64_t)>& progress = {});

/// The checkpoints that lie beside the recorded exports and are readable; `missing` counts exports without one.
struct KnownCheckpoints
{
    std::vector<Checkpoint> checkpoints;
    std::int64_t missing = 0;
};
Result<KnownCheckpoints> checkpointsOfExports(store::Database& database);

/// Hands over the sealed log as lines of JSON that can be checked without this program: {"position", "number", "at" (microseconds since
/// 1970, UTC), "who", "role", "action", "subject", "details" (the stored text), "seal"}, in the order of the chain.
Result<void> exportLog(store::Database& database, const std::function<void(const QByteArray& line)>& use,
                       const Cancellation& cancel = {});

} // namespace cartwright::trust
