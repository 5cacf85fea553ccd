#include "core/store/dataset_repository.h"
#include "core/store/facts_repository.h"
#include "core/store/gateway.h"
#include "core/store/label_repository.h"
#include "core/store/opinion_repository.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

const QString one = QStringLiteral("s-1");
const QString ada = QStringLiteral("ada");
const QString bo = QStringLiteral("bo");

} // namespace

class VerdictsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_bench->queue(one);
    }

    void submit_writesEverything();
    void submit_fillsWhatTheLeaseKnows();
    void submit_answersTheFirstResult_whenRepeated();
    void submit_isTaken_whenTheLeaseRanOutButNobodyTookOver();
    void submit_isLocked_whenOvertaken_andNamesWho();
    void submit_isLocked_whenAnotherHasDecided();
    void escalate_afterBeingOvertaken_isKeptAsASecondOpinion();
    void aLeaseThatWasGivenBack_leavesNoSecondOpinion();
    void aSecondOpinion_isNeverChanged();
    void submit_isLocked_afterEscalating();
    void submit_withoutReceipt_writesNone();
    void submit_givesTheNextReceiptVersion();
    void submit_refusesAnEscalation();
    void submit_changesNothing_whenAnEditCouldNotBeReadBack();
    void submit_changesNothing_whenTheDiskIsFull_atEveryPage();
    void submit_logsWhoDidWhat();
    void labels_areThoseOfTheLastVerdict_inOrder();
    void labels_withoutId_areNamedByTheirPlace();
    void datasets_comeNewestFirst();
    void labels_areChosen_andThoseOfErasedShoppersAreNot();

private:
    QueueRepository queue() { return QueueRepository(*m_bench->database); }
    SaleRepository sales() { return SaleRepository(*m_bench->database); }
    LabelRepository labels() { return LabelRepository(*m_bench->database); }
    Lease claimNext(const QString& owner) { return queue().claimNext(owner, 10 * minute).value().value(); }
    int count(const QString& table)
    {
        return m_bench->database->gateway()
            .rows(QStringLiteral("SELECT count(*) FROM ") + table)
            .value()
            .at(0)
            .number();
    }

    std::unique_ptr<Bench> m_bench;
};

void VerdictsTest::submit_writesEverything()
{
    const Lease lease = claimNext(ada);
    const auto submitted = queue().submit(lease, corrected(one));
    VERIFY_OK(submitted);
    QCOMPARE(submitted->verdictNumber, 1);
    QCOMPARE(submitted->receiptVersion, 1);
    QCOMPARE(queue().verdicts(keyOf(one)).value(), std::vector<Verdict>{corrected(one).verdict});
    QCOMPARE(labels().ofSale(keyOf(one)).value(), corrected(one).labels);
    QCOMPARE(sales().receipts(keyOf(one)).value(), std::vector<Receipt>{*corrected(one).receipt});
    QCOMPARE(sales().receiptsNotSent(10).value().size(), std::size_t(1));
    QCOMPARE(sales().summary(keyOf(one)).value().stage, SaleStage::Closed);
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Done);
}

void VerdictsTest::submit_fillsWhatTheLeaseKnows()
{
    Submission submission = corrected(one);
    submission.verdict.key = {};
    submission.verdict.reviewer.clear();
    submission.verdict.decidedAt = 0;
    submission.verdict.number = 77;
    VERIFY_OK(queue().submit(claimNext(ada), submission));
    const auto verdict = queue().verdicts(keyOf(one)).value().at(0);
    QCOMPARE(verdict.reviewer, ada);
    QCOMPARE(verdict.decidedAt, m_bench->clock.now());
    QCOMPARE(verdict.number, 1);
}

