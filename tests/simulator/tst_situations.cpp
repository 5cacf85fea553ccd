#include "core/simulator/plan.h"
#include "tests/simulator/made_store.h"

#include <algorithm>
#include <map>

using namespace cartwright;
using namespace cartwright::simulator;

namespace {

const Place& placeOf(int place) { return usualAssortment().place(place); }

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// What must lie in the group's hands at the exit, from its events, from what was left elsewhere and handed over.
std::map<int, int> cartFrom(const Script& script)
{
    std::map<int, int> cart;
    for (const TrueEvent& event : script.events)
        if (event.kind != EventKind::None && script.shoppers[event.shopper].own)
            cart[event.article] += event.kind == EventKind::Take ? event.quantity : -event.quantity;
    for (const Misplaced& item : script.misplaced)
        if (item.place == QStringLiteral("floor") || item.place == QStringLiteral("empty place"))
            cart[item.article] -= item.quantity;
    for (const HandOver& given : script.handedOver) {
        cart[given.article] -= script.shoppers[given.from].own ? 1 : 0;
        cart[given.article] += script.shoppers[given.to].own ? 1 : 0;
    }
    std::erase_if(cart, [](const auto& line) { return line.second == 0; });
    return cart;
}

/// What must lie in all hands together, from what disappeared from the shelf and appeared on it.
std::map<int, int> allHandsFromShelf(const Script& script)
{
    Stock stock = script.stock;
    std::map<int, int> cart;
    for (const StockChange& change : script.changes) {
        int& spot = stock[at(change.place)][at(change.spot)];
        ++cart[spot];
        --cart[change.article];
        spot = change.article;
    }
    cart.erase(-1);
    std::erase_if(cart, [](const auto& line) { return line.second == 0; });
    return cart;
}

std::map<int, int> allHands(const Script& script)
{
    std::map<int, int> cart;
    for (const TrueEvent& event : script.events)
        if (event.kind != EventKind::None)
            cart[event.article] += event.kind == EventKind::Take ? event.quantity : -event.quantity;
    for (const Misplaced& item : script.misplaced)
        if (!item.place.startsWith(QLatin1Char('B')))
            cart[item.article] -= item.quantity;
    std::erase_if(cart, [](const auto& line) { return line.second == 0; });
    return cart;
}

/// Whether two shoppers are before the shelf at the same time.
bool twoAtOnce(const Script& script)
{
    for (const Visit& a : script.visits)
        for (const Visit& b : script.visits)
            if (a.shopper < b.shopper && a.from() < b.until() && b.from() < a.until())
                return true;
    return false;
}

void isTrueToItsName(const Script& script)
{
    const auto any = [&](auto matches) {
        return std::any_of(script.events.begin(), script.events.end(), matches);
    };
    switch (script.situation) {
    case Situation::Plain:
        QVERIFY(script.wentWrong.isEmpty() && script.misplaced.empty() && script.blind.empty());
        QVERIFY(!any([](const TrueEvent& e) { return e.kind == EventKind::None || e.quantity != 1; }));
        break;
    case Situation::WrongPlaceSameWeight:
        QVERIFY(any([](const TrueEvent& e) {
            const int right = placeOf(e.place).article;
            return e.kind == EventKind::Return && e.article != right && std::abs(e.place - e.article) == 1 &&
                   usualAssortment().article(e.article).product.unitWeight ==
                       usualAssortment().article(right).product.unitWeight;
        }));
        break;
    case Situation::HandsCrossing:
    case Situation::TwoAtOneBin:
    case Situation::AnotherIsNearer:
        QCOMPARE(script.groupSize(), 1);
        QCOMPARE(script.shoppers.size(), 2u);
        QVERIFY(script.shoppers[0].seen && !script.shoppers[1].seen);
        break;
    case Situation::HandedOver:
        QCOMPARE(script.handedOver.size(), 1u);
        QVERIFY(twoAtOnce(script));
        break;
    case Situation::NextBuysMisplaced:
        QVERIFY(script.events.front().kind == EventKind::Take
                && script.events.front().article != placeOf(script.events.front().place).article);
        break;
    case Situation::PlanogramWrong:
        QCOMPARE(script.wrongBins.size(), 1u);
        break;
    case Situation::UnknownGroup:
        QCOMPARE(script.groupSize(), 2);
        QCOMPARE(script.shoppers.size(), 3u);
        QVERIFY(script.shoppers[0].seen && !script.shoppers[1].seen && !script.shoppers[2].seen);
        break;
    case Situation::DataMissing:
        QVERIFY(!script.clipHoles.empty() || !script.plateHoles.empty());
        break;
    case Situation::HeldOverBin:
        QVERIFY(any([](const TrueEvent& e) { return e.until - e.from > 2.0; }));
        break;
    case Situation::SeveralInOneGrab:
        QVERIFY(any([](const TrueEvent& e) { return e.kind == EventKind::Take && e.quantity >= 2; }));
        break;
    case Situation::LeftElsewhere:
        QVERIFY(script.cart.empty());
        QVERIFY(!script.misplaced.empty());
        break;
    case Situation::CameraCoveredOrBadLight:
        QVERIFY(!script.blind.empty());
        QVERIFY(any([&](const TrueEvent& e) {
            return e.from > script.blind.front().from && e.until < script.blind.front().until;
        }));
        break;
    }
}

} // namespace

