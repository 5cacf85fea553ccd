#pragma once

#include "core/domain/sale.h"
#include "core/simulator/assortment.h"
#include "core/simulator/rig.h"
#include "core/simulator/simulator.h"

#include <map>
#include <optional>

namespace cartwright::simulator {

/// A moment at which a camera sees a shopper come to the shelf, where the store knows who that is.
struct SeenComing
{
    double at = 0;
    Vec3 low;  ///< a box around hand and forearm
    Vec3 high;
};

/// How a shopper looks, and whether the sale is his or hers.
struct Shopper
{
    bool own = true; ///< of the group that pays
    std::optional<SeenComing> seen;
    Colour sleeve{};
    Colour cuff{};
    Colour skin{};
    double lean = 0;  ///< how far beside the target the shopper stands, cm
    double girth = 1; ///< thickness of the arm
};

/// Where the hand is at a moment; between two of these it moves smoothly.
struct HandKey
{
    double at = 0;
    Vec3 hand;
};

/// A copy in the hand: its foot is at the hand plus `offset`.
struct Carried
{
    int article = -1;
    double from = 0;
    double until = 0;
    Vec3 offset;
};

/// One reach of the arm: out of sight, to the shelf, out of sight.
struct Visit
{
    int place = -1;
    std::size_t shopper = 0;
    std::vector<HandKey> path;
    std::vector<Carried> carried;
    Vec3 shoulder; ///< relative to the hand

    double from() const { return path.front().at; }
    double until() const { return path.back().at; }
    Vec3 handAt(double time) const;
};

struct StockChange
{
    double at = 0;
    int place = -1;
    int spot = -1;
    int article = -1; ///< -1 empties the spot
    int was = -1;     ///< what stood there before
};

/// What a visit came to.
struct TrueEvent
{
    EventKind kind = EventKind::None;
    int place = -1;
    int article = -1;
    int quantity = 1;
    std::size_t visit = 0;
    std::size_t shopper = 0;
    double from = 0;
    double until = 0;
    std::vector<QString> cameraIds; ///< where it can be seen
};

struct WeightFact
{
    double at = 0;
    int place = -1;
    Grams delta = 0;
};

struct Scan
{
    double at = 0;
    int article = -1;
    Grams weight = 0;
};

/// A hole in what the feed brings: of a camera's clip, or of a plate's weights.
struct Hole
{
    std::size_t of = 0; ///< camera or place
    double from = 0;
    double until = 0;
};

enum class Plates : std::uint8_t { Off, Steps, Series };
enum class BlindCause : std::uint8_t { Covered, Dark };

struct BlindSpan
{
    std::size_t camera = 0;
    BlindCause cause = BlindCause::Covered;
    double from = 0;
    double until = 0;
};

struct Misplaced
{
    int article = -1;
    int quantity = 1;
    QString place; ///< a bin's id, "empty place" or "floor"
    double at = 0;
    std::size_t shopper = 0;
};

struct HandOver
{
    int article = -1;
    std::size_t from = 0;
    std::size_t to = 0;
    double at = 0;
};

/// A place that holds another article than the planogram says.
struct WrongBin
{
    int place = -1;
    int article = -1;
};

/// Everything that happens in one sale. Times are seconds from entered_at.
struct Script
{
    const Assortment* shop = nullptr; ///< outlives the script
    Situation situation = Situation::Plain;
    QString wentWrong; ///< a sentence, empty for a plain sale
    double length = 0;
    Plates plates = Plates::Off;
    bool smartCart = false;
    std::vector<Shopper> shoppers; ///< those of the sale's group come first
    Stock stock; ///< at the beginning
    std::vector<Visit> visits;
    std::vector<StockChange> changes; ///< in order of time
    std::vector<TrueEvent> events;
    std::vector<WeightFact> weights;
    std::vector<Scan> scans;
    std::vector<BlindSpan> blind;
    std::vector<Hole> clipHoles;  ///< a hole over the whole length means that there is no clip
    std::vector<Hole> plateHoles;
    std::vector<Misplaced> misplaced;
    std::vector<HandOver> handedOver;
    std::vector<WrongBin> wrongBins;
    std::map<int, int> cart; ///< article -> quantity, what the group really left with

    int groupSize() const;
};

/// What a script is written from, beside its dice.
struct Casting
{
    const Assortment* shop = nullptr;
    Situation situation = Situation::Plain;
    double sensorShare = 0;
    double seriesShare = 0;
    double smartCartShare = 0;
    double companyShare = 0;
    std::vector<Misplaced> before; ///< what earlier shoppers left in wrong bins, by the bins' ids
};

/// Thinks up a sale. The rig is needed to know when hands are before a bin in some camera's picture.
Script writeScript(const Casting& casting, const std::vector<RigCamera>& rig, std::uint64_t seed);

} // namespace cartwright::simulator
