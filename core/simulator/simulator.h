#pragma once

#include "core/base/cancellation.h"
#include "core/base/time.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace cartwright::simulator {

/// What happens in a sale. The numbers are those of the documented reasons why a sale needs a person.
enum class Situation : std::uint8_t {
    Plain = 0,                ///< takes and proper returns, nothing else
    WrongPlaceSameWeight = 1, ///< put back into the bin beside, which holds an item of the same weight
    HeldOverBin = 6,          ///< held over its bin for long, or two held and one taken
    SeveralInOneGrab = 7,     ///< two or three items in one grab
    LeftElsewhere = 8,        ///< taken, then left on an empty shelf place or on the floor; nothing bought
    CameraCoveredOrBadLight = 11, ///< a camera is covered during an action, or the light fails
};

/// All situations of this version, in the order of their numbers.
const std::vector<Situation>& allSituations();
/// "plain", "wrong_place_same_weight", "held_over_bin", "several_in_one_grab", "left_elsewhere",
/// "camera_covered_or_bad_light".
QString nameOf(Situation situation);
/// Refused where the name is none of these.
Result<Situation> situationOf(const QString& name);

/// Whether each frame carries its number in blocks (see frame_number.h).
enum class FrameNumbers : std::uint8_t { Hidden, Drawn };

struct Settings
{
    int sales = 12;         ///< 1 to 10,000
    int cameras = 2;        ///< 1 to 8
    std::uint64_t seed = 1; ///< the same settings give the same bytes on the same machine
    int width = 640;        ///< of every camera; even, 320 to 1,920
    int height = 360;       ///< even, 180 to 1,080
    int rate = 15;          ///< frames per second, 5 to 60
    FrameNumbers frameNumbers = FrameNumbers::Hidden;
    double sensorShare = 0.5; ///< share of the sales whose shelf plates send weights, 0 to 1
    /// Relative shares of the situations; absent ones do not occur. They are met as exactly as whole sales
    /// allow.
    std::map<Situation, double> shares = {
        {Situation::Plain, 0.55},         {Situation::WrongPlaceSameWeight, 0.09},
        {Situation::HeldOverBin, 0.09},   {Situation::SeveralInOneGrab, 0.09},
        {Situation::LeftElsewhere, 0.09}, {Situation::CameraCoveredOrBadLight, 0.09}};
    UtcMicroseconds opensAt = 1'772'438'400'000'000; ///< 2026-03-02T08:00:00Z; a sale begins every 3 minutes
    int workers = 2;                                 ///< threads, 1 to 64; no influence on the bytes
};

struct Progress
{
    int salesDone = 0;
    int sales = 0;
};

struct Summary
{
    int sales = 0;
    int clips = 0;
    std::int64_t frames = 0;
    std::map<Situation, int> situations; ///< how many sales of each
    int actions = 0;                     ///< takes and returns in the truth
    QString storeFolder;                 ///< for the store import
    QString bundlesFolder;               ///< one bundle per sale, complete as soon as it is visible
    QString truthFile;
    bool operator==(const Summary&) const = default;
};

/// Makes a store that never was in `folder`: `store/` and `bundles/<sale_id>/` in the formats of the feed,
/// and `truth.json` beside them: an array, one object per sale,
///
///     {"sale_id", "situation", "situation_number", "went_wrong", "sensors": true|false,
///      "events": [{"kind": "take"|"return"|"none", "bin_id", "gtin", "quantity", "from_s", "until_s",
///      "cameras"}], "cart": [{"gtin", "quantity"}], "misplaced": [{"gtin", "quantity", "place", "at_s"}],
///      "blind": [{"camera_id", "cause": "covered"|"dark", "from_s", "until_s"}]}
///
/// Seconds count from the sale's entered_at. An event lasts as long as hand or goods are before the bin's
/// polygon in any camera; `gtin` is what was really moved, which need not be what the planogram says of the
/// bin; "none" is a hand at a bin on purpose without an outcome (an arm that passes other bins is no event).
///
/// Called again with the same settings it goes on where it was stopped. Refused: a folder that holds anything
/// else under these names, or a store of other settings. WrongUsage: settings out of range. Cancelled on
/// request. Any thread; `progress` is called from worker threads, one at a time.
Result<Summary> makeStore(const QString& folder, const Settings& settings, const Cancellation& cancel = {},
                          const std::function<void(const Progress&)>& progress = {});

} // namespace cartwright::simulator
