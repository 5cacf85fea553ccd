#pragma once

#include "core/domain/sale.h"

#include <map>

namespace cartwright::pipeline {

/// An interaction as one camera saw it, on the common clock.
struct Sighting
{
    QString cameraId;
    QString binId;
    EventKind outcome = EventKind::None; ///< Take, Return or None
    double outcomeProbability = 0;
    int quantity = 1;
    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
    Box region;
    std::vector<Candidate> candidates;
    bool operator==(const Sighting&) const = default;
};

/// What the sources say together, and where they contradict each other.
struct Fused
{
    std::vector<Event> events;   ///< interactions in order of time
    Cart cart;
    int disagreements = 0;
    QString firstDisagreement;   ///< an event's id, or empty
};

/// Joins sightings of one bin by different cameras whose spans overlap within `togetherWithin` to one event.
/// Outcomes are combined as independent witnesses: each gives its probability p to its own outcome and (1 - p) / 2 to each of
/// the two others; the products are normalised. The event keeps camera, region and candidates of the most certain witness.
inline constexpr Microseconds togetherWithin = 700'000;
std::vector<Event> joinSightings(std::vector<Sighting> sightings);

/// Fuses interactions with the sale's shelf weights, scans and own cart into a predicted cart.
/// - A weight fact belongs to the nearest interaction at a bin of its plate, at most 2.5 s before or after it. Where it agrees
///   (sign, and whole pieces of the product's unit weight within 8 % + 6 g), the outcome's odds are multiplied by 20;
///   where it speaks of another outcome or another number of pieces, that is a disagreement and the odds are divided by 20.
///   A weight fact of more than 15 g without an interaction is a disagreement.
/// - Scans, where there are any, make the cart; interactions that contradict it are disagreements.
/// - The feed's own cart, where there is one, is the predicted cart; a fused cart that differs is a disagreement.
/// - More pieces returned than taken is a disagreement.
/// A line's confidence is the product over its events of kind, product and actor probability.
Fused fuse(const Sale& sale, std::vector<Event> interactions, const Store& store,
           const std::map<Gtin, Product>& products);

} // namespace cartwright::pipeline
