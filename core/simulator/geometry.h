#pragma once

#include "core/domain/store.h"

#include <cmath>

namespace cartwright::simulator {

/// A place in the store in centimetres: x to the right along the shelf, y down, z from the shelf's front
/// towards the shopper (inside the shelf it is negative).
struct Vec3
{
    double x = 0;
    double y = 0;
    double z = 0;
    bool operator==(const Vec3&) const = default;
};

inline Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Vec3 operator*(Vec3 a, double k) { return {a.x * k, a.y * k, a.z * k}; }
inline double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline Vec3 normalised(Vec3 a) { return a * (1.0 / std::sqrt(dot(a, a))); }
inline Vec3 mix(Vec3 a, Vec3 b, double t) { return a + (b - a) * t; }

/// A pinhole camera that looks at the shelf: where a place appears in its picture.
class View
{
public:
    View() = default;
    /// Looks from `position` at `target`, with focal length and principal point chosen so that the box from
    /// `low` to `high` on the shelf's front fills the picture but for a margin (a share of the picture's
    /// size).
    View(Vec3 position, Vec3 target, Vec3 low, Vec3 high, int width, int height, double margin);

    Point project(Vec3 place) const;
    /// Pixels per centimetre at this place.
    double scaleAt(Vec3 place) const;

private:
    Vec3 m_position;
    Vec3 m_right;
    Vec3 m_down;
    Vec3 m_forward;
    double m_focal = 1;
    double m_centreX = 0;
    double m_centreY = 0;
};

} // namespace cartwright::simulator
