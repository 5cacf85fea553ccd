#include "core/review/flag_policy.h"

#include <QTest>

using namespace cartwright;
using namespace cartwright::review;

namespace {

FlagInput input(double product, double action, double shopper)
{
    Event event;
    event.eventId = QStringLiteral("a1");
    event.kind = EventKind::Take;
    event.candidates = {{*Gtin::parse(QStringLiteral("96385074")), product}};
    event.kindProbability = action;
    event.actorProbability = shopper;
    FlagInput value;
    value.key = {QStringLiteral("demo"), QStringLiteral("s-1")};
    value.prediction.events = {event};
    return value;
}

FlagPolicy withoutAudit()
{
    FlagPolicy policy = FlagPolicy::standard();
    policy.auditShare = 0;
    return policy;
}

} // namespace

class TestFlagPolicy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCertainSale_isNotFlagged() { QVERIFY(flagsOf(input(0.95, 0.95, 0.95), withoutAudit()).empty()); }

    void eachRule_firesWithItsValue_data()
    {
        QTest::addColumn<int>("rule");
        QTest::newRow("product") << int(FlagRule::UncertainProduct);
        QTest::newRow("action") << int(FlagRule::UncertainAction);
        QTest::newRow("shopper") << int(FlagRule::UncertainShopper);
        QTest::newRow("evidence") << int(FlagRule::EvidenceIncomplete);
        QTest::newRow("sensors") << int(FlagRule::SensorsDisagree);
        QTest::newRow("nothing predicted") << int(FlagRule::NoPrediction);
    }
    void eachRule_firesWithItsValue()
    {
        QFETCH(int, rule);
        const auto wanted = static_cast<FlagRule>(rule);
        FlagInput value = input(wanted == FlagRule::UncertainProduct ? 0.46 : 0.95, wanted == FlagRule::UncertainAction ? 0.46 : 0.95,
                                wanted == FlagRule::UncertainShopper ? 0.46 : 0.95);
        value.evidenceComplete = wanted != FlagRule::EvidenceIncomplete;
        if (wanted == FlagRule::SensorsDisagree)
            value.disagreements = {{Between::CamerasAndPlates, QStringLiteral("a1"), 0.4}};
        if (wanted == FlagRule::NoPrediction)
            value.prediction = {};
        const auto flags = flagsOf(value, withoutAudit());
        QCOMPARE(flags.size(), std::size_t(1));
        QVERIFY(flags.front().rule == wanted);
        QVERIFY(flags.front().value > flags.front().limit);
        if (wanted <= FlagRule::UncertainShopper)
            QCOMPARE(flags.front().eventId, QStringLiteral("a1"));
    }
    void sourcesAtOdds_areNamed()
    {
        const auto events = input(0.95, 0.95, 0.95).prediction.events;
        const Flag flag{FlagRule::SensorsDisagree, 0.4, 0.1, QStringLiteral("a1")};
        QVERIFY(sourcesOf(flag, events) == Between::CamerasAndPlates);
        QVERIFY(sourcesOf({FlagRule::SensorsDisagree, 1, 0.1, {}}, events) == Between::AnalysisAndFeedCart);
        QVERIFY(!sourcesOf({FlagRule::UncertainAction, 1, 0.1, {}}, events));
        QCOMPARE(nameOf(Between::CamerasAndPlates), QStringLiteral("cameras against plates"));
    }
    void whatOthersDid_isNoDoubt_unlessItMayHaveBeenThisShopper()
    {
        QVERIFY(flagsOf(input(0.4, 0.4, 0.05), withoutAudit()).empty());
        QCOMPARE(flagsOf(input(0.95, 0.95, 0.4), withoutAudit()).size(), std::size_t(1));
    }
    void aGroup_firesOnlyWhenAllItsConditionsDo()
    {
        FlagInput value = input(0.8, 0.95, 0.95);
        value.cartTotal = 30'000;
        QCOMPARE(flagsOf(value, withoutAudit()).size(), std::size_t(2)); // dear, and a little uncertain
        value.cartTotal = 100;
        QVERIFY(flagsOf(value, withoutAudit()).empty());
    }
    void theAuditSample_isStablePerSaleAndNearItsShare()
    {
        int chosen = 0;
        for (int i = 0; i < 10'000; ++i) {
            const SaleKey key{QStringLiteral("demo"), QStringLiteral("s-%1").arg(i)};
            chosen += inAuditSample(key, 0.05) ? 1 : 0;
            QCOMPARE(inAuditSample(key, 0.05), inAuditSample(key, 0.05));
            if (inAuditSample(key, 0.05))
                QVERIFY(inAuditSample(key, 0.1)); // a larger share keeps those of the smaller one
        }
        QVERIFY2(chosen > 400 && chosen < 600, qPrintable(QString::number(chosen)));
        QVERIFY(!inAuditSample({QStringLiteral("demo"), QStringLiteral("s-1")}, 0));
        QVERIFY(inAuditSample({QStringLiteral("demo"), QStringLiteral("s-1")}, 1));
    }
    void settings_replaceTheStandardPolicy()
    {
        const FlagPolicy policy{{{{FlagRule::CartValue, 500}}}, 0.5};
        const auto read = flagPolicyFromSettings({{QStringLiteral("flag_policy"), toJson(policy)}, {QStringLiteral("audit_share"), 0.5}});
        QVERIFY(read.has_value());
        QVERIFY(*read == policy);
        const auto standard = flagPolicyFromSettings({});
        QVERIFY(standard && *standard == FlagPolicy::standard());
    }
    void settings_areRefused_whenARuleIsUnknown()
    {
        const QJsonObject bad{{QStringLiteral("any"), QJsonArray{QJsonObject{{QStringLiteral("all"), QJsonArray{QJsonObject{
            {QStringLiteral("rule"), QStringLiteral("bad_mood")}, {QStringLiteral("above"), 1}}}}}}}};
        const auto read = flagPolicyFromSettings({{QStringLiteral("flag_policy"), bad}});
        QVERIFY(!read);
        QVERIFY(read.error().sentence.contains(QStringLiteral("bad_mood")));
    }
};

QTEST_GUILESS_MAIN(TestFlagPolicy)
#include "tst_flag_policy.moc"
