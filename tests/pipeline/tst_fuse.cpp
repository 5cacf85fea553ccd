#include "core/pipeline/fuse.h"
#include "core/pipeline/plates.h"

#include <QTest>

#include <cmath>

using namespace cartwright;
using namespace cartwright::pipeline;

namespace {

const Gtin milk = *Gtin::parse(QStringLiteral("96385074"));
const Gtin juice = *Gtin::parse(QStringLiteral("614141000036"));

Sighting sighting(const QString& camera, EventKind outcome, double sure, double from, double until)
{
    return {camera, QStringLiteral("B1"), outcome, sure, 1, qRound64(from * 1e6), qRound64(until * 1e6), {1, 1, 9, 9}, {{milk, 0.95}, {juice, 0.05}}, {}};
}

Event interaction(const QString& id, EventKind kind, double from, const Gtin& product = milk)
{
    Event event;
    event.eventId = id;
    event.kind = kind;
    event.binId = QStringLiteral("B1");
    event.at = qRound64(from * 1e6);
    event.until = event.at + 1'000'000;
    event.kindProbability = 0.8;
    event.candidates = {{product, 0.95}};
    return event;
}

Event weight(double at, Grams delta)
{
    Event event;
    event.kind = EventKind::Weight;
    event.at = event.until = qRound64(at * 1e6);
    event.plateId = QStringLiteral("P1");
    event.deltaGrams = delta;
    return event;
}

Store demoStore()
{
    Store value;
    value.bins = {{QStringLiteral("B1"), milk, QStringLiteral("P1"), {}}};
    return value;
}

std::map<Gtin, Product> products()
{
    return {{milk, {milk, QStringLiteral("Milk"), 1290, QStringLiteral("food"), 500, {}}},
            {juice, {juice, QStringLiteral("Juice"), 2490, QStringLiteral("food"), 500, {}}}};
}

} // namespace

