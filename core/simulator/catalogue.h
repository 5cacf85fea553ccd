#pragma once

#include "core/domain/store.h"

#include <array>
#include <vector>

namespace cartwright::simulator {

enum class PackShape : std::uint8_t { Bottle, Carton, Can, Bag };

/// A colour as red, green, blue.
using Colour = std::array<std::uint8_t, 3>;

/// A product and how its pack looks. Packs of one family differ by the stripe (and its small word) only.
struct Article
{
    Product product;
    PackShape shape = PackShape::Carton;
    double width = 0;  ///< cm
    double height = 0; ///< cm
    Colour body{};     ///< pack, or what shines through the bottle
    Colour label{};
    Colour emblem{};
    Colour stripe{};
    const char* brand = "";   ///< printed large
    const char* variety = ""; ///< printed small on the stripe
};

/// All articles of the store; those that stand on the shelf come first, in the order of their bins.
const std::vector<Article>& catalogue();
/// How many of them stand on the shelf.
inline constexpr int shelvedArticles = 7;

const std::vector<TaxClass>& taxClasses();
/// The currency of all prices.
QString currency();

} // namespace cartwright::simulator
