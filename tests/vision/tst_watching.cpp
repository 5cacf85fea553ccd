#include "shelf_scene.h"

#include <QtTest>

using namespace cartwright;
using namespace cartwright::vision;
using scene::Scene;

namespace {

QString wordOf(EventKind kind)
{
    return kind == EventKind::Take ? QStringLiteral("take")
           : kind == EventKind::Return ? QStringLiteral("return") : QStringLiteral("none");
}

/// "take B1@2; return B2@5": kind, bin and the middle of the span in whole seconds.
QString told(const Findings& findings)
{
    QStringList words;
    for (const Interaction& found : findings.interactions) {
        const double middle = static_cast<double>(found.from + found.until) / 2e6;
        words << QStringLiteral("%1 %2@%3").arg(wordOf(found.outcome), found.binId).arg(qRound(middle));
    }
    return words.join(QStringLiteral("; "));
}

double leastProbability(const Findings& findings)
{
    double least = 1;
    for (const Interaction& found : findings.interactions)
        least = std::min(least, found.outcomeProbability);
    return least;
}

Scene twoActions()
{
    Scene scene;
    scene.visits = {{3, 0, -1}, {7, 2, -1}};
    return scene;
}

} // namespace

class TestWatching : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void actions_areTold_inEveryLight_data()
    {
        QTest::addColumn<QString>("manner");
        for (const char* manner : {"calm", "shake", "step", "drift", "dim", "noise", "slow frames", "fast frames"})
            QTest::newRow(manner) << QString::fromLatin1(manner);
    }
    void actions_areTold_inEveryLight()
    {
        QFETCH(QString, manner);
        Scene scene;
        scene.length = 15;
        scene.visits = {{3, 0, -1}, {7, 1, -1}, {11, 0, 1}};
        if (manner == QLatin1String("shake"))
            scene.shake = [](double t) { return cv::Point2d(4 * std::sin(17 * t), 3 * std::cos(23 * t)); };
        if (manner == QLatin1String("step"))
            scene.light = [](double t) { return t < 5 || (t > 7.2 && t < 9.3) ? 1.0 : 0.65; };
        if (manner == QLatin1String("drift"))
            scene.light = [](double t) { return 0.85 + 0.3 * std::sin(t / 3); };
        if (manner == QLatin1String("dim"))
            scene.light = [](double) { return 0.4; };
        if (manner == QLatin1String("noise"))
            scene.noise = 18;
        if (manner == QLatin1String("slow frames"))
            scene.rate = 8;
        if (manner == QLatin1String("fast frames"))
            scene.rate = 30;
        const Findings findings = scene::watch(scene);
        QCOMPARE(told(findings), QStringLiteral("take B1@3; take B2@7; return B1@11"));
        QVERIFY2(leastProbability(findings) > 0.85, qPrintable(QString::number(leastProbability(findings))));
        QVERIFY(findings.blind.empty());
    }
    void spanRegionAndStills_lieAroundTheAction()
    {
        const Findings findings = scene::watch(twoActions());
        QCOMPARE(findings.interactions.size(), 2u);
        const Interaction& take = findings.interactions.front();
        QVERIFY(take.before < take.from && take.from < take.until && take.until <= take.after);
        QVERIFY(take.before >= 1'800'000 && take.before <= 2'700'000);
        QVERIFY(take.after >= 3'300'000 && take.after <= 4'300'000);
        // The last of four pieces went: the right quarter of the first bin.
        QVERIFY2(take.region.x > 160 && take.region.x + take.region.width < 230,
                 qPrintable(QStringLiteral("%1 + %2").arg(take.region.x).arg(take.region.width)));
        QVERIFY(take.region.y > 100 && take.region.y + take.region.height < 230);
    }
    void piecesInOneGrab_areCounted_data()
    {
        QTest::addColumn<int>("places");
        QTest::addColumn<int>("delta");
        for (const int places : {3, 4, 5})
            for (const int delta : {-1, -2})
                QTest::addRow("%d of %d", -delta, places) << places << delta;
    }
    void piecesInOneGrab_areCounted()
    {
        QFETCH(int, places);
        QFETCH(int, delta);
        Scene scene;
        scene.length = 6;
        scene.places = places;
        scene.pieces = {places, places, places};
        scene.visits = {{3, 1, delta}};
        const Findings findings = scene::watch(scene);
        QCOMPARE(findings.interactions.size(), 1u);
        QCOMPARE(findings.interactions.front().outcome, EventKind::Take);
        QCOMPARE(findings.interactions.front().quantity, -delta);
    }
    void handThatRestsAndTakesNothing_isAnInteractionWithoutOutcome()
    {
        Scene scene;
        scene.visits = {{4.5, 1, 0, 3.0}};
        const Findings findings = scene::watch(scene);
        QCOMPARE(findings.interactions.size(), 1u);
        QCOMPARE(findings.interactions.front().outcome, EventKind::None);
        QCOMPARE(findings.interactions.front().binId, QStringLiteral("B2"));
        QVERIFY(findings.interactions.front().outcomeProbability > 0.9);
    }
    void handThatPasses_isNothing()
    {
        Scene scene;
        scene.length = 6;
        cv::RNG dice(3);
        BinWatcher watcher(scene.size, scene.bins());
        for (int i = 0; i < 90; ++i) {
            const double time = i / 15.0;
            cv::Mat frame = scene.frame(time, dice);
            const int x = static_cast<int>(-100 + 700 * (time - 2)); // A hand waves past all bins within a second.
            cv::line(frame, {x, 150}, {x + 60, 400}, cv::Scalar(110, 50, 60), 40);
            watcher.add(frame, static_cast<Microseconds>(time * 1e6));
        }
        QCOMPARE(told(watcher.finish()), QString());
    }
    void coveredCamera_isBlind_andWhatHappenedMeanwhileIsDoubtful()
    {
        Scene scene;
        scene.visits = {{4, 0, -1}, {8, 1, -1}};
        scene.coveredFrom = 3;
        scene.coveredUntil = 5;
        const Findings findings = scene::watch(scene);
        QCOMPARE(findings.blind.size(), 1u);
        QVERIFY(std::abs(findings.blind.front().from - 3'000'000) < 200'000);
        QVERIFY(std::abs(findings.blind.front().until - 5'000'000) < 200'000);
        QCOMPARE(told(findings), QStringLiteral("take B1@4; take B2@8"));
        QVERIFY(findings.interactions.front().outcomeProbability < 0.8);
        QVERIFY(findings.interactions.back().outcomeProbability > 0.85);
    }
    void lightThatIsOutAtFirst_isBlind_andTheRestIsAnalysed()
    {
        Scene scene = twoActions();
        scene.noise = 2;
        scene.light = [](double t) { return t < 2 ? 0.15 : 1.0; };
        const Findings findings = scene::watch(scene);
        QCOMPARE(findings.blind.size(), 1u);
        QVERIFY(std::abs(findings.blind.front().until - 2'000'000) < 250'000);
        QCOMPARE(told(findings), QStringLiteral("take B1@3; take B3@7"));
    }
    void longClip_isToldTheSame_inStretches()
    {
        Scene scene;
        scene.length = 42;
        scene.pieces = {4, 4, 4};
        for (int i = 0; i < 6; ++i)
            scene.visits.push_back({4.0 + 7 * i, i % 3, i < 3 ? -1 : 1});
        const Findings whole = scene::watch(scene);
        QCOMPARE(whole.interactions.size(), 6u);
        // Room for 200 samples, 13 seconds, at a time.
        QCOMPARE(told(scene::watch(scene, 1)), told(whole));
    }
    void oddInput_isNoCrash()
    {
        cv::RNG dice(1);
        const Scene scene;
        const cv::Mat frame = scene.frame(0, dice);
        QVERIFY(BinWatcher(scene.size, scene.bins()).finish().interactions.empty());
        BinWatcher noBins(scene.size, {});
        noBins.add(frame, 0);
        QVERIFY(noBins.finish().interactions.empty());
        BinWatcher strange(scene.size, {{QStringLiteral("far"), {{9000, 9000}, {1e12, 0}, {5, -1e12}}},
                                        {QStringLiteral("line"), {{10, 10}, {20, 20}}},
                                        {QStringLiteral("none"), {}},
                                        {QStringLiteral("outside"), {{700, 400}, {900, 400}, {900, 600}}},
                                        {QStringLiteral("all"), {{-50, -50}, {900, -50}, {900, 900}, {-50, 900}}}});
        for (int i = 0; i < 20; ++i)
            strange.add(frame, i * 100'000);
        QVERIFY(strange.finish().interactions.empty());
        BinWatcher tiny({8, 6}, {{QStringLiteral("dot"), {{1, 1}, {5, 1}, {5, 5}, {1, 5}}}});
        for (int i = 0; i < 20; ++i)
            tiny.add(cv::Mat(6, 8, CV_8UC1, cv::Scalar(i * 10)), i * 100'000);
        QVERIFY(tiny.finish().interactions.empty());
    }
};

QTEST_GUILESS_MAIN(TestWatching)
#include "tst_watching.moc"
