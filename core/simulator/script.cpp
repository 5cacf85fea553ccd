#include "core/simulator/script.h"

#include "core/simulator/script_writer.h"
#include "core/simulator/sight.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

constexpr std::array<Colour, 8> sleeves = {{{52, 84, 132},
                                            {130, 44, 50},
                                            {58, 96, 70},
                                            {84, 84, 88},
                                            {176, 142, 92},
                                            {36, 38, 46},
                                            {120, 82, 128},
                                            {196, 190, 180}}};
constexpr std::array<Colour, 6> skins = {
    {{240, 200, 170}, {224, 178, 142}, {200, 150, 112}, {164, 116, 84}, {126, 86, 60}, {94, 64, 46}}};

Shopper dress(Random random)
{
    Shopper shopper;
    shopper.sleeve = sleeves[static_cast<std::size_t>(random.below(static_cast<int>(sleeves.size())))];
    for (std::size_t i = 0; i < 3; ++i)
        shopper.cuff[i] = static_cast<std::uint8_t>(shopper.sleeve[i] * 0.8);
    shopper.skin = skins[static_cast<std::size_t>(random.below(static_cast<int>(skins.size())))];
    shopper.lean = random.between(-34, 34);
    shopper.girth = random.between(0.88, 1.12);
    return shopper;
}

/// A sale under way: the writer with its dice.
struct Play
{
    Script& script;
    ScriptWriter writer;
    Random random;

    int anyBin(int quantity)
    {
        int place = random.below(emptyPlace);
        while (!writer.hasCopies(place, quantity))
            place = (place + 1) % emptyPlace;
        return place;
    }
    void plainActions(int count)
    {
        for (int i = 0; i < count; ++i) {
            if (!writer.inHands().empty() && random.chance(0.25))
                putBackOne();
            else
                writer.take(anyBin(1));
        }
    }
    void putBackOne()
    {
        auto it = writer.inHands().begin();
        std::advance(it, random.below(static_cast<int>(writer.inHands().size())));
        writer.putInto(it->first, it->first);
    }
};

void playPlain(Play& play)
{
    const double dice = play.random.unit();
    play.plainActions(dice < 0.2 ? 1 : dice < 0.55 ? 2 : dice < 0.85 ? 3 : 4);
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
    play.writer.putInto(to, from);
    if (play.random.chance(0.35))
        play.writer.take(6);
    play.script.wentWrong =
        QStringLiteral(
            "An item from %1 was put back into %2, which holds another product of the same weight.")
            .arg(places()[static_cast<std::size_t>(from)].binId,
                 places()[static_cast<std::size_t>(to)].binId);
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
    play.script.wentWrong = play.script.wentWrong.arg(places()[static_cast<std::size_t>(place)].binId);
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
                                .arg(places()[static_cast<std::size_t>(place)].binId);
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
    if (onShelf)
        play.writer.putInto(emptyPlace, place);
    else
        play.writer.dropOnFloor(place);
    play.script.wentWrong =
        QStringLiteral("An item from %1 was left %2 and nothing was bought.")
            .arg(places()[static_cast<std::size_t>(place)].binId,
                 onShelf ? QStringLiteral("on an empty shelf place") : QStringLiteral("on the floor"));
}

/// After the visits are measured: hides one of them from a camera, or darkens all cameras.
void blind(Script& script, std::size_t cameras, Random random)
{
    const TrueEvent& event =
        script.events[static_cast<std::size_t>(random.below(static_cast<int>(script.events.size())))];
    const Visit& visit = script.visits[event.visit];
    const double from = visit.from() - random.between(0.3, 0.6);
    const double until = std::min(script.length - 0.8, visit.until() + random.between(0.3, 0.6));
    if (random.chance(0.5)) {
        const auto camera = static_cast<std::size_t>(random.below(static_cast<int>(cameras)));
        script.blind.push_back({camera, BlindCause::Covered, from, until});
        script.wentWrong = QStringLiteral("A camera was covered while something happened at %1.");
    } else {
        for (std::size_t camera = 0; camera < cameras; ++camera)
            script.blind.push_back({camera, BlindCause::Dark, from, until});
        script.wentWrong = QStringLiteral("The light failed while something happened at %1.");
    }
    script.wentWrong = script.wentWrong.arg(places()[static_cast<std::size_t>(event.place)].binId);
}

} // namespace

Vec3 Visit::handAt(double time) const
{
    if (time <= path.front().at)
        return path.front().hand;
    for (std::size_t i = 1; i < path.size(); ++i)
        if (time < path[i].at) {
            const double t = (time - path[i - 1].at) / (path[i].at - path[i - 1].at);
            return mix(path[i - 1].hand, path[i].hand, t * t * (3 - 2 * t));
        }
    return path.back().hand;
}

Script writeScript(Situation situation, const std::vector<RigCamera>& rig, double sensorShare,
                   std::uint64_t seed)
{
    const Random random(seed);
    Script script;
    script.situation = situation;
    script.shopper = dress(random.fork(1));
    script.sensors = random.fork(2).chance(sensorShare);
    Play play{script, ScriptWriter(script, random.fork(3)), random.fork(4)};
    play.writer.stockShelf();
    switch (situation) {
    case Situation::Plain:
        playPlain(play);
        break;
    case Situation::WrongPlaceSameWeight:
        playWrongPlace(play);
        break;
    case Situation::HeldOverBin:
        playHeld(play);
        break;
    case Situation::SeveralInOneGrab:
        playSeveral(play);
        break;
    case Situation::LeftElsewhere:
        playLeft(play);
        break;
    case Situation::CameraCoveredOrBadLight:
        play.plainActions(2 + play.random.below(2));
        break;
    }
    play.writer.finish(random.fork(5).between(8.0, 9.0));
    if (situation == Situation::CameraCoveredOrBadLight)
        blind(script, rig.size(), random.fork(6));
    measureEvents(script, rig);
    return script;
}

} // namespace cartwright::simulator
