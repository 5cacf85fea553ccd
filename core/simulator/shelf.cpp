#include "core/simulator/shelf.h"

namespace cartwright::simulator {
namespace {

constexpr int placesPerShelf = 4;

struct Filling
{
    int columns;
    int levels;
};

Filling fillingOf(PackShape shape)
{
    switch (shape) {
    case PackShape::Bottle:
    case PackShape::Carton:
        return {4, 1};
    case PackShape::Can:
        return {3, 2};
    case PackShape::Bag:
        return {3, 1};
    }
    return {1, 1};
}

Place makePlace(int number)
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
    place.article = number;
    const Article& article = catalogue()[static_cast<std::size_t>(number)];
    const Filling filling = fillingOf(article.shape);
    const double pitch = article.width + 0.7;
    for (int level = 0; level < filling.levels; ++level)
        for (int column = 0; column < filling.columns; ++column) {
            const double x = middle + pitch * (column - (filling.columns - 1) / 2.0);
            place.spots.push_back(
                {{x, place.floor - level * article.height, unit::goodsDepth}, column, level});
        }
    return place;
}

} // namespace

const std::vector<Place>& places()
{
    static const std::vector<Place> all = [] {
        std::vector<Place> made;
        for (int number = 0; number <= emptyPlace; ++number)
            made.push_back(makePlace(number));
        return made;
    }();
    return all;
}

std::array<Vec3, 4> frontOf(const Place& place)
{
    const Article& article = catalogue()[static_cast<std::size_t>(place.article)];
    const double left = place.spots.front().foot.x - article.width / 2;
    const double right = place.spots.back().foot.x + article.width / 2;
    const double top = place.spots.back().foot.y - article.height;
    const double z = unit::goodsDepth;
    return {Vec3{left, top, z}, Vec3{right, top, z}, Vec3{right, place.floor, z}, Vec3{left, place.floor, z}};
}

} // namespace cartwright::simulator
