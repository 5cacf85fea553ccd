#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/media/clip_index.h"
#include "core/vision/bin_watcher.h"
#include "core/vision/event_score.h"
#include "core/vision/interactions.h"

#include <opencv2/imgproc.hpp>

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace cartwright;
using namespace cartwright::vision;

namespace {

const QString folder = QStringLiteral(CARTWRIGHT_TEST_DATA "/shelf-bottles");

std::vector<WatchedBin> binsOfTheStore()
{
    std::vector<WatchedBin> bins;
    const Result<QByteArray> bytes = readFile(folder + QStringLiteral("/store/store.json"));
    const QJsonObject store = parseJsonObject(bytes.value_or(QByteArray()), QStringLiteral("store.json")).value_or(QJsonObject());
    const QJsonArray list = store.value(QStringLiteral("bins")).toArray();
    for (const QJsonValue& value : list) {
        WatchedBin bin;
        bin.binId = value[QStringLiteral("bin_id")].toString();
        const QJsonArray corners = value[QStringLiteral("views")][0][QStringLiteral("polygon")].toArray();
        for (const QJsonValue& corner : corners)
            bin.polygon.push_back({corner[0].toDouble(), corner[1].toDouble()});
        bins.push_back(bin);
    }
    return bins;
}

std::vector<ScoredEvent> truthOf(const QString& saleId)
{
    std::vector<ScoredEvent> truth;
    const Result<QByteArray> bytes = readFile(folder + QStringLiteral("/truth.json"));
    const QJsonArray sales = QJsonDocument::fromJson(bytes.value_or(QByteArray())).array();
    for (const QJsonValue& sale : sales) {
        if (sale[QStringLiteral("sale_id")].toString() != saleId)
            continue;
        const QJsonArray events = sale[QStringLiteral("events")].toArray();
        for (const QJsonValue& event : events)
            truth.push_back({event[QStringLiteral("bin_id")].toString(),
                             event[QStringLiteral("kind")].toString() == QLatin1String("take") ? EventKind::Take
                                                                                               : EventKind::Return,
                             static_cast<Microseconds>(event[QStringLiteral("from_s")].toDouble() * 1e6),
                             static_cast<Microseconds>(event[QStringLiteral("until_s")].toDouble() * 1e6)});
    }
    return truth;
}

std::vector<ScoredEvent> scored(const Findings& findings, Microseconds first, double speed = 1)
{
    std::vector<ScoredEvent> events;
    for (const Interaction& found : findings.interactions)
        events.push_back({found.binId, found.outcome, static_cast<Microseconds>(static_cast<double>(found.from - first) * speed),
                          static_cast<Microseconds>(static_cast<double>(found.until - first) * speed)});
    return events;
}

Result<std::unique_ptr<media::ClipReader>> openSale(const QString& saleId)
{
    const QString path = folder + QStringLiteral("/sales/%1/clips/shelf-1.mp4").arg(saleId);
    const Result<media::ClipIndex> index = media::indexClip(path);
    if (!index)
        return failure(index.error());
    return media::ClipReader::open(path, *index);
}

void compare(const EventScore& score, std::size_t events)
{
    QCOMPARE(score.matched.size(), events);
    QCOMPARE(score.missed.size(), 0u);
    QCOMPARE(score.invented.size(), 0u);
}

} // namespace

