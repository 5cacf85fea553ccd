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
    Plain = 0,                    ///< takes and proper returns, nothing else; now and then with company
    WrongPlaceSameWeight = 1,     ///< put back into the bin beside, which holds an item of the same weight
    HandsCrossing = 2,            ///< two shoppers close together take from two bins, their arms cross
    HandedOver = 3,               ///< an item goes from one shopper's hand to another's
    TwoAtOneBin = 4,              ///< two shoppers take from one bin at once
    AnotherIsNearer = 5,          ///< somebody else's hand is nearer when an item is put back
    HeldOverBin = 6,              ///< held over its bin for long, or two held and one taken
    SeveralInOneGrab = 7,         ///< two or three items in one grab
    LeftElsewhere = 8,            ///< taken, then left on an empty shelf place or on the floor; nothing bought
    NextBuysMisplaced = 9,        ///< an item that somebody put into the wrong bin is bought from there
    PlanogramWrong = 10,          ///< a bin holds another product than the planogram says
    CameraCoveredOrBadLight = 11, ///< a camera is covered during an action, or the light fails
    UnknownGroup = 12,            ///< it is not known who of three belongs to the group that pays
    DataMissing = 13,             ///< a clip has a gap, ends early or is missing, or plates are silent
};

/// All situations, in the order of their numbers.
const std::vector<Situation>& allSituations();
/// "plain", "wrong_place_same_weight", "hands_crossing", "handed_over", "two_at_one_bin", "another_is_nearer",
/// "held_over_bin", "several_in_one_grab", "left_elsewhere", "next_buys_misplaced", "planogram_wrong",
/// "camera_covered_or_bad_light", "unknown_group", "data_missing".
QString nameOf(Situation situation);
/// Refused where the name is none of these.
Result<Situation> situationOf(const QString& name);
/// Relative shares from "plain=0.8,held_over_bin=0.1,left_elsewhere"; a name alone has the share 1. Refused where a name
/// is unknown, comes twice, or a share is no number from 0.
Result<std::map<Situation, double>> sharesFromText(const QString& text);
/// Just over half plain, the rest the thirteen situations in equal parts.
std::map<Situation, double> usualShares();

/// Whether each frame carries its number in blocks (see frame_number.h).
enum class FrameNumbers : std::uint8_t { Hidden, Drawn };

struct Settings
{
    int sales = 12;         ///< 1 to 10,000
    int cameras = 2;        ///< 1 to 8
    int products = 12;      ///< of the catalogue, 12 to 2,000: the usual twelve, then families that look alike
    QString pictures;       ///< a folder of product photos that take the drawn packs' place, or empty
    int storeNumber = 1;    ///< 1 to 99: another number stocks the shelf with other products of the same catalogue
    std::uint64_t seed = 1; ///< the same settings give the same bytes on the same machine
    int width = 640;        ///< of every camera; even, 320 to 1,920
    int height = 360;       ///< even, 180 to 1,080
    int rate = 15;          ///< frames per second, 5 to 60
    FrameNumbers frameNumbers = FrameNumbers::Hidden;
    double sensorShare = 0.5; ///< share of the sales whose shelf plates send weights, 0 to 1
    double seriesShare = 0.5; ///< of these: share that sends the plates' 60 Hz traces, the others send steps only
    double smartCartShare = 0.1; ///< share of the sales in which the goods are scanned and weighed in the cart
    double companyShare = 0.15;  ///< share of the plain sales with a second shopper, of the group or a stranger
    /// Relative shares of the situations; absent ones do not occur. They are met as exactly as whole sales
    /// allow.
    std::map<Situation, double> shares = usualShares();
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
    double saleSeconds = 0;              ///< from entry to exit, all sales together
    QString storeFolder;                 ///< for the store import
    QString bundlesFolder;               ///< one bundle per sale, complete as soon as it is visible
    QString truthFile;
    bool operator==(const Summary&) const = default;
};

/// Makes a store that never was in `folder`: `store/` and `bundles/<sale_id>/` in the formats of the feed,
/// and `truth.json` beside them: an array, one object per sale,
///
///     {"sale_id", "situation", "situation_number", "went_wrong", "sensors": "none"|"steps"|"series", "smart_cart",
///      "group_size", "events": [{"kind": "take"|"return"|"none", "bin_id", "gtin", "quantity", "from_s", "until_s",
///      "cameras", "shopper"}], "others": [events of shoppers who are not of this sale],
///      "cart": [{"gtin", "quantity"}], "misplaced": [{"gtin", "quantity", "place", "at_s", "shopper"}],
///      "handed_over": [{"gtin", "from", "to", "at_s"}], "wrong_bins": [{"bin_id", "gtin": what it really holds}],
///      "blind": [{"camera_id", "cause": "covered"|"dark"|"missing", "from_s", "until_s"}],
///      "silent_plates": [{"plate_id", "from_s", "until_s"}]}
///
/// Seconds count from the sale's entered_at. An event lasts as long as hand or goods are before the bin's
/// polygon in any camera; `gtin` is what was really moved, which need not be what the planogram says of the
/// bin; "none" is a hand at a bin on purpose without an outcome (an arm that passes other bins is no event).
/// Shoppers are numbered from 0; those of the sale's group come first.
///
/// A shopper of the group whom the store knows has an "entry" event in the bundle with camera and box: where that
/// camera saw him or her come to the shelf. Where nobody else is about, there is one without.
///
/// Called again with the same settings it goes on where it was stopped. Refused: a folder that holds anything
/// else under these names, or a store of other settings. WrongUsage: settings out of range. Cancelled on
/// request. Any thread; `progress` is called from worker threads, one at a time.
Result<Summary> makeStore(const QString& folder, const Settings& settings, const Cancellation& cancel = {},
                          const std::function<void(const Progress&)>& progress = {});

} // namespace cartwright::simulator
