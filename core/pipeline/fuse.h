#pragma once

#include "core/pipeline/reliability.h"
#include "core/pipeline/shelf_belief.h"
#include "core/pipeline/sightings.h"
#include "core/review/flag_policy.h"

#include <set>

namespace cartwright::pipeline {

using review::Between;

/// What the sources say together, and where they contradict each other.
struct Fused
{
    std::vector<Event> events;   ///< interactions in order of time
    Cart cart;
    /// In the order in which they were met. The doubt is 1 - P of what the sources together come to, so that it is small where
    /// one source decides.
    std::vector<review::SourcesDisagree> disagreements;
};

/// What is known beside the interactions.
struct Circumstances
{
    Reliability reliability;
    ShelfBelief shelf;                   ///< at the sale's beginning
    std::vector<Event> plateSteps;       ///< found in traces, beside the feed's own weight events
    std::map<QString, std::vector<std::pair<UtcMicroseconds, UtcMicroseconds>>> silent; ///< plates that sent nothing
    std::vector<Event> elsewhere;        ///< put down or gone beside the bins
    std::vector<HandsMet> met;
    std::set<QString> shared;            ///< ids of interactions in which several people reached into one bin
};

/// Fuses interactions with shelf weights, scans, the shelf's history and the feed's own cart into a predicted cart.
///
/// Each interaction is a hypothesis h = (kind k, pieces q, product g); k is take, return or none, q 1 to 4 (or what the cameras
/// say, if more). With r. the sources' reliabilities (Reliability):
///
///   P(h | all) ~ cameras(k) pieces(q) product(g | k) plate(h)
///
///   cameras(k)   p' for their outcome and (1 - p') / 2 for each other, p' = r.cameraKind p + (1 - r.cameraKind) / 3, where p is
///                their joint probability (joinSightings); 1/3 each where only a plate speaks
///   pieces(q)    r.cameraQuantity for the cameras' number where that is one, r.cameraSeveral where it is more, the rest shared
///                among the others
///   product(g)   the candidates' probabilities. For a take, goods that earlier shoppers are believed to have left in this bin
///                (s pieces, each with its probability) get s / (s + 2), the candidates the rest. For a return, times
///                1 - r.heldBefore where the shopper does not hold that many of g; what he holds and no candidate names gets 0.02;
///                where he holds anything, all scaled to sum to 0.3 at least
///   plate(h)     where the bin's plate reports: r.plate N(d; -/+ q w, 3 + 1.5 q g) + (1 - r.plate) / 6000 g for the sum d of its
///                steps nearest to this interaction, at most 2.5 s away, w the product's unit weight; without a step r.plate for
///                none and 1 - r.plate for the others
///
/// The event says the most probable (k, q) with P(k, q) as kindProbability, and P(g | k, q) as candidates. What the shopper
/// holds follows from that, in order of time. Events with actorProbability below 0.5 are other people's and do not count.
///
/// - A plate's steps of more than 15 g without an interaction are an interaction of their own, with three quarters of its
///   probability, as somebody else may have come by.
/// - Something put down beside the bins is a return, without a bin, of what the shopper holds, the last one first (0.8 of the
///   rest each); it is ignored where he holds nothing.
/// - Where an arm of the group met another before no bin, the last thing taken in the 8 s before went to the other hand with 0.65.
/// - Several people at one bin: the pieces are shared out in halves and the actor is 0.6.
/// - Scans: per product, n pieces in the cart with confidence c and s scanned: n has c P(s | n), s has (1 - c) / 2 P(s | s), where
///   each piece is scanned with r.scan and a piece too many has 0.003.
/// - The feed's own cart, where there is one, is the predicted cart.
/// A line's confidence is the product over its events of kind, product and actor probability.
Fused fuse(const Sale& sale, std::vector<Event> interactions, const Store& store, const std::map<Gtin, Product>& products,
           const Circumstances& circumstances = {});

} // namespace cartwright::pipeline
