#pragma once

#include "core/domain/store.h"

#include <array>
#include <string>
#include <vector>

namespace cartwright::simulator {

enum class PackShape : std::uint8_t { Bottle, Carton, Can, Bag, Photo };

/// A colour as red, green, blue.
using Colour = std::array<std::uint8_t, 3>;

/// A product and how its pack looks. Packs of one family differ by the stripe (and its small word) only; a photo's pack is its
/// picture.
struct Article
{
    Product product;
    PackShape shape = PackShape::Carton;
    int family = 0;    ///< articles that look alike have the same number
    double width = 0;  ///< cm
    double height = 0; ///< cm
    Colour body{};     ///< pack, or what shines through the bottle
    Colour label{};
    Colour emblem{};
    Colour stripe{};
    std::string brand;   ///< printed large
    std::string variety; ///< printed small on the stripe
};

/// The twelve articles of the usual store; those that stand on its shelf come first, in the order of its bins.
std::vector<Article> usualArticles();
inline constexpr int usualArticleCount = 12;
/// `count` articles: the usual ones, then families of two to four that look alike, made up from always the same dice, so that
/// a number always is the same product.
std::vector<Article> articlesInFamilies(int count);
/// An in-store number (GS1 prefix 27) with its check digit, so that no real product is meant.
Gtin inStoreNumber(int item);

const std::vector<TaxClass>& taxClasses();
/// The currency of all prices.
QString currency();

} // namespace cartwright::simulator
