#pragma once

#include "core/base/cancellation.h"
#include "core/domain/tally.h"
#include "core/store/database.h"

namespace cartwright::store {

/// Sales counted by day, kept beside the facts so that a year is read in the same time however many sales it has.
///
/// A transaction that changes what a sale counts as only notes the sale (a row of measure_change, by triggers): one
/// row of counts per day would be a row that all writers wait for. `catchUp` counts what was noted; `days` adds what
/// is noted and not counted yet to what it reads, in one snapshot, so its answer never lags behind the facts. Same
/// thread as the database.
class MeasureRepository
{
public:
    explicit MeasureRepository(Database& database) : m_database(database) {}

    /// The whole days (UTC) from `from` until before `until`, both starts of days, or all; in order, without those
    /// that have no sale decided. Of one store or of all. Where much was noted, it is counted first.
    Result<std::vector<DayTally>> days(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until,
                                       const QString& storeId = {});

    struct Exits
    {
        UtcMicroseconds first = 0;
        UtcMicroseconds last = 0;
    };
    /// Of the sales whose exit lies in [from, until), or all; nothing where there are none.
    Result<std::optional<Exits>> exits(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until,
                                       const QString& storeId = {});

    /// Counts what was noted, some thousand sales in one transaction, and gives how many. Several programs may
    /// call it at once; one works and the others wait. Cancelled between transactions.
    Result<std::int64_t> catchUp(const Cancellation& cancel = {});

    /// Forgets all counts and notes every sale, so that the next `catchUp` counts from the facts. One transaction.
    Result<void> recount();

    /// Days whose kept counts are not what the facts say, named by store and date; empty where all is right. Reads
    /// every sale.
    Result<QStringList> wrongDays();

private:
    Database& m_database;
};

} // namespace cartwright::store