class TestFuse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void twoCamerasThatAgree_areOneSurerEvent()
    {
        const auto events = joinSightings({sighting(QStringLiteral("c1"), EventKind::Take, 0.8, 1, 2),
                                           sighting(QStringLiteral("c2"), EventKind::Take, 0.7, 1.3, 2.2)}).events;
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events.front().kind == EventKind::Take);
        QVERIFY(events.front().kindProbability > 0.9);
        QCOMPARE(events.front().cameraId, QStringLiteral("c1"));
    }
    void twoCamerasThatDisagree_leaveDoubt()
    {
        const auto events = joinSightings({sighting(QStringLiteral("c1"), EventKind::Take, 0.8, 1, 2),
                                           sighting(QStringLiteral("c2"), EventKind::None, 0.8, 1.3, 2.2)}).events;
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events.front().kindProbability < 0.6);
    }
    void oneCameraTwice_isTwoEvents()
    {
        QCOMPARE(joinSightings({sighting(QStringLiteral("c1"), EventKind::Take, 0.9, 1, 2),
                                sighting(QStringLiteral("c1"), EventKind::Return, 0.9, 2.2, 3)}).events.size(), std::size_t(2));
    }
    void aWeightThatAgrees_raisesTheProbability()
    {
        Sale sale;
        sale.events = {weight(1.5, -505)};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QVERIFY(fused.disagreements.empty());
        QVERIFY(fused.events.front().kindProbability > 0.95);
        QCOMPARE(fused.cart.lines.front().quantity, 1);
    }
    void aWeightThatSpeaksOfMorePieces_decidesTheirNumber_andIsNamed()
    {
        Sale sale;
        sale.events = {weight(1.5, -1000)};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QCOMPARE(fused.cart.lines.front().quantity, 2);
        QCOMPARE(fused.disagreements.size(), std::size_t(1));
        QVERIFY(fused.disagreements.front().between == Between::CamerasAndPlates);
        QCOMPARE(fused.disagreements.front().eventId, QStringLiteral("a1"));
        QVERIFY(fused.disagreements.front().doubt < 0.05);
    }
    void aPlateThatNoticedNothing_leavesDoubtAboutATake()
    {
        Sale sale;
        sale.events = {weight(30, -500)};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QCOMPARE(fused.events.size(), std::size_t(2)); // and what only the plate noticed
        QVERIFY(fused.events.front().kind == EventKind::None || fused.events.front().kindProbability < 0.7);
        QVERIFY(fused.disagreements.front().between == Between::CamerasAndPlates);
        QVERIFY(fused.disagreements.front().doubt > 0.1);
        QVERIFY(fused.disagreements.back().between == Between::PlatesAlone);
        sale.events = {weight(30, -5)};
        QCOMPARE(fuse(sale, {}, demoStore(), products()).events.size(), std::size_t(0));
    }
    void aPlateThatWasSilent_saysNothing()
    {
        Sale sale;
        sale.events = {weight(30, -5)};
        Circumstances known;
        known.silent[QStringLiteral("P1")] = {{0, 4'000'000}};
        const auto fused =
            fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products(), known);
        QVERIFY(fused.events.front().kindProbability > 0.7);
        QVERIFY(fused.disagreements.empty());
    }
    void takeAndReturn_leaveNoLine()
    {
        const auto fused = fuse({}, {interaction(QStringLiteral("a1"), EventKind::Take, 1), interaction(QStringLiteral("a2"), EventKind::Return, 5)},
                                demoStore(), products());
        QVERIFY(fused.cart.lines.empty());
        QVERIFY(fused.disagreements.empty());
    }
    void whatIsPutBack_isWhatTheShopperHolds()
    {
        // Juice was taken elsewhere and is put into the milk's bin.
        Event juiceTaken = interaction(QStringLiteral("a1"), EventKind::Take, 1, juice);
        juiceTaken.binId = QStringLiteral("B2");
        Event back = interaction(QStringLiteral("a2"), EventKind::Return, 5);
        back.candidates = {{milk, 0.92}, {juice, 0.05}, {{}, 0.03}};
        const auto fused = fuse({}, {juiceTaken, back}, demoStore(), products());
        QCOMPARE(fused.events.back().candidates.front().gtin.digits(), juice.digits());
        QVERIFY(fused.cart.lines.empty());
        QVERIFY(fused.disagreements.empty());
    }
    void returningWhatNobodyTook_isADisagreement()
    {
        const auto fused = fuse({}, {interaction(QStringLiteral("a1"), EventKind::Return, 1)}, demoStore(), products());
        QVERIFY(fused.events.front().kind != EventKind::Return || !fused.disagreements.empty());
    }
    void goodsLeftInAWrongBin_makeTheNextTakeThereDoubtful()
    {
        Event put = interaction(QStringLiteral("a1"), EventKind::Return, 1, juice);
        put.kindProbability = 0.95;
        const ShelfBelief belief = believedAt({{3'000'000, {put}}}, demoStore(), 60'000'000);
        QVERIFY(belief.at(QStringLiteral("B1")).at(juice) > 0.8);
        Circumstances known;
        known.shelf = belief;
        const auto fused =
            fuse({}, {interaction(QStringLiteral("a2"), EventKind::Take, 61)}, demoStore(), products(), known);
        QVERIFY(fused.events.front().candidates.front().gtin == milk);
        QVERIFY(fused.events.front().candidates.front().probability < 0.7);
        // Somebody takes the juice, or the staff puts it back.
        Event taken = put;
        taken.kind = EventKind::Take;
        taken.at = 5'000'000;
        QVERIFY(believedAt({{3'000'000, {put}}, {6'000'000, {taken}}}, demoStore(), 60'000'000).empty());
        QVERIFY(believedAt({{3'000'000, {put}}}, demoStore(), 8LL * 3600 * 1'000'000).empty());
    }
    void whatIsPutDownBesideTheBins_isNotBought()
    {
        Event left;
        left.eventId = QStringLiteral("e1");
        left.kind = EventKind::Return;
        left.at = left.until = 6'000'000;
        left.kindProbability = 0.88;
        Circumstances known;
        known.elsewhere = {left};
        QVERIFY(fuse({}, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products(), known).cart.lines.empty());
        QVERIFY(fuse({}, {}, demoStore(), products(), known).events.empty());
    }
    void handsThatMet_leaveDoubtAboutWhoHasIt()
    {
        Circumstances known;
        known.met = {{3'000'000, 3'600'000}};
        const auto fused =
            fuse({}, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products(), known);
        QVERIFY(std::abs(fused.events.front().actorProbability - 0.35) < 1e-9);
        QVERIFY(fused.cart.lines.empty());
    }
    void otherPeoplesEvents_areNotInTheCart()
    {
        Event other = interaction(QStringLiteral("a1"), EventKind::Take, 1);
        other.actorProbability = 0.1;
        const auto fused = fuse({}, {other}, demoStore(), products());
        QCOMPARE(fused.events.size(), std::size_t(1));
        QVERIFY(fused.cart.lines.empty());
    }
    void severalPeopleAtOneBin_shareItsPieces()
    {
        Event both = interaction(QStringLiteral("a1"), EventKind::Take, 1);
        both.quantity = 2;
        Circumstances known;
        known.shared = {QStringLiteral("a1")};
        const auto fused = fuse({}, {both}, demoStore(), products(), known);
        QCOMPARE(fused.cart.lines.front().quantity, 1);
        QVERIFY(fused.events.front().actorProbability <= 0.6);
    }
    void sleeves_tellShoppersApart()
    {
        const vision::SleeveColour blue{90, 110, 150}, red{70, 170, 120};
        std::vector<Sighting> seen{sighting(QStringLiteral("c1"), EventKind::Take, 0.9, 1, 2),
                                   sighting(QStringLiteral("c1"), EventKind::Take, 0.9, 4, 5)};
        seen[0].arms = {{{94, 111, 148}, 1, 0}};
        seen[1].arms = {{red, 1, 1}};
        judgeActors(seen, {{blue}, true});
        QVERIFY(seen[0].ownProbability > 0.9 && seen[1].ownProbability < 0.1);
        judgeActors(seen, {{blue}, false}); // somebody else of the group was not seen coming
        QVERIFY(seen[0].ownProbability > 0.9 && seen[1].ownProbability == 0.5);
        seen[1].arms = {{blue, 0.6, 1}, {red, 0.4, 2}};
        judgeActors(seen, {{blue}, true});
        QCOMPARE(seen[1].people, 2);
    }
    void scans_makeTheCart_andContradictInteractions()
    {
        Event scan;
        scan.kind = EventKind::Scan;
        scan.gtin = juice;
        scan.quantity = 2;
        Sale sale;
        sale.events = {scan};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QCOMPARE(fused.cart.lines.size(), std::size_t(1));
        QVERIFY(fused.cart.lines.front().gtin == juice);
        QCOMPARE(fused.disagreements.size(), std::size_t(2));
        QVERIFY(fused.disagreements.front().between == Between::CamerasAndScans);
        QVERIFY(fuse(sale, {}, demoStore(), products()).disagreements.empty());
    }
    void steps_areFoundInATrace_withTheirTimes()
    {
        // 60 Hz: 500 g go at 2 s, the plate swings; two pieces come back at 5 s; silent from 6 to 7 s.
        feed::TraceSamples trace;
        for (int i = 0; i < 600; ++i) {
            const double at = i / 60.0, since = at - 2;
            double load = at < 2 ? 2000 : at < 5 ? 1500 : 2500;
            if (since >= 0 && since < 1)
                load += 500 * std::exp(-since / 0.07) * std::cos(since * 60);
            load += ((i * 7919) % 13 - 6) * 0.3;
            trace.push_back(at >= 6 && at < 7 ? std::nullopt : std::optional(load));
        }
        const auto steps = findSteps(trace, 60);
        QCOMPARE(steps.size(), std::size_t(2));
        QVERIFY(std::abs(steps[0].delta + 500) < 4 && std::abs(static_cast<double>(steps[0].at) / 1e6 - 2) < 0.15);
        QVERIFY(std::abs(steps[1].delta - 1000) < 4 && std::abs(static_cast<double>(steps[1].at) / 1e6 - 5) < 0.15);
        QVERIFY(steps[0].noise > 0 && steps[0].noise < 4);
        QVERIFY(findSteps({}, 60).empty());
    }
    void reliability_followsWhatReviewsShow()
    {
        std::vector<ReviewedFact> facts(60, {Source::Plate, false});
        const Reliability learnt = learnReliability(facts);
        QVERIFY(learnt.plate < 0.51);
        QCOMPARE(learnt.scan, Reliability().scan);
        QVERIFY(reliabilityFromSettings({{QStringLiteral("source_reliability"), toJson(learnt)}}) == learnt);
        QVERIFY(!reliabilityFromSettings({{QStringLiteral("source_reliability"), QJsonObject{{QStringLiteral("plate"), 2}}}}));

        ReviewedSale sale;
        sale.predicted = {interaction(QStringLiteral("a1"), EventKind::Take, 1), weight(1.5, -500)};
        sale.decided[QStringLiteral("a1")] = interaction(QStringLiteral("a1"), EventKind::Take, 1, juice);
        const auto shown = factsOf(sale, demoStore(), products());
        const auto has = [&](Source source, bool right) {
            return std::find(shown.begin(), shown.end(), ReviewedFact{source, right}) != shown.end();
        };
        QVERIFY(has(Source::CameraKind, true) && has(Source::Planogram, false) && has(Source::Plate, true));
    }
    void theFeedsOwnCart_isThePrediction()
    {
        Sale sale;
        sale.cart = Cart{{{milk, 2, 0.6, {}}}};
        const auto fused = fuse(sale, {}, demoStore(), products());
        QCOMPARE(fused.cart.lines.front().quantity, 2);
        QVERIFY(fused.disagreements.empty());
    }
};

QTEST_GUILESS_MAIN(TestFuse)
#include "tst_fuse.moc"