void VerdictsTest::submit_answersTheFirstResult_whenRepeated()
{
    const Lease lease = claimNext(ada);
    const auto first = queue().submit(lease, corrected(one)).value();
    Submission other = corrected(one);
    other.verdict.outcome = VerdictOutcome::Confirmed;
    const auto second = queue().submit(lease, other);
    VERIFY_OK(second);
    QCOMPARE(second->verdictNumber, first.verdictNumber);
    QCOMPARE(second->receiptVersion, first.receiptVersion);
    QCOMPARE(count(QStringLiteral("verdict")), 1);
    QCOMPARE(count(QStringLiteral("receipt")), 1);
    QCOMPARE(count(QStringLiteral("label")), 1);
    QCOMPARE(queue().verdicts(keyOf(one)).value().at(0).outcome, VerdictOutcome::Corrected);
}

void VerdictsTest::submit_isTaken_whenTheLeaseRanOutButNobodyTookOver()
{
    const Lease lease = claimNext(ada);
    m_bench->clock.advance(24 * 60 * minute);
    VERIFY_OK(queue().submit(lease, corrected(one)));
}

void VerdictsTest::submit_isLocked_whenOvertaken_andNamesWho()
{
    const Lease lost = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    const Lease held = claimNext(bo);
    const auto refused = queue().submit(lost, corrected(one));
    VERIFY_ERROR(refused, ErrorKind::Locked);
    QCOMPARE(refused.error().sentence,
             QStringLiteral("s-1 was taken over by bo at 10:47 UTC; your review is kept as a second opinion, which a lead can read."));
    VERIFY_ERROR(queue().submit(lost, corrected(one)), ErrorKind::Locked); // once more: kept once
    const auto opinions = OpinionRepository(*m_bench->database).of(keyOf(one)).value();
    QCOMPARE(opinions.size(), std::size_t(1));
    Verdict kept = corrected(one).verdict;
    kept.decidedAt = m_bench->clock.now();
    QCOMPARE(opinions[0].verdict, kept);
    QCOMPARE(opinions[0].epoch, lost.epoch);
    QCOMPARE(count(QStringLiteral("verdict")), 0);
    QCOMPARE(count(QStringLiteral("receipt")), 0);
    VERIFY_OK(queue().submit(held, corrected(one)));
}

void VerdictsTest::submit_isLocked_whenAnotherHasDecided()
{
    const Lease lost = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    Submission submission = corrected(one);
    submission.verdict.reviewer = bo;
    submission.verdict.decidedAt = m_bench->clock.now();
    VERIFY_OK(queue().submit(claimNext(bo), submission));
    const auto refused = queue().submit(lost, corrected(one));
    VERIFY_ERROR(refused, ErrorKind::Locked);
    QCOMPARE(refused.error().sentence,
             QStringLiteral("s-1 was decided by bo at 10:47 UTC; your review is kept as a second opinion, which a lead can read."));
    QCOMPARE(count(QStringLiteral("second_opinion")), 1);
    QCOMPARE(queue().verdicts(keyOf(one)).value().size(), std::size_t(1));
}

void VerdictsTest::escalate_afterBeingOvertaken_isKeptAsASecondOpinion()
{
    const Lease lost = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    const Lease held = claimNext(bo);
    VERIFY_ERROR(queue().escalate(lost, corrected(one).verdict), ErrorKind::Locked);
    const auto opinions = OpinionRepository(*m_bench->database).of(keyOf(one)).value();
    QCOMPARE(opinions.size(), std::size_t(1));
    QCOMPARE(opinions[0].verdict.outcome, VerdictOutcome::Escalated);
    VERIFY_OK(queue().submit(held, corrected(one)));
}

void VerdictsTest::aLeaseThatWasGivenBack_leavesNoSecondOpinion()
{
    const Lease lease = claimNext(ada);
    VERIFY_OK(queue().release(lease));
    VERIFY_ERROR(queue().submit(lease, corrected(one)), ErrorKind::Locked);
    QCOMPARE(count(QStringLiteral("second_opinion")), 0);
}

void VerdictsTest::aSecondOpinion_isNeverChanged()
{
    const Lease lost = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    claimNext(bo);
    VERIFY_ERROR(queue().submit(lost, corrected(one)), ErrorKind::Locked);
    for (const auto* sql : {"UPDATE second_opinion SET note = ''", "DELETE FROM second_opinion"})
        VERIFY_ERROR(m_bench->database->gateway().exec(QLatin1String(sql)), ErrorKind::Integrity);
    QCOMPARE(count(QStringLiteral("second_opinion")), 1);
}

