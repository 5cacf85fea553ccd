#include "core/learning/binomial.h"
#include "core/learning/receipt_model.h"
#include "core/learning/threshold.h"

#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <numeric>
#include <random>

using namespace cartwright;
using namespace cartwright::learning;

class ConfidenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bound_isThatOfClopperAndPearson_data();
    void bound_isThatOfClopperAndPearson();
    void bound_needsAsManyAsTheFormulaSays();
    void temperature_isFoundAgain();
    void unknownThing_isNoneOfThese();
    void isotonic_neverFalls_andIsRightOnAverage();
    void reliability_countsAll_andItsErrorIsZeroWhereShareAndProbabilityAgree();
    void receiptModel_learnsWhatMakesReceiptsWrong_andIsCalibrated();
    void receiptModel_saysWhatIsMissing_whenNoReceiptWasWrong();
    void receiptModel_comesBackFromItsJson_andDamageIsSeen();
    void threshold_meetsTheBound_whenEnoughWereAudited();
    void threshold_saysHowManyAreNeeded_whenTooFewWereAudited();
    void threshold_keepsTheBudget();
    void threshold_withoutAudits_saysSo();
};

void ConfidenceTest::bound_isThatOfClopperAndPearson_data()
{
    QTest::addColumn<int>("wrong");
    QTest::addColumn<int>("seen");
    QTest::addColumn<double>("confidence");
    QTest::addColumn<double>("bound");
    // With none wrong the bound is 1 - (1 - confidence)^(1/n).
    QTest::newRow("none of 100") << 0 << 100 << 0.95 << 1 - std::pow(0.05, 0.01);
    QTest::newRow("none of 598") << 0 << 598 << 0.95 << 1 - std::pow(0.05, 1.0 / 598);
    QTest::newRow("nothing seen") << 0 << 0 << 0.95 << 1.0;
    QTest::newRow("all wrong") << 5 << 5 << 0.95 << 1.0;
    // One of ten, both sides at 95 %: 0.0025 to 0.4450, as in tables.
    QTest::newRow("one of ten") << 1 << 10 << 0.975 << 0.44502;
}

void ConfidenceTest::bound_isThatOfClopperAndPearson()
{
    QFETCH(int, wrong);
    QFETCH(int, seen);
    QFETCH(double, confidence);
    QFETCH(double, bound);
    QVERIFY2(std::abs(upperBound(wrong, seen, confidence) - bound) < 2e-5, qPrintable(QString::number(upperBound(wrong, seen, confidence))));
}

void ConfidenceTest::bound_needsAsManyAsTheFormulaSays()
{
    QCOMPARE(neededFor(0.005, 0.95), std::optional<std::int64_t>(598));
    const auto withOne = neededFor(0.005, 0.95, 1);
    QVERIFY(withOne);
    QVERIFY(upperBound(1, *withOne, 0.95) <= 0.005);
    QVERIFY(upperBound(1, *withOne - 1, 0.95) > 0.005);
    QVERIFY(!neededFor(0, 0.95));
}

/// Scores whose true probabilities are softmax(scores / temperature).
static std::vector<HeldOut> drawn(double temperature, std::mt19937& random)
{
    std::vector<HeldOut> examples;
    std::normal_distribution<double> score(0, 1);
    for (int i = 0; i < 3000; ++i) {
        HeldOut one;
        for (int c = 0; c < 4; ++c)
            one.scores.push_back(score(random));
        ClassCalibration truth{temperature, -100};
        const auto shares = truth.probabilities(one.scores);
        one.label = std::discrete_distribution<int>(shares.begin(), shares.end() - 1)(random);
        examples.push_back(std::move(one));
    }
    return examples;
}

void ConfidenceTest::temperature_isFoundAgain()
{
    std::mt19937 random(3);
    const auto calibration = calibrateClasses(drawn(0.25, random));
    QVERIFY2(std::abs(calibration.temperature - 0.25) < 0.06, qPrintable(QString::number(calibration.temperature)));
    const auto shares = calibration.probabilities({1, 0, 0, 0});
    QVERIFY(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1) < 1e-9);
}

