#include "core/pipeline/event_hypotheses.h"

#include <algorithm>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr double plateRange = 6000;       ///< grams over which a faulty step may lie anywhere
constexpr double heldButNotNamed = 0.02;
constexpr double leastReturned = 0.3;
constexpr double copiesInFront = 2;       ///< of the bin's own goods, beside strange ones
constexpr double leastWorthNaming = 0.002;
constexpr std::size_t mostCandidates = 5;
constexpr int usualMost = 4;

double camerasSay(const Evidence& evidence, EventKind kind, const Reliability& reliability)
{
    if (!evidence.camerasSpeak)
        return 1.0 / 3;
    const double sure = std::clamp(evidence.event.kindProbability, 0.001, 0.999);
    const double p = reliability.cameraKind * sure + (1 - reliability.cameraKind) / 3;
    return kind == evidence.event.kind ? p : (1 - p) / 2;
}

double piecesSay(const Evidence& evidence, int pieces, int most, const Reliability& reliability)
{
    if (!evidence.camerasSpeak || evidence.event.kind == EventKind::None)
        return pieces == 1 ? 0.85 : 0.15 / (most - 1);
    const int said = evidence.event.quantity;
    const double right = said == 1 ? reliability.cameraQuantity : reliability.cameraSeveral;
    return pieces == said ? right : (1 - right) / (most - 1);
}

double bell(double x, double deviation)
{
    return std::exp(-x * x / (2 * deviation * deviation)) / (deviation * 2.5066282746310002);
}

double plateSays(const PlateVoice& plate, EventKind kind, int pieces, const Gtin& gtin,
                 const std::map<Gtin, Product>& products, const Reliability& reliability)
{
    if (!plate.reports)
        return 1;
    if (plate.steps == 0)
        return kind == EventKind::None ? reliability.plate : 1 - reliability.plate;
    const double anywhere = 1 / plateRange;
    if (kind == EventKind::None)
        return (1 - reliability.plate) * anywhere;
    const auto product = products.find(gtin);
    if (product == products.end() || product->second.unitWeight.value_or(0) <= 0)
        return anywhere;
    const double expected =
        (kind == EventKind::Take ? -1 : 1) * pieces * static_cast<double>(*product->second.unitWeight);
    return reliability.plate * bell(plate.delta - expected, 3 + 1.5 * pieces) + (1 - reliability.plate) * anywhere;
}

/// What is put back was held before. Who holds anything puts something of that back with at least `leastReturned` of the
/// weight of any product at all, however strange to the bin.
void preferHeld(std::map<Gtin, double>& weights, const std::map<Gtin, int>& held, const Reliability& reliability)
{
    bool any = false;
    for (const auto& [gtin, count] : held)
        if (count > 0) {
            weights[gtin] = std::max(weights[gtin], heldButNotNamed);
            any = true;
        }
    double sum = 0;
    for (auto& [gtin, weight] : weights) {
        const auto found = held.find(gtin);
        if (found == held.end() || found->second < 1)
            weight *= 1 - reliability.heldBefore;
        sum += weight;
    }
    if (any && sum < leastReturned)
        for (auto& [gtin, weight] : weights)
            weight *= leastReturned / sum;
}

/// P(g | kind) from candidates, what others left and what is held.
std::map<Gtin, double> productsFor(const Evidence& evidence, EventKind kind, const Reliability& reliability)
{
    std::map<Gtin, double> weights;
    double sum = 0;
    for (const Candidate& candidate : evidence.event.candidates) {
        weights[candidate.gtin] += candidate.probability;
        sum += candidate.probability;
    }
    if (sum < 1)
        weights[Gtin{}] += 1 - sum;
    if (kind == EventKind::Take && evidence.strange) {
        double pieces = 0;
        for (const auto& [gtin, count] : *evidence.strange)
            pieces += count;
        const double share = pieces / (pieces + copiesInFront);
        for (auto& [gtin, weight] : weights)
            weight *= 1 - share;
        for (const auto& [gtin, count] : *evidence.strange)
            weights[gtin] += share * count / std::max(pieces, 1e-9);
    }
    if (kind == EventKind::Return && evidence.held)
        preferHeld(weights, *evidence.held, reliability);
    return weights;
}

} // namespace

std::vector<Hypothesis> weighHypotheses(const Evidence& evidence, const std::map<Gtin, Product>& products,
                                        const Reliability& reliability)
{
    std::vector<Hypothesis> all;
    all.push_back({EventKind::None, 0, {},
                   camerasSay(evidence, EventKind::None, reliability)
                       * plateSays(evidence.plate, EventKind::None, 0, {}, products, reliability)});
    const int most = std::max(usualMost, evidence.event.quantity);
    for (const EventKind kind : {EventKind::Take, EventKind::Return}) {
        const double byCameras = camerasSay(evidence, kind, reliability);
        for (const auto& [gtin, weight] : productsFor(evidence, kind, reliability))
            for (int pieces = 1; pieces <= most; ++pieces) {
                double probability = byCameras * piecesSay(evidence, pieces, most, reliability) * weight
                                     * plateSays(evidence.plate, kind, pieces, gtin, products, reliability);
                if (kind == EventKind::Return && evidence.held) {
                    const auto held = evidence.held->find(gtin);
                    if (held != evidence.held->end() && held->second > 0 && held->second < pieces)
                        probability *= 1 - reliability.heldBefore;
                }
                all.push_back({kind, pieces, gtin, probability});
            }
    }
    double sum = 0;
    for (const Hypothesis& one : all)
        sum += one.probability;
    for (Hypothesis& one : all)
        one.probability = sum > 0 ? one.probability / sum : 1 / static_cast<double>(all.size());
    return all;
}

void settle(Event& event, const std::vector<Hypothesis>& hypotheses)
{
    std::map<std::pair<int, int>, double> byOutcome;
    for (const Hypothesis& one : hypotheses)
        byOutcome[{static_cast<int>(one.kind), one.pieces}] += one.probability;
    const auto best = std::max_element(byOutcome.begin(), byOutcome.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    event.kind = static_cast<EventKind>(best->first.first);
    event.kindProbability = std::clamp(best->second, 0.001, 0.999);
    if (event.kind == EventKind::None) {
        event.quantity = 1;
        return;
    }
    event.quantity = best->first.second;
    std::vector<Candidate> candidates;
    for (const Hypothesis& one : hypotheses)
        if (one.kind == event.kind && one.pieces == event.quantity)
            candidates.push_back({one.gtin, one.probability / best->second});
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    while (candidates.size() > 1
           && (candidates.size() > mostCandidates || candidates.back().probability < leastWorthNaming))
        candidates.pop_back();
    event.candidates = std::move(candidates);
}

} // namespace cartwright::pipeline
