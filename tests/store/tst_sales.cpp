#include "core/store/gateway.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;
using Added = SaleRepository::Added;

namespace {

const QString one = QStringLiteral("s-1");

}

class SalesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }

    void sale_comesBackAsAdded();
    void sale_comesBack_whenAllIsEmpty();
    void addRevision_changesNothing_whenTheSameComesAgain();
    void addRevision_givesIntegrity_whenTheSameRevisionHasOtherContent_data();
    void addRevision_givesIntegrity_whenTheSameRevisionHasOtherContent();
    void addRevision_changesNothing_whenALowerOneComesLate();
    void addRevision_isAnalysedAgain_whenAHigherOneComes();
    void addRevision_neverReopens_whatAPersonHasDecided();
    void addRevision_keepsTheOriginalBytes();
    void addRevision_isNotFound_whenTheStoreIsUnknown();
    void wouldAdd_answersWithoutChanging();
    void find_takesAnIdOrAPath();
    void atStage_givesTheOldestFirst();
    void prediction_comesBackAsSaved();
    void prediction_isReplacedByALaterOne();
    void prediction_isDropped_whenANewerRevisionHasCome();
    void prediction_changesNothing_whenDecidedAlready();
    void decision_withoutFlags_closesWithAReceipt();
    void decision_withFlags_queues();
    void decision_ofAnAuditSample_closesAndQueues();
    void decision_isRefused_whenItWouldCloseWithoutReceipt();
    void decision_changesNothing_whenTheRevisionIsDecidedAlready();
    void decision_ofAHigherRevision_addsAReceiptOnlyWhereItDiffers();
    void decision_ofAHigherRevision_emptiesOrUpdatesTheQueue();
    void decision_ofAHigherRevision_leavesAReviewerInPeace();
    void decision_afterAPerson_keepsTheFlagsOnly();
    void receipts_waitToBeSent_oldestFirst();

private:
    SaleRepository sales() { return SaleRepository(*m_bench->database); }
    QueueRepository queue() { return QueueRepository(*m_bench->database); }
    SaleStage stage() { return sales().summary(keyOf(one)).value().stage; }
    /// Brings a higher revision of sale one up to its decision.
    void decideAgain(int revision, const Decision& decision)
    {
        require(sales().addRevision(sampleSale(one, revision), QByteArray::number(revision)));
        require(sales().savePrediction(keyOf(one), samplePrediction(revision)));
        require(sales().saveDecision(keyOf(one), revision, decision));
    }
    Decision unflagged(int quantity = 1)
    {
        return {.flags = {}, .receipt = sampleReceipt(one, quantity), .dueAt = morning + 20 * minute};
    }

    std::unique_ptr<Bench> m_bench;
};

void SalesTest::sale_comesBackAsAdded()
{
    const Sale sale = sampleSale(one);
    QCOMPARE(sales().addRevision(sale, "{}").value(), Added::New);
    QCOMPARE(sales().load(sale.key).value(), sale);
    const auto summary = sales().summary(sale.key).value();
    QCOMPARE(summary.key, sale.key);
    QCOMPARE(summary.revision, 1);
    QCOMPARE(summary.stage, SaleStage::Ingested);
    QCOMPARE(summary.enteredAt, sale.enteredAt);
    QCOMPARE(summary.exitedAt, sale.exitedAt);
    VERIFY_ERROR(sales().load(keyOf(QStringLiteral("other"))), ErrorKind::NotFound);
}

void SalesTest::sale_comesBack_whenAllIsEmpty()
{
    Sale sale;
    sale.key = keyOf(one);
    VERIFY_OK(sales().addRevision(sale, {}));
    QCOMPARE(sales().load(sale.key).value(), sale);
}

void SalesTest::addRevision_changesNothing_whenTheSameComesAgain()
{
    VERIFY_OK(sales().addRevision(sampleSale(one), "{}"));
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction()));
    QCOMPARE(sales().addRevision(sampleSale(one), "{}").value(), Added::Same);
    QCOMPARE(stage(), SaleStage::Analysed);
}

void SalesTest::addRevision_givesIntegrity_whenTheSameRevisionHasOtherContent_data()
{
    QTest::addColumn<QByteArray>("original");
    QTest::addColumn<QString>("clipHash");
    QTest::newRow("another file") << QByteArray("{ }") << QString(64, QLatin1Char('a'));
    QTest::newRow("another clip") << QByteArray("{}") << QString(64, QLatin1Char('b'));
}

void SalesTest::addRevision_givesIntegrity_whenTheSameRevisionHasOtherContent()
{
    QFETCH(QByteArray, original);
    QFETCH(QString, clipHash);
    VERIFY_OK(sales().addRevision(sampleSale(one), "{}"));
    Sale other = sampleSale(one);
    other.clips[0].sha256 = clipHash;
    VERIFY_ERROR(sales().addRevision(other, original), ErrorKind::Integrity);
    QCOMPARE(sales().load(keyOf(one)).value(), sampleSale(one));
}