class TestSituations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySituation_occursWithItsTraits_andItsCartFollowsFromItsEvents_data()
    {
        QTest::addColumn<int>("number");
        for (const Situation situation : allSituations())
            QTest::newRow(qPrintable(nameOf(situation))) << static_cast<int>(situation);
    }
    void everySituation_occursWithItsTraits_andItsCartFollowsFromItsEvents()
    {
        QFETCH(int, number);
        Settings settings;
        settings.sales = 40;
        settings.shares = {{static_cast<Situation>(number), 1.0}};
        const auto rig = makeRig(2, 640, 360, settings.seed);
        const auto sales = planSales(settings, rig);
        QCOMPARE(sales.size(), 40u);
        for (const PlannedSale& sale : sales) {
            QCOMPARE(static_cast<int>(sale.script.situation), number);
            isTrueToItsName(sale.script);
            QVERIFY2(sale.script.cart == cartFrom(sale.script), qPrintable(sale.saleId));
            QVERIFY2(allHands(sale.script) == allHandsFromShelf(sale.script), qPrintable(sale.saleId));
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(sale.saleId));
        }
    }

    void hands_leaveTheShelfCalm_beforeBetweenAndAfterActions()
    {
        Settings settings;
        settings.sales = 80;
        for (const PlannedSale& sale : planSales(settings, makeRig(3, 640, 360, 1))) {
            const Script& script = sale.script;
            if (twoAtOnce(script))
                continue;
            QVERIFY(script.length >= 8 && script.length < 24);
            QVERIFY(script.visits.front().from() >= 1);
            for (std::size_t i = 1; i < script.visits.size(); ++i)
                QVERIFY(script.visits[i].from() - script.visits[i - 1].until() >= 1.2);
            QVERIFY(script.length - script.visits.back().until() >= 1.2);
            for (const TrueEvent& event : script.events) {
                const Visit& visit = script.visits[event.visit];
                QVERIFY(event.from > visit.from() && event.until < visit.until() && event.from < event.until);
            }
        }
    }

    void copies_neverFloatNorShareASpot()
    {
        Settings settings;
        settings.sales = 80;
        for (const PlannedSale& sale : planSales(settings, makeRig(1, 640, 360, 1))) {
            Stock stock = sale.script.stock;
            for (const StockChange& change : sale.script.changes) {
                auto& place = stock[static_cast<std::size_t>(change.place)];
                int& spot = place[static_cast<std::size_t>(change.spot)];
                QVERIFY((spot < 0) != (change.article < 0));
                spot = change.article;
            }
            for (std::size_t place = 0; place < stock.size(); ++place)
                for (std::size_t i = 0; i < stock[place].size(); ++i)
                    for (std::size_t j = 0; j < stock[place].size(); ++j) {
                        const Spot &upper = usualAssortment().places[place].spots[i], &lower = usualAssortment().places[place].spots[j];
                        if (upper.column == lower.column && upper.level == lower.level + 1 &&
                            stock[place][i] >= 0)
                            QVERIFY(stock[place][j] >= 0);
                    }
        }
    }

    void shares_areMetAsExactlyAsWholeSalesAllow()
    {
        Settings settings;
        settings.sales = 100;
        std::map<Situation, int> counts;
        for (const Situation situation : situationsOf(settings))
            ++counts[situation];
        QVERIFY(std::abs(counts[Situation::Plain] - 54.5) < 1);
        QVERIFY(std::abs(counts[Situation::LeftElsewhere] - 3.5) < 1);
        settings.sales = 14;
        settings.shares.clear();
        for (const Situation situation : allSituations())
            settings.shares[situation] = 1;
        QCOMPARE(situationsOf(settings).size(), 14u);
        for (const Situation situation : allSituations()) {
            const auto all = situationsOf(settings);
            QVERIFY(std::count(all.begin(), all.end(), situation) >= 1);
        }
    }

    void shares_areReadFromText()
    {
        const auto shares = sharesFromText(QStringLiteral("plain=0.5, handed_over"));
        QVERIFY(shares.has_value());
        QVERIFY((*shares == std::map<Situation, double>{{Situation::Plain, 0.5}, {Situation::HandedOver, 1}}));
        for (const char* text : {"", "plain=x", "plain=-1", "plain,plain", "flood=1"})
            QVERIFY2(!sharesFromText(QLatin1String(text)), text);
    }

    void misplacedGoods_stayUntilTheNextShopperBuysThem()
    {
        Settings settings;
        settings.sales = 40;
        settings.shares = {{Situation::WrongPlaceSameWeight, 1}, {Situation::NextBuysMisplaced, 1}};
        const auto sales = planSales(settings, makeRig(1, 640, 360, 1));
        int bought = 0;
        for (std::size_t i = 0; i + 1 < sales.size(); ++i) {
            const auto& left = sales[i].script.misplaced;
            const TrueEvent& next = sales[i + 1].script.events.front();
            if (sales[i + 1].script.situation == Situation::NextBuysMisplaced && !left.empty())
                bought += next.article == left.front().article && placeOf(next.place).binId == left.front().place ? 1 : 0;
        }
        QVERIFY2(bought >= 12, qPrintable(QString::number(bought)));
    }

    void plates_weighWhatMoves_withLittleNoise()
    {
        Settings settings;
        settings.sales = 60;
        settings.sensorShare = 1;
        settings.shares.erase(Situation::TwoAtOneBin);
        int facts = 0;
        for (const PlannedSale& sale : planSales(settings, makeRig(1, 640, 360, 1))) {
            QVERIFY(sale.script.plates != Plates::Off);
            for (const WeightFact& fact : sale.script.weights) {
                const auto change = std::find_if(
                    sale.script.changes.begin(), sale.script.changes.end(), [&](const StockChange& c) {
                        return c.place == fact.place && fact.at - c.at >= 0.1 && fact.at - c.at <= 0.25;
                    });
                QVERIFY(change != sale.script.changes.end());
                const int moved = change->article >= 0 ? change->article : change->was;
                const Grams weight = *usualAssortment().article(moved).product.unitWeight;
                QVERIFY(std::abs(std::abs(fact.delta) - weight) <= 6);
                QCOMPARE(fact.delta > 0, change->article >= 0);
                ++facts;
            }
        }
        QVERIFY(facts > 60);
        settings.sensorShare = 0;
        for (const PlannedSale& sale : planSales(settings, makeRig(1, 640, 360, 1)))
            QVERIFY(sale.script.plates == Plates::Off);
    }
};

QTEST_GUILESS_MAIN(TestSituations)
#include "tst_situations.moc"
