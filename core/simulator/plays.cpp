#include "core/simulator/play.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

void playPlain(Play& play)
{
    const double dice = play.random.unit();
    const int count = dice < 0.2 ? 1 : dice < 0.55 ? 2 : dice < 0.85 ? 3 : 4;
    if (play.script.shoppers.size() == 1) {
        play.plainActions(count);
        return;
    }
    // Company: one after the other, at any bin.
    const bool before = play.random.chance(0.5);
    if (!before)
        play.plainActions(std::max(1, count - 1));
    play.writer.turnTo(1);
    play.plainActions(1);
    play.writer.turnTo(0);
    if (before)
        play.plainActions(std::max(1, count - 1));
}

void playWrongPlace(Play& play)
{
    // Bins 0 and 1, 2 and 3, 4 and 5 stand beside each other and hold products of the same weight.
    const int pair = play.random.below(3) * 2;
    const int from = pair + play.random.below(2), to = from == pair ? pair + 1 : pair;
    play.writer.makeRoom(to);
    if (play.random.chance(0.4))
        play.writer.take((pair + 2) % 6 + play.random.below(2));
    play.writer.take(from);
    play.writer.putInto(to, play.articleOf(from));
    if (play.random.chance(0.35))
        play.writer.take(6);
    play.script.wentWrong =
        QStringLiteral(
            "An item from %1 was put back into %2, which holds another product of the same weight.")
            .arg(play.binOf(from), play.binOf(to));
}

void playHeld(Play& play)
{
    const int before = play.random.below(2);
    play.plainActions(before);
    const int place = play.anyBin(2);
    const double seconds = play.random.between(2.4, 3.6);
    switch (play.random.below(4)) {
    case 0:
        play.writer.hover(place, seconds);
        play.script.wentWrong = QStringLiteral("A hand stayed over %1 for long and took nothing.");
        break;
    case 1:
        play.writer.hold(place, seconds, Hold::ThenPutBack);
        play.script.wentWrong = QStringLiteral("An item was held over its bin %1 for long and put back.");
        break;
    case 2:
        play.writer.hold(place, seconds, Hold::ThenTake);
        play.script.wentWrong =
            QStringLiteral("An item was held over its bin %1 for long before it was taken.");
        break;
    default:
        play.writer.holdTwoTakeOne(place);
        play.script.wentWrong = QStringLiteral("Two items were held over %1 and one was taken.");
        break;
    }
    play.script.wentWrong = play.script.wentWrong.arg(play.binOf(place));
    play.plainActions(before == 0 ? 1 : play.random.below(2));
}

void playSeveral(Play& play)
{
    const int before = play.random.below(2);
    play.plainActions(before);
    const int quantity = play.random.chance(0.3) ? 3 : 2;
    const int place = play.anyBin(quantity);
    play.writer.take(place, quantity);
    play.script.wentWrong = QStringLiteral("%1 items were taken from %2 in one grab.")
                                .arg(quantity)
                                .arg(play.binOf(place));
    play.plainActions(before == 0 ? play.random.below(2) : 0);
}

void playLeft(Play& play)
{
    if (play.random.chance(0.4)) {
        play.writer.take(play.anyBin(1));
        play.putBackOne();
    }
    const int place = play.anyBin(1);
    play.writer.take(place);
    const bool onShelf = play.random.chance(0.6);
    play.writer.putInto(onShelf ? emptyPlace : floorPlace, play.articleOf(place));
    play.script.wentWrong =
        QStringLiteral("An item from %1 was left %2 and nothing was bought.")
            .arg(play.binOf(place),
                 onShelf ? QStringLiteral("on an empty shelf place") : QStringLiteral("on the floor"));
}

void playNextBuys(Play& play, const std::vector<Misplaced>& before)
{
    int place = -1;
    for (const Misplaced& left : before)
        for (int i = 0; i < emptyPlace; ++i)
            if (play.binOf(i) == left.place)
                place = i;
    if (place < 0) {
        // Who misplaced it came before all that is told here.
        place = play.random.below(6);
        play.writer.misplace(place, play.articleOf(place % 2 == 0 ? place + 1 : place - 1));
    }
    play.writer.takeMisplaced(place);
    for (int more = play.random.below(3); more > 0; --more)
        play.writer.take(play.anyBin(1));
    play.script.wentWrong =
        QStringLiteral("An item that an earlier shopper had put into %1 by mistake was bought.").arg(play.binOf(place));
}

/// What stands in a bin by mistake: an article of the same form that has no bin of its own.
int standInFor(const Play& play, int place, Random& random)
{
    const Assortment& shop = *play.script.shop;
    const Article& right = shop.article(play.articleOf(place));
    std::vector<int> fitting;
    for (int i = 0; i < static_cast<int>(shop.articles.size()); ++i) {
        const Article& article = shop.article(i);
        const bool stands = std::any_of(shop.places.begin(), shop.places.end(),
                                        [&](const Place& other) { return other.article == i; });
        if (!stands && article.shape == right.shape && article.width < right.width + 0.7
            && article.height < right.height + 1.5)
            fitting.push_back(i);
    }
    if (fitting.empty()) // a small shop: the neighbour's
        return play.articleOf(place % 2 == 0 ? std::min(place + 1, 5) : place - 1);
    return fitting[static_cast<std::size_t>(random.below(static_cast<int>(fitting.size())))];
}

void playWrongPlanogram(Play& play)
{
    const int place = play.random.below(emptyPlace);
    play.writer.restock(place, standInFor(play, place, play.random));
    if (play.random.chance(0.4))
        play.plainActions(1);
    if (play.writer.hasCopies(place, 1))
        play.writer.take(place);
    play.plainActions(play.random.below(2));
    play.script.wentWrong = QStringLiteral("%1 holds another product than the planogram says.").arg(play.binOf(place));
}

} // namespace

void playSituation(Play& play, const Casting& casting)
{
    switch (casting.situation) {
    case Situation::Plain: return playPlain(play);
    case Situation::WrongPlaceSameWeight: return playWrongPlace(play);
    case Situation::HeldOverBin: return playHeld(play);
    case Situation::SeveralInOneGrab: return playSeveral(play);
    case Situation::LeftElsewhere: return playLeft(play);
    case Situation::NextBuysMisplaced: return playNextBuys(play, casting.before);
    case Situation::PlanogramWrong: return playWrongPlanogram(play);
    case Situation::HandsCrossing:
    case Situation::HandedOver:
    case Situation::TwoAtOneBin:
    case Situation::AnotherIsNearer:
    case Situation::UnknownGroup: return playTogether(play, casting.situation);
    case Situation::CameraCoveredOrBadLight:
    case Situation::DataMissing: return play.plainActions(2 + play.random.below(2));
    }
}

} // namespace cartwright::simulator
