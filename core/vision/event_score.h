#pragma once

#include "core/domain/sale.h"

#include <vector>

namespace cartwright::vision {

/// One event to be scored: what happened at which bin and when. Both lists must use the same clock; which one
/// does not matter.
struct ScoredEvent
{
    QString binId;
    EventKind kind = EventKind::None;
    Microseconds from = 0;
    Microseconds until = 0;
    bool operator==(const ScoredEvent&) const = default;
};

/// Places in the two lists that belong together.
struct EventPair
{
    std::size_t found = 0;
    std::size_t truth = 0;
    bool operator==(const EventPair&) const = default;
};

struct EventScore
{
    std::vector<EventPair> matched;    ///< in order of the truth's place
    std::vector<std::size_t> missed;   ///< places in the truth
    std::vector<std::size_t> invented; ///< places among the found ones
};

/// A pair may match when bin and kind agree and the spans, each taken with its ends, come within `tolerance` of
/// each other. Pairs are one to one and as many as possible; among those choices the one with the greatest sum of
/// overlaps is taken (a gap counts below zero). An interaction that was found to have come to nothing
/// (EventKind::None) can match but is never invented: it puts nothing into a cart.
/// Pure; any thread. Negative tolerance counts as 0, a span that ends before it begins as its beginning.
EventScore scoreEvents(const std::vector<ScoredEvent>& found, const std::vector<ScoredEvent>& truth,
                       Microseconds tolerance = microsecondsPerSecond / 2);

} // namespace cartwright::vision
