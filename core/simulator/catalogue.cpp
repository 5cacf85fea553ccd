#include "core/simulator/catalogue.h"

#include "core/simulator/random.h"

namespace cartwright::simulator {
namespace {

struct Look
{
    PackShape shape;
    double width, height;
    Colour body, label, emblem, stripe;
    std::string brand;
    std::string variety;
};

Article article(int item, int family, const QString& name, MinorUnits price, const QString& tax, Grams weight,
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
    made.family = family;
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

Look oatCarton(Colour stripe, const std::string& variety)
{
    return {PackShape::Carton, 7.4, 24.5, cream, sky, oat, stripe, "OAT MILL", variety};
}
Look juiceBottle(Colour body, Colour emblem, Colour stripe, const std::string& brand, const std::string& variety)
{
    return {PackShape::Bottle, 7.6, 26.0, body, white, emblem, stripe, brand, variety};
}
Look tomatoCan(Colour stripe, const std::string& variety)
{
    return {PackShape::Can, 9.4, 13.2, silver, red, tomato, stripe, "POMO", variety};
}
Look petBag(Colour body, Colour stripe, const std::string& variety)
{
    return {PackShape::Bag, 11.6, 24.0, body, white, black, stripe, "WHISK", variety};
}

constexpr int firstMadeUpFamily = 4;

struct Kind
{
    PackShape shape;
    const char* name;
    double width, height;
    Grams weight;
};
constexpr std::array<Kind, 16> kinds = {{{PackShape::Carton, "Rice drink 1 l", 7.3, 24.2, 1040},
                                         {PackShape::Carton, "Soya drink 1 l", 7.5, 24.0, 1052},
                                         {PackShape::Carton, "Buttermilk 1 l", 7.1, 23.4, 1060},
                                         {PackShape::Carton, "Vegetable broth 1 l", 7.6, 23.8, 1035},
                                         {PackShape::Bottle, "Lemonade 0.9 l", 7.4, 26.2, 950},
                                         {PackShape::Bottle, "Smoothie 0.9 l", 7.7, 25.8, 975},
                                         {PackShape::Bottle, "Pear juice 0.9 l", 7.6, 26.4, 960},
                                         {PackShape::Bottle, "Iced tea 0.9 l", 7.3, 26.0, 940},
                                         {PackShape::Can, "Chickpeas 400 g", 9.3, 13.0, 480},
                                         {PackShape::Can, "Sweetcorn 340 g", 9.2, 12.6, 412},
                                         {PackShape::Can, "Kidney beans 400 g", 9.4, 13.2, 476},
                                         {PackShape::Can, "Coconut milk 400 g", 9.0, 12.8, 466},
                                         {PackShape::Bag, "Muesli 750 g", 11.5, 24.2, 772},
                                         {PackShape::Bag, "Rice 1 kg", 11.2, 23.2, 1012},
                                         {PackShape::Bag, "Coffee 500 g", 10.8, 22.6, 516},
                                         {PackShape::Bag, "Crisps 275 g", 11.6, 24.4, 292}}};
constexpr std::array<const char*, 10> brands = {"NORDIA", "HAVEN", "SOLIS", "MERID", "BJORK", "LUMO", "PETRA", "ALVA", "KIVI", "TORSA"};
struct Variety
{
    const char* word;
    const char* inName;
    Colour stripe;
};
constexpr std::array<Variety, 10> varieties = {{{"CLASSIC", "classic", {70, 110, 180}},
                                                {"LIGHT", "light", {170, 205, 225}},
                                                {"ORGANIC", "organic", {70, 140, 60}},
                                                {"CHILI", "with chili", {190, 40, 36}},
                                                {"HONEY", "with honey", {240, 190, 60}},
                                                {"BERRY", "with berries", {150, 50, 110}},
                                                {"GINGER", "with ginger", {214, 150, 80}},
                                                {"MINT", "with mint", {60, 170, 140}},
                                                {"DARK", "dark", {60, 44, 40}},
                                                {"SALT", "with salt", {232, 232, 228}}}};

Colour anyColour(Random& random, int low, int high)
{
    Colour colour{};
    for (auto& part : colour)
        part = static_cast<std::uint8_t>(low + random.below(high - low));
    return colour;
}

/// Two to four packs that differ by stripe and word, and hardly in weight.
void addFamily(std::vector<Article>& articles, int family, std::size_t most)
{
    Random random = Random(0xFA417).fork(static_cast<std::uint64_t>(family));
    const Kind& kind = kinds[static_cast<std::size_t>(family * 5 % static_cast<int>(kinds.size()))];
    Look look{kind.shape, kind.width, kind.height, anyColour(random, 60, 240), anyColour(random, 40, 250),
              anyColour(random, 30, 240), {}, brands[static_cast<std::size_t>(random.below(10))], {}};
    if (kind.shape == PackShape::Can)
        look.body = silver;
    const int members = 2 + random.below(3);
    int variety = random.below(10);
    for (int member = 0; member < members && articles.size() < most; ++member) {
        const Variety& one = varieties[static_cast<std::size_t>(variety)];
        variety = (variety + 1 + random.below(2)) % 10;
        look.stripe = one.stripe;
        look.variety = one.word;
        QString brand = QString::fromStdString(look.brand).toLower();
        brand[0] = brand[0].toUpper();
        const QString name = QStringLiteral("%1 %2 %3").arg(QLatin1String(kind.name), QLatin1String(one.inName), brand);
        articles.push_back(article(static_cast<int>(articles.size()) + 1, family, name, 990 + 100 * random.below(50),
                                   kind.shape == PackShape::Bag ? QStringLiteral("standard") : QStringLiteral("food"),
                                   kind.weight + (member < 2 ? 0 : random.below(13) - 6), look));
    }
}

} // namespace

Gtin inStoreNumber(int item)
{
    const QString stem = QStringLiteral("2700010%1").arg(item, 5, 10, QLatin1Char('0'));
    for (int digit = 0; digit < 10; ++digit)
        if (const auto gtin = Gtin::parse(stem + QString::number(digit)))
            return *gtin;
    return {};
}

std::vector<Article> usualArticles()
{
    static const QString food = QStringLiteral("food");
    static const QString standard = QStringLiteral("standard");
    return {
        article(1, 0, QStringLiteral("Oat drink 1 l"), 1990, food, 1045, oatCarton(sky, "ORIGINAL")),
        article(2, 0, QStringLiteral("Oat drink barista 1 l"), 2490, food, 1045, oatCarton(brown, "BARISTA")),
        article(3, 1, QStringLiteral("Orange juice 0.9 l"), 2990, food, 962,
                juiceBottle(orange, orange, leaf, "SUNA", "ORANGE")),
        article(4, 1, QStringLiteral("Orange juice with mango 0.9 l"), 3190, food, 962,
                juiceBottle(orange, orange, mango, "SUNA", "MANGO")),
        article(5, 2, QStringLiteral("Crushed tomatoes 400 g"), 1450, food, 478, tomatoCan(white, "CRUSHED")),
        article(6, 2, QStringLiteral("Crushed tomatoes with basil 400 g"), 1690, food, 478,
                tomatoCan(leaf, "BASIL")),
        article(7, 3, QStringLiteral("Cat biscuits with salmon 800 g"), 4990, standard, 824,
                petBag(violet, pink, "SALMON")),
        article(8, 0, QStringLiteral("Oat drink vanilla 1 l"), 2290, food, 1045, oatCarton(mango, "VANILLA")),
        article(9, 1, QStringLiteral("Apple juice 0.9 l"), 2790, food, 958,
                juiceBottle(apple, leaf, red, "SUNA", "APPLE")),
        article(10, 2, QStringLiteral("Cherry tomatoes 400 g"), 1790, food, 474, tomatoCan(violet, "CHERRY")),
        article(11, 3, QStringLiteral("Cat biscuits with chicken 800 g"), 4990, standard, 818,
                petBag(teal, mango, "CHICKEN")),
        article(12, 2, QStringLiteral("Puréed tomatoes 400 g"), 1550, food, 470, tomatoCan(black, "PUREE")),
    };
}

std::vector<Article> articlesInFamilies(int count)
{
    std::vector<Article> articles = usualArticles();
    for (int family = firstMadeUpFamily; static_cast<int>(articles.size()) < count; ++family)
        addFamily(articles, family, static_cast<std::size_t>(count));
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
