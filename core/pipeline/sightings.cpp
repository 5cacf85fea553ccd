#include "core/pipeline/sightings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace cartwright::pipeline {
namespace {

constexpr Microseconds elsewhereWithin = 1'200'000;
constexpr double doubtOfOneCamera = 0.35;
constexpr double leastOfNobodyKnown = 0.87; ///< above what the standard flag policy takes for a doubt about the shopper

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

void sortByTime(std::vector<Sighting>& sightings)
{
    std::sort(sightings.begin(), sightings.end(), [](const auto& a, const auto& b) {
        return std::tie(a.from, a.binId, a.cameraId) < std::tie(b.from, b.binId, b.cameraId);
    });
}

/// Of independent witnesses' probabilities.
double together(const std::vector<Sighting>& witnesses)
{
    double yes = 1, no = 1;
    for (const Sighting& witness : witnesses) {
        yes *= witness.ownProbability;
        no *= 1 - witness.ownProbability;
    }
    return yes + no > 0 ? std::clamp(yes / (yes + no), 0.01, 0.99) : 0.5;
}

int mostSeenQuantity(const Group& group, EventKind outcome)
{
    std::map<int, int> votes;
    for (const auto& sighting : group.sightings)
        if (sighting.outcome == outcome)
            ++votes[sighting.quantity];
    int best = 1, most = 0;
    for (const auto& [quantity, count] : votes)
        if (count >= most) {
            best = quantity;
            most = count;
        }
    return best;
}

const Sighting& bestWitness(const Group& group, EventKind outcome)
{
    const Sighting* witness = nullptr;
    for (const auto& sighting : group.sightings)
        if (sighting.outcome == outcome && (!witness || sighting.outcomeProbability > witness->outcomeProbability))
            witness = &sighting;
    return witness ? *witness : group.sightings.front();
}

Event eventAs(const Group& group, EventKind kind)
{
    const Sighting& witness = bestWitness(group, kind);
    Event event;
    event.kind = kind;
    event.source = EventSource::Analysis;
    event.at = witness.from;
    event.until = witness.until;
    event.cameraId = witness.cameraId;
    event.binId = witness.binId;
    event.box = witness.region;
    event.candidates = witness.candidates;
    event.quantity = mostSeenQuantity(group, kind);
    event.actorProbability = together(group.sightings);
    return event;
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
    Event event = eventAs(group, outcomes[best]);
    event.kindProbability = sum > 0 ? std::min(weight[best] / sum, 0.999) : 0;
    return event;
}

/// Most of the cameras told several people apart.
bool severalReachedIn(const Group& group)
{
    const auto several = std::count_if(group.sightings.begin(), group.sightings.end(),
                                       [](const Sighting& sighting) { return sighting.people > 1; });
    return 2 * several > static_cast<std::ptrdiff_t>(group.sightings.size());
}

void number(std::vector<Event>& events, QLatin1String letter)
{
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].eventId = QStringLiteral("%1%2").arg(letter).arg(i + 1);
}

double rayleigh(double distance, double scale)
{
    const double square = scale * scale;
    return distance / square * std::exp(-distance * distance / (2 * square));
}

/// How many times likelier the distance is between two looks at one sleeve than between two sleeves; see the header.
double likeness(double distance)
{
    constexpr double misseen = 0.25; // an arm before goods, in shade, or two that hang together
    const double at = std::max(distance, 0.5);
    return ((1 - misseen) * rayleigh(at, 4) + misseen * rayleigh(at, 18)) / rayleigh(at, 27);
}

/// The sleeve that most sightings show, where nobody is known.
std::optional<vision::SleeveColour> commonSleeve(const std::vector<Sighting>& sightings, double& share)
{
    constexpr double alike = 9;
    std::optional<vision::SleeveColour> best;
    double most = 0, all = 0;
    for (const Sighting& sighting : sightings) {
        if (sighting.arms.empty())
            continue;
        all += 1;
        double like = 0;
        for (const Sighting& other : sightings)
            if (!other.arms.empty()
                && vision::colourDistance(sighting.arms.front().colour, other.arms.front().colour) < alike)
                like += 1;
        if (like > most) {
            most = like;
            best = sighting.arms.front().colour;
        }
    }
    share = all > 0 ? most / all : 1;
    return best;
}

} // namespace

Joined joinSightings(std::vector<Sighting> sightings)
{
    sortByTime(sightings);
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
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return eventOf(a).at < eventOf(b).at; });
    Joined joined;
    for (const auto& group : groups)
        joined.events.push_back(eventOf(group));
    number(joined.events, QLatin1String("a"));
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (severalReachedIn(groups[i]))
            joined.shared.insert(joined.events[i].eventId);
    return joined;
}

QString freeEventId(QString id, const Sale& sale)
{
    while (std::any_of(sale.events.begin(), sale.events.end(), [&](const Event& event) { return event.eventId == id; }))
        id += QLatin1Char('x');
    return id;
}

std::vector<Event> joinElsewhere(std::vector<Sighting> sightings)
{
    sortByTime(sightings);
    std::vector<Group> groups;
    for (auto& sighting : sightings) {
        const auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
            return g.sightings.front().outcome == sighting.outcome && sighting.from <= g.until + elsewhereWithin;
        });
        if (group == groups.end())
            groups.push_back({{sighting}, sighting.from, sighting.until});
        else if (!sees(*group, sighting.cameraId)) // pieces of the picture beside each other show one thing
            group->sightings.push_back(std::move(sighting));
    }
    std::vector<Event> events;
    for (const auto& group : groups) {
        Event event = eventAs(group, group.sightings.front().outcome);
        double doubt = 1;
        for (std::size_t i = 0; i < group.sightings.size(); ++i)
            doubt *= doubtOfOneCamera;
        event.kindProbability = 1 - doubt;
        event.quantity = 1;
        event.candidates.clear();
        events.push_back(std::move(event));
    }
    number(events, QLatin1String("e"));
    return events;
}

double ownProbability(const vision::SleeveColour& sleeve, const Company& company)
{
    constexpr double least = 0.02;
    double odds = 0;
    for (const auto& own : company.own)
        odds = std::max(odds, likeness(vision::colourDistance(sleeve, own)));
    const double probability = std::clamp(odds / (1 + odds), least, 1 - least);
    return company.isComplete ? probability : std::max(probability, 0.5);
}

void judgeActors(std::vector<Sighting>& sightings, const Company& company)
{
    Company known = company;
    double share = 1;
    if (known.own.empty()) {
        if (const auto common = commonSleeve(sightings, share))
            known.own.push_back(*common);
        known.isComplete = false;
    }
    for (Sighting& sighting : sightings) {
        if (sighting.arms.empty() || known.own.empty())
            continue;
        double own = 0, sum = 0;
        sighting.people = 0;
        for (const vision::ArmLook& arm : sighting.arms) {
            if (arm.share < 0.2)
                continue;
            ++sighting.people;
            own += arm.share * ownProbability(arm.colour, known);
            sum += arm.share;
        }
        sighting.people = std::max(sighting.people, 1);
        sighting.ownProbability = sum > 0 ? own / sum : 0.5;
        // Whoever reached in most often need not be the one who pays.
        if (company.own.empty()) {
            sighting.ownProbability = std::max(leastOfNobodyKnown, std::min(sighting.ownProbability, 0.4 + 0.58 * share));
            sighting.people = 1;
        }
    }
}

} // namespace cartwright::pipeline
