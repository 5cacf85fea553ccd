#pragma once

#include "core/store/verdict_rows.h"

namespace cartwright::store {

/// NotFound is noted where an item is moved to a sale that is not here.
void insertMoved(Work& work, const VerdictRow& verdict, const std::vector<MovedItem>& items, UtcMicroseconds at);

} // namespace cartwright::store
