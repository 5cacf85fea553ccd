#include "feed_fixture.h"

#include <unistd.h>

using namespace feedtest;

namespace {

const QByteArray smallPng("\x89PNG\r\n\x1A\n rest", 13);

} // namespace

class StoreDescriptionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_refusing.importStore(); }

    void description_isReadWhole()
    {
        const QTemporaryDir folder;
        putStore(folder.path());
        const auto read = feed::readStoreDescription(folder.path());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().sentence));
        QCOMPARE(read->store.storeId, text("demo"));
        QCOMPARE(read->store.timeZone, text("Europe/Stockholm"));
        QCOMPARE(read->store.taxClasses, (std::vector<TaxClass>{{text("food"), 120'000}, {text("other"), 250'000}}));
        QCOMPARE(read->store.bins.size(), std::size_t{2});
        QCOMPARE(read->store.bins[0].gtin.digits(), text("02000000000015"));
        QCOMPARE(read->products.size(), std::size_t{2});
        QCOMPARE(read->products[1].name, text("Soda, \"orange\""));
        QCOMPARE(read->products[1].price, MinorUnits{1290});
        QCOMPARE(read->products[0].unitWeight, std::optional<Grams>(520));
        QVERIFY(!read->products[1].unitWeight);
        QCOMPARE(read->notes, QStringList());
    }

    void taxRates_areExact_data()
    {
        QTest::addColumn<QByteArray>("rate");
        QTest::addColumn<qint64>("partsPerMillion");
        QTest::newRow("0.12") << QByteArray("0.12") << qint64{120'000};
        QTest::newRow("0.055") << QByteArray("0.055") << qint64{55'000};
        QTest::newRow("0.000001") << QByteArray("0.000001") << qint64{1};
        QTest::newRow("0") << QByteArray("0") << qint64{0};
        QTest::newRow("1.5") << QByteArray("1.5") << qint64{1'500'000};
    }
    void taxRates_areExact()
    {
        QFETCH(QByteArray, rate);
        QFETCH(qint64, partsPerMillion);
        const QTemporaryDir folder;
        putStore(folder.path(), changed(storeJson(), {"\"0.12\"", '"' + rate + '"'}));
        const auto read = feed::readStoreDescription(folder.path());
        QVERIFY(read.has_value());
        QCOMPARE(read->store.taxClasses[0].ratePartsPerMillion, std::int64_t{partsPerMillion});
    }

    void products_areRead_withByteOrderMarkCrlfAndOtherColumnOrder()
    {
        const QTemporaryDir folder;
        putStore(folder.path(), storeJson(),
                 "\xEF\xBB\xBFname,shelf_life,gtin,tax_class,price_minor\r\n"
                 "Comt\xC3\xA9,30,2000000000015,food,890\r\n\"two\r\nlines\",,2000000000022,food,0\r\n");
        const auto read = feed::readStoreDescription(folder.path());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().sentence));
        QCOMPARE(read->products[0].name, text("Comt\xC3\xA9"));
        QCOMPARE(read->products[1].name, text("two\r\nlines"));
        QCOMPARE(read->products[1].price, MinorUnits{0});
        QCOMPARE(read->notes, QStringList{text("products.csv: unknown column \"shelf_life\" kept.")});
    }

    void gtins_ofAllLengths_arePaddedTo14()
    {
        const QTemporaryDir folder;
        putStore(folder.path(), storeJson(),
                 productsCsv() + "96385074,Eight,1,food,,\n036000291452,Twelve,1,food,,\n00012345600012,Fourteen,1,food,,\n");
        const auto read = feed::readStoreDescription(folder.path());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().sentence));
        QCOMPARE(read->products[2].gtin.digits(), text("00000096385074"));
        QCOMPARE(read->products[3].gtin.digits(), text("00036000291452"));
    }

    void badStoreJson_isRefused_withFileAndLine_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("piece");
        const auto row = [](const char* name, const char* from, const char* to, const char* piece) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << text(piece);
        };
        row("major version", "store/1", "store/2", "version 2 of cartwright.store is not known");
        row("other schema", "cartwright.store/1", "cartwright.sale/1", "\"schema\" is \"cartwright.sale/1\"");
        row("no schema", "\"schema\": \"cartwright.store/1\",", "", "\"schema\" is missing");
        row("not JSON", "\"bins\": [", "\"bins\": [,", "is not JSON");
        row("key twice", "\"currency\": \"SEK\",", "\"currency\": \"SEK\", \"currency\": \"EUR\",",
            "store.json line 6: \"currency\" stands there twice");
        row("no time zone", "Europe/Stockholm", "Europe/Atlantis", "line 5: \"time_zone\" is \"Europe/Atlantis\"");
        row("currency of two letters", "\"SEK\"", "\"SE\"", "line 6: \"currency\" is \"SE\"");
        row("small currency", "\"SEK\"", "\"sek\"", "\"currency\" is \"sek\"");
        row("currency of four letters", "\"SEK\"", "\"SEKK\"", "\"currency\" must be");
        row("rate as a number", "\"0.12\"", "0.12", "store.json line 8, tax_classes[0]: \"rate\" must be");
        row("negative rate", "\"0.12\"", "\"-0.12\"", "tax_classes[0]: \"rate\" must be a decimal text");
        row("rate with a comma", "\"0.12\"", "\"0,12\"", "\"rate\" must be");
        row("rate with an exponent", "\"0.12\"", "\"1e-1\"", "\"rate\" must be");
        row("rate with spaces", "\"0.12\"", "\" 0.12\"", "\"rate\" must be");
        row("rate with 7 decimals", "\"0.12\"", "\"0.1234567\"", "\"rate\" must be");
        row("empty rate", "\"0.12\"", "\"\"", "\"rate\" is missing or empty");
        row("tax class twice", "\"id\": \"other\"", "\"id\": \"food\"", "tax_classes[1]: \"id\" is \"food\"");
        row("camera twice", "\"camera_id\": \"shelf-2\", \"name\"", "\"camera_id\": \"shelf-1\", \"name\"",
            "store.json line 12, cameras[1]: \"camera_id\" is \"shelf-1\", which stands there already");
        row("bin twice", "\"B2\"", "\"B1\"", "store.json line 17, bins[1]: \"bin_id\" is \"B1\"");
        row("control character in an id", "\"B2\"", "\"B\\u0007\"", "bins[1]: \"bin_id\" holds a control character");
        row("NUL in an id", "\"B2\"", "\"B\\u0000\"", "contains a NUL");
        row("bin without a product", "\"gtin\": \"2000000000022\",", "", "bins[1]: \"gtin\" is missing: bin \"B2\" has no product");
        row("product not in the list", "\"2000000000022\"", "\"2000000000039\"",
            "store.json line 17, bins[1]: \"gtin\" is 02000000000039, which is not in products.csv");
        row("check digit", "\"2000000000022\"", "\"2000000000023\"", "bins[1]: GTIN 2000000000023 has a wrong check digit");
        row("unknown camera in a view", "[{\"camera_id\": \"shelf-2\"", "[{\"camera_id\": \"shelf-9\"",
            "store.json line 18, bins[1] views[0]: \"camera_id\" is \"shelf-9\", which is not among the cameras");
        row("two corners", "[[1, 1], [30, 1], [30, 40]]", "[[1, 1], [30, 1]]", "at least 3 corners");
        row("no polygon", "\"polygon\": [[1, 1], [30, 1], [30, 40]]", "\"polygon\": null", "at least 3 corners");
        row("corner outside", "[30, 40]]}", "[65, 40]]}", "lies outside the 64x48 picture of camera");
        row("negative corner", "[[1, 1], [30, 1], [30, 40]]", "[[-1, 1], [30, 1], [30, 40]]", "lies outside");
        row("corner of three", "[[1, 1], [30, 1], [30, 40]]", "[[1, 1, 1], [30, 1], [30, 40]]", "must be a list of [x, y]");
        row("polygon without area", "[[1, 1], [30, 1], [30, 40]]", "[[1, 1], [30, 1], [20, 1]]", "encloses no area");
        row("camera without size", "\"width\": 64, \"height\": 48},", "\"width\": 0, \"height\": 48},", "\"width\" is 0");
        row("due in no time", "\"receipt_due_minutes\": 15", "\"receipt_due_minutes\": -1", "\"receipt_due_minutes\" is -1");
    }
    void badStoreJson_isRefused_withFileAndLine()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, piece);
        refusedWithoutTrace(changed(storeJson(), {from, to}), productsCsv(), piece);
    }

    void badProducts_areRefused_withFileAndLine_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("piece");
        const QByteArray head = "gtin,name,price_minor,tax_class,unit_weight_g,picture\n";
        const QByteArray good = head + "2000000000015,Water,890,food,520,\n";
        const auto row = [](const char* name, const QByteArray& csv, const char* piece) {
            QTest::newRow(name) << csv << text(piece);
        };
        row("empty", "", "products.csv line 1: the file is empty");
        row("column missing", "gtin,name,tax_class\n", "column \"price_minor\" is missing");
        row("column twice", "gtin,name,name,price_minor,tax_class\n", "column \"name\" stands there twice");
        row("check digit", good + "2000000000023,Soda,1,food,,\n",
            "products.csv line 3: GTIN 2000000000023 has a wrong check digit: it should end in 2");
        row("letters", good + "20000000000xx,Soda,1,food,,\n", "products.csv line 3: \"20000000000xx\" is no GTIN");
        row("one GTIN twice", good + "\n2000000000022,Soda,1,food,,\n02000000000015,Water,1,food,,\n",
            "products.csv line 5: GTIN 02000000000015 stands on line 2 already");
        row("no name", good + "2000000000022, ,1,food,,\n", "products.csv line 3: name is empty");
        row("negative price", good + "2000000000022,Soda,-1,food,,\n", "products.csv line 3: price_minor is -1");
        row("price with decimals", good + "2000000000022,Soda,1.50,food,,\n", "price_minor \"1.50\" is not a whole number");
        row("no price", good + "2000000000022,Soda,,food,,\n", "price_minor \"\" is not a whole number");
        row("price of many digits", good + "2000000000022,Soda,99999999999999999999,food,,\n", "is not a whole number");
        row("unknown tax class", good + "2000000000022,Soda,1,drinks,,\n",
            "products.csv line 3: tax class \"drinks\" is not in store.json");
        row("weight of nothing", good + "2000000000022,Soda,1,food,0,\n", "unit_weight_g is 0");
        row("fields missing", good + "2000000000022,Soda,1,food\n", "products.csv line 3: 4 fields; the header has 6");
        row("open quote", good + "2000000000022,\"Soda,1,food,,\n", "products.csv line 3: a quote is opened");
        row("Latin-1", good + "2000000000022,Comt\xE9,1,food,,\n", "products.csv line 3: bytes that are no UTF-8");
        row("picture outside", good + "2000000000022,Soda,1,food,,../x.png\n",
            "products.csv line 3: picture \"../x.png\" leaves the folder");
        row("picture by absolute path", good + "2000000000022,Soda,1,food,,/etc/passwd\n", "is an absolute path");
        row("picture absent", good + "2000000000022,Soda,1,food,,soda.png\n", "is not in the folder");
        row("picture that is none", good + "2000000000022,Soda,1,food,,store.json\n", "is neither JPEG nor PNG");
    }
    void badProducts_areRefused_withFileAndLine()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, piece);
        refusedWithoutTrace(storeJson(), csv, piece);
    }

    void largePicture_isRefused()
    {
        const Place place;
        putStore(place.path(text("store")), storeJson(), QByteArray(productsCsv()).replace("520,", "520,big.png"));
        put(place.path(text("store/big.png")), smallPng + QByteArray(10 * 1024 * 1024, 'x'));
        const auto open = place.database();
        QVERIFY(failsWith(feed::importStore(place.path(text("store")), place.workspace(), *open), ErrorKind::Refused,
                          text("more than 10 MB")));
    }

    void linkedPicture_isRefused()
    {
        const Place place;
        putStore(place.path(text("store")), storeJson(), QByteArray(productsCsv()).replace("520,", "520,a.png"));
        put(place.path(text("outside.png")), smallPng);
        QCOMPARE(::symlink("../outside.png", QFile::encodeName(place.path(text("store/a.png"))).constData()), 0);
        const auto open = place.database();
        QVERIFY(failsWith(feed::importStore(place.path(text("store")), place.workspace(), *open), ErrorKind::Refused,
                          text("symbolic link")));
    }

    void absentFiles_areNotFound()
    {
        const QTemporaryDir folder;
        QVERIFY(failsWith(feed::readStoreDescription(folder.filePath(text("none"))), ErrorKind::NotFound, text("none")));
        QVERIFY(failsWith(feed::readStoreDescription(folder.path()), ErrorKind::NotFound, text("holds no store.json")));
        put(folder.filePath(text("store.json")), storeJson());
        QVERIFY(failsWith(feed::readStoreDescription(folder.path()), ErrorKind::NotFound, text("holds no products.csv")));
    }

    void unknownKeys_areReportedOnce()
    {
        const QTemporaryDir folder;
        QByteArray json = storeJson().replace("\"width\": 64", "\"lens\": \"wide\", \"width\": 64");
        putStore(folder.path(), changed(json, {"\"currency\"", "\"opening_hours\": [], \"currency\""}));
        const auto read = feed::readStoreDescription(folder.path());
        QVERIFY(read.has_value());
        QCOMPARE(read->notes, (QStringList{text("store.json: unknown key \"opening_hours\" kept."),
                                           text("store.json cameras[0]: unknown key \"lens\" kept.")}));
    }

    void import_savesStoreProductsPicturesAndOriginals()
    {
        const Place place;
        putStore(place.path(text("store")), storeJson(),
                 QByteArray(productsCsv()).replace("520,", "520,pictures/water.png"));
        put(place.path(text("store/pictures/water.png")), smallPng);
        const auto open = place.database();
        const auto imported = feed::importStore(place.path(text("store")), place.workspace(), *open);
        QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().sentence));
        QCOMPARE(imported->storeId, text("demo"));
        QCOMPARE(imported->products.added, 2);
        const auto product = store::StoreRepository(*open).product(text("demo"), *Gtin::parse(text("2000000000015")));
        QVERIFY(product.has_value());
        QVERIFY(product->picture.startsWith(text("demo/products/02000000000015-")));
        QVERIFY(product->picture.endsWith(text(".png")));
        QCOMPARE(bytesOf(place.media(product->picture)), smallPng);
        QCOMPARE(bytesOf(place.media(text("demo/description/store.json"))), storeJson());
        const auto again = feed::importStore(place.path(text("store")), place.workspace(), *open);
        QVERIFY(again.has_value());
        QCOMPARE(again->products.added, 0);
        QCOMPARE(again->products.updated, 0);
        QCOMPARE(again->products.unchanged, 2);
    }

    void import_updatesById_andKeepsProductsThatAreGone()
    {
        const Place place;
        place.importStore();
        putStore(place.path(text("store")), changed(storeJson(), {"\"2000000000022\"", "\"2000000000015\""}),
                 "gtin,name,price_minor,tax_class\n2000000000015,Water,990,food\n");
        const auto open = place.database();
        const auto imported = feed::importStore(place.path(text("store")), place.workspace(), *open);
        QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().sentence));
        QCOMPARE(imported->products.updated, 1);
        const auto products = store::StoreRepository(*open).products(text("demo"));
        QCOMPARE(products->size(), std::size_t{2});
        QCOMPARE(products->at(*Gtin::parse(text("2000000000015"))).price, MinorUnits{990});
    }

    void hostileStoreId_landsInsideTheMediaFolder()
    {
        const Place place;
        putStore(place.path(text("store")), changed(storeJson(), {"\"demo\"", "\"../../up\""}));
        const auto open = place.database();
        const auto before = snapshot(place.path({}));
        QVERIFY(feed::importStore(place.path(text("store")), place.workspace(), *open).has_value());
        QVERIFY(QFileInfo::exists(place.media(text("=2E.=2F..=2Fup/description/store.json"))));
        for (const auto& name : snapshot(place.path({})).keys())
            QVERIFY2(before.contains(name) || name.startsWith(text("workspace/media/=2E.=2F")), qPrintable(name));
    }

    void realDescription_isImported()
    {
        const QString folder = text(CARTWRIGHT_TEST_DATA "/shelf-bottles/store");
        if (!QFileInfo::exists(folder))
            QSKIP("the folder with real inputs is absent");
        const Place place;
        const auto open = place.database();
        const auto imported = feed::importStore(folder, place.workspace(), *open);
        QVERIFY2(imported.has_value(), imported ? "" : qPrintable(imported.error().sentence));
        QCOMPARE(imported->products.added, 2);
        QCOMPARE(imported->notes, QStringList());
        const auto loaded = store::StoreRepository(*open).load(text("bottles"));
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->bins.size(), std::size_t{3});
    }

private:
    void refusedWithoutTrace(const QByteArray& json, const QByteArray& csv, const QString& piece) const
    {
        const Place& place = m_refusing;
        putStore(place.path(text("bad")), json, csv);
        const auto before = place.state();
        {
            const auto open = place.database();
            QVERIFY(failsWith(feed::importStore(place.path(text("bad")), place.workspace(), *open), ErrorKind::Refused, piece));
        }
        QCOMPARE(place.state(), before);
    }

    const Place m_refusing; ///< shared by rows that must leave it as it is
};

QTEST_GUILESS_MAIN(StoreDescriptionTest)
#include "tst_store_description.moc"
