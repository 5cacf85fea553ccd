#pragma once

#include "core/domain/actor.h"
#include "core/store/queue_repository.h"
#include "core/store/work.h"

namespace cartwright::store {

/// QueueRepository::claimNext on a server: one statement, one round trip. Rows that somebody else is just
/// claiming are stepped over, so that no reviewer waits for another.
Result<std::optional<Lease>> claimNextOnServer(Gateway& gateway, const Actor& actor, Microseconds length);

} // namespace cartwright::store