void ConfidenceTest::unknownThing_isNoneOfThese()
{
    std::vector<HeldOut> examples;
    for (int i = 0; i < 40; ++i) {
        examples.push_back({{1 + 0.01 * i, -1, -1}, 0});
        examples.push_back({{-1, 1 + 0.01 * i, -1}, 1});
        examples.push_back({{-0.8 + 0.005 * i, -0.9, -0.85}, -1});
    }
    const auto calibration = calibrateClasses(examples);
    QVERIFY(calibration.probabilities({1.2, -1, -1}).front() > 0.8);
    QVERIFY(calibration.probabilities({-0.8, -0.9, -0.8}).back() > 0.6);
}

void ConfidenceTest::isotonic_neverFalls_andIsRightOnAverage()
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> any(0, 1);
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 4000; ++i) {
        const double score = any(random);
        outcomes.push_back({score, any(random) < score * score});
    }
    const Isotonic isotonic(outcomes);
    double last = 0;
    for (double score = 0; score <= 1; score += 0.02) {
        QVERIFY(isotonic.share(score) >= last);
        last = isotonic.share(score);
        QVERIFY2(std::abs(isotonic.share(score) - score * score) < 0.12, qPrintable(QString::number(score)));
    }
    QVERIFY(last < 1);
    QCOMPARE(Isotonic().share(0.3), 0.3);
}

void ConfidenceTest::reliability_countsAll_andItsErrorIsZeroWhereShareAndProbabilityAgree()
{
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 10; ++i)
        outcomes.push_back({0.3, i < 3});
    outcomes.push_back({1.0, true});
    const auto bins = reliability(outcomes);
    QCOMPARE(bins.size(), std::size_t{2});
    QCOMPARE(bins.front().count + bins.back().count, 11);
    QVERIFY(calibrationError(bins) < 1e-9);
    QVERIFY(std::abs(calibrationError(reliability({{0.9, false}})) - 0.9) < 1e-9);
    QCOMPARE(calibrationError({}), 0.0);
}

/// Receipts that are wrong the oftener the more doubt there is in the first fact, and always with a contradiction.
static std::vector<ReviewedReceipt> receipts(int count, std::mt19937& random)
{
    std::uniform_real_distribution<double> any(0, 1);
    std::vector<ReviewedReceipt> all;
    for (int i = 0; i < count; ++i) {
        ReviewedReceipt one;
        const double doubt = any(random);
        const bool contradiction = any(random) < 0.1;
        one.facts[0] = 1 - 2 * doubt;
        one.facts[12] = contradiction ? 1 : 0;
        one.right = !contradiction && any(random) > 0.6 * doubt * doubt;
        one.fold = i;
        all.push_back(one);
    }
    return all;
}

void ConfidenceTest::receiptModel_learnsWhatMakesReceiptsWrong_andIsCalibrated()
{
    std::mt19937 random(9);
    const auto model = ReceiptModel::train(receipts(1500, random));
    QVERIFY(model);
    ReceiptFacts sure = {};
    sure[0] = 1;
    ReceiptFacts doubtful = {};
    doubtful[0] = -1;
    ReceiptFacts contradicted = sure;
    contradicted[12] = 1;
    QVERIFY(model->probability(sure) > 0.95);
    QVERIFY(model->probability(doubtful) < 0.7);
    QVERIFY(model->probability(contradicted) < 0.5);
    QCOMPARE(model->heldOut().size(), std::size_t{1500});
    QVERIFY(calibrationError(reliability(model->heldOut())) < 0.04);
    // On receipts that it has never seen.
    std::vector<Outcome> fresh;
    for (const auto& one : receipts(1500, random))
        fresh.push_back({model->probability(one.facts), one.right});
    QVERIFY(calibrationError(reliability(fresh)) < 0.05);
}