void VerdictsTest::submit_isLocked_afterEscalating()
{
    const Lease lease = claimNext(ada);
    VERIFY_OK(queue().escalate(lease, Verdict()));
    VERIFY_ERROR(queue().submit(lease, corrected(one)), ErrorKind::Locked);
    QCOMPARE(count(QStringLiteral("verdict")), 1);
}

void VerdictsTest::submit_withoutReceipt_writesNone()
{
    Submission submission = corrected(one);
    submission.receipt.reset();
    QCOMPARE(queue().submit(claimNext(ada), submission).value().receiptVersion, 0);
    QVERIFY(sales().receipts(keyOf(one)).value().empty());
}

void VerdictsTest::submit_givesTheNextReceiptVersion()
{
    const QString audit = QStringLiteral("s-2");
    m_bench->queue(audit, audited(audit));
    const Lease lease = queue().claim(keyOf(audit), ada, minute).value();
    Submission submission = corrected(audit);
    submission.receipt->version = 9;
    QCOMPARE(queue().submit(lease, submission).value().receiptVersion, 2);
    const auto receipts = sales().receipts(keyOf(audit)).value();
    QCOMPARE(receipts.size(), std::size_t(2));
    QCOMPARE(receipts[1].number(), QStringLiteral("demo-01/s-2/v2"));
    QCOMPARE(receipts[0].lines[0].quantity, 1);
    QCOMPARE(receipts[1].lines[0].quantity, 2);
}

void VerdictsTest::submit_refusesAnEscalation()
{
    Submission submission = corrected(one);
    submission.verdict.outcome = VerdictOutcome::Escalated;
    VERIFY_ERROR(queue().submit(claimNext(ada), submission), ErrorKind::WrongUsage);
}

void VerdictsTest::submit_changesNothing_whenAnEditCouldNotBeReadBack()
{
    Submission submission = corrected(one);
    submission.verdict.edits[1].box = Box{0, 0, 0, 0};
    const Lease lease = claimNext(ada);
    VERIFY_ERROR(queue().submit(lease, submission), ErrorKind::Refused);
    QCOMPARE(count(QStringLiteral("verdict")), 0);
    QCOMPARE(count(QStringLiteral("receipt")), 0);
    VERIFY_OK(queue().submit(lease, corrected(one)));
}

void VerdictsTest::submit_changesNothing_whenTheDiskIsFull_atEveryPage()
{
    if (TestServer::isWanted())
        QSKIP("counts the pages of SQLite's file");
    Submission large = corrected(one);
    large.verdict.edits[1].reason = QString(1900, QLatin1Char('x'));
    for (int i = 0; i < 60; ++i)
        large.verdict.edits.push_back(large.verdict.edits[1]);
    const Lease lease = claimNext(ada);
    Gateway& gateway = m_bench->database->gateway();
    const auto pages = gateway.rows(QStringLiteral("PRAGMA page_count")).value().at(0).integer();
    int failures = 0;
    for (std::int64_t room = 0;; ++room) {
        require(gateway.rows(QStringLiteral("PRAGMA max_page_count = %1").arg(pages + room)));
        const auto submitted = queue().submit(lease, large);
        if (submitted)
            break;
        VERIFY_ERROR(submitted, ErrorKind::Failed);
        ++failures;
        for (const char* table :
             {"verdict", "edit", "reviewed_line", "label", "receipt", "receipt_line", "receipt_to_send"})
            QCOMPARE(count(QLatin1String(table)), 0);
        QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Claimed);
    }
    QVERIFY2(failures > 10, qPrintable(QString::number(failures)));
    QCOMPARE(queue().verdicts(keyOf(one)).value().at(0), large.verdict);
}

