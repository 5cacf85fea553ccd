#include "core/media/jpeg.h"
#include "core/simulator/filming.h"
#include "core/simulator/frame_number.h"
#include "core/simulator/photo_packs.h"
#include "tests/simulator/made_store.h"

#include <set>

using namespace cartwright;
using namespace cartwright::simulator;

namespace {

/// Twice the area, above 0 where the corners go clockwise on the screen.
double turn(const Point& a, const Point& b, const Point& c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

} // namespace

class TestStoreFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const auto written = writeStoreFolder(m_folder.path(), describeStore(makeRig(2, 640, 360, 1), usualAssortment()),
                                              usualAssortment(), drawnWares(usualArticleCount).packs);
        QVERIFY2(written, written ? "" : sentenceOf(written.error()).constData());
    }

    void products_haveValidNumbersTaxesAndPictures()
    {
        const QJsonObject store = jsonFile(m_folder.filePath(QStringLiteral("store.json")));
        std::set<QString> taxes;
        for (const auto& tax : store[QStringLiteral("tax_classes")].toArray())
            taxes.insert(tax.toObject()[QStringLiteral("id")].toString());
        const auto table = readFile(m_folder.filePath(QStringLiteral("products.csv")));
        QVERIFY(table);
        QStringList lines = QString::fromUtf8(*table).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
        QCOMPARE(lines.takeFirst(), QStringLiteral("gtin,name,price_minor,tax_class,unit_weight_g,picture"));
        std::set<QString> numbers, usedTaxes;
        for (const QString& line : lines) {
            const QStringList fields = line.split(QLatin1Char(','));
            QCOMPARE(fields.size(), 6);
            const auto gtin = Gtin::parse(fields[0]);
            QVERIFY2(gtin, qPrintable(line));
            numbers.insert(gtin->digits());
            QVERIFY(fields[2].toInt() > 0);
            QVERIFY(taxes.contains(fields[3]));
            usedTaxes.insert(fields[3]);
            QVERIFY(fields[4].toInt() > 0);
            const auto jpeg = readFile(m_folder.filePath(fields[5]));
            QVERIFY2(jpeg, qPrintable(fields[5]));
            const auto picture = media::decodeJpeg(*jpeg);
            QVERIFY(picture);
            QVERIFY(picture->width >= 200 && picture->height >= 200);
        }
        QCOMPARE(numbers.size(), static_cast<std::size_t>(lines.size()));
        QVERIFY(usedTaxes.size() >= 2);
        for (const auto& bin : store[QStringLiteral("bins")].toArray())
            QVERIFY(numbers.contains(bin.toObject()[QStringLiteral("gtin")].toString()));
    }

    void lookAlikes_standBesideEachOtherAndWeighTheSame()
    {
        for (std::size_t pair = 0; pair < 6; pair += 2) {
            const Product &a = usualAssortment().articles[pair].product, &b = usualAssortment().articles[pair + 1].product;
            QCOMPARE(a.unitWeight, b.unitWeight);
            QVERIFY(a.gtin != b.gtin);
        }
    }

    void aLargerCatalogue_hasFamiliesThatLookAlike_andOtherStoresStockThem()
    {
        const auto articles = articlesInFamilies(60);
        QCOMPARE(articles.size(), 60u);
        std::set<QString> numbers;
        for (const Article& article : articles)
            numbers.insert(article.product.gtin.digits());
        QCOMPARE(numbers.size(), 60u);
        const auto more = articlesInFamilies(90); // the same numbers are the same products
        for (std::size_t i = 0; i < articles.size(); ++i)
            QVERIFY(more[i].product == articles[i].product && more[i].stripe == articles[i].stripe);
        const Assortment third = arrange(articles, 3), again = arrange(articles, 3), fourth = arrange(articles, 4);
        int same = 0;
        for (int place = 0; place < emptyPlace; ++place) {
            QCOMPARE(third.place(place).article, again.place(place).article);
            same += third.place(place).article == fourth.place(place).article ? 1 : 0;
        }
        QVERIFY(same < emptyPlace);
        for (int place = 0; place < 6; place += 2)
            QCOMPARE(third.article(third.place(place).article).family, third.article(third.place(place + 1).article).family);
    }

    void photos_takeThePacksPlace()
    {
        const auto wares = photographedWares(m_folder.filePath(QStringLiteral("pictures")));
        QVERIFY2(wares, wares ? "" : sentenceOf(wares.error()).constData());
        QCOMPARE(wares->articles.size(), 12u);
        QCOMPARE(wares->packs.size(), 12u);
        const Assortment shop = arrange(wares->articles, 1);
        for (int place = 0; place < emptyPlace; ++place)
            QVERIFY(!shop.place(place).spots.empty());
        const auto none = photographedWares(m_folder.path() + QStringLiteral("/nowhere"));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
    }

    void polygons_lieInThePicture_clearOfTheNumberStripAndOfEachOther_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("640 x 360") << 640 << 360;
        QTest::newRow("320 x 180") << 320 << 180;
        QTest::newRow("640 x 480") << 640 << 480;
        QTest::newRow("1280 x 720") << 1280 << 720;
    }
    void polygons_lieInThePicture_clearOfTheNumberStripAndOfEachOther()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        const int block = frameNumberBlock(width);
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const Store store = describeStore(makeRig(8, width, height, seed), usualAssortment());
            QCOMPARE(store.cameras.size(), 8u);
            QVERIFY(store.bins.size() >= 6);
            for (const Bin& bin : store.bins) {
                QCOMPARE(bin.views.size(), 8u);
                for (std::size_t view = 0; view < 8; ++view)
                    checkPolygon(store, bin, view, block);
            }
        }
    }

private:
    static void checkPolygon(const Store& store, const Bin& bin, std::size_t view, int block)
    {
        const auto& corners = bin.views[view].polygon;
        const Camera& camera = store.cameras[view];
        for (std::size_t i = 0; i < corners.size(); ++i) {
            const Point& p = corners[i];
            QVERIFY(p.x >= 0 && p.x < camera.width && p.y >= 0 && p.y < camera.height);
            QVERIFY(p.y > 2 * block || p.x > block * (frameNumberBits + 3));
            QVERIFY(turn(p, corners[(i + 1) % corners.size()], corners[(i + 2) % corners.size()]) > 0);
        }
        for (const Bin& other : store.bins)
            if (other.binId != bin.binId)
                for (const Point& p : other.views[view].polygon) {
                    bool inside = true;
                    for (std::size_t i = 0; i < corners.size(); ++i)
                        inside = inside && turn(corners[i], corners[(i + 1) % corners.size()], p) > 0;
                    QVERIFY2(!inside, qPrintable(bin.binId + other.binId + camera.cameraId));
                }
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestStoreFolder)
#include "tst_store_folder.moc"
