#include "core/simulator/catalogue.h"

namespace cartwright::simulator {
namespace {

/// In-store numbers (GS1 prefix 20 to 29) with their check digit, so that no real product is meant.
Gtin inStoreNumber(int item)
{
    const QString stem = QStringLiteral("2700010%1").arg(item, 5, 10, QLatin1Char('0'));
    for (int digit = 0; digit < 10; ++digit)
        if (const auto gtin = Gtin::parse(stem + QString::number(digit)))
            return *gtin;
    return {};
}

struct Look
{
    PackShape shape;
    double width, height;
    Colour body, label, emblem, stripe;
    const char* brand;
    const char* variety;
};

Article article(int item, const QString& name, MinorUnits price, const QString& tax, Grams weight,
                const Look& look)
{
    Article made;
    made.product = Product{inStoreNumber(item),
                           name,
                           price,
                           tax,
                           weight,
                           QStringLiteral("pictures/p%1.jpg").arg(item, 2, 10, QLatin1Char('0'))};
    made.shape = look.shape;
    made.width = look.width;
    made.height = look.height;
    made.body = look.body;
    made.label = look.label;
    made.emblem = look.emblem;
    made.stripe = look.stripe;
    made.brand = look.brand;
    made.variety = look.variety;
    return made;
}

constexpr Colour cream{238, 232, 214}, sky{74, 128, 184}, oat{214, 178, 106}, brown{112, 70, 40};
constexpr Colour white{246, 244, 238}, orange{240, 140, 28}, leaf{70, 140, 60}, mango{250, 200, 40};
constexpr Colour red{196, 40, 36}, tomato{226, 64, 48}, silver{188, 192, 196}, violet{104, 66, 146};
constexpr Colour black{46, 44, 46}, apple{206, 190, 70}, teal{30, 128, 130}, pink{222, 110, 140};

Look oatCarton(Colour stripe, const char* variety)
{
    return {PackShape::Carton, 7.4, 24.5, cream, sky, oat, stripe, "OAT MILL", variety};
}
Look juiceBottle(Colour body, Colour emblem, Colour stripe, const char* brand, const char* variety)
{
    return {PackShape::Bottle, 7.6, 26.0, body, white, emblem, stripe, brand, variety};
}
Look tomatoCan(Colour stripe, const char* variety)
{
    return {PackShape::Can, 9.4, 13.2, silver, red, tomato, stripe, "POMO", variety};
}
Look petBag(Colour body, Colour stripe, const char* variety)
{
    return {PackShape::Bag, 11.6, 24.0, body, white, black, stripe, "WHISK", variety};
}

} // namespace

const std::vector<Article>& catalogue()
{
    static const QString food = QStringLiteral("food");
    static const QString standard = QStringLiteral("standard");
    static const std::vector<Article> articles = {
        article(1, QStringLiteral("Oat drink 1 l"), 1990, food, 1045, oatCarton(sky, "ORIGINAL")),
        article(2, QStringLiteral("Oat drink barista 1 l"), 2490, food, 1045, oatCarton(brown, "BARISTA")),
        article(3, QStringLiteral("Orange juice 0.9 l"), 2990, food, 962,
                juiceBottle(orange, orange, leaf, "SUNA", "ORANGE")),
        article(4, QStringLiteral("Orange juice with mango 0.9 l"), 3190, food, 962,
                juiceBottle(orange, orange, mango, "SUNA", "MANGO")),
        article(5, QStringLiteral("Crushed tomatoes 400 g"), 1450, food, 478, tomatoCan(white, "CRUSHED")),
        article(6, QStringLiteral("Crushed tomatoes with basil 400 g"), 1690, food, 478,
                tomatoCan(leaf, "BASIL")),
        article(7, QStringLiteral("Cat biscuits with salmon 800 g"), 4990, standard, 824,
                petBag(violet, pink, "SALMON")),
        article(8, QStringLiteral("Oat drink vanilla 1 l"), 2290, food, 1045, oatCarton(mango, "VANILLA")),
        article(9, QStringLiteral("Apple juice 0.9 l"), 2790, food, 958,
                juiceBottle(apple, leaf, red, "SUNA", "APPLE")),
        article(10, QStringLiteral("Cherry tomatoes 400 g"), 1790, food, 474, tomatoCan(violet, "CHERRY")),
        article(11, QStringLiteral("Cat biscuits with chicken 800 g"), 4990, standard, 818,
                petBag(teal, mango, "CHICKEN")),
        article(12, QStringLiteral("Puréed tomatoes 400 g"), 1550, food, 470, tomatoCan(black, "PUREE")),
    };
    return articles;
}

const std::vector<TaxClass>& taxClasses()
{
    static const std::vector<TaxClass> classes = {{QStringLiteral("food"), 120'000},
                                                  {QStringLiteral("standard"), 250'000}};
    return classes;
}

QString currency() { return QStringLiteral("SEK"); }

} // namespace cartwright::simulator
