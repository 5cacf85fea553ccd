#include "core/base/json.h"

#include <QTest>

using namespace cartwright;

class TestJson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_refusesDeepNesting_beforeTheParserSeesIt()
    {
        const QByteArray deep = "{\"a\":" + QByteArray(5'000'000, '[') + QByteArray(5'000'000, ']') + "}";
        const auto tooLarge = parseJsonObject(deep, QStringLiteral("sale.json"));
        QVERIFY(!tooLarge);
        QVERIFY(tooLarge.error().sentence.contains(QStringLiteral("bytes")));
        const auto tooDeep = parseJsonObject(deep, QStringLiteral("sale.json"), {.bytes = 20'000'000});
        QVERIFY(!tooDeep);
        QVERIFY(tooDeep.error().sentence.contains(QStringLiteral("nested")));
    }
    void parse_doesNotCountBracketsInsideTexts()
    {
        const QByteArray text = "{\"a\":\"" + QByteArray(100, '[') + "\\\"\"}";
        QVERIFY(parseJsonObject(text, QStringLiteral("x")).has_value());
    }
    void reader_keepsTheFirstErrorAndNamesThePlace()
    {
        JsonReader reader({{QStringLiteral("n"), 1.5}, {QStringLiteral("t"), 3}}, QStringLiteral("sale.json"));
        QCOMPARE(reader.integer(QStringLiteral("n"), 0, 9), 0);
        QCOMPARE(reader.text(QStringLiteral("t")), QString());
        QVERIFY(reader.error().has_value());
        QCOMPARE(reader.error()->sentence, QStringLiteral("sale.json: \"n\" must be a whole number."));
    }
    void reader_refusesNumbersOutsideTheirRange()
    {
        JsonReader reader({{QStringLiteral("quantity"), -2}}, QStringLiteral("cart[0]"));
        reader.integer(QStringLiteral("quantity"), 1, 999);
        QVERIFY(reader.error()->sentence.contains(QStringLiteral("-2")));
    }
    void reader_reportsKeysThatNobodyAskedFor()
    {
        JsonReader reader({{QStringLiteral("known"), QStringLiteral("x")}, {QStringLiteral("extra"), 1}}, QStringLiteral("x"));
        reader.text(QStringLiteral("known"));
        QCOMPARE(reader.unknownKeys(), QStringList{QStringLiteral("extra")});
    }
    void write_givesTheSameBytes_whateverTheOrder()
    {
        QJsonObject a{{QStringLiteral("x"), 1}, {QStringLiteral("a"), 2}};
        QJsonObject b;
        b.insert(QStringLiteral("a"), 2);
        b.insert(QStringLiteral("x"), 1);
        QCOMPARE(toJsonLine(a), toJsonLine(b));
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
