#include "core/pipeline/fuse.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr Microseconds weightReach = 2'500'000;
constexpr Grams smallestWeight = 15;
constexpr double weightOdds = 20;

struct Group
{
    std::vector<Sighting> sightings;
    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
};

bool sees(const Group& group, const QString& cameraId)
{
    return std::any_of(group.sightings.begin(), group.sightings.end(),
                       [&](const auto& s) { return s.cameraId == cameraId; });
}

Event eventOf(const Group& group)
{
    constexpr std::array outcomes{EventKind::Take, EventKind::Return, EventKind::None};
    std::array<double, 3> weight{1, 1, 1};
    for (const auto& sighting : group.sightings)
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            weight[i] *= outcomes[i] == sighting.outcome ? sighting.outcomeProbability
                                                         : (1 - sighting.outcomeProbability) / 2;
    const auto best = static_cast<std::size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin());
    const double sum = weight[0] + weight[1] + weight[2];

    const Sighting* witness = nullptr;
    for (const auto& sighting : group.sightings)
        if (sighting.outcome == outcomes[best]
            && (!witness || sighting.outcomeProbability > witness->outcomeProbability))
            witness = &sighting;
    if (!witness)
        witness = &group.sightings.front();

    Event event;
    event.kind = outcomes[best];
    event.source = EventSource::Analysis;
    event.at = witness->from;
    event.until = witness->until;
    event.cameraId = witness->cameraId;
    event.binId = witness->binId;
    event.box = witness->region;
    event.quantity = witness->quantity;
    event.candidates = witness->candidates;
    event.kindProbability = sum > 0 ? std::min(weight[best] / sum, 0.999) : 0;
    return event;
}

Gtin productOf(const Event& event)
{
    return event.candidates.empty() ? Gtin{} : event.candidates.front().gtin;
}

void note(Fused& fused, const QString& eventId)
{
    if (fused.disagreements++ == 0)
        fused.firstDisagreement = eventId;
}

void multiplyOdds(Event& event, double by)
{
    const double p = std::clamp(event.kindProbability, 0.001, 0.999);
    const double odds = p / (1 - p) * by;
    event.kindProbability = std::clamp(odds / (1 + odds), 0.001, 0.999);
}

/// The interaction that a weight fact belongs to: the nearest at a bin of its plate.
Event* interactionAt(std::vector<Event>& events, const Event& weight, const Store& store)
{
    Event* nearest = nullptr;
    Microseconds nearestDistance = weightReach + 1;
    for (auto& event : events) {
        const Bin* bin = store.findBin(event.binId);
        if (!bin || bin->plateId != weight.plateId)
            continue;
        const Microseconds distance = std::max({event.at - weight.at, weight.at - event.until, Microseconds{0}});
        if (distance < nearestDistance) {
            nearest = &event;
            nearestDistance = distance;
        }
    }
    return nearest;
}

/// Whole pieces that a weight change stands for, or nothing where it is no whole number of them.
std::optional<int> piecesOf(Grams delta, Grams unit)
{
    if (unit <= 0)
        return std::nullopt;
    const double size = std::abs(static_cast<double>(delta));
    const double pieces = std::round(size / static_cast<double>(unit));
    if (pieces < 1 || std::abs(size - pieces * static_cast<double>(unit)) > 0.08 * size + 6)
        return std::nullopt;
    return static_cast<int>(pieces);
}

void weigh(Fused& fused, const Event& weight, const Store& store, const std::map<Gtin, Product>& products)
{
    const Grams delta = weight.deltaGrams.value_or(0);
    if (std::abs(delta) < smallestWeight)
        return;
    Event* event = interactionAt(fused.events, weight, store);
    if (!event) {
        note(fused, {});
        return;
    }
    const EventKind spoken = delta < 0 ? EventKind::Take : EventKind::Return;
    const auto product = products.find(productOf(*event));
    const auto pieces = product == products.end() || !product->second.unitWeight
                            ? std::nullopt
                            : piecesOf(delta, *product->second.unitWeight);
    if (event->kind == spoken && pieces == event->quantity) {
        multiplyOdds(*event, weightOdds);
        return;
    }
    multiplyOdds(*event, 1 / weightOdds);
    note(fused, event->eventId);
}

Cart cartOf(Fused& fused)
{
    struct Sum
    {
        CartLine line;
        int pieces = 0;
    };
    std::vector<Sum> sums;
    for (const auto& event : fused.events) {
        const Gtin gtin = productOf(event);
        if (gtin.isEmpty() || event.kind == EventKind::None)
            continue;
        auto sum = std::find_if(sums.begin(), sums.end(), [&](const auto& s) { return s.line.gtin == gtin; });
        if (sum == sums.end())
            sum = sums.insert(sums.end(), Sum{{gtin, 0, 1, {}}, 0});
        sum->pieces += event.kind == EventKind::Take ? event.quantity : -event.quantity;
        sum->line.confidence *=
            event.kindProbability * event.actorProbability * event.candidates.front().probability;
        sum->line.eventIds.push_back(event.eventId);
    }
    Cart cart;
    for (auto& sum : sums) {
        if (sum.pieces < 0)
            note(fused, sum.line.eventIds.back());
        sum.line.quantity = sum.pieces;
        if (sum.pieces > 0)
            cart.lines.push_back(std::move(sum.line));
    }
    return cart;
}

std::optional<Cart> scannedCart(const Sale& sale)
{
    Cart cart;
    bool scanned = false;
    for (const auto& event : sale.events) {
        if (event.kind != EventKind::Scan)
            continue;
        scanned = true;
        const auto line = std::find_if(cart.lines.begin(), cart.lines.end(),
                                       [&](const auto& l) { return l.gtin == event.gtin; });
        if (line != cart.lines.end()) {
            line->quantity += event.quantity;
            line->eventIds.push_back(event.eventId);
        } else {
            cart.lines.push_back({event.gtin, event.quantity, 1, {event.eventId}});
        }
    }
    return scanned ? std::optional(cart) : std::nullopt;
}

} // namespace

std::vector<Event> joinSightings(std::vector<Sighting> sightings)
{
    std::sort(sightings.begin(), sightings.end(), [](const auto& a, const auto& b) {
        return std::tie(a.from, a.binId, a.cameraId) < std::tie(b.from, b.binId, b.cameraId);
    });
    std::vector<Group> groups;
    for (auto& sighting : sightings) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
            return g.sightings.front().binId == sighting.binId && sighting.from <= g.until + togetherWithin
                   && !sees(g, sighting.cameraId);
        });
        if (group == groups.end()) {
            groups.push_back({{sighting}, sighting.from, sighting.until});
            continue;
        }
        group->until = std::max(group->until, sighting.until);
        group->sightings.push_back(std::move(sighting));
    }
    std::vector<Event> events;
    for (const auto& group : groups)
        events.push_back(eventOf(group));
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].eventId = QStringLiteral("a%1").arg(i + 1);
    return events;
}

Fused fuse(const Sale& sale, std::vector<Event> interactions, const Store& store,
           const std::map<Gtin, Product>& products)
{
    Fused fused;
    fused.events = std::move(interactions);
    for (const auto& event : sale.events)
        if (event.kind == EventKind::Weight)
            weigh(fused, event, store, products);
    fused.cart = cartOf(fused);

    const auto take = [&](const Cart& better) {
        if (!fused.events.empty() && !fused.cart.sameContents(better))
            note(fused, {});
        fused.cart = better;
    };
    if (const auto scanned = scannedCart(sale))
        take(*scanned);
    if (sale.cart)
        take(*sale.cart);
    return fused;
}

} // namespace cartwright::pipeline
