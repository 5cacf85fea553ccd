#pragma once

// Inside the room only: how a chain is broken, once it is known where.

#include "core/trust/audit.h"

namespace cartwright::trust {

/// The first place where the chain does not go on as it must.
struct Break
{
    QString beforePrevious;          ///< the seal two positions before
    QString previous;                ///< the seal one position before
    std::int64_t previousPosition = 0;
    std::int64_t previousNumber = 0; ///< of its entry, 0 at the beginning
    store::Seal seal;                ///< the one that does not fit
};

/// "Entry 17 (lease.claimed of demo-01/s-1 by ada, 2026-03-02T10:15:04.120Z)".
QString described(const store::StoredLogEntry& entry);

/// What was done there. Reads the rest of the log at most once. Errors are the database's.
Result<BrokenPlace> diagnose(store::LogRepository& log, const Break& broken);

/// The first entry that ought to have a seal and has none, as a broken place; `waiting` counts those that may wait.
Result<std::optional<BrokenPlace>> unsealedPlace(store::LogRepository& log, const store::ChainHead& head,
                                                 UtcMicroseconds now, std::int64_t& waiting);

} // namespace cartwright::trust
