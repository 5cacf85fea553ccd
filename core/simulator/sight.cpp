#include "core/simulator/sight.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

constexpr double handRadius = 5.5; ///< cm, of the hand as a disc
constexpr double sampleStep = 1.0 / 120;

using Polygon = std::vector<Point>;

/// Whether two convex polygons overlap: no edge of either separates them.
bool overlap(const Polygon& a, const Polygon& b)
{
    const auto separates = [](const Polygon& edges, const Polygon& other) {
        for (std::size_t i = 0; i < edges.size(); ++i) {
            const Point p = edges[i], q = edges[(i + 1) % edges.size()];
            const double nx = q.y - p.y, ny = p.x - q.x;
            const auto low = [&](const Polygon& polygon) {
                double least = 1e18;
                for (const Point& c : polygon)
                    least = std::min(least, c.x * nx + c.y * ny);
                return least;
            };
            const auto high = [&](const Polygon& polygon) {
                double most = -1e18;
                for (const Point& c : polygon)
                    most = std::max(most, c.x * nx + c.y * ny);
                return most;
            };
            if (high(edges) < low(other) || high(other) < low(edges))
                return true;
        }
        return false;
    };
    return !separates(a, b) && !separates(b, a);
}

Polygon projected(const View& view, const std::array<Vec3, 4>& corners)
{
    Polygon polygon;
    for (const Vec3& corner : corners)
        polygon.push_back(view.project(corner));
    return polygon;
}

bool before(const Assortment& shop, const View& view, const Polygon& bin, const Visit& visit, double time)
{
    const Vec3 hand = visit.handAt(time);
    Polygon disc;
    for (int i = 0; i < 12; ++i) {
        const double angle = i * 0.5235987755982988;
        disc.push_back(
            view.project(hand + Vec3{handRadius * std::cos(angle), handRadius * std::sin(angle), 0}));
    }
    if (overlap(bin, disc))
        return true;
    return std::any_of(visit.carried.begin(), visit.carried.end(), [&](const Carried& carried) {
        if (time < carried.from || time > carried.until)
            return false;
        const Article& article = shop.article(carried.article);
        const Vec3 foot = hand + carried.offset;
        const double half = article.width / 2;
        return overlap(bin, projected(view, {foot + Vec3{-half, -article.height, 0},
                                             foot + Vec3{half, -article.height, 0}, foot + Vec3{half, 0, 0},
                                             foot + Vec3{-half, 0, 0}}));
    });
}

} // namespace

void measureEvents(Script& script, const std::vector<RigCamera>& rig)
{
    for (TrueEvent& event : script.events) {
        const Visit& visit = script.visits[event.visit];
        const auto front = frontOf(*script.shop, event.place);
        event.from = visit.until();
        event.until = visit.from();
        for (const RigCamera& camera : rig) {
            const Polygon bin = projected(camera.view, front);
            for (double time = visit.from(); time <= visit.until(); time += sampleStep)
                if (before(*script.shop, camera.view, bin, visit, time)) {
                    event.from = std::min(event.from, time);
                    event.until = std::max(event.until, time);
                }
        }
        for (std::size_t i = 0; i < rig.size(); ++i)
            if (std::none_of(script.blind.begin(), script.blind.end(), [&](const BlindSpan& span) {
                    return span.camera == i && span.cause == BlindCause::Covered && span.from < event.until &&
                           span.until > event.from;
                }))
                event.cameraIds.push_back(rig[i].camera.cameraId);
    }
}

} // namespace cartwright::simulator
