#include "core/store/facts_repository.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

const QString one = QStringLiteral("s-1");
const QString ada = QStringLiteral("ada");

} // namespace

class FactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }

    void fact_ofAnUnflaggedSale_isClosedByItsReceipt();
    void fact_ofAWaitingSale_isNotClosed();
    void fact_ofASaleThatIsNotDecided_saysSo();
    void fact_ofAReviewedSale_hasItsVerdict();
    void fact_ofAnAuditSample_isMarked();
    void fact_keepsItsReasons_whenALaterRevisionHasNoDoubts();
    void fact_ofAnEscalation_isNotReviewed();
    void predictionRight_comparesContents_data();
    void predictionRight_comparesContents();
    void sales_areThoseOfTheWindow_inOrderOfExit();

private:
    SaleFact factOf(const QString& saleId)
    {
        const auto facts = FactsRepository(*m_bench->database).sales({}, {}).value();
        for (const auto& fact : facts)
            if (fact.key.saleId == saleId)
                return fact;
        return {};
    }
    void review(const QString& saleId, const Submission& submission)
    {
        QueueRepository queue(*m_bench->database);
        const auto lease = queue.claim(keyOf(saleId), ada, minute);
        require(lease);
        require(queue.submit(*lease, submission));
    }

    std::unique_ptr<Bench> m_bench;
};

void FactsTest::fact_ofAnUnflaggedSale_isClosedByItsReceipt()
{
    m_bench->queue(one, {.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning + 20 * minute});
    const SaleFact fact = factOf(one);
    QCOMPARE(fact.key, keyOf(one));
    QCOMPARE(fact.exitedAt, morning + 3 * minute);
    QCOMPARE(fact.closedAt, std::optional(morning + 4 * minute)); // when the receipt was issued
    QCOMPARE(fact.dueAt, morning + 20 * minute);
    QVERIFY(fact.flagReasons.empty() && !fact.audit && !fact.reviewedAt && !fact.outcome &&
            !fact.predictionRight);
    QCOMPARE(fact.handling, 0);
}

void FactsTest::fact_ofAWaitingSale_isNotClosed()
{
    Decision decision = flagged();
    decision.flags.push_back({FlagRule::CartValue, 2, 1, {}});
    decision.flags.push_back(
        {FlagRule::UncertainProduct, 0.5, 0.9, QStringLiteral("a2")}); // the same reason twice
    m_bench->queue(one, decision);
    const SaleFact fact = factOf(one);
    QCOMPARE(fact.flagReasons, (std::vector<FlagRule>{FlagRule::UncertainProduct, FlagRule::CartValue}));
    QVERIFY(!fact.closedAt && !fact.reviewedAt && !fact.audit);
}

void FactsTest::fact_ofASaleThatIsNotDecided_saysSo()
{
    require(SaleRepository(*m_bench->database).addRevision(sampleSale(one), "{}"));
    const SaleFact fact = factOf(one);
    QCOMPARE(fact.key, keyOf(one));
    QVERIFY(!fact.closedAt && fact.flagReasons.empty());
    QCOMPARE(fact.dueAt, 0);
}

void FactsTest::fact_ofAReviewedSale_hasItsVerdict()
{
    m_bench->queue(one);
    review(one, corrected(one));
    const SaleFact fact = factOf(one);
    QCOMPARE(fact.reviewedAt, std::optional(morning + 5 * minute + 20 * second));
    QCOMPARE(fact.closedAt, fact.reviewedAt);
    QCOMPARE(fact.outcome, std::optional(VerdictOutcome::Corrected));
    QCOMPARE(fact.predictionRight, std::optional(false));
    QCOMPARE(fact.handling, 20 * second);
    QCOMPARE(fact.flagReasons, std::vector<FlagRule>{FlagRule::UncertainProduct});
}

void FactsTest::fact_ofAnAuditSample_isMarked()
{
    m_bench->queue(one, audited(one));
    QVERIFY(factOf(one).audit);
    QVERIFY(factOf(one).flagReasons.empty());
    const auto closedAt = factOf(one).closedAt;
    review(one, corrected(one));
    QCOMPARE(factOf(one).closedAt, closedAt); // the receipt closed it first
    QVERIFY(factOf(one).reviewedAt.has_value());
}

