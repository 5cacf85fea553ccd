#include "core/pipeline/cart_fusion.h"

#include <algorithm>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr double oneScannedTooMany = 0.003;
constexpr double nothingMissed = 0.97; ///< that a product without an event is not in the cart

/// P(s scanned | n in the cart).
double scansSay(int scanned, int pieces, double reliability)
{
    if (scanned > pieces)
        return std::pow(reliability, pieces) * std::pow(oneScannedTooMany, scanned - pieces);
    double ways = 1;
    for (int i = 0; i < scanned; ++i)
        ways *= static_cast<double>(pieces - i) / (i + 1);
    return ways * std::pow(reliability, scanned) * std::pow(1 - reliability, pieces - scanned);
}

struct Scanned
{
    int pieces = 0;
    std::vector<QString> eventIds;
};

} // namespace

Gtin productOf(const Event& event)
{
    return event.candidates.empty() ? Gtin{} : event.candidates.front().gtin;
}

Cart cartOf(const Fused& fused)
{
    Cart cart;
    for (const auto& event : fused.events) {
        const Gtin gtin = productOf(event);
        if (gtin.isEmpty() || event.kind == EventKind::None || event.actorProbability < 0.5)
            continue;
        auto line = std::find_if(cart.lines.begin(), cart.lines.end(), [&](const auto& l) { return l.gtin == gtin; });
        if (line == cart.lines.end())
            line = cart.lines.insert(cart.lines.end(), CartLine{gtin, 0, 1, {}});
        line->quantity += event.kind == EventKind::Take ? event.quantity : -event.quantity;
        line->confidence *= event.kindProbability * event.actorProbability * event.candidates.front().probability;
        line->eventIds.push_back(event.eventId);
    }
    std::erase_if(cart.lines, [](const CartLine& line) { return line.quantity <= 0; });
    return cart;
}

void joinScans(Fused& fused, const Sale& sale, const Reliability& reliability)
{
    std::map<Gtin, Scanned> scans;
    for (const auto& event : sale.events)
        if (event.kind == EventKind::Scan) {
            scans[event.gtin].pieces += event.quantity;
            scans[event.gtin].eventIds.push_back(event.eventId);
        }
    if (scans.empty())
        return;
    const bool watched = !fused.events.empty();
    for (const CartLine& line : fused.cart.lines)
        scans.try_emplace(line.gtin);
    for (const auto& [gtin, scanned] : scans) {
        auto line = std::find_if(fused.cart.lines.begin(), fused.cart.lines.end(),
                                 [&, wanted = gtin](const auto& l) { return l.gtin == wanted; });
        const int pieces = line == fused.cart.lines.end() ? 0 : line->quantity;
        const double sure = pieces > 0 ? line->confidence : watched ? nothingMissed : 0.5;
        const double asCart = sure * scansSay(scanned.pieces, pieces, reliability.scan);
        const double asScanned = (1 - sure) / 2 * scansSay(scanned.pieces, scanned.pieces, reliability.scan);
        const bool same = pieces == scanned.pieces;
        const double best = std::max(asCart, same ? 0 : asScanned) / std::max(asCart + asScanned, 1e-12);
        if (line == fused.cart.lines.end())
            line = fused.cart.lines.insert(line, CartLine{gtin, 0, 1, {}});
        if (!same && asScanned > asCart)
            line->quantity = scanned.pieces;
        line->confidence = best;
        line->eventIds.insert(line->eventIds.end(), scanned.eventIds.begin(), scanned.eventIds.end());
        if (!same && watched)
            fused.disagreements.push_back({Between::CamerasAndScans, line->eventIds.empty() ? QString() : line->eventIds.front(),
                                           1 - best});
    }
    std::erase_if(fused.cart.lines, [](const CartLine& line) { return line.quantity <= 0; });
}

void joinFeedCart(Fused& fused, const Sale& sale)
{
    if (!sale.cart)
        return;
    if (!fused.events.empty() && !fused.cart.sameContents(*sale.cart))
        fused.disagreements.push_back({Between::AnalysisAndFeedCart, {}, 1});
    fused.cart = *sale.cart;
}

} // namespace cartwright::pipeline
