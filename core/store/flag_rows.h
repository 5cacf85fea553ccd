#pragma once

#include "core/domain/decision.h"
#include "core/store/work.h"

namespace cartwright::store {

void insertFlags(Work& work, std::int64_t saleRow, int revision, const std::vector<Flag>& flags);
/// Takes rule, value, bound and event_id; an empty rule gives an empty flag.
Flag readFlag(Work& work, Row& row);
/// The flags of one decided revision, as they were given.
std::vector<Flag> readFlags(Work& work, std::int64_t saleRow, int revision);

/// Whether a decision asks for review only to sample: its flags are audit samples and nothing else.
bool isAuditOnly(const std::vector<Flag>& flags);

} // namespace cartwright::store
