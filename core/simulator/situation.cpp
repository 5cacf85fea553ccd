#include "core/simulator/simulator.h"

#include <algorithm>
#include <array>

namespace cartwright::simulator {
namespace {

struct Named
{
    Situation situation;
    const char* name;
};

constexpr std::array<Named, 6> names = {
    {{Situation::Plain, "plain"},
     {Situation::WrongPlaceSameWeight, "wrong_place_same_weight"},
     {Situation::HeldOverBin, "held_over_bin"},
     {Situation::SeveralInOneGrab, "several_in_one_grab"},
     {Situation::LeftElsewhere, "left_elsewhere"},
     {Situation::CameraCoveredOrBadLight, "camera_covered_or_bad_light"}}};

} // namespace

const std::vector<Situation>& allSituations()
{
    static const std::vector<Situation> all = [] {
        std::vector<Situation> made;
        for (const Named& named : names)
            made.push_back(named.situation);
        return made;
    }();
    return all;
}

QString nameOf(Situation situation)
{
    const auto it =
        std::find_if(names.begin(), names.end(), [&](const Named& n) { return n.situation == situation; });
    return it == names.end() ? QString() : QString::fromLatin1(it->name);
}

Result<Situation> situationOf(const QString& name)
{
    for (const Named& named : names)
        if (name == QLatin1String(named.name))
            return named.situation;
    return failure(ErrorKind::Refused,
                   QStringLiteral("\"%1\" is no situation that the simulator knows.").arg(name.left(60)));
}

} // namespace cartwright::simulator
