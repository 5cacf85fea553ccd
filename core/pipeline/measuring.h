#pragma once

#include "core/measures/measures.h"
#include "core/store/database.h"

namespace cartwright::pipeline {

/// The sales of a window, counted by day, and the window itself: an end that was left open is where the sales end
/// (the last exit and a microsecond), or nothing where there are none.
struct Measured
{
    std::vector<DayTally> days;
    std::optional<UtcMicroseconds> from;
    std::optional<UtcMicroseconds> until;
};

/// The sales whose exit lies in [from, until), or all. Whole days are read from the counts that the store keeps, a
/// day that the window cuts from its facts. The first and the last day with a sale are there even where nothing is
/// decided in them.
Result<Measured> measure(store::Database& database, std::optional<UtcMicroseconds> from = {},
                         std::optional<UtcMicroseconds> until = {}, const QString& storeId = {});

/// The same sales' facts, one by one: what the counts are proved against.
Result<std::vector<measures::Fact>> measureFacts(store::Database& database,
                                                 std::optional<UtcMicroseconds> from = {},
                                                 std::optional<UtcMicroseconds> until = {},
                                                 const QString& storeId = {});

} // namespace cartwright::pipeline
