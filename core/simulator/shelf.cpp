#include "core/simulator/assortment.h"

#include "core/simulator/random.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

constexpr int placesPerShelf = 4;

struct Filling
{
    int columns;
    int levels;
};

/// As many as fit beside each other, at most four; low packs stand on each other.
Filling fillingOf(const Article& article, double width)
{
    switch (article.shape) {
    case PackShape::Bottle:
    case PackShape::Carton:
        return {4, 1};
    case PackShape::Can:
        return {3, 2};
    case PackShape::Bag:
        return {3, 1};
    case PackShape::Photo:
        return {std::clamp(static_cast<int>(width / (article.width + 0.7)), 1, 4), article.height < 13.5 ? 2 : 1};
    }
    return {1, 1};
}

Place makeFloor()
{
    Place place;
    place.left = unit::width - unit::post - 34;
    place.right = unit::width - unit::post;
    place.floor = unit::bottom + 2;
    place.spots.push_back({{place.right - 10, place.floor, 6}, 0, 0});
    return place;
}

Place makePlace(int number, int standing, const std::vector<Article>& articles)
{
    const double inner = unit::width - 2 * unit::post;
    const double each = inner / placesPerShelf;
    Place place;
    place.left = unit::post + each * (number % placesPerShelf);
    place.right = place.left + each;
    place.floor = number < placesPerShelf ? unit::upperFloor : unit::lowerFloor;
    const double middle = (place.left + place.right) / 2;
    if (number == emptyPlace) {
        place.spots.push_back({{middle - 5, place.floor, unit::goodsDepth}, 0, 0});
        return place;
    }
    place.binId = QStringLiteral("B%1").arg(number + 1);
    place.plateId = QStringLiteral("P%1").arg(number + 1);
    place.article = standing;
    const Article& article = articles[static_cast<std::size_t>(standing)];
    const Filling filling = fillingOf(article, each - 0.4);
    const double pitch = article.width + 0.7;
    for (int level = 0; level < filling.levels; ++level)
        for (int column = 0; column < filling.columns; ++column) {
            const double x = middle + pitch * (column - (filling.columns - 1) / 2.0);
            place.spots.push_back(
                {{x, place.floor - level * article.height, unit::goodsDepth}, column, level});
        }
    return place;
}

/// Which article stands in which bin.
std::array<int, emptyPlace> chooseStanding(const std::vector<Article>& articles, int storeNumber)
{
    std::array<int, emptyPlace> standing{};
    if (storeNumber == 1 && articles.front().shape != PackShape::Photo) {
        for (int place = 0; place < emptyPlace; ++place)
            standing[static_cast<std::size_t>(place)] = place;
        return standing;
    }
    Random random = Random(0x5708E).fork(static_cast<std::uint64_t>(storeNumber));
    std::vector<int> order(articles.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<int>(i);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
    std::vector<bool> used(articles.size(), false);
    std::size_t filled = 0;
    const auto put = [&](int article) {
        standing[filled++] = article;
        used[static_cast<std::size_t>(article)] = true;
    };
    for (const int first : order)
        for (const int second : order)
            if (filled + 1 < emptyPlace && first != second && !used[static_cast<std::size_t>(first)]
                && !used[static_cast<std::size_t>(second)]
                && articles[static_cast<std::size_t>(first)].family == articles[static_cast<std::size_t>(second)].family) {
                put(first);
                put(second);
            }
    for (std::size_t i = 0; filled < emptyPlace; ++i)
        if (const int article = order[i % order.size()]; !used[static_cast<std::size_t>(article)] || i >= order.size())
            put(article);
    return standing;
}

} // namespace

Assortment arrange(std::vector<Article> articles, int storeNumber)
{
    Assortment assortment;
    const auto standing = chooseStanding(articles, storeNumber);
    for (int number = 0; number <= emptyPlace; ++number)
        assortment.places.push_back(
            makePlace(number, number < emptyPlace ? standing[static_cast<std::size_t>(number)] : -1, articles));
    assortment.places.push_back(makeFloor());
    assortment.articles = std::move(articles);
    return assortment;
}

const Assortment& usualAssortment()
{
    static const Assortment usual = arrange(usualArticles(), 1);
    return usual;
}

std::array<Vec3, 4> frontOf(const Assortment& assortment, int number)
{
    const Place& place = assortment.place(number);
    const Article& article = assortment.article(place.article);
    const double left = place.spots.front().foot.x - article.width / 2;
    const double right = place.spots.back().foot.x + article.width / 2;
    const double top = place.spots.back().foot.y - article.height;
    const double z = unit::goodsDepth;
    return {Vec3{left, top, z}, Vec3{right, top, z}, Vec3{right, place.floor, z}, Vec3{left, place.floor, z}};
}

} // namespace cartwright::simulator
