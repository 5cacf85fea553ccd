#include "core/simulator/plan.h"

#include "core/simulator/random.h"

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

tl::unexpected<Error> outOfRange(const char* setting, const char* range)
{
    return failure(ErrorKind::WrongUsage, QStringLiteral("The simulator's setting \"%1\" must be %2.")
                                              .arg(QLatin1String(setting), QLatin1String(range)));
}

bool inside(int value, int low, int high) { return value >= low && value <= high; }

double sumOf(const std::map<Situation, double>& shares)
{
    double sum = 0;
    for (const auto& [situation, share] : shares)
        sum += share;
    return sum;
}

/// Who buys a misplaced item comes right after who misplaced it, as far as there are such pairs.
void letMisplacedFollow(std::vector<Situation>& all)
{
    const auto buysAt = [&](std::size_t i) { return i < all.size() && all[i] == Situation::NextBuysMisplaced; };
    std::size_t from = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!buysAt(i) || (i > 0 && all[i - 1] == Situation::WrongPlaceSameWeight))
            continue;
        while (from + 1 < all.size() && (all[from] != Situation::WrongPlaceSameWeight || buysAt(from + 1)))
            ++from;
        if (from + 1 >= all.size())
            return;
        std::swap(all[i], all[from + 1]);
    }
}

/// What lies in wrong bins between sales, until somebody buys it or the staff puts it back.
class Shop
{
public:
    std::vector<Misplaced> lyingAbout() const
    {
        std::vector<Misplaced> all;
        for (const Left& left : m_left)
            all.push_back(left.item);
        return all;
    }
    void after(const Script& script)
    {
        constexpr int tidyAfter = 3;
        for (const TrueEvent& event : script.events)
            if (event.kind == EventKind::Take)
                std::erase_if(m_left, [&](const Left& left) {
                    return left.item.article == event.article
                           && left.item.place == script.shop->place(event.place).binId;
                });
        std::erase_if(m_left, [](Left& left) { return ++left.sales >= tidyAfter; });
        for (const Misplaced& item : script.misplaced)
            if (item.place.startsWith(QLatin1Char('B'))
                && std::none_of(m_left.begin(), m_left.end(),
                                [&](const Left& left) { return left.item.place == item.place; }))
                m_left.push_back({item, 0});
    }

private:
    struct Left
    {
        Misplaced item;
        int sales = 0;
    };
    std::vector<Left> m_left;
};

} // namespace