void ConfidenceTest::receiptModel_saysWhatIsMissing_whenNoReceiptWasWrong()
{
    std::vector<ReviewedReceipt> all(30);
    for (auto& one : all)
        one.right = true;
    const auto model = ReceiptModel::train(all);
    QVERIFY(!model);
    QCOMPARE(model.error().kind, ErrorKind::Refused);
    QVERIFY(model.error().sentence.contains(QStringLiteral("30 were right and 0 wrong")));
}

void ConfidenceTest::receiptModel_comesBackFromItsJson_andDamageIsSeen()
{
    std::mt19937 random(11);
    const auto model = ReceiptModel::train(receipts(400, random));
    QVERIFY(model);
    QJsonObject object = model->toJson();
    const auto again = ReceiptModel::fromJson(object);
    QVERIFY(again);
    for (const auto& one : receipts(20, random))
        QCOMPARE(again->probability(one.facts), model->probability(one.facts));
    object.insert(QStringLiteral("weights"), QJsonArray{1, 2});
    QCOMPARE(ReceiptModel::fromJson(object).error().kind, ErrorKind::Integrity);
}

static std::vector<AuditedSale> audited(int right, int wrong, int doubtful)
{
    std::vector<AuditedSale> all;
    for (int i = 0; i < right; ++i)
        all.push_back({0.9975, true, false});
    for (int i = 0; i < wrong; ++i)
        all.push_back({0.9975, false, false});
    for (int i = 0; i < doubtful; ++i)
        all.push_back({0.4, i % 2 == 0, false});
    return all;
}

void ConfidenceTest::threshold_meetsTheBound_whenEnoughWereAudited()
{
    const auto choice = chooseThreshold(audited(700, 0, 20), 10'000, {.reviewsPerThousand = {}, .mostWrong = 0.005, .confidence = 0.95});
    QVERIFY(choice);
    QVERIFY(choice->threshold > 0.4 && choice->threshold <= 0.9975);
    QCOMPARE(choice->wrong, 0);
    QVERIFY(choice->wrongBound <= 0.005);
    QVERIFY(std::abs(choice->reviewsPerThousand - 1000.0 * 20 / 720) < 0.01);
    QVERIFY(std::abs(choice->leastAuditShare - 0.072) < 1e-9);
}

void ConfidenceTest::threshold_saysHowManyAreNeeded_whenTooFewWereAudited()
{
    const ThresholdGoal goal{.reviewsPerThousand = {}, .mostWrong = 0.005, .confidence = 0.95};
    const auto few = chooseThreshold(audited(180, 0, 10), 1000, goal);
    QVERIFY(!few);
    QCOMPARE(few.error().kind, ErrorKind::Refused);
    QVERIFY2(few.error().sentence.contains(QStringLiteral("Not enough audited sales: 598 needed")), qPrintable(few.error().sentence));
    // Many, but with wrong ones among them at every threshold.
    QVERIFY(!chooseThreshold(audited(700, 30, 0), 10'000, goal));
}

void ConfidenceTest::threshold_keepsTheBudget()
{
    const auto choice = chooseThreshold(audited(90, 0, 10), 1000, {.reviewsPerThousand = 150, .mostWrong = {}, .confidence = 0.95});
    QVERIFY(choice);
    QVERIFY(choice->reviewsPerThousand <= 150);
    const auto nothing = chooseThreshold(audited(90, 0, 10), 1000, {.reviewsPerThousand = 0, .mostWrong = {}, .confidence = 0.95});
    QVERIFY(nothing);
    QCOMPARE(nothing->reviewsPerThousand, 0.0);
}

void ConfidenceTest::threshold_withoutAudits_saysSo()
{
    const auto choice = chooseThreshold({}, 1000, {.reviewsPerThousand = 20, .mostWrong = {}, .confidence = 0.95});
    QVERIFY(!choice);
    QCOMPARE(choice.error().kind, ErrorKind::NotFound);
    QVERIFY(choice.error().sentence.startsWith(QStringLiteral("No audited sales")));
}

QTEST_APPLESS_MAIN(ConfidenceTest)
#include "tst_confidence.moc"
