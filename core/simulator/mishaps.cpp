#include "core/simulator/play.h"

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

/// The span of something that happened, a little widened.
Hole around(const Script& script, Random& random, std::size_t of)
{
    const TrueEvent& event =
        script.events[static_cast<std::size_t>(random.below(static_cast<int>(script.events.size())))];
    const Visit& visit = script.visits[event.visit];
    return {of, visit.from() - random.between(0.3, 0.6),
            std::min(script.length - 0.8, visit.until() + random.between(0.3, 0.6))};
}

} // namespace

void blind(Script& script, std::size_t cameras, Random random)
{
    if (random.chance(0.5)) {
        const auto camera = static_cast<std::size_t>(random.below(static_cast<int>(cameras)));
        const Hole hole = around(script, random, camera);
        script.blind.push_back({camera, BlindCause::Covered, hole.from, hole.until});
        script.wentWrong = QStringLiteral("A camera was covered while something happened.");
        return;
    }
    const Hole hole = around(script, random, 0);
    for (std::size_t camera = 0; camera < cameras; ++camera)
        script.blind.push_back({camera, BlindCause::Dark, hole.from, hole.until});
    script.wentWrong = QStringLiteral("The light failed while something happened.");
}

void loseData(Script& script, std::size_t cameras, Random random)
{
    const auto camera = static_cast<std::size_t>(random.below(static_cast<int>(cameras)));
    Hole hole = around(script, random, camera);
    const int dice = random.below(script.plates == Plates::Off ? 3 : 4);
    if (dice == 3) {
        for (int place = 0; place < emptyPlace; ++place)
            script.plateHoles.push_back({static_cast<std::size_t>(place), hole.from, hole.until});
        script.wentWrong = QStringLiteral("The shelf plates were silent while something happened.");
        return;
    }
    if (dice == 1)
        hole.until = script.length;
    if (dice == 2 && cameras > 1)
        hole.from = 0, hole.until = script.length;
    script.clipHoles.push_back(hole);
    script.wentWrong = dice == 0   ? QStringLiteral("A clip has a gap while something happened.")
                       : dice == 1 ? QStringLiteral("A clip ends before something happened.")
                                   : QStringLiteral("A camera sent no clip.");
}

void scanCart(Script& script, Random random)
{
    constexpr double forgotten = 0.03;
    double at = script.length - 0.9;
    for (const auto& [article, quantity] : script.cart)
        for (int piece = 0; piece < quantity; ++piece) {
            const Grams weight = *script.shop->article(article).product.unitWeight;
            const Grams measured = weight + std::llround(random.bell() * 2);
            if (!random.chance(forgotten))
                script.scans.push_back({at, article, measured});
            at += 0.1;
        }
}

} // namespace cartwright::simulator
