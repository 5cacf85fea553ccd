#pragma once

#include "core/domain/sale.h"
#include "core/vision/interactions.h"

#include <set>

namespace cartwright::pipeline {

/// An interaction as one camera saw it, on the common clock. Without a bin it is something that was put down (Return) or went
/// (Take) beside the bins.
struct Sighting
{
    QString cameraId;
    QString binId;
    EventKind outcome = EventKind::None; ///< Take, Return or None
    double outcomeProbability = 0;
    int quantity = 1;
    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
    Box region;
    std::vector<Candidate> candidates;
    std::vector<vision::ArmLook> arms;
    double ownProbability = 1; ///< that the arm is of the sale's group, see judgeActors
    int people = 1;            ///< sleeves that were told apart
    bool operator==(const Sighting&) const = default;
};

/// Two arms that touched before no bin, one of the group's and one that is not.
struct HandsMet
{
    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
    bool operator==(const HandsMet&) const = default;
};

/// Everything that the cameras of a sale saw.
struct Seen
{
    std::vector<Sighting> sightings;
    std::vector<Sighting> elsewhere;
    std::vector<HandsMet> met;
};

/// Joins sightings of one bin by different cameras whose spans overlap within `togetherWithin` to one event.
/// Outcomes are combined as independent witnesses: each gives its probability p to its own outcome and (1 - p) / 2 to each of
/// the two others; the products are normalised. The event keeps camera, region and candidates of the most certain witness. That
/// it was the group's arm is combined in the same way from each camera's ownProbability. Quantity is that of most cameras with
/// the event's outcome, of the greater one in a tie.
inline constexpr Microseconds togetherWithin = 700'000;
struct Joined
{
    std::vector<Event> events;
    std::set<QString> shared; ///< ids of events at whose bins several people were told apart
};
Joined joinSightings(std::vector<Sighting> sightings);

/// `id`, or with letters behind it where the feed uses it for an event of its own.
QString freeEventId(QString id, const Sale& sale);

/// Joins what cameras saw beside the bins: by time alone, because each sees another piece of the picture. kindProbability is
/// 1 - 0.35 per camera, more cameras multiplying what is left of the doubt.
std::vector<Event> joinElsewhere(std::vector<Sighting> sightings);

/// Who a camera knows: the sleeves of the sale's group, and whether these are all of the group.
struct Company
{
    std::vector<vision::SleeveColour> own;
    bool isComplete = false;
};

/// Tells of each sighting of one camera whether the arm is of the sale's group. Distances of two looks at one sleeve are taken as
/// Rayleigh(4) or, for a quarter that is seen badly, Rayleigh(18), those of two sleeves as Rayleigh(27): chosen by
/// eye for 223 arms of 48 simulated sales (medians 2.2 and 31.9). With half of the arms about the group's, P(own) follows by Bayes; at
/// least 0.02, at most 0.98. Where the group is known in part only, a strange sleeve may be the group's as well: 0.5. Where
/// nobody is known, the sleeve that reached in most often is the group's, and others are 0.87: without anybody to compare with,
/// one person's two arms in shade and light differ as much as two persons' do; for that reason nobody else is counted there.
/// Several arms at one bin: each counts with its share.
void judgeActors(std::vector<Sighting>& sightings, const Company& company);
/// P(own) of one sleeve, as above, where the group's sleeves are known.
double ownProbability(const vision::SleeveColour& sleeve, const Company& company);

} // namespace cartwright::pipeline