void SalesTest::addRevision_changesNothing_whenALowerOneComesLate()
{
    VERIFY_OK(sales().addRevision(sampleSale(one, 3), "3"));
    QCOMPARE(sales().addRevision(sampleSale(one, 2), "2").value(), Added::Older);
    QCOMPARE(sales().load(keyOf(one)).value().revision, 3);
    VERIFY_OK(sales().addRevision(sampleSale(one, 4), "4"));
    QCOMPARE(sales().addRevision(sampleSale(one, 3), "3").value(), Added::Same);
}

void SalesTest::addRevision_isAnalysedAgain_whenAHigherOneComes()
{
    m_bench->queue(one);
    Sale second = sampleSale(one, 2);
    second.clips.push_back(
        {QStringLiteral("late"), QStringLiteral("late.mp4"), morning, 0, QString(64, QLatin1Char('c'))});
    second.exitedAt += minute;
    QCOMPARE(sales().addRevision(second, "2").value(), Added::Replaced);
    QCOMPARE(stage(), SaleStage::Ingested);
    QCOMPARE(sales().load(keyOf(one)).value(), second);
    QCOMPARE(sales().summary(keyOf(one)).value().exitedAt, second.exitedAt);
    QCOMPARE(sales().prediction(keyOf(one)).value()->saleRevision, 1);
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction(2)));
    QCOMPARE(sales().prediction(keyOf(one)).value().value(), samplePrediction(2));
}

void SalesTest::addRevision_neverReopens_whatAPersonHasDecided()
{
    m_bench->queue(one);
    const auto lease = queue().claimNext(QStringLiteral("ada"), minute).value().value();
    VERIFY_OK(queue().submit(lease, corrected(one)));
    QCOMPARE(sales().addRevision(sampleSale(one, 2), "2").value(), Added::Replaced);
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(sales().load(keyOf(one)).value().revision, 2); // kept as history
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction(2)));
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(sales().receipts(keyOf(one)).value().size(), std::size_t(1));
}

void SalesTest::addRevision_keepsTheOriginalBytes()
{
    const QByteArray original("{\"unknown\": \"\xc3\xa5\x00\"}", 18);
    VERIFY_OK(sales().addRevision(sampleSale(one), original));
    auto rows = m_bench->database->gateway().rows(QStringLiteral("SELECT original FROM sale_revision"));
    QCOMPARE(rows.value().at(0).bytes(), original);
}

void SalesTest::addRevision_isNotFound_whenTheStoreIsUnknown()
{
    Sale sale = sampleSale(one);
    sale.key.storeId = QStringLiteral("nowhere");
    const auto added = sales().addRevision(sale, "{}");
    VERIFY_ERROR(added, ErrorKind::NotFound);
    QVERIFY(added.error().sentence.contains(QStringLiteral("nowhere")));
}

void SalesTest::wouldAdd_answersWithoutChanging()
{
    QCOMPARE(sales().wouldAdd(keyOf(one), 2).value(), Added::New);
    VERIFY_OK(sales().addRevision(sampleSale(one, 2), "2"));
    QCOMPARE(sales().wouldAdd(keyOf(one), 1).value(), Added::Older);
    QCOMPARE(sales().wouldAdd(keyOf(one), 2).value(), Added::Same);
    QCOMPARE(sales().wouldAdd(keyOf(one), 3).value(), Added::Replaced);
    QCOMPARE(sales().summary(keyOf(one)).value().revision, 2);
}

void SalesTest::find_takesAnIdOrAPath()
{
    require(StoreRepository(*m_bench->database).save(demoStore(QStringLiteral("two")), {}));
    for (const auto& [storeId, saleId] : {std::pair("demo-01", "s-1"), std::pair("two", "s-1"),
                                          std::pair("two", "s-2"), std::pair("two", "a/b")}) {
        Sale sale = sampleSale(QLatin1String(saleId));
        sale.key.storeId = QLatin1String(storeId);
        VERIFY_OK(sales().addRevision(sale, "{}"));
    }
    QCOMPARE(sales().find(QStringLiteral("s-2")).value(),
             keyOf(QStringLiteral("s-2"), QStringLiteral("two")));
    QCOMPARE(sales().find(QStringLiteral("two/s-1")).value(), keyOf(one, QStringLiteral("two")));
    QCOMPARE(sales().find(QStringLiteral("a/b")).value(),
             keyOf(QStringLiteral("a/b"), QStringLiteral("two")));
    QCOMPARE(sales().find(QStringLiteral("two/a/b")).value(),
             keyOf(QStringLiteral("a/b"), QStringLiteral("two")));
    const auto ambiguous = sales().find(one);
    VERIFY_ERROR(ambiguous, ErrorKind::Refused);
    QVERIFY(ambiguous.error().sentence.contains(QStringLiteral("demo-01/s-1")));
    VERIFY_ERROR(sales().find(QStringLiteral("s-3")), ErrorKind::NotFound);
    VERIFY_ERROR(sales().find(QString()), ErrorKind::NotFound);
}

