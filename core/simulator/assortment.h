#pragma once

#include "core/simulator/shelf.h"
#include "core/simulator/simulator.h"

namespace cartwright::simulator {

/// What a store sells and where it stands. Plain value; any thread reads it.
struct Assortment
{
    std::vector<Article> articles;
    std::vector<Place> places; ///< seven bins, the empty place, the floor

    const Article& article(int number) const { return articles[static_cast<std::size_t>(number)]; }
    const Place& place(int number) const { return places[static_cast<std::size_t>(number)]; }
};

/// The articles' shelf: store 1 of the usual articles has the usual order; other stores choose by their number, neighbours
/// (bins 1 and 2, 3 and 4, 5 and 6) from one family.
Assortment arrange(std::vector<Article> articles, int storeNumber);
/// Store 1 with the usual articles.
const Assortment& usualAssortment();

/// The corners of what the copies of a bin cover when it is full, clockwise from the top left.
std::array<Vec3, 4> frontOf(const Assortment& assortment, int place);

} // namespace cartwright::simulator
