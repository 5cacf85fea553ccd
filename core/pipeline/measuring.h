#pragma once

#include "core/measures/measures.h"
#include "core/store/database.h"

namespace cartwright::pipeline {

/// The facts of the store as measures need them, of the sales whose exit lies in [from, until), or all.
Result<std::vector<measures::Fact>> measureFacts(store::Database& database,
                                                 std::optional<UtcMicroseconds> from = {},
                                                 std::optional<UtcMicroseconds> until = {});

} // namespace cartwright::pipeline
