#include "core/simulator/play.h"

namespace cartwright::simulator {
namespace {

/// Two neighbours' arms cross: each takes from the bin that is nearer to the other.
void playCrossing(Play& play)
{
    const int shelf = play.random.below(2) * 4;
    const int left = shelf + play.random.below(2);
    const bool ownLeft = play.random.chance(0.5);
    const int ownPlace = ownLeft ? left : left + 1, otherPlace = ownLeft ? left + 1 : left;
    play.script.shoppers[0].lean = ownLeft ? 40 : -40;
    play.script.shoppers[1].lean = ownLeft ? -40 : 40;
    if (play.random.chance(0.5))
        play.plainActions(1);
    const double start = play.writer.now() + 1.3;
    play.writer.beginAt(start);
    play.writer.take(ownPlace);
    play.writer.turnTo(1);
    play.writer.beginAt(start + play.random.between(-0.3, 0.5));
    play.writer.take(otherPlace);
    play.writer.waitForAll();
    play.writer.turnTo(0);
    if (play.random.chance(0.5))
        play.plainActions(1);
    play.script.wentWrong = QStringLiteral("Two shoppers' arms crossed while they took from %1 and %2.")
                                .arg(play.binOf(ownPlace), play.binOf(otherPlace));
}

void playHandOver(Play& play)
{
    const bool group = play.script.shoppers[1].own;
    if (play.random.chance(0.4))
        play.plainActions(1);
    const int place = play.anyBin(1);
    const bool receives = !group && play.random.chance(0.5);
    play.writer.turnTo(receives ? 1 : 0);
    play.writer.takeAndHandOver(place, receives ? 0 : 1);
    play.writer.turnTo(0);
    if (play.random.chance(0.5))
        play.plainActions(1);
    play.script.wentWrong = (group      ? QStringLiteral("An item from %1 was handed from one of the group to the other.")
                             : receives ? QStringLiteral("A stranger took an item from %1 and handed it to the shopper.")
                                        : QStringLiteral("An item from %1 was handed to a stranger."))
                                .arg(play.binOf(place));
}

void playTwoAtOneBin(Play& play)
{
    const int place = play.anyBin(2);
    play.script.shoppers[0].lean = play.random.chance(0.5) ? 30 : -30;
    play.script.shoppers[1].lean = -play.script.shoppers[0].lean;
    if (play.random.chance(0.4))
        play.plainActions(1);
    if (!play.writer.hasCopies(place, 2))
        return play.plainActions(1);
    const double start = play.writer.now() + 1.4;
    play.writer.beginAt(start);
    play.writer.take(place);
    play.writer.turnTo(1);
    play.writer.beginAt(start + play.random.between(0.05, 0.7));
    play.writer.take(place);
    play.writer.waitForAll();
    play.writer.turnTo(0);
    if (play.random.chance(0.3))
        play.plainActions(1);
    play.script.wentWrong = QStringLiteral("Two shoppers took from %1 at once.").arg(play.binOf(place));
}

void playAnotherNearer(Play& play)
{
    const int place = play.anyBin(1);
    play.script.shoppers[0].lean = play.random.chance(0.5) ? 55 : -55;
    play.script.shoppers[1].lean = 0;
    play.writer.take(place);
    if (play.random.chance(0.4))
        play.writer.take(play.anyBin(1));
    const double start = play.writer.now() + 1.5;
    const int beside = place % 4 == 3 || place + 1 >= emptyPlace ? place - 1 : place + 1;
    play.writer.turnTo(1);
    play.writer.beginAt(start);
    play.writer.standBefore(beside, play.random.between(1.8, 2.6));
    play.writer.turnTo(0);
    play.writer.beginAt(start + play.random.between(0.3, 0.6));
    play.writer.putInto(place, play.articleOf(place));
    play.writer.waitForAll();
    if (play.random.chance(0.6))
        play.plainActions(1);
    play.script.wentWrong =
        QStringLiteral("An item was put back into %1 while another shopper's hand was nearer.").arg(play.binOf(place));
}

void playUnknownGroup(Play& play)
{
    play.plainActions(1);
    const bool strangerFirst = play.random.chance(0.5);
    for (const std::size_t shopper : {strangerFirst ? std::size_t{2} : std::size_t{1}, strangerFirst ? std::size_t{1} : std::size_t{2}}) {
        play.writer.turnTo(shopper);
        play.plainActions(1);
    }
    play.writer.turnTo(0);
    play.plainActions(play.random.below(2));
    play.script.wentWrong = QStringLiteral("Of three shoppers two pay together, and the store knows one of them.");
}

} // namespace

void playTogether(Play& play, Situation situation)
{
    switch (situation) {
    case Situation::HandsCrossing: return playCrossing(play);
    case Situation::HandedOver: return playHandOver(play);
    case Situation::TwoAtOneBin: return playTwoAtOneBin(play);
    case Situation::AnotherIsNearer: return playAnotherNearer(play);
    default: return playUnknownGroup(play);
    }
}

} // namespace cartwright::simulator