class TestBottleSales : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(folder))
            QSKIP("The real bottle sales are not here, so finding their events is not tested.");
    }
    void everyEvent_isFoundAndNoneInvented_data()
    {
        QTest::addColumn<QString>("saleId");
        QTest::addColumn<int>("events");
        QTest::newRow("three bottles, all back") << QStringLiteral("bottles-1") << 8;
        QTest::newRow("one bottle") << QStringLiteral("bottles-2") << 1;
        QTest::newRow("two bottles at once") << QStringLiteral("bottles-3") << 4;
        QTest::newRow("the last one stays away") << QStringLiteral("bottles-4") << 5;
    }
    void everyEvent_isFoundAndNoneInvented()
    {
        QFETCH(QString, saleId);
        QFETCH(int, events);
        const auto reader = openSale(saleId);
        QVERIFY2(reader, qPrintable(reader ? QString() : reader.error().sentence));
        double share = 0;
        const Result<Findings> findings = findInteractions(**reader, binsOfTheStore(), {}, {}, [&](double s) { share = s; });
        QVERIFY(findings);
        QCOMPARE(share, 1.0);
        QVERIFY(findings->blind.empty());
        const auto found = scored(*findings, (*reader)->index().firstTimestamp());
        compare(scoreEvents(found, truthOf(saleId)), static_cast<std::size_t>(events));
        for (const Interaction& interaction : findings->interactions) {
            QVERIFY(interaction.outcomeProbability > 0.9);
            QCOMPARE(interaction.quantity, 1);
            QVERIFY(interaction.region.x >= 0 && interaction.region.x + interaction.region.width <= 640);
        }
    }
    void everyEvent_isFound_inOtherLightAndShake_data()
    {
        QTest::addColumn<QString>("manner");
        for (const char* manner : {"half light", "light steps", "noise", "shake", "mirror", "gray", "small", "twice as fast"})
            QTest::newRow(manner) << QString::fromLatin1(manner);
    }
    void everyEvent_isFound_inOtherLightAndShake()
    {
        QFETCH(QString, manner);
        const auto reader = openSale(QStringLiteral("bottles-1"));
        QVERIFY(reader);
        std::vector<WatchedBin> bins = binsOfTheStore();
        if (manner == QLatin1String("mirror"))
            for (WatchedBin& bin : bins)
                for (Point& corner : bin.polygon)
                    corner.x = 640 - corner.x;
        const double speed = manner == QLatin1String("twice as fast") ? 2 : 1;
        const Microseconds first = (*reader)->index().firstTimestamp();
        BinWatcher watcher({640, 360}, bins);
        cv::RNG dice(11);
        while (const Result<media::Frame> frame = (*reader)->next()) {
            const auto time = static_cast<Microseconds>(static_cast<double>(frame->timestamp - first) / speed);
            if (!watcher.wants(time))
                continue;
            const media::Picture& picture = frame->picture;
            cv::Mat changed = cv::Mat(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.pixels.get()),
                                      static_cast<std::size_t>(picture.stride)).clone();
            if (manner == QLatin1String("half light"))
                changed.convertTo(changed, -1, 0.5);
            if (manner == QLatin1String("light steps") && time % 7'000'000 > 3'500'000)
                changed.convertTo(changed, -1, 0.7, 10);
            if (manner == QLatin1String("noise")) {
                cv::Mat grain(changed.size(), CV_8UC3);
                dice.fill(grain, cv::RNG::NORMAL, 30, 15);
                cv::addWeighted(changed, 1, grain, 1, -30, changed);
            }
            if (manner == QLatin1String("shake")) {
                const cv::Matx23d move(1, 0, dice.uniform(-3.5, 3.5), 0, 1, dice.uniform(-3.5, 3.5));
                cv::warpAffine(changed, changed, move, changed.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
            }
            if (manner == QLatin1String("mirror"))
                cv::flip(changed, changed, 1);
            if (manner == QLatin1String("gray"))
                cv::cvtColor(changed, changed, cv::COLOR_BGR2GRAY);
            if (manner == QLatin1String("small"))
                cv::resize(changed, changed, {}, 0.5, 0.5, cv::INTER_AREA);
            watcher.add(changed, time);
        }
        compare(scoreEvents(scored(watcher.finish(), 0, speed), truthOf(QStringLiteral("bottles-1"))), 8);
    }
    void analysis_stopsOnRequest()
    {
        const auto reader = openSale(QStringLiteral("bottles-2"));
        QVERIFY(reader);
        const Cancellation cancel;
        const auto findings = findInteractions(**reader, binsOfTheStore(), {}, cancel, [&](double) { cancel.cancel(); });
        QVERIFY(!findings);
        QCOMPARE(findings.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBottleSales)
#include "tst_bottle_sales.moc"
