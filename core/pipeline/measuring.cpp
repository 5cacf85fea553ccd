#include "core/pipeline/measuring.h"

#include "core/store/facts_repository.h"
#include "core/store/measure_repository.h"

namespace cartwright::pipeline {
namespace {

/// Puts days behind those that are there.
Result<void> append(std::vector<DayTally>& days, Result<std::vector<DayTally>> more)
{
    if (!more)
        return failure(more.error());
    days.insert(days.end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
    return {};
}

Result<std::vector<DayTally>> fromFacts(store::Database& database, UtcMicroseconds from, UtcMicroseconds until,
                                        const QString& storeId)
{
    const auto facts = measureFacts(database, from, until, storeId);
    if (!facts)
        return failure(facts.error());
    return measures::talliesOf(*facts);
}

UtcMicroseconds nextDay(UtcMicroseconds time) { return dayOf(time) == time ? time : dayOf(time) + dayLength; }

} // namespace

Result<Measured> measure(store::Database& database, std::optional<UtcMicroseconds> from,
                         std::optional<UtcMicroseconds> until, const QString& storeId)
{
    store::MeasureRepository counts(database);
    const auto exits = counts.exits(from, until, storeId);
    if (!exits)
        return failure(exits.error());
    Measured measured{{}, from, until};
    if (!*exits)
        return measured;
    measured.from = from.value_or((*exits)->first);
    measured.until = until.value_or((*exits)->last + 1);
    const UtcMicroseconds firstWhole = from ? nextDay(*from) : dayOf((*exits)->first);
    const UtcMicroseconds endOfWhole = until ? dayOf(*until) : dayOf((*exits)->last) + dayLength;
    Result<void> read;
    if (firstWhole > endOfWhole) { // within one day
        read = append(measured.days, fromFacts(database, *measured.from, *measured.until, storeId));
    } else {
        if (from && *from < firstWhole)
            read = append(measured.days, fromFacts(database, *from, firstWhole, storeId));
        if (read)
            read = append(measured.days, counts.days(firstWhole, endOfWhole, storeId));
        if (read && until && endOfWhole < *until)
            read = append(measured.days, fromFacts(database, endOfWhole, *until, storeId));
    }
    if (!read)
        return failure(read.error());
    for (const auto exit : {(*exits)->first, (*exits)->last})
        measured.days.push_back({.start = dayOf(exit), .sales = {}, .handling = {}});
    return measured;
}

Result<std::vector<measures::Fact>> measureFacts(store::Database& database, std::optional<UtcMicroseconds> from,
                                                 std::optional<UtcMicroseconds> until, const QString& storeId)
{
    const auto sales = store::FactsRepository(database).sales(from, until, storeId);
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
