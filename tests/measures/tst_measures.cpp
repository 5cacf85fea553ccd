#include "core/measures/beta.h"
#include "core/measures/measures.h"

#include <QtTest>

#include <cmath>

using namespace cartwright;
using namespace cartwright::measures;

namespace {

constexpr UtcMicroseconds second = microsecondsPerSecond;
constexpr UtcMicroseconds day = 86'400 * second;

Fact closed(UtcMicroseconds exitedAt)
{
    Fact fact;
    fact.exitedAt = exitedAt;
    fact.closedAt = exitedAt + second;
    fact.dueAt = exitedAt + 900 * second;
    return fact;
}

Fact reviewed(UtcMicroseconds exitedAt, std::vector<FlagRule> reasons, bool right, Microseconds handling)
{
    Fact fact = closed(exitedAt);
    fact.flagReasons = std::move(reasons);
    fact.audit = fact.flagReasons.empty();
    fact.reviewedAt = exitedAt + 60 * second;
    fact.predictionRight = right;
    fact.handling = handling;
    return fact;
}

/// Sum of binomial probabilities P(X >= k), computed term by term: what I_x(k, n-k+1) must be.
double binomialTail(int n, int k, double x)
{
    double sum = 0;
    for (int i = k; i <= n; ++i)
        sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) +
                        i * std::log(x) + (n - i) * std::log1p(-x));
    return sum;
}

} // namespace

class MeasuresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interval_isTheKnownOne_data()
    {
        QTest::addColumn<qint64>("hits");
        QTest::addColumn<qint64>("n");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("0 of 10") << qint64(0) << qint64(10) << 0.0 << 0.3084971;
        QTest::newRow("5 of 10") << qint64(5) << qint64(10) << 0.1870860 << 0.8129140;
        QTest::newRow("10 of 10") << qint64(10) << qint64(10) << 0.6915029 << 1.0;
        QTest::newRow("1 of 1000") << qint64(1) << qint64(1000) << 0.0000253 << 0.0055589;
        QTest::newRow("0 of 1") << qint64(0) << qint64(1) << 0.0 << 0.975;
    }
    void interval_isTheKnownOne()
    {
        QFETCH(qint64, hits);
        QFETCH(qint64, n);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto interval = clopperPearson({hits, n});
        QVERIFY(interval);
        QVERIFY2(std::abs(interval->low - low) < 1e-6, qPrintable(QString::number(interval->low, 'g', 10)));
        QVERIFY2(std::abs(interval->high - high) < 1e-6,
                 qPrintable(QString::number(interval->high, 'g', 10)));
    }
    void interval_endsWhereTheTailsAreTwoAndAHalfPercent()
    {
        for (const int n : {3, 20, 137, 500})
            for (int hits = 1; hits < n; hits += 1 + n / 17) {
                const auto interval = clopperPearson({hits, n});
                QVERIFY(interval);
                QVERIFY(std::abs(binomialTail(n, hits, interval->low) - 0.025) < 1e-9);
                QVERIFY(std::abs(1 - binomialTail(n, hits + 1, interval->high) - 0.025) < 1e-9);
            }
    }
    void interval_worksForVeryLargeCounts()
    {
        const auto interval = clopperPearson({500'000, 1'000'000'000});
        QVERIFY(interval);
        // The normal approximation is good to a few parts in a thousand of the half width here.
        const double half = 1.959964 * std::sqrt(0.0005 * 0.9995 / 1e9);
        QVERIFY(std::abs(interval->low - (0.0005 - half)) < half * 0.01);
        QVERIFY(std::abs(interval->high - (0.0005 + half)) < half * 0.01);
    }
    void interval_isNoneWithoutAProportion()
    {
        QVERIFY(!clopperPearson({0, 0}));
        QVERIFY(!clopperPearson({3, 2}));
        QVERIFY(!clopperPearson({-1, 2}));
        QVERIFY(!clopperPearson({-2, -2}));
    }
    void beta_agreesWithSummedBinomials()
    {
        for (const double x : {0.001, 0.1, 0.37, 0.5, 0.9, 0.999})
            for (const auto& [n, k] :
                 {std::pair(1, 1), std::pair(10, 3), std::pair(60, 59), std::pair(200, 20)})
                QVERIFY(std::abs(incompleteBeta(k, n - k + 1, x) - binomialTail(n, k, x)) < 1e-11);
        QCOMPARE(incompleteBeta(2, 3, 0), 0.0);
        QCOMPARE(incompleteBeta(2, 3, 1), 1.0);
    }

    void emptyDenominators_giveNoValue()
    {
        const Figures figures = figuresOf({});
        QVERIFY(!figures.reviews.value());
        QVERIFY(!figures.flagged.value());
        QVERIFY(!figures.wrongReceipts.value());
        QVERIFY(!figures.predictionRight.value());
        QVERIFY(!figures.inTime.value());
        QVERIFY(!figures.medianHandlingSeconds);
        QVERIFY(!figures.from && !figures.until);
        QVERIFY(figures.reasons.empty());
        QVERIFY(figuresByDay({}).empty());
    }

    void figures_countFlaggedReviewsApartFromAuditReviews()
    {
        std::vector<Fact> facts;
        for (int i = 0; i < 6; ++i)
            facts.push_back(closed(i * second));
        facts.push_back(reviewed(10 * second, {FlagRule::UncertainProduct, FlagRule::UncertainProduct}, true,
                                 20 * second));
        facts.push_back(
            reviewed(11 * second, {FlagRule::UncertainProduct, FlagRule::CartValue}, false, 40 * second));
        facts.push_back(reviewed(12 * second, {}, true, 31 * second));
        facts.push_back(reviewed(13 * second, {}, false, 30 * second));
        Fact waiting;
        waiting.exitedAt = 14 * second;
        waiting.flagReasons = {FlagRule::CartValue};
        facts.push_back(waiting);
        Fact ingested;
        ingested.exitedAt = 15 * second;
        facts.push_back(ingested);

        const Figures figures = figuresOf(facts);
        QCOMPARE(figures.reviews, (Share{2, 10}));
        QCOMPARE(figures.auditReviews, 2);
        QCOMPARE(figures.wrongReceipts, (Share{1, 2}));
        QCOMPARE(figures.flagged, (Share{3, 11}));
        QCOMPARE(figures.predictionRight, (Share{1, 2}));
        QCOMPARE(figures.inTime, (Share{10, 10}));
        QCOMPARE(figures.handled, 4);
        QCOMPARE(*figures.medianHandlingSeconds, 30.5);
        QCOMPARE(figures.reasons.size(), std::size_t(2));
        QCOMPARE(figures.reasons[0].rule, FlagRule::UncertainProduct);
        QCOMPARE(figures.reasons[0].flagged, 2);
        QCOMPARE(figures.reasons[0].reviewed, 2);
        QCOMPARE(figures.reasons[0].falseFlags, 1);
        QCOMPARE(figures.reasons[1].rule, FlagRule::CartValue);
        QCOMPARE(figures.reasons[1].flagged, 2);
        QCOMPARE(figures.reasons[1].reviewed, 1);
        QCOMPARE(figures.reasons[1].falseFlags, 0);
    }

    void figures_countAFlaggedAuditSaleAsFlaggedOnly()
    {
        Fact both = reviewed(0, {FlagRule::CartValue}, false, second);
        both.audit = true;
        const Figures figures = figuresOf({both});
        QCOMPARE(figures.reviews, (Share{1, 1}));
        QCOMPARE(figures.auditReviews, 0);
        QVERIFY(!figures.wrongReceipts.value());
    }

    void figures_leaveReviewsWithoutAnAnswerOutOfTheRates()
    {
        Fact audit = reviewed(0, {}, true, second);
        audit.predictionRight.reset();
        const Figures figures = figuresOf({audit});
        QCOMPARE(figures.auditReviews, 1);
        QVERIFY(!figures.wrongReceipts.value());
    }

    void figures_countALateSaleAsNotInTime()
    {
        Fact late = closed(0);
        late.closedAt = late.dueAt + 1;
        Fact atTheDeadline = closed(0);
        atTheDeadline.closedAt = atTheDeadline.dueAt;
        QCOMPARE(figuresOf({late, atTheDeadline, closed(0)}).inTime, (Share{2, 3}));
    }

    void figures_takeTheWindowHalfOpen()
    {
        const std::vector<Fact> facts{closed(99), closed(100), closed(199), closed(200)};
        const Figures figures = figuresOf(facts, 100, 200);
        QCOMPARE(figures.inTime.denominator, 2);
        QCOMPARE(*figures.from, 100);
        QCOMPARE(*figures.until, 200);
    }

    void figures_nameAWindowThatAnswersTheSameAgain()
    {
        const std::vector<Fact> facts{closed(99), closed(100), closed(200)};
        const Figures all = figuresOf(facts);
        QCOMPARE(*all.from, 99);
        QCOMPARE(figuresOf(facts, all.from, all.until).inTime, all.inTime);
    }

    void days_runFromTheFirstToTheLastExit()
    {
        const auto days = figuresByDay({closed(3 * day), closed(day - 1), closed(3 * day + 5), closed(-1)});
        QCOMPARE(days.size(), std::size_t(5));
        QCOMPARE(days[0].start, -day);
        QCOMPARE(days[0].figures.inTime.denominator, 1);
        QCOMPARE(days[1].start, 0);
        QCOMPARE(days[1].figures.inTime.denominator, 1);
        QVERIFY(!days[2].figures.reviews.value());
        QCOMPARE(days[4].start, 3 * day);
        QCOMPARE(days[4].figures.inTime.denominator, 2);
        QCOMPARE(*days[4].figures.from, 3 * day);
        QCOMPARE(*days[4].figures.until, 4 * day);
    }
};

QTEST_GUILESS_MAIN(MeasuresTest)
#include "tst_measures.moc"
