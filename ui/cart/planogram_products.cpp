#include "ui/cart/planogram_products.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cartwright::ui {

namespace {

/// The middle of the bin as this camera sees it; nothing where it does not.
std::optional<Point> middleOf(const Bin& bin, const QString& cameraId)
{
    for (const BinView& view : bin.views) {
        if (view.cameraId != cameraId || view.polygon.empty())
            continue;
        Point sum;
        for (const Point& corner : view.polygon) {
            sum.x += corner.x;
            sum.y += corner.y;
        }
        const auto corners = static_cast<double>(view.polygon.size());
        return Point{sum.x / corners, sum.y / corners};
    }
    return std::nullopt;
}

} // namespace

std::vector<Candidate> planogramProducts(const OpenedCase& opened, const Event& event, std::size_t most)
{
    const Store& store = opened.reviewCase.store;
    const Bin* own = store.findBin(event.binId);
    const std::optional<Point> here = own ? middleOf(*own, event.cameraId) : std::nullopt;
    std::vector<std::pair<double, Gtin>> byDistance;
    for (const Bin& bin : store.bins) {
        const std::optional<Point> there = middleOf(bin, event.cameraId);
        const double away = own == &bin        ? -1
                            : here && there    ? std::hypot(here->x - there->x, here->y - there->y)
                                               : std::numeric_limits<double>::max();
        if (!bin.gtin.isEmpty())
            byDistance.emplace_back(away, bin.gtin);
    }
    std::stable_sort(byDistance.begin(), byDistance.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Candidate> products;
    for (const auto& [away, gtin] : byDistance) {
        const bool isThere = std::any_of(products.begin(), products.end(), [&](const Candidate& other) { return other.gtin == gtin; });
        if (!isThere && products.size() < most)
            products.push_back({gtin, 0});
    }
    return products;
}

} // namespace cartwright::ui
