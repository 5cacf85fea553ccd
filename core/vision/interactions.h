#pragma once

#include "core/base/cancellation.h"
#include "core/domain/sale.h"
#include "core/media/clip_reader.h"

#include <functional>
#include <optional>
#include <vector>

namespace cartwright::vision {

/// A bin to watch in one camera's picture, in pixels of that picture.
struct WatchedBin
{
    QString binId;
    std::vector<Point> polygon;
};

/// The colour of a sleeve where it crosses the picture's border: 8-bit Y, Cr, Cb, light changes taken out.
struct SleeveColour
{
    double y = 0;
    double cr = 0;
    double cb = 0;
    bool operator==(const SleeveColour&) const = default;
};
/// 0 for the same; sleeves that a person would call different are 8 and more apart. Brightness counts less than colour.
double colourDistance(const SleeveColour& a, const SleeveColour& b);

/// An arm that reached somewhere.
struct ArmLook
{
    SleeveColour colour;
    double share = 1; ///< of what was to be seen of arms there, 0 to 1
    int track = 0;    ///< the same number: the same arm, followed without a break
    bool operator==(const ArmLook&) const = default;
};

/// Hands at one bin during one interval of the clip's stream clock, and what came of it.
struct Interaction
{
    QString binId;
    Microseconds from = 0;
    Microseconds until = 0;
    EventKind outcome = EventKind::None; ///< Take, Return or None
    double outcomeProbability = 0;       ///< that `outcome` is right, 0.5 to 1
    int quantity = 1;                    ///< pieces taken or returned
    Box region;                          ///< where hands or product were, inside the picture
    Microseconds before = 0;             ///< timestamp of the last calm frame before
    Microseconds after = 0;              ///< timestamp of the first calm frame after
    std::vector<ArmLook> arms;           ///< who reached in, the greatest share first; empty where no arm was told apart
    bool operator==(const Interaction&) const = default;
};

/// Spans in which the picture says nothing: covered, black, washed out.
struct Blind
{
    Microseconds from = 0;
    Microseconds until = 0;
    bool operator==(const Blind&) const = default;
};

/// A moment of the clip at which the caller knows who is to be seen, and where.
struct AskedMoment
{
    Microseconds at = 0;
    std::optional<Box> box; ///< in pixels of the clip's picture; anywhere where absent
    bool operator==(const AskedMoment&) const = default;
};
struct Seen
{
    Microseconds at = 0;
    std::vector<ArmLook> arms; ///< the greatest share first; empty where there was none
    bool operator==(const Seen&) const = default;
};

/// Two arms touched before no bin, so that goods may have gone from hand to hand.
struct Meeting
{
    Microseconds from = 0;
    Microseconds until = 0;
    ArmLook one;
    ArmLook other;
    bool operator==(const Meeting&) const = default;
};

struct Findings
{
    std::vector<Interaction> interactions; ///< in order of `from`
    /// The same beside the bins: `binId` is empty, Return is something that came and stayed, Take something that went.
    std::vector<Interaction> elsewhere;
    std::vector<Blind> blind;
    std::vector<Meeting> meetings;
    std::vector<Seen> seen; ///< one for each moment asked about
};

/// Name and version of this analysis; findings made by another version are not mixed with its own.
inline constexpr const char* analysisName = "bin-activity";
inline constexpr const char* analysisVersion = "2";

/// Reads a clip from its first frame to its last and finds the interactions at each bin, by comparing the calm bin
/// before with the calm bin after. Camera shake and slow or sudden light changes are compensated. Arms are followed from the
/// picture's border and told apart by their sleeves. One thread; `progress` gets the share done, 0 to 1. Errors are the reader's, or Cancelled.
Result<Findings> findInteractions(media::ClipReader& reader, const std::vector<WatchedBin>& bins,
                                  const std::vector<AskedMoment>& asked = {}, const Cancellation& cancel = {},
                                  const std::function<void(double)>& progress = {});

} // namespace cartwright::vision
