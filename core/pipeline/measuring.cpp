#include "core/pipeline/measuring.h"

#include "core/store/facts_repository.h"

namespace cartwright::pipeline {

Result<std::vector<measures::Fact>> measureFacts(store::Database& database, std::optional<UtcMicroseconds> from,
                                                 std::optional<UtcMicroseconds> until)
{
    const auto sales = store::FactsRepository(database).sales(from, until);
    if (!sales)
        return failure(sales.error());
    std::vector<measures::Fact> facts;
    facts.reserve(sales->size());
    for (const auto& sale : *sales)
        facts.push_back({sale.exitedAt, sale.closedAt, sale.dueAt, sale.flagReasons, sale.audit, sale.reviewedAt,
                         sale.predictionRight, sale.handling});
    return facts;
}

} // namespace cartwright::pipeline