void SalesTest::atStage_givesTheOldestFirst()
{
    for (const int i : {3, 1, 2}) {
        Sale sale = sampleSale(QStringLiteral("s-%1").arg(i));
        sale.exitedAt = morning + i * minute;
        VERIFY_OK(sales().addRevision(sale, "{}"));
    }
    const auto found = sales().atStage(SaleStage::Ingested, 2).value();
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].key.saleId, QStringLiteral("s-1"));
    QCOMPARE(found[1].key.saleId, QStringLiteral("s-2"));
    QVERIFY(sales().atStage(SaleStage::Queued, 2).value().empty());
}

void SalesTest::prediction_comesBackAsSaved()
{
    VERIFY_OK(sales().addRevision(sampleSale(one), "{}"));
    QCOMPARE(sales().prediction(keyOf(one)).value(), std::nullopt);
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction()));
    QCOMPARE(stage(), SaleStage::Analysed);
    QCOMPARE(sales().prediction(keyOf(one)).value().value(), samplePrediction());
    VERIFY_ERROR(sales().savePrediction(keyOf(one), samplePrediction(2)), ErrorKind::WrongUsage);
}

void SalesTest::prediction_isReplacedByALaterOne()
{
    VERIFY_OK(sales().addRevision(sampleSale(one), "{}"));
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction()));
    Prediction better = samplePrediction();
    better.modelVersion = QStringLiteral("2");
    better.cart.lines[0].quantity = 3;
    VERIFY_OK(sales().savePrediction(keyOf(one), better));
    QCOMPARE(sales().prediction(keyOf(one)).value().value(), better);
}

void SalesTest::prediction_isDropped_whenANewerRevisionHasCome()
{
    VERIFY_OK(sales().addRevision(sampleSale(one), "1"));
    VERIFY_OK(sales().addRevision(sampleSale(one, 2), "2"));
    VERIFY_OK(sales().savePrediction(keyOf(one), samplePrediction(1)));
    QCOMPARE(stage(), SaleStage::Ingested);
    QCOMPARE(sales().prediction(keyOf(one)).value(), std::nullopt);
    VERIFY_OK(sales().saveDecision(keyOf(one), 1, unflagged()));
    QCOMPARE(stage(), SaleStage::Ingested);
    QVERIFY(sales().receipts(keyOf(one)).value().empty());
}

void SalesTest::prediction_changesNothing_whenDecidedAlready()
{
    m_bench->queue(one);
    Prediction late = samplePrediction();
    late.cart.lines.clear();
    VERIFY_OK(sales().savePrediction(keyOf(one), late));
    QCOMPARE(stage(), SaleStage::Queued);
    QCOMPARE(sales().prediction(keyOf(one)).value().value(), samplePrediction());
}

void SalesTest::decision_withoutFlags_closesWithAReceipt()
{
    m_bench->queue(one, unflagged());
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(sales().receipts(keyOf(one)).value(), std::vector<Receipt>{sampleReceipt(one)});
    QVERIFY(sales().flags(keyOf(one)).value().empty());
    VERIFY_ERROR(queue().entry(keyOf(one)), ErrorKind::NotFound);
}

void SalesTest::decision_withFlags_queues()
{
    m_bench->queue(one);
    QCOMPARE(stage(), SaleStage::Queued);
    QCOMPARE(sales().flags(keyOf(one)).value(), flagged().flags);
    QVERIFY(sales().receipts(keyOf(one)).value().empty());
    const auto entry = queue().entry(keyOf(one)).value();
    QCOMPARE(entry.state, QueueState::Waiting);
    QCOMPARE(entry.dueAt, morning + 20 * minute);
    QCOMPARE(entry.queuedAt, morning + 5 * minute);
    QCOMPARE(entry.flags, flagged().flags);
    QVERIFY(!entry.audit);
}

void SalesTest::decision_ofAnAuditSample_closesAndQueues()
{
    m_bench->queue(one, audited(one));
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(sales().receipts(keyOf(one)).value().size(), std::size_t(1));
    QVERIFY(queue().entry(keyOf(one)).value().audit);
    Decision both = flagged();
    both.flags.push_back({FlagRule::AuditSample, 0.01, 0.02, {}});
    m_bench->queue(QStringLiteral("s-2"), both);
    QVERIFY(!queue().entry(keyOf(QStringLiteral("s-2"))).value().audit);
}

