#pragma once

#include "core/domain/store.h"

#include <array>

namespace cartwright::review {

/// Arithmetic on label boxes, all in pixels of the clip's picture. Pure; any thread.

/// What of a box is moved: all of it, or one of its eight handles, clockwise from the upper left corner.
enum class Handle : std::uint8_t { Whole, TopLeft, Top, TopRight, Right, BottomRight, Bottom, BottomLeft, Left };
inline constexpr int handleCount = 9;

/// The smallest side of a box that is drawn.
inline constexpr double smallestSide = 2;

/// The box after this handle was moved by so much. It stays inside a picture of that size and at least `smallestSide` wide
/// and high; its other sides stay where they are (as a whole it keeps its size).
Box movedBy(const Box& box, Handle handle, double dx, double dy, double width, double height);

/// Where a handle lies; of Whole the middle.
Point handleAt(const Box& box, Handle handle);

/// The box that encloses the four extreme points of a thing (topmost, leftmost, lowest, rightmost, in any order), inside the
/// picture. Papadopoulos et al. 2017, "Extreme clicking for efficient object annotation".
Box boxOfExtremePoints(const std::array<Point, 4>& points, double width, double height);

/// Share of the two boxes' common area in the area of both, 0 to 1.
double overlapOf(const Box& a, const Box& b);

/// Between two boxes: 0 gives `a`, 1 gives `b`.
Box between(const Box& a, const Box& b, double share);

} // namespace cartwright::review