Result<void> checkSettings(const Settings& settings)
{
    if (!inside(settings.sales, 1, 10'000))
        return outOfRange("sales", "1 to 10,000");
    if (!inside(settings.products, usualArticleCount, 2'000))
        return outOfRange("products", "12 to 2,000");
    if (!inside(settings.storeNumber, 1, 99))
        return outOfRange("storeNumber", "1 to 99");
    if (!inside(settings.cameras, 1, 8))
        return outOfRange("cameras", "1 to 8");
    if (!inside(settings.width, 320, 1920) || settings.width % 2 != 0)
        return outOfRange("width", "even and 320 to 1,920");
    if (!inside(settings.height, 180, 1080) || settings.height % 2 != 0)
        return outOfRange("height", "even and 180 to 1,080");
    if (!inside(settings.rate, 5, 60))
        return outOfRange("rate", "5 to 60 frames per second");
    if (!inside(settings.workers, 1, 64))
        return outOfRange("workers", "1 to 64");
    for (const auto& [name, share] : {std::pair{"sensorShare", settings.sensorShare}, {"seriesShare", settings.seriesShare},
                                      {"smartCartShare", settings.smartCartShare}, {"companyShare", settings.companyShare}})
        if (!(share >= 0 && share <= 1))
            return outOfRange(name, "0 to 1");
    for (const auto& [situation, share] : settings.shares)
        if (!(share >= 0 && share <= 1e6) || nameOf(situation).isEmpty())
            return outOfRange("shares", "numbers from 0, one per known situation");
    if (!(sumOf(settings.shares) > 0))
        return outOfRange("shares", "above 0 for one situation at least");
    return {};
}

QJsonObject toJson(const Settings& settings)
{
    QJsonObject shares;
    for (const auto& [situation, share] : settings.shares)
        shares.insert(nameOf(situation), share);
    return {{QStringLiteral("schema"), QStringLiteral("cartwright.simulation/1")},
            {QStringLiteral("sales"), settings.sales},
            {QStringLiteral("cameras"), settings.cameras},
            {QStringLiteral("products"), settings.products},
            {QStringLiteral("pictures"), settings.pictures},
            {QStringLiteral("store_number"), settings.storeNumber},
            {QStringLiteral("seed"), QString::number(settings.seed)},
            {QStringLiteral("width"), settings.width},
            {QStringLiteral("height"), settings.height},
            {QStringLiteral("rate"), settings.rate},
            {QStringLiteral("frame_numbers"), settings.frameNumbers == FrameNumbers::Drawn
                                                  ? QStringLiteral("drawn")
                                                  : QStringLiteral("hidden")},
            {QStringLiteral("sensor_share"), settings.sensorShare},
            {QStringLiteral("series_share"), settings.seriesShare},
            {QStringLiteral("smart_cart_share"), settings.smartCartShare},
            {QStringLiteral("company_share"), settings.companyShare},
            {QStringLiteral("shares"), shares},
            {QStringLiteral("opens_at"), formatUtc(settings.opensAt)}};
}

std::vector<Situation> situationsOf(const Settings& settings)
{
    struct Part
    {
        Situation situation;
        int whole;
        double rest;
    };
    std::vector<Part> parts;
    const double sum = sumOf(settings.shares);
    int given = 0;
    for (const auto& [situation, share] : settings.shares) {
        const double exact = settings.sales * share / sum;
        parts.push_back({situation, static_cast<int>(std::floor(exact)), exact - std::floor(exact)});
        given += parts.back().whole;
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const Part& a, const Part& b) { return a.rest > b.rest; });
    for (std::size_t i = 0; given < settings.sales; ++i, ++given)
        ++parts[i % parts.size()].whole;
    std::vector<Situation> all;
    for (const Part& part : parts)
        all.insert(all.end(), static_cast<std::size_t>(part.whole), part.situation);
    std::sort(all.begin(), all.end());
    Random random = Random(settings.seed).fork(5);
    for (std::size_t i = all.size(); i > 1; --i)
        std::swap(all[i - 1], all[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
    letMisplacedFollow(all);
    return all;
}

std::vector<PlannedSale> planSales(const Settings& settings, const std::vector<RigCamera>& rig,
                                   const Assortment& assortment)
{
    constexpr Microseconds between = 180 * microsecondsPerSecond;
    const std::vector<Situation> situations = situationsOf(settings);
    std::vector<PlannedSale> sales;
    Shop shop;
    for (int number = 0; number < settings.sales; ++number) {
        Random random = Random(settings.seed).fork(10'000 + static_cast<std::uint64_t>(number));
        PlannedSale sale;
        sale.saleId = QStringLiteral("s-%1").arg(number + 1, 4, 10, QLatin1Char('0'));
        sale.enteredAt = settings.opensAt + number * between + random.below(40'000) * Microseconds{1000};
        sale.seed = random.next();
        sale.script = writeScript({&assortment, situations[static_cast<std::size_t>(number)], settings.sensorShare,
                                   settings.seriesShare, settings.smartCartShare, settings.companyShare,
                                   shop.lyingAbout()},
                                  rig, sale.seed);
        shop.after(sale.script);
        sale.exitedAt = sale.enteredAt + std::llround(sale.script.length * 1000) * 1000;
        sales.push_back(std::move(sale));
    }
    return sales;
}

} // namespace cartwright::simulator
