#include "tests/simulator/made_store.h"

#include "core/domain/gtin.h"

using namespace cartwright;
using namespace cartwright::simulator;

namespace {

std::map<QString, QString> madeWith(const Settings& settings, const QString& folder)
{
    const auto made = makeStore(folder, settings);
    return made ? hashesOf(folder) : std::map<QString, QString>();
}

} // namespace

class TestMakeStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeed_givesTheSameBytes_withAnyNumberOfWorkers()
    {
        QTemporaryDir one, two;
        Settings settings = smallSettings(3);
        settings.sensorShare = 0;
        settings.workers = 1;
        const auto first = madeWith(settings, one.path());
        settings.workers = 3;
        const auto second = madeWith(settings, two.path());
        // 12 pictures, 2 descriptions, settings, truth, and 3 bundles of 3 files.
        QCOMPARE(first.size(), 25u);
        QVERIFY(first == second);
    }

    void anotherSeed_givesOtherSalesAndClips()
    {
        QTemporaryDir one, two;
        Settings settings = smallSettings(2);
        settings.sensorShare = 0;
        const auto first = madeWith(settings, one.path());
        settings.seed = 2;
        const auto second = madeWith(settings, two.path());
        QCOMPARE(first.size(), second.size());
        for (const char* path : {"/truth.json", "/store/store.json", "/bundles/s-0001/sale.json",
                                 "/bundles/s-0001/clips/shelf-1.mp4", "/bundles/s-0002/clips/shelf-2.mp4"})
            QVERIFY2(first.at(QLatin1String(path)) != second.at(QLatin1String(path)), path);
    }

    void bundles_tellNothingOfTheTruth_andTheirHashesAreRight()
    {
        QTemporaryDir folder;
        Settings settings = smallSettings(6);
        settings.shares.erase(Situation::Plain);
        settings.sensorShare = 1;
        const auto files = madeWith(settings, folder.path());
        QVERIFY(!files.empty());
        int sales = 0;
        for (const auto& [path, hash] : files) {
            if (!path.startsWith(QStringLiteral("/bundles/")))
                continue;
            QVERIFY2(path.endsWith(QStringLiteral("/sale.json")) || path.endsWith(QStringLiteral(".mp4"))
                         || path.endsWith(QStringLiteral(".csv")),
                     qPrintable(path));
            if (!path.endsWith(QStringLiteral("/sale.json")))
                continue;
            ++sales;
            const QJsonObject sale = jsonFile(folder.path() + path);
            QCOMPARE(sale[QStringLiteral("schema")].toString(), QStringLiteral("cartwright.sale/1"));
            for (const auto& event : sale[QStringLiteral("events")].toArray())
                QVERIFY(
                    (QStringList{QStringLiteral("entry"), QStringLiteral("exit"), QStringLiteral("weight"),
                                 QStringLiteral("scan")}
                         .contains(event.toObject()[QStringLiteral("kind")].toString())));
            const QString bundle = path.left(path.lastIndexOf(QLatin1Char('/')) + 1);
            for (const auto& clip : sale[QStringLiteral("clips")].toArray())
                QCOMPARE(files.at(bundle + clip.toObject()[QStringLiteral("file")].toString()),
                         clip.toObject()[QStringLiteral("sha256")].toString());
            const QByteArray text = *readFile(folder.path() + path);
            for (const Situation situation : allSituations())
                QVERIFY(!text.contains(nameOf(situation).toUtf8()));
            QVERIFY(!text.contains("cart\"") && !text.contains("went_wrong"));
        }
        QCOMPARE(sales, 6);
    }

    void truth_namesEverySale_withValidNumbersAndTimesInside()
    {
        QTemporaryDir folder;
        Settings settings = smallSettings(14);
        settings.width = 320;
        settings.rate = 5;
        for (auto& [situation, share] : settings.shares)
            share = 1;
        const auto made = makeStore(folder.path(), settings);
        QVERIFY(made);
        QVERIFY(made->clips == 28 || made->clips == 27); // one camera of one sale may have sent nothing
        QCOMPARE(made->situations.size(), allSituations().size());
        const QJsonArray truth = truthOf(folder.path());
        QCOMPARE(truth.size(), 14);
        for (const auto& value : truth) {
            const QJsonObject sale = value.toObject();
            const auto situation = situationOf(sale[QStringLiteral("situation")].toString());
            QVERIFY(situation);
            QCOMPARE(sale[QStringLiteral("situation_number")].toInt(), static_cast<int>(*situation));
            QCOMPARE(sale[QStringLiteral("went_wrong")].toString().isEmpty(), *situation == Situation::Plain);
            const QJsonObject bundle = jsonFile(folder.filePath(
                QStringLiteral("bundles/%1/sale.json").arg(sale[QStringLiteral("sale_id")].toString())));
            const double length =
                static_cast<double>(*parseUtc(bundle[QStringLiteral("exited_at")].toString()) -
                                    *parseUtc(bundle[QStringLiteral("entered_at")].toString())) /
                1e6;
            for (const auto& event : sale[QStringLiteral("events")].toArray()) {
                QVERIFY(Gtin::parse(event.toObject()[QStringLiteral("gtin")].toString()));
                QVERIFY(event.toObject()[QStringLiteral("from_s")].toDouble() >= 1);
                QVERIFY(event.toObject()[QStringLiteral("until_s")].toDouble() <= length - 1);
            }
            for (const auto& line : sale[QStringLiteral("cart")].toArray())
                QVERIFY(Gtin::parse(line.toObject()[QStringLiteral("gtin")].toString()) &&
                        line.toObject()[QStringLiteral("quantity")].toInt() > 0);
        }
    }

    void stoppedWork_goesOnWhereItStopped_andGivesTheSameBytes()
    {
        QTemporaryDir whole, stopped;
        Settings settings = smallSettings(4);
        settings.workers = 1;
        const auto expected = madeWith(settings, whole.path());
        const Cancellation cancel;
        const auto first = makeStore(stopped.path(), settings, cancel, [&](const Progress& progress) {
            if (progress.salesDone == 2)
                cancel.cancel();
        });
        QVERIFY(!first);
        QCOMPARE(first.error().kind, ErrorKind::Cancelled);
        QVERIFY(!QFileInfo::exists(stopped.filePath(QStringLiteral("truth.json"))));
        const QStringList done =
            QDir(stopped.filePath(QStringLiteral("bundles"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(done, (QStringList{QStringLiteral("s-0001"), QStringLiteral("s-0002")}));
        const QDateTime made =
            QFileInfo(stopped.filePath(QStringLiteral("bundles/s-0001/sale.json"))).lastModified();
        QVERIFY(makeStore(stopped.path(), settings));
        QCOMPARE(QFileInfo(stopped.filePath(QStringLiteral("bundles/s-0001/sale.json"))).lastModified(),
                 made);
        QVERIFY(hashesOf(stopped.path()) == expected);
    }

    void foldersOfOthers_areRefusedAndLeftAsTheyAre()
    {
        QTemporaryDir folder;
        QVERIFY(makeFolder(folder.filePath(QStringLiteral("store"))));
        QVERIFY(writeFile(folder.filePath(QStringLiteral("store/store.json")), "{}"));
        const auto before = hashesOf(folder.path());
        const auto foreign = makeStore(folder.path(), smallSettings(1));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().kind, ErrorKind::Refused);
        QVERIFY(hashesOf(folder.path()) == before);

        QTemporaryDir own;
        QVERIFY(makeStore(own.path(), smallSettings(1)));
        Settings other = smallSettings(1);
        other.seed = 9;
        const auto mixed = makeStore(own.path(), other);
        QVERIFY(!mixed);
        QCOMPARE(mixed.error().kind, ErrorKind::Refused);
    }

    void settingsOutOfRange_areWrongUsage_data()
    {
        QTest::addColumn<int>("sales");
        QTest::addColumn<int>("cameras");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("rate");
        QTest::addColumn<double>("plainShare");
        QTest::newRow("no sale") << 0 << 2 << 640 << 15 << 1.0;
        QTest::newRow("nine cameras") << 1 << 9 << 640 << 15 << 1.0;
        QTest::newRow("odd width") << 1 << 2 << 641 << 15 << 1.0;
        QTest::newRow("one frame per second") << 1 << 2 << 640 << 1 << 1.0;
        QTest::newRow("a share below 0") << 1 << 2 << 640 << 15 << -1.0;
        QTest::newRow("all shares 0") << 1 << 2 << 640 << 15 << 0.0;
    }
    void settingsOutOfRange_areWrongUsage()
    {
        QFETCH(int, sales);
        QFETCH(int, cameras);
        QFETCH(int, width);
        QFETCH(int, rate);
        QFETCH(double, plainShare);
        Settings settings;
        settings.sales = sales;
        settings.cameras = cameras;
        settings.width = width;
        settings.rate = rate;
        settings.shares = {{Situation::Plain, plainShare}};
        QTemporaryDir folder;
        const auto made = makeStore(folder.filePath(QStringLiteral("new")), settings);
        QVERIFY(!made);
        QCOMPARE(made.error().kind, ErrorKind::WrongUsage);
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("new"))));
    }
};

QTEST_GUILESS_MAIN(TestMakeStore)
#include "tst_make_store.moc"
