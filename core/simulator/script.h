#pragma once

#include "core/domain/sale.h"
#include "core/simulator/rig.h"
#include "core/simulator/simulator.h"

#include <map>

namespace cartwright::simulator {

/// How the shopper of a sale looks.
struct Shopper
{
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
};

/// What a visit came to.
struct TrueEvent
{
    EventKind kind = EventKind::None;
    int place = -1;
    int article = -1;
    int quantity = 1;
    std::size_t visit = 0;
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
};

/// Everything that happens in one sale. Times are seconds from entered_at.
struct Script
{
    Situation situation = Situation::Plain;
    QString wentWrong; ///< a sentence, empty for a plain sale
    double length = 0;
    bool sensors = false;
    Shopper shopper;
    Stock stock; ///< at the beginning
    std::vector<Visit> visits;
    std::vector<StockChange> changes;
    std::vector<TrueEvent> events;
    std::vector<WeightFact> weights;
    std::vector<BlindSpan> blind;
    std::vector<Misplaced> misplaced;
    std::map<int, int> cart; ///< article -> quantity, what the shopper really left with
};

/// Thinks up a sale. The rig is needed to know when hands are before a bin in some camera's picture.
Script writeScript(Situation situation, const std::vector<RigCamera>& rig, double sensorShare,
                   std::uint64_t seed);

} // namespace cartwright::simulator
