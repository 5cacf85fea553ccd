#include "core/simulator/script.h"

#include "core/simulator/play.h"
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

/// Most people who stand together wear different sleeves, but not all.
Shopper dress(Random random, const std::vector<Shopper>& others)
{
    constexpr double twins = 0.08;
    Shopper shopper;
    const auto choose = [&] {
        shopper.sleeve = sleeves[static_cast<std::size_t>(random.below(static_cast<int>(sleeves.size())))];
    };
    choose();
    if (!random.chance(twins))
        while (std::any_of(others.begin(), others.end(),
                           [&](const Shopper& other) { return other.sleeve == shopper.sleeve; }))
            choose();
    for (std::size_t i = 0; i < 3; ++i)
        shopper.cuff[i] = static_cast<std::uint8_t>(shopper.sleeve[i] * 0.8);
    shopper.skin = skins[static_cast<std::size_t>(random.below(static_cast<int>(skins.size())))];
    shopper.lean = random.between(-34, 34);
    shopper.girth = random.between(0.88, 1.12);
    return shopper;
}

/// Who is on stage in a situation.
struct Cast
{
    int own = 1;
    int strangers = 0;
};

Cast castOf(const Casting& casting, Random random)
{
    switch (casting.situation) {
    case Situation::HandsCrossing:
    case Situation::TwoAtOneBin:
    case Situation::AnotherIsNearer:
        return {1, 1};
    case Situation::HandedOver:
        return random.chance(0.2) ? Cast{2, 0} : Cast{1, 1};
    case Situation::UnknownGroup:
        return {2, 1};
    case Situation::Plain:
        if (random.chance(casting.companyShare))
            return random.chance(0.5) ? Cast{2, 0} : Cast{1, 1};
        break;
    default:
        break;
    }
    return {};
}

/// Those whom the store knows come to the shelf one after the other; alone there is nobody to be mixed up with.
void enter(Play& play, Situation situation)
{
    const auto& shoppers = play.script.shoppers;
    if (shoppers.size() == 1)
        return;
    const std::size_t known = situation == Situation::UnknownGroup ? 1 : shoppers.size();
    for (std::size_t i = 0; i < known && shoppers[i].own; ++i) {
        play.writer.turnTo(i);
        play.writer.comeToShelf();
    }
    play.writer.turnTo(0);
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

int Script::groupSize() const
{
    return static_cast<int>(
        std::count_if(shoppers.begin(), shoppers.end(), [](const Shopper& shopper) { return shopper.own; }));
}

Script writeScript(const Casting& casting, const std::vector<RigCamera>& rig, std::uint64_t seed)
{
    const Random random(seed);
    Script script;
    script.shop = casting.shop;
    script.situation = casting.situation;
    const Cast cast = castOf(casting, random.fork(7));
    for (int number = 0; number < cast.own + cast.strangers; ++number) {
        script.shoppers.push_back(
            dress(random.fork(number == 0 ? 1 : 40 + static_cast<std::uint64_t>(number)), script.shoppers));
        script.shoppers.back().own = number < cast.own;
    }
    Random senses = random.fork(2);
    if (senses.chance(casting.sensorShare))
        script.plates = senses.chance(casting.seriesShare) ? Plates::Series : Plates::Steps;
    script.smartCart = random.fork(8).chance(casting.smartCartShare);
    Play under{script, ScriptWriter(script, random.fork(3)), random.fork(4)};
    under.writer.stockShelf();
    for (const Misplaced& left : casting.before)
        for (int place = 0; place < emptyPlace; ++place)
            if (under.binOf(place) == left.place)
                under.writer.misplace(place, left.article);
    enter(under, casting.situation);
    playSituation(under, casting);
    under.writer.finish(random.fork(5).between(8.0, 9.0));
    if (casting.situation == Situation::CameraCoveredOrBadLight)
        blind(script, rig.size(), random.fork(6));
    if (casting.situation == Situation::DataMissing)
        loseData(script, rig.size(), random.fork(6));
    if (script.smartCart)
        scanCart(script, random.fork(9));
    measureEvents(script, rig);
    return script;
}

} // namespace cartwright::simulator
