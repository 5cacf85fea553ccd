#pragma once

// Internal to store: how the tables of measures hold what sales count as.

#include "core/domain/tally.h"
#include "core/store/facts_repository.h"

namespace cartwright::store {

/// What a sale counts as, as the set of bits that measure_sale.kind holds; 0 is a sale that counts nowhere. The
/// bits are kept in databases: they are added to, never given another meaning.
std::int64_t kindOf(const SaleFact& fact);
AlikeSales alikeOf(std::int64_t kind, std::int64_t sales);

/// In tenths of a second; -1 where nobody handled the sale.
std::int64_t handlingOf(const SaleFact& fact);

/// How often numbers occur, as measure_day holds it: "number:count,…", numbers rising, counts above 0.
using Counts = std::map<std::int64_t, std::int64_t>;
QString textOf(const Counts& counts);
Result<Counts> countsOf(const QString& text);

} // namespace cartwright::store
