#include "core/simulator/geometry.h"

#include <algorithm>

namespace cartwright::simulator {

View::View(Vec3 position, Vec3 target, Vec3 low, Vec3 high, int width, int height, double margin)
    : m_position(position), m_forward(normalised(target - position))
{
    m_right = normalised(cross(m_forward, Vec3{0, 1, 0}));
    m_down = cross(m_right, m_forward);
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const Vec3 corner : {low, high, Vec3{low.x, high.y, low.z}, Vec3{high.x, low.y, high.z}}) {
        const Point p = project(corner);
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    const double share = 1.0 - 2.0 * margin;
    m_focal = std::min(width * share / (right - left), height * share / (bottom - top));
    m_centreX = width / 2.0 - m_focal * (left + right) / 2.0;
    m_centreY = height / 2.0 - m_focal * (top + bottom) / 2.0;
}

Point View::project(Vec3 place) const
{
    const Vec3 d = place - m_position;
    // Nothing visible is nearer than this; the limit only keeps far-out limbs from wrapping around the
    // camera.
    const double depth = std::max(20.0, dot(d, m_forward));
    return {m_centreX + m_focal * dot(d, m_right) / depth, m_centreY + m_focal * dot(d, m_down) / depth};
}

double View::scaleAt(Vec3 place) const
{
    return m_focal / std::max(20.0, dot(place - m_position, m_forward));
}

} // namespace cartwright::simulator
