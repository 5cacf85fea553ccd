#include "core/simulator/simulator.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace cartwright::simulator {
namespace {

struct Named
{
    Situation situation;
    const char* name;
};

constexpr std::array<Named, 14> names = {
    {{Situation::Plain, "plain"},
     {Situation::WrongPlaceSameWeight, "wrong_place_same_weight"},
     {Situation::HandsCrossing, "hands_crossing"},
     {Situation::HandedOver, "handed_over"},
     {Situation::TwoAtOneBin, "two_at_one_bin"},
     {Situation::AnotherIsNearer, "another_is_nearer"},
     {Situation::HeldOverBin, "held_over_bin"},
     {Situation::SeveralInOneGrab, "several_in_one_grab"},
     {Situation::LeftElsewhere, "left_elsewhere"},
     {Situation::NextBuysMisplaced, "next_buys_misplaced"},
     {Situation::PlanogramWrong, "planogram_wrong"},
     {Situation::CameraCoveredOrBadLight, "camera_covered_or_bad_light"},
     {Situation::UnknownGroup, "unknown_group"},
     {Situation::DataMissing, "data_missing"}}};

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

Result<std::map<Situation, double>> sharesFromText(const QString& text)
{
    std::map<Situation, double> shares;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const auto equals = part.indexOf(QLatin1Char('='));
        const auto situation = situationOf(part.left(equals).trimmed());
        if (!situation)
            return failure(situation.error());
        bool isNumber = true;
        const double share = equals < 0 ? 1.0 : part.mid(equals + 1).toDouble(&isNumber);
        if (!isNumber || !(share >= 0 && share <= 1e6))
            return failure(ErrorKind::Refused,
                           QStringLiteral("The share of \"%1\" must be a number from 0, as in %1=0.1.")
                               .arg(nameOf(*situation)));
        if (!shares.emplace(*situation, share).second)
            return failure(ErrorKind::Refused,
                           QStringLiteral("The situation \"%1\" is named twice.").arg(nameOf(*situation)));
    }
    return shares;
}

std::map<Situation, double> usualShares()
{
    std::map<Situation, double> shares;
    for (const Situation situation : allSituations())
        shares[situation] = situation == Situation::Plain ? 0.545 : 0.035;
    return shares;
}

} // namespace cartwright::simulator