void VerdictsTest::submit_logsWhoDidWhat()
{
    VERIFY_OK(queue().submit(claimNext(ada), corrected(one)));
    QStringList actions;
    const auto entries = FactsRepository(*m_bench->database).logOf(QStringLiteral("demo-01/s-1")).value();
    for (const auto& entry : entries)
        actions.append(entry.who + QLatin1Char(' ') + entry.action);
    QCOMPARE(actions,
             (QStringList{QStringLiteral("pipeline sale.ingested"), QStringLiteral("pipeline sale.predicted"),
                          QStringLiteral("pipeline sale.decided"), QStringLiteral("ada lease.claimed"), QStringLiteral("ada verdict.submitted")}));
}

void VerdictsTest::labels_areThoseOfTheLastVerdict_inOrder()
{
    m_bench->queue(QStringLiteral("s-0"));
    VERIFY_OK(queue().escalate(queue().claim(keyOf(one), ada, minute).value(), Verdict()));
    Submission two = corrected(one);
    two.labels.push_back(two.labels[0]);
    two.labels[0].labelId = QStringLiteral("z");
    two.labels[0].clipTimestamp = 9;
    two.labels[1].labelId = QStringLiteral("y");
    two.labels[1].clipTimestamp = 8;
    two.labels[1].gtin = Gtin();
    VERIFY_OK(queue().submit(queue().claim(keyOf(one), bo, minute).value(), two));
    VERIFY_OK(queue().submit(queue().claim(keyOf(QStringLiteral("s-0")), bo, minute).value(),
                             corrected(QStringLiteral("s-0"))));
    const auto all = labels().current().value();
    QCOMPARE(all.size(), std::size_t(3));
    QCOMPARE(all[0].key.saleId, QStringLiteral("s-0"));
    QCOMPARE(all[1].labelId, QStringLiteral("y"));
    QCOMPARE(all[2].labelId, QStringLiteral("z"));
    QCOMPARE(all[2].verdictNumber, 2);
    QCOMPARE(labels().ofSale(keyOf(one)).value().size(), std::size_t(2));
    VERIFY_ERROR(labels().ofSale(keyOf(QStringLiteral("none"))), ErrorKind::NotFound);
}

void VerdictsTest::labels_withoutId_areNamedByTheirPlace()
{
    Submission submission = corrected(one);
    submission.labels[0].labelId.clear();
    submission.labels.push_back(submission.labels[0]);
    VERIFY_OK(queue().submit(claimNext(ada), submission));
    const auto written = labels().ofSale(keyOf(one)).value();
    QCOMPARE(written.size(), std::size_t(2));
    QCOMPARE(written[1].labelId, QStringLiteral("demo-01/s-1/v1/1"));
}

void VerdictsTest::datasets_comeNewestFirst()
{
    for (int i = 1; i <= 2; ++i)
        VERIFY_OK(labels().recordDataset({.folder = QStringLiteral("d-%1").arg(i),
                                          .format = QStringLiteral("coco"),
                                          .contentHash = QString(64, QLatin1Char('f')),
                                          .labels = i,
                                          .frames = 2 * i,
                                          .createdAt = morning + i}));
    const auto records = labels().datasets().value();
    QCOMPARE(records.size(), std::size_t(2));
    QCOMPARE(records[0].folder, QStringLiteral("d-2"));
    QCOMPARE(records[0].labels, 2);
    QCOMPARE(records[0].frames, 4);
    QCOMPARE(records[1].createdAt, morning + 1);
    QCOMPARE(records[1].contentHash, QString(64, QLatin1Char('f')));
}

