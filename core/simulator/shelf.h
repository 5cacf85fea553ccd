#pragma once

#include "core/simulator/catalogue.h"
#include "core/simulator/geometry.h"

#include <vector>

namespace cartwright::simulator {

/// The shelf unit in centimetres; its front is the plane z = 0.
namespace unit {
inline constexpr double width = 146;
inline constexpr double post = 4;         ///< width of the side posts
inline constexpr double headerBottom = 9; ///< the sign above the upper shelf
inline constexpr double upperFloor = 39;  ///< where goods of the upper shelf stand
inline constexpr double lowerFloor = 72.5;
inline constexpr double board = 4.5; ///< height of a board's front with its price rail
inline constexpr double bottom = 83;
inline constexpr double depth = 30;
inline constexpr double goodsDepth = -5; ///< the plane in which the goods' pictures stand
} // namespace unit

/// One copy's place in a bin: the middle of the pack's foot.
struct Spot
{
    Vec3 foot;
    int column = 0;
    int level = 0; ///< 0 stands on the board, 1 on another copy
};

/// A bin of the planogram. The last two of the list are the empty place and the floor at the foot of the shelf: no id, no
/// product, no plate.
struct Place
{
    QString binId;
    QString plateId;
    int article = -1; ///< in the catalogue
    double left = 0;  ///< of the board's part that belongs to it
    double right = 0;
    double floor = 0;
    std::vector<Spot> spots;
};

/// Places 0 to 6 are bins, the upper shelf first, each from left to right.
inline constexpr int emptyPlace = 7;
inline constexpr int floorPlace = 8;

/// Which article stands in which spot of which place; -1 where none does.
using Stock = std::vector<std::vector<int>>;

} // namespace cartwright::simulator
