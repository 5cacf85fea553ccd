#pragma once

#include "core/base/cancellation.h"
#include "core/store/database.h"

#include <functional>

namespace cartwright::store {

/// How many sales of which kind `fillDatabase` adds. Sales lie evenly over `days` days that end at the database's
/// present time; one in twenty is flagged and one in a hundred is in the audit sample.
struct FillOptions
{
    std::int64_t sales = 1'000'000;
    std::int64_t waiting = 0;  ///< so many of the latest wait for a review; other flagged ones are reviewed
    int days = 365;
    std::int64_t batch = 20'000; ///< sales in one transaction
};

/// Adds sales with revisions, events, carts, decisions, flags, verdicts and receipts to a store "bench" that is made
/// at need: made-up rows for measuring at size, written by set-based statements, with no clips behind them. Calls
/// `progress` with sales done and in all after each batch. Cancelled between batches; what was added stays.
/// Gives the number of rows written.
Result<std::int64_t> fillDatabase(Database& database, const FillOptions& options, const Cancellation& cancel,
                                  const std::function<void(std::int64_t, std::int64_t)>& progress);

} // namespace cartwright::store
