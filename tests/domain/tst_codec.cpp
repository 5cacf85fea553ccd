#include "core/domain/codec.h"

#include <QTest>

using namespace cartwright;

namespace {

const Gtin milk = *Gtin::parse(QStringLiteral("96385074"));

QJsonObject storeObject(const QString& rate)
{
    return {{QStringLiteral("store_id"), QStringLiteral("demo")},
            {QStringLiteral("name"), QStringLiteral("Demo")},
            {QStringLiteral("time_zone"), QStringLiteral("Europe/Stockholm")},
            {QStringLiteral("currency"), QStringLiteral("SEK")},
            {QStringLiteral("prices_include_tax"), true},
            {QStringLiteral("tax_classes"), QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("food")},
                                                                   {QStringLiteral("rate"), rate}}}}};
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void store_isReadBackTheSame()
    {
        Store store;
        store.storeId = QStringLiteral("demo");
        store.name = QStringLiteral("Démo");
        store.timeZone = QStringLiteral("Europe/Stockholm");
        store.currency = QStringLiteral("SEK");
        store.taxClasses = {{QStringLiteral("food"), 120'000}, {QStringLiteral("odd"), 66'667}};
        store.cameras = {{QStringLiteral("c1"), QStringLiteral("Left"), 640, 360}};
        store.bins = {{QStringLiteral("B1"), milk, QStringLiteral("P1"), {{QStringLiteral("c1"), {{1, 2}, {3.5, 4}, {5, 6}}}}}};
        const auto again = storeFromJson(toJson(store), QStringLiteral("store.json"));
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().sentence));
        QCOMPARE(*again, store);
    }
    void taxRate_isExact_data()
    {
        QTest::addColumn<QString>("rate");
        QTest::addColumn<qint64>("partsPerMillion");
        QTest::newRow("0.12") << "0.12" << qint64(120'000);
        QTest::newRow("0.07") << "0.07" << qint64(70'000);
        QTest::newRow("0") << "0" << qint64(0);
        QTest::newRow("six digits") << "0.066667" << qint64(66'667);
    }
    void taxRate_isExact()
    {
        QFETCH(QString, rate);
        QFETCH(qint64, partsPerMillion);
        const auto store = storeFromJson(storeObject(rate), QStringLiteral("store.json"));
        QVERIFY2(store.has_value(), store ? "" : qPrintable(store.error().sentence));
        QCOMPARE(qint64(store->taxClasses.front().ratePartsPerMillion), partsPerMillion);
    }
    void taxRate_isRefused_data()
    {
        QTest::addColumn<QString>("rate");
        for (const char* rate : {"-0.1", "12 %", "0,12", "1e-2", "0.1.2", "0.-1", "10", "0.1234567", "."})
            QTest::newRow(rate) << QString::fromLatin1(rate);
    }
    void taxRate_isRefused()
    {
        QFETCH(QString, rate);
        QVERIFY(!storeFromJson(storeObject(rate), QStringLiteral("store.json")));
    }
    void events_areReadBackTheSame()
    {
        Event take;
        take.eventId = QStringLiteral("a1");
        take.kind = EventKind::Take;
        take.source = EventSource::Analysis;
        take.at = 1'000'000;
        take.until = 2'500'001;
        take.cameraId = QStringLiteral("c1");
        take.binId = QStringLiteral("B1");
        take.box = Box{1, 2, 30, 40};
        take.quantity = 2;
        take.candidates = {{milk, 0.75}, {Gtin(), 0.25}};
        take.kindProbability = 0.9;
        take.actorProbability = 0.8;
        Event weight;
        weight.kind = EventKind::Weight;
        weight.at = weight.until = 5;
        weight.plateId = QStringLiteral("P1");
        weight.deltaGrams = -512;
        Event scan;
        scan.kind = EventKind::Scan;
        scan.at = scan.until = 6;
        scan.gtin = milk;
        scan.weightGrams = 500;
        for (const auto& event : {take, weight, scan}) {
            const auto again = eventFromJson(toJson(event), QStringLiteral("event"));
            QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().sentence));
            QCOMPARE(*again, event);
        }
    }
    void event_isRefused_whenItEndsBeforeItBegins()
    {
        const QJsonObject event{{QStringLiteral("kind"), QStringLiteral("take")},
                                {QStringLiteral("at"), QStringLiteral("2026-03-02T10:00:01Z")},
                                {QStringLiteral("until"), QStringLiteral("2026-03-02T10:00:00Z")}};
        const auto read = eventFromJson(event, QStringLiteral("sale.json events[3]"));
        QVERIFY(!read);
        QVERIFY(read.error().sentence.startsWith(QStringLiteral("sale.json events[3]")));
    }
    void cart_isRefused_data()
    {
        QTest::addColumn<QJsonArray>("cart");
        const QString gtin = QStringLiteral("96385074");
        const auto line = [&](int quantity) {
            return QJsonObject{{QStringLiteral("gtin"), gtin}, {QStringLiteral("quantity"), quantity}};
        };
        QTest::newRow("negative quantity") << QJsonArray{line(-1)};
        QTest::newRow("no quantity at all") << QJsonArray{QJsonObject{{QStringLiteral("gtin"), gtin}}};
        QTest::newRow("one product twice") << QJsonArray{line(1), line(2)};
        QTest::newRow("a text for a line") << QJsonArray{QStringLiteral("milk")};
    }
    void cart_isRefused()
    {
        QFETCH(QJsonArray, cart);
        QVERIFY(!cartFromJson(cart, QStringLiteral("cart")));
    }
    void edits_areReadBackTheSame()
    {
        const std::vector<Edit> edits{
            {EditKind::ChooseProduct, QStringLiteral("a1"), milk, EventKind::None, 0, Evidence{QStringLiteral("c1"), 7}, {}, {}},
            {EditKind::ChooseAction, QStringLiteral("a1"), {}, EventKind::Return, 0, {}, {}, QStringLiteral("why")},
            {EditKind::AdjustLine, {}, milk, EventKind::None, -2, {}, {}, {}},
            {EditKind::DrawBox, QStringLiteral("a1"), {}, EventKind::None, 0, Evidence{QStringLiteral("c1"), -9}, Box{1, 2, 3, 4}, {}}};
        const auto again = editsFromJson(toJson(edits), QStringLiteral("edits"));
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().sentence));
        QVERIFY(*again == edits);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