void VerdictsTest::labels_areChosen_andThoseOfErasedShoppersAreNot()
{
    const QString zero = QStringLiteral("s-0");
    m_bench->queue(zero);
    VERIFY_OK(queue().submit(queue().claim(keyOf(one), ada, minute).value(), corrected(one)));
    VERIFY_OK(queue().submit(queue().claim(keyOf(zero), bo, minute).value(), corrected(zero)));
    DatasetRepository datasets(*m_bench->database, {QStringLiteral("olga"), QStringLiteral("operator")});
    const auto counted = [&](const auto& change) {
        LabelChoice choice;
        change(choice);
        std::int64_t each = 0;
        if (!datasets.each(choice, [&](ChosenLabel) { ++each; }))
            return std::int64_t(-1);
        const auto counts = datasets.count(choice);
        return counts && counts->labels == each ? each : std::int64_t(-2);
    };
    std::vector<ChosenLabel> chosen;
    VERIFY_OK(datasets.each({}, [&](ChosenLabel label) { chosen.push_back(std::move(label)); }));
    QCOMPARE(chosen.size(), std::size_t(2));
    QCOMPARE(chosen[0].label.key.saleId, zero);
    QVERIFY(!chosen[0].shopperRef.isEmpty());
    const Label& first = chosen[0].label;
    QCOMPARE(counted([](LabelChoice&) {}), 2);
    QCOMPARE(counted([&](LabelChoice& choice) { choice.products = {first.gtin}; }), 2);
    QCOMPARE(counted([](LabelChoice& choice) { choice.products = {gtin(77)}; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.stores = {QStringLiteral("demo-01"), QStringLiteral("x")}; }), 2);
    QCOMPARE(counted([](LabelChoice& choice) { choice.stores = {QStringLiteral("x")}; }), 0);
    QCOMPARE(counted([&](LabelChoice& choice) { choice.sources = {first.source}; }), 2);
    QCOMPARE(counted([](LabelChoice& choice) { choice.from = morning + 100 * 24 * 60 * minute; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.until = morning + 100 * 24 * 60 * minute; }), 2);
    QCOMPARE(counted([](LabelChoice& choice) { choice.reasons = {FlagRule::CartValue}; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.rarest = 1; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.rarest = 2; }), 2);
    QCOMPARE(counted([](LabelChoice& choice) { choice.agreedOnly = true; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.hardNegatives = true; }), 0);
    QCOMPARE(counted([](LabelChoice& choice) { choice.decidedAfter = 0; }), 2);
    QCOMPARE(datasets.noise({}).value().checked, std::int64_t(0));

    DatasetVersion version;
    version.record = {.folder = QStringLiteral("/d/v1"), .format = QStringLiteral("coco"), .contentHash = QString(64, QLatin1Char('f')), .labels = 1, .frames = 1, .createdAt = morning};
    version.name = QStringLiteral("v1");
    version.masking = QStringLiteral("none");
    QVERIFY(!datasets.record(version, {keyOf(one)})); // people are not shown without a reason
    version.reason = QStringLiteral("a study");
    VERIFY_OK(datasets.record(version, {keyOf(one)}));
    QCOMPARE(datasets.versions().value().size(), std::size_t(1));
    QCOMPARE(datasets.versions().value()[0].madeBy, QStringLiteral("olga"));
    QCOMPARE(datasets.holding({keyOf(one)}).value().size(), std::size_t(1));
    QVERIFY(datasets.holding({keyOf(zero)}).value().empty());

    VERIFY_ERROR(datasets.erase(QStringLiteral("demo-01"), QStringLiteral("nobody"), QStringLiteral("asked")), ErrorKind::NotFound);
    const auto erased = datasets.erase(QStringLiteral("demo-01"), chosen[0].shopperRef, QStringLiteral("asked"));
    QVERIFY(erased);
    QCOMPARE(erased->sales.size(), std::size_t(2));
    VERIFY_OK(datasets.erase(QStringLiteral("demo-01"), chosen[0].shopperRef, QStringLiteral("again")));
    QCOMPARE(counted([](LabelChoice&) {}), 0);
    QCOMPARE(datasets.erasedSales().value().size(), std::size_t(2));
    VERIFY_OK(datasets.noteScrub(QStringLiteral("/d/v1"), QString(64, QLatin1Char('e')), {keyOf(one)}, {{QStringLiteral("pictures"), 1}}));
    QVERIFY(datasets.holding({keyOf(one)}).value().empty());
    QCOMPARE(datasets.versions().value()[0].record.contentHash, QString(64, QLatin1Char('e')));
}

QTEST_GUILESS_MAIN(VerdictsTest)
#include "tst_verdicts.moc"
