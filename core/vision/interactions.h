#pragma once

#include "core/base/cancellation.h"
#include "core/domain/sale.h"
#include "core/media/clip_reader.h"

#include <functional>
#include <vector>

namespace cartwright::vision {

/// A bin to watch in one camera's picture, in pixels of that picture.
struct WatchedBin
{
    QString binId;
    std::vector<Point> polygon;
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
    bool operator==(const Interaction&) const = default;
};

/// Spans in which the picture says nothing: covered, black, washed out.
struct Blind
{
    Microseconds from = 0;
    Microseconds until = 0;
    bool operator==(const Blind&) const = default;
};

struct Findings
{
    std::vector<Interaction> interactions; ///< in order of `from`
    std::vector<Blind> blind;
};

/// Name and version of this analysis; findings made by another version are not mixed with its own.
inline constexpr const char* analysisName = "bin-activity";
inline constexpr const char* analysisVersion = "1";

/// Reads a clip from its first frame to its last and finds the interactions at each bin, by comparing the calm bin
/// before with the calm bin after. Camera shake and slow or sudden light changes are compensated.
/// One thread; `progress` gets the share done, 0 to 1. Errors are the reader's, or Cancelled.
Result<Findings> findInteractions(media::ClipReader& reader, const std::vector<WatchedBin>& bins,
                                  const Cancellation& cancel = {},
                                  const std::function<void(double)>& progress = {});

} // namespace cartwright::vision
