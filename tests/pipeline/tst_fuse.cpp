#include "core/pipeline/fuse.h"

#include <QTest>

using namespace cartwright;
using namespace cartwright::pipeline;

namespace {

const Gtin milk = *Gtin::parse(QStringLiteral("96385074"));
const Gtin juice = *Gtin::parse(QStringLiteral("614141000036"));

Sighting sighting(const QString& camera, EventKind outcome, double sure, double from, double until)
{
    return {camera, QStringLiteral("B1"), outcome, sure, 1, qRound64(from * 1e6), qRound64(until * 1e6), {1, 1, 9, 9}, {{milk, 0.95}, {juice, 0.05}}};
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
                                           sighting(QStringLiteral("c2"), EventKind::Take, 0.7, 1.3, 2.2)});
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events.front().kind == EventKind::Take);
        QVERIFY(events.front().kindProbability > 0.9);
        QCOMPARE(events.front().cameraId, QStringLiteral("c1"));
    }
    void twoCamerasThatDisagree_leaveDoubt()
    {
        const auto events = joinSightings({sighting(QStringLiteral("c1"), EventKind::Take, 0.8, 1, 2),
                                           sighting(QStringLiteral("c2"), EventKind::None, 0.8, 1.3, 2.2)});
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events.front().kindProbability < 0.6);
    }
    void oneCameraTwice_isTwoEvents()
    {
        QCOMPARE(joinSightings({sighting(QStringLiteral("c1"), EventKind::Take, 0.9, 1, 2),
                                sighting(QStringLiteral("c1"), EventKind::Return, 0.9, 2.2, 3)}).size(), std::size_t(2));
    }
    void aWeightThatAgrees_raisesTheProbability()
    {
        Sale sale;
        sale.events = {weight(1.5, -505)};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QCOMPARE(fused.disagreements, 0);
        QVERIFY(fused.events.front().kindProbability > 0.95);
        QCOMPARE(fused.cart.lines.front().quantity, 1);
    }
    void aWeightThatSpeaksOfMorePieces_isADisagreement()
    {
        Sale sale;
        sale.events = {weight(1.5, -1000)};
        const auto fused = fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products());
        QCOMPARE(fused.disagreements, 1);
        QCOMPARE(fused.firstDisagreement, QStringLiteral("a1"));
        QVERIFY(fused.events.front().kindProbability < 0.5);
    }
    void aWeightWithoutAnInteraction_isADisagreement()
    {
        Sale sale;
        sale.events = {weight(30, -500)};
        QCOMPARE(fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products()).disagreements, 1);
        sale.events = {weight(30, -5)};
        QCOMPARE(fuse(sale, {interaction(QStringLiteral("a1"), EventKind::Take, 1)}, demoStore(), products()).disagreements, 0);
    }
    void takeAndReturn_leaveNoLine()
    {
        const auto fused = fuse({}, {interaction(QStringLiteral("a1"), EventKind::Take, 1), interaction(QStringLiteral("a2"), EventKind::Return, 5)},
                                demoStore(), products());
        QVERIFY(fused.cart.lines.empty());
        QCOMPARE(fused.disagreements, 0);
    }
    void returningMoreThanWasTaken_isADisagreement()
    {
        QCOMPARE(fuse({}, {interaction(QStringLiteral("a1"), EventKind::Return, 1)}, demoStore(), products()).disagreements, 1);
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
        QCOMPARE(fused.disagreements, 1);
        QCOMPARE(fuse(sale, {}, demoStore(), products()).disagreements, 0);
    }
    void theFeedsOwnCart_isThePrediction()
    {
        Sale sale;
        sale.cart = Cart{{{milk, 2, 0.6, {}}}};
        const auto fused = fuse(sale, {}, demoStore(), products());
        QCOMPARE(fused.cart.lines.front().quantity, 2);
        QCOMPARE(fused.disagreements, 0);
    }
};

QTEST_GUILESS_MAIN(TestFuse)
#include "tst_fuse.moc"
