#include "core/pipeline/shelf_belief.h"

#include <algorithm>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr double tidiedHalfSeconds = 3600;
constexpr double worthKnowing = 0.05;

void apply(ShelfBelief& belief, const Event& event, const Store& store, double stillThere)
{
    const Bin* bin = store.findBin(event.binId);
    if (!bin || (event.kind != EventKind::Take && event.kind != EventKind::Return))
        return;
    for (const Candidate& candidate : event.candidates) {
        if (candidate.gtin.isEmpty() || candidate.gtin == bin->gtin)
            continue;
        double& pieces = belief[event.binId][candidate.gtin];
        const double moved = event.kindProbability * candidate.probability * event.quantity;
        pieces = event.kind == EventKind::Return ? pieces + moved * stillThere : std::max(0.0, pieces - moved);
    }
}

} // namespace

ShelfBelief believedAt(const std::vector<EarlierSale>& sales, const Store& store, UtcMicroseconds now)
{
    ShelfBelief belief;
    for (const EarlierSale& sale : sales)
        for (const Event& event : sale.events) {
            const double seconds = static_cast<double>(std::max<Microseconds>(0, now - event.at)) / 1e6;
            apply(belief, event, store, std::exp2(-seconds / tidiedHalfSeconds));
        }
    for (auto& [bin, products] : belief)
        std::erase_if(products, [](const auto& entry) { return entry.second < worthKnowing; });
    std::erase_if(belief, [](const auto& entry) { return entry.second.empty(); });
    return belief;
}

} // namespace cartwright::pipeline
