#include "core/billing/pricing.h"

#include <QtTest>

#include <limits>
#include <random>

using namespace cartwright;

namespace {

Gtin gtin(int number)
{
    const QString body = QString::number(number).rightJustified(12, QLatin1Char('0'));
    for (int check = 0; check < 10; ++check)
        if (auto parsed = Gtin::parse(body + QString::number(check)))
            return *parsed;
    return {};
}

const SaleKey key{QStringLiteral("shop"), QStringLiteral("sale-1")};

Store store(PriceBasis basis, std::int64_t rate = 120'000)
{
    Store made;
    made.storeId = QStringLiteral("shop");
    made.currency = QStringLiteral("SEK");
    made.priceBasis = basis;
    made.taxClasses = {{QStringLiteral("food"), rate}};
    return made;
}

std::map<Gtin, Product> products(std::initializer_list<std::pair<int, MinorUnits>> prices)
{
    std::map<Gtin, Product> made;
    for (const auto& [number, amount] : prices)
        made[gtin(number)] = {gtin(number), QStringLiteral("Product %1").arg(number),
                              amount,       QStringLiteral("food"),
                              std::nullopt, QString()};
    return made;
}

Cart cart(std::initializer_list<std::pair<int, int>> lines)
{
    Cart made;
    for (const auto& [number, quantity] : lines)
        made.lines.push_back({gtin(number), quantity, 1, {}});
    return made;
}

} // namespace

class PricingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void price_roundsTaxHalfAwayFromZero_data()
    {
        QTest::addColumn<bool>("included");
        QTest::addColumn<qint64>("unitPrice");
        QTest::addColumn<int>("quantity");
        QTest::addColumn<qint64>("rate");
        QTest::addColumn<qint64>("total");
        QTest::addColumn<qint64>("tax");
        QTest::newRow("included 12 % of 64.70")
            << true << qint64(3235) << 2 << qint64(120'000) << qint64(6470) << qint64(693);
        QTest::newRow("added 12 % of 10.00")
            << false << qint64(1000) << 1 << qint64(120'000) << qint64(1120) << qint64(120);
        QTest::newRow("added, exactly a half goes up")
            << false << qint64(10) << 1 << qint64(50'000) << qint64(11) << qint64(1);
        QTest::newRow("added, just below a half goes down")
            << false << qint64(10) << 1 << qint64(49'999) << qint64(10) << qint64(0);
        QTest::newRow("added, a negative half goes down")
            << false << qint64(-10) << 1 << qint64(50'000) << qint64(-11) << qint64(-1);
        QTest::newRow("included, a half goes up")
            << true << qint64(3) << 1 << qint64(1'000'000) << qint64(3) << qint64(2);
        QTest::newRow("included, a negative half goes down")
            << true << qint64(-3) << 1 << qint64(1'000'000) << qint64(-3) << qint64(-2);
        QTest::newRow("no tax") << true << qint64(99) << 3 << qint64(0) << qint64(297) << qint64(0);
    }
    void price_roundsTaxHalfAwayFromZero()
    {
        QFETCH(bool, included);
        QFETCH(qint64, unitPrice);
        QFETCH(int, quantity);
        QFETCH(qint64, rate);
        const auto receipt =
            billing::price(key, cart({{1, quantity}}),
                           store(included ? PriceBasis::TaxIncluded : PriceBasis::TaxAdded, rate),
                           products({{1, unitPrice}}));
        QVERIFY(receipt);
        QTEST(qint64(receipt->total), "total");
        QTEST(qint64(receipt->tax), "tax");
        QCOMPARE(receipt->currency, QStringLiteral("SEK"));
        QCOMPARE(receipt->key, key);
        QCOMPARE(receipt->lines.at(0).unitPrice, unitPrice);
    }

    void price_linesAlwaysAddUpToTheTotals()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 3000; ++round) {
            const auto pick = [&](int low, int high) {
                return std::uniform_int_distribution(low, high)(random);
            };
            const auto basis = pick(0, 1) == 0 ? PriceBasis::TaxIncluded : PriceBasis::TaxAdded;
            const std::int64_t rate = pick(0, 300'000);
            const auto known = products({{1, pick(1, 99'999)}, {2, pick(1, 99'999)}, {3, pick(0, 20)}});
            const auto receipt = billing::price(
                key, cart({{1, pick(0, 9)}, {2, pick(0, 9)}, {3, pick(0, 99)}}), store(basis, rate), known);
            QVERIFY(receipt);
            MinorUnits total = 0;
            MinorUnits tax = 0;
            for (const ReceiptLine& line : receipt->lines) {
                QVERIFY(line.quantity > 0);
                const MinorUnits shelf = line.unitPrice * line.quantity;
                QCOMPARE(line.total, basis == PriceBasis::TaxIncluded ? shelf : shelf + line.tax);
                // Twice the distance from the exact tax is at most one unit: tax * (1 + r) = total * r, or
                // tax = net * r.
                const std::int64_t divisor = basis == PriceBasis::TaxIncluded ? 1'000'000 + rate : 1'000'000;
                QVERIFY(2 * std::abs(line.tax * divisor - shelf * rate) <= divisor);
                total += line.total;
                tax += line.tax;
            }
            QCOMPARE(receipt->total, total);
            QCOMPARE(receipt->tax, tax);
        }
    }

    void price_leavesOutLinesWithQuantityZero()
    {
        const auto receipt = billing::price(key, cart({{1, 0}, {2, 2}}), store(PriceBasis::TaxIncluded),
                                            products({{1, 100}, {2, 250}}));
        QVERIFY(receipt);
        QCOMPARE(receipt->lines.size(), std::size_t(1));
        QCOMPARE(receipt->lines.front().gtin, gtin(2));
        QCOMPARE(receipt->total, MinorUnits(500));
    }

    void price_ofAnEmptyCartIsZero()
    {
        const auto receipt = billing::price(key, {}, store(PriceBasis::TaxIncluded), {});
        QVERIFY(receipt);
        QVERIFY(receipt->lines.empty());
        QCOMPARE(receipt->total, MinorUnits(0));
    }

    void price_namesTheUnknownProduct()
    {
        const auto receipt =
            billing::price(key, cart({{1, 1}, {2, 1}}), store(PriceBasis::TaxIncluded), products({{1, 100}}));
        QVERIFY(!receipt);
        QCOMPARE(receipt.error().kind, ErrorKind::NotFound);
        QVERIFY2(receipt.error().sentence.contains(gtin(2).digits()), qPrintable(receipt.error().sentence));
    }

    void price_namesTheProductWhoseTaxClassIsUnknown()
    {
        auto known = products({{1, 100}});
        known[gtin(1)].taxClassId = QStringLiteral("luxury");
        const auto receipt = billing::price(key, cart({{1, 1}}), store(PriceBasis::TaxIncluded), known);
        QVERIFY(!receipt);
        QCOMPARE(receipt.error().kind, ErrorKind::NotFound);
        QVERIFY(receipt.error().sentence.contains(QStringLiteral("luxury")));
        QVERIFY(receipt.error().sentence.contains(QStringLiteral("Product 1")));
    }

    void price_refusesANegativeQuantity()
    {
        const auto receipt =
            billing::price(key, cart({{1, -1}}), store(PriceBasis::TaxIncluded), products({{1, 100}}));
        QVERIFY(!receipt);
        QCOMPARE(receipt.error().kind, ErrorKind::Refused);
    }

    void price_refusesAmountsThatOverflow_data()
    {
        constexpr qint64 largest = std::numeric_limits<qint64>::max();
        QTest::addColumn<qint64>("unitPrice");
        QTest::addColumn<int>("quantity");
        QTest::addColumn<qint64>("rate");
        QTest::newRow("price times quantity") << largest / 2 << 3 << qint64(0);
        QTest::newRow("times the rate") << largest / 1000 << 1 << qint64(120'000);
        QTest::newRow("most negative") << std::numeric_limits<qint64>::min() << 2 << qint64(0);
    }
    void price_refusesAmountsThatOverflow()
    {
        QFETCH(qint64, unitPrice);
        QFETCH(int, quantity);
        QFETCH(qint64, rate);
        for (const auto basis : {PriceBasis::TaxIncluded, PriceBasis::TaxAdded}) {
            const auto receipt =
                billing::price(key, cart({{1, quantity}}), store(basis, rate), products({{1, unitPrice}}));
            QVERIFY(!receipt);
            QCOMPARE(receipt.error().kind, ErrorKind::Refused);
        }
    }
    void price_refusesATotalThatOverflows()
    {
        constexpr qint64 largest = std::numeric_limits<qint64>::max();
        const auto receipt = billing::price(key, cart({{1, 1}, {2, 1}}), store(PriceBasis::TaxIncluded, 0),
                                            products({{1, largest}, {2, 1}}));
        QVERIFY(!receipt);
        QCOMPARE(receipt.error().kind, ErrorKind::Refused);
    }
    void price_refusesARateOutsideItsRange()
    {
        for (const qint64 rate : {qint64(-1), qint64(-1'000'000), std::numeric_limits<qint64>::max()}) {
            const auto receipt =
                billing::price(key, cart({{1, 1}}), store(PriceBasis::TaxIncluded, rate), products({{1, 1}}));
            QVERIFY(!receipt);
            QCOMPARE(receipt.error().kind, ErrorKind::Refused);
        }
    }

    void changes_listWhatCameWentAndChanged()
    {
        const auto known = products({{1, 100}, {2, 200}, {3, 300}, {4, 400}});
        const Store shop = store(PriceBasis::TaxIncluded);
        const auto before = billing::price(key, cart({{1, 1}, {2, 2}, {3, 1}}), shop, known);
        const auto after = billing::price(key, cart({{4, 1}, {2, 1}, {1, 1}}), shop, known);
        const auto changes = billing::changesBetween(*before, *after);
        QCOMPARE(changes.size(), std::size_t(3));
        QCOMPARE(changes[0].gtin, gtin(2));
        QCOMPARE(changes[0].quantityBefore, 2);
        QCOMPARE(changes[0].quantityAfter, 1);
        QCOMPARE(changes[0].totalBefore, MinorUnits(400));
        QCOMPARE(changes[0].totalAfter, MinorUnits(200));
        QCOMPARE(changes[1].gtin, gtin(3));
        QCOMPARE(changes[1].quantityAfter, 0);
        QCOMPARE(changes[2].gtin, gtin(4));
        QCOMPARE(changes[2].quantityBefore, 0);
        QCOMPARE(changes[2].name, QStringLiteral("Product 4"));
        QVERIFY(billing::changesBetween(*before, *before).empty());
    }
    void changes_showAPriceThatChanged()
    {
        const auto before =
            billing::price(key, cart({{1, 1}}), store(PriceBasis::TaxIncluded), products({{1, 100}}));
        const auto after =
            billing::price(key, cart({{1, 1}}), store(PriceBasis::TaxIncluded), products({{1, 90}}));
        QCOMPARE(billing::changesBetween(*before, *after).size(), std::size_t(1));
    }

    void amounts_haveTheDigitsOfTheirCurrency_data()
    {
        QTest::addColumn<qint64>("amount");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, qint64 amount, const char* currency, const char* text) {
            QTest::newRow(name) << amount << QString::fromLatin1(currency) << QString::fromLatin1(text);
        };
        row("crowns", 6470, "SEK", "64.70");
        row("less than one", 5, "EUR", "0.05");
        row("zero", 0, "EUR", "0.00");
        row("negative", -5, "EUR", "-0.05");
        row("yen", 1200, "JPY", "1200");
        row("no yen", 0, "JPY", "0");
        row("dinar", 1234, "KWD", "1.234");
        row("unknown", 1234, "???", "12.34");
        row("smallest", std::numeric_limits<qint64>::min(), "EUR", "-92233720368547758.08");
        row("largest", std::numeric_limits<qint64>::max(), "EUR", "92233720368547758.07");
    }
    void amounts_haveTheDigitsOfTheirCurrency()
    {
        QFETCH(qint64, amount);
        QFETCH(QString, currency);
        QTEST(billing::formatAmount(amount, currency), "text");
    }
};

QTEST_GUILESS_MAIN(PricingTest)
#include "tst_pricing.moc"