void FactsTest::fact_keepsItsReasons_whenALaterRevisionHasNoDoubts()
{
    m_bench->queue(one);
    review(one, corrected(one));
    SaleRepository sales(*m_bench->database);
    require(sales.addRevision(sampleSale(one, 2), "2"));
    require(
        sales.saveDecision(keyOf(one), 2, {.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning}));
    QCOMPARE(factOf(one).flagReasons, std::vector<FlagRule>{FlagRule::UncertainProduct});
}

void FactsTest::fact_ofAnEscalation_isNotReviewed()
{
    m_bench->queue(one);
    QueueRepository queue(*m_bench->database);
    require(queue.escalate(queue.claim(keyOf(one), ada, minute).value(), corrected(one).verdict));
    const SaleFact fact = factOf(one);
    QVERIFY(!fact.reviewedAt && !fact.outcome && !fact.predictionRight && !fact.closedAt);
    review(one, corrected(one));
    QCOMPARE(factOf(one).outcome, std::optional(VerdictOutcome::Corrected));
}

void FactsTest::predictionRight_comparesContents_data()
{
    QTest::addColumn<int>("quantity");
    QTest::addColumn<int>("product");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<int>("expected"); // -1: unknown
    QTest::newRow("the same cart") << 1 << 1 << int(VerdictOutcome::Confirmed) << 1;
    QTest::newRow("corrected to the same contents") << 1 << 1 << int(VerdictOutcome::Corrected) << 1;
    QTest::newRow("another quantity") << 2 << 1 << int(VerdictOutcome::Corrected) << 0;
    QTest::newRow("another product") << 1 << 2 << int(VerdictOutcome::Corrected) << 0;
    QTest::newRow("nothing bought") << 0 << 1 << int(VerdictOutcome::Corrected) << 0;
    QTest::newRow("nobody can tell") << 1 << 1 << int(VerdictOutcome::Unresolvable) << -1;
}

void FactsTest::predictionRight_comparesContents()
{
    QFETCH(int, quantity);
    QFETCH(int, product);
    QFETCH(int, outcome);
    QFETCH(int, expected);
    m_bench->queue(one);
    Submission submission = corrected(one);
    submission.verdict.outcome = static_cast<VerdictOutcome>(outcome);
    submission.verdict.cart.lines[0] = {gtin(product), quantity, 1, {}};
    review(one, submission);
    const SaleFact fact = factOf(one);
    QCOMPARE(fact.predictionRight.has_value(), expected >= 0);
    if (expected >= 0)
        QCOMPARE(*fact.predictionRight, expected == 1);
}

void FactsTest::sales_areThoseOfTheWindow_inOrderOfExit()
{
    require(StoreRepository(*m_bench->database).save(demoStore(QStringLiteral("two")), {}));
    for (int i = 0; i < 5; ++i) {
        Sale sale = sampleSale(QStringLiteral("s-%1").arg(i));
        sale.key.storeId = i == 3 ? QStringLiteral("two") : QStringLiteral("demo-01");
        sale.exitedAt = morning + (10 - i) * minute;
        require(SaleRepository(*m_bench->database).addRevision(sale, "{}"));
    }
    FactsRepository facts(*m_bench->database);
    const auto ids = [](const Result<std::vector<SaleFact>>& found) {
        QStringList list;
        for (const auto& fact : *found)
            list.append(fact.key.saleId);
        return list.join(QLatin1Char(' '));
    };
    QCOMPARE(ids(facts.sales({}, {})), QStringLiteral("s-4 s-3 s-2 s-1 s-0"));
    QCOMPARE(ids(facts.sales(morning + 7 * minute, morning + 9 * minute)), QStringLiteral("s-3 s-2"));
    QCOMPARE(ids(facts.sales(morning + 9 * minute, {})), QStringLiteral("s-1 s-0"));
    QCOMPARE(ids(facts.sales({}, {}, QStringLiteral("two"))), QStringLiteral("s-3"));
}

QTEST_GUILESS_MAIN(FactsTest)
#include "tst_facts.moc"