void SalesTest::decision_isRefused_whenItWouldCloseWithoutReceipt()
{
    VERIFY_OK(sales().addRevision(sampleSale(one), "{}"));
    VERIFY_ERROR(sales().saveDecision(keyOf(one), 1, {}), ErrorKind::WrongUsage);
    Decision audit = audited(one);
    audit.receipt.reset();
    VERIFY_ERROR(sales().saveDecision(keyOf(one), 1, audit), ErrorKind::WrongUsage);
    VERIFY_ERROR(sales().saveDecision(keyOf(one), 2, flagged()), ErrorKind::WrongUsage);
    QCOMPARE(stage(), SaleStage::Ingested);
}

void SalesTest::decision_changesNothing_whenTheRevisionIsDecidedAlready()
{
    m_bench->queue(one);
    VERIFY_OK(sales().saveDecision(keyOf(one), 1, unflagged()));
    QCOMPARE(stage(), SaleStage::Queued);
    QVERIFY(sales().receipts(keyOf(one)).value().empty());
}

void SalesTest::decision_ofAHigherRevision_addsAReceiptOnlyWhereItDiffers()
{
    m_bench->queue(one, unflagged());
    decideAgain(2, unflagged());
    QCOMPARE(sales().receipts(keyOf(one)).value().size(), std::size_t(1));
    decideAgain(3, unflagged(4));
    const auto receipts = sales().receipts(keyOf(one)).value();
    QCOMPARE(receipts.size(), std::size_t(2));
    QCOMPARE(receipts[1].version, 2);
    QCOMPARE(receipts[1].lines, sampleReceipt(one, 4).lines);
    QCOMPARE(receipts[0], sampleReceipt(one));
}

void SalesTest::decision_ofAHigherRevision_emptiesOrUpdatesTheQueue()
{
    m_bench->queue(one);
    Decision urgent = flagged(morning + 10 * minute);
    urgent.flags.push_back({FlagRule::CartValue, 90'000, 50'000, {}});
    decideAgain(2, urgent);
    QCOMPARE(queue().entry(keyOf(one)).value().flags, urgent.flags);
    QCOMPARE(queue().entry(keyOf(one)).value().dueAt, urgent.dueAt);
    decideAgain(3, unflagged());
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Done);
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(queue().claimNext(QStringLiteral("ada"), minute).value(), std::nullopt);
    decideAgain(4, flagged());
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Waiting);
    QCOMPARE(stage(), SaleStage::Queued);
}

void SalesTest::decision_ofAHigherRevision_leavesAReviewerInPeace()
{
    m_bench->queue(one);
    const auto lease = queue().claimNext(QStringLiteral("ada"), minute).value().value();
    decideAgain(2, unflagged());
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Claimed);
    QCOMPARE(sales().receipts(keyOf(one)).value().size(), std::size_t(1));
    const auto submitted = queue().submit(lease, corrected(one, 1));
    VERIFY_OK(submitted);
    QCOMPARE(submitted->receiptVersion, 2);
    QCOMPARE(stage(), SaleStage::Closed);
    QCOMPARE(queue().verdicts(keyOf(one)).value().at(0).saleRevision, 1);
}

void SalesTest::decision_afterAPerson_keepsTheFlagsOnly()
{
    m_bench->queue(one);
    const auto lease = queue().claimNext(QStringLiteral("ada"), minute).value().value();
    VERIFY_OK(queue().submit(lease, corrected(one)));
    VERIFY_OK(sales().addRevision(sampleSale(one, 2), "2"));
    Decision second = audited(one);
    VERIFY_OK(sales().saveDecision(keyOf(one), 2, second));
    QCOMPARE(sales().flags(keyOf(one)).value(), second.flags);
    QCOMPARE(sales().receipts(keyOf(one)).value().size(), std::size_t(1));
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Done);
    QCOMPARE(stage(), SaleStage::Closed);
}

void SalesTest::receipts_waitToBeSent_oldestFirst()
{
    m_bench->queue(one, unflagged());
    m_bench->queue(QStringLiteral("s-2"), audited(QStringLiteral("s-2")));
    decideAgain(2, unflagged(2));
    const auto waiting = sales().receiptsNotSent(2).value();
    QCOMPARE(waiting, (std::vector<Receipt>{sampleReceipt(one), sampleReceipt(QStringLiteral("s-2"))}));
    VERIFY_OK(sales().markReceiptSent(keyOf(one), 1));
    VERIFY_OK(sales().markReceiptSent(keyOf(one), 1));
    const auto left = sales().receiptsNotSent(10).value();
    QCOMPARE(left.size(), std::size_t(2));
    QCOMPARE(left[1].number(), QStringLiteral("demo-01/s-1/v2"));
    VERIFY_ERROR(sales().markReceiptSent(keyOf(one), 7), ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(SalesTest)
#include "tst_sales.moc"
