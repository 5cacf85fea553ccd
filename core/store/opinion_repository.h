#pragma once

#include "core/domain/decision.h"
#include "core/store/queue_repository.h"

namespace cartwright::store {

/// What a reviewer would have submitted, had nobody taken the sale over meanwhile. It decides nothing and is never
/// changed.
struct SecondOpinion
{
    Verdict verdict; ///< its decidedAt is when it was kept, by the store's clock; it has no number
    std::int64_t epoch = 0; ///< of the lease that was lost
};

/// Reads second opinions; QueueRepository keeps them when a submit comes too late. On a server a reviewer reads his own only.
/// Same thread as the database.
class OpinionRepository
{
public:
    explicit OpinionRepository(Database& database) : m_database(database) {}

    Result<std::vector<SecondOpinion>> of(const SaleKey& key); ///< the oldest first

private:
    Database& m_database;
};

} // namespace cartwright::store
