#pragma once

// Internal to store: counting sales into days.

#include "core/store/fact_rows.h"
#include "core/store/measure_kind.h"

#include <map>

namespace cartwright::store {

/// As what a sale is counted, and where.
struct Counted
{
    UtcMicroseconds day = 0;
    std::int64_t kind = 0;
    std::int64_t handling = -1;
    bool operator==(const Counted&) const = default;
};

Counted countedAs(const SaleFact& fact);

/// A noted sale: as what it was counted last, if it was, and as what it counts now.
struct Recounted
{
    std::int64_t saleRow = 0;
    QString storeId;
    std::optional<Counted> before;
    Counted now;
};

/// Days of stores, and of all stores under the empty scope, that are read when first asked for.
class DayCounts
{
public:
    struct Of
    {
        Counts kinds;
        Counts handling;
    };
    using Key = std::pair<QString, UtcMicroseconds>; ///< scope, day

    /// Takes a sale away from where it was counted and adds it where it counts now. Days that are not there yet are
    /// read from the tables first.
    void move(Work& work, const Recounted& sale);
    void add(const QString& storeId, const Counted& counted, int sign);
    const std::map<Key, Of>& days() const { return m_days; }
    std::map<Key, Of>& days() { return m_days; }

private:
    void need(Work& work, const QString& storeId, UtcMicroseconds day);
    std::map<Key, Of> m_days;
};

/// One row of measure_day, from the column `day` on: day, kinds, handling.
std::pair<UtcMicroseconds, DayCounts::Of> readDay(Work& work, Row& row);

/// Sales that are noted in measure_change, each once.
std::vector<Recounted> notedSales(Work& work);

/// The same for these rows.
std::vector<Recounted> recountedSales(Work& work, const std::vector<std::int64_t>& saleRows);

/// Takes at most so many notes away, in order, and counts their sales; gives the number of notes.
std::int64_t countNoted(Work& work, int most);

} // namespace cartwright::store
