#pragma once

#include "core/store/facts_repository.h"
#include "core/store/work.h"

namespace cartwright::store {

/// Sales as measures see them, in the order of exits: a SELECT of the columns that `readFact` takes, with more
/// columns (", name …") in front, and a condition on the sale s. Joined is "LEFT JOIN … ON …" or nothing.
QString factsSql(const QString& moreColumns, const QString& joined, const QString& condition);
SaleFact readFact(Work& work, Row& row);

} // namespace cartwright::store
