#include "core/store/facts_repository.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

const QString one = QStringLiteral("s-1");
const QString ada = QStringLiteral("ada");
const QString bo = QStringLiteral("bo");

} // namespace

class QueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }

    void page_isInTheOrderOfPullNext();
    void page_isCutInPieces();
    void page_filters();
    void counts_countEachSaleOnce();
    void claimNext_followsThePage();
    void claimNext_givesNothing_whenNothingWaits();
    void claimNext_neverGivesWhatIsHeld();
    void claimNext_takesOverAnExpiredLease_atItsPlace();
    void claims_goOn_whenTheClockWasSetADayBackOrForward();
    void claimNext_leavesASaleAlone_whileANewerRevisionIsAnalysed();
    void claim_isLocked_whileAnotherHolds();
    void claim_renewsOnesOwnLease();
    void claim_isNotFoundOrRefused_whereNothingWaits();
    void claim_needsAnOwnerAndALength();
    void heartbeat_prolongs();
    void heartbeat_isLocked_whenOvertaken();
    void heartbeat_prolongsALeaseThatHasRunOut_whenNobodyTookOver();
    void release_putsBackAtTheOldPlace();
    void skip_putsBehindTheOthers();
    void escalate_waitsForALead();
    void escalate_staysEscalated_whenALeadLetsGo();
    void everyWrite_isLocked_underALostLease();
    void request_queuesAClosedSale_once();
    void request_isRefused_whereNothingIsToBeAskedFor();

private:
    QueueRepository queue() { return QueueRepository(*m_bench->database); }
    Lease claimNext(const QString& owner) { return queue().claimNext(owner, 10 * minute).value().value(); }
    QStringList page(const QueueFilter& filter = {}, int offset = 0, int limit = 100)
    {
        QStringList ids;
        const auto entries = queue().page(filter, offset, limit).value();
        for (const auto& entry : entries)
            ids.append(entry.key.saleId);
        return ids;
    }
    QStringList list(const char* text)
    {
        return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }
    /// Six sales: two flagged by deadline, two audit samples, one skipped, one escalated.
    void fill()
    {
        m_bench->queue(QStringLiteral("audit-1"), audited(QStringLiteral("audit-1")));
        m_bench->queue(QStringLiteral("late"), flagged(morning + 30 * minute));
        m_bench->queue(QStringLiteral("soon"), flagged(morning + minute));
        m_bench->queue(QStringLiteral("audit-2"), audited(QStringLiteral("audit-2")));
        m_bench->queue(QStringLiteral("skipped"), flagged(morning));
        m_bench->queue(QStringLiteral("hard"), flagged(morning + 2 * minute));
        require(queue().skip(queue().claim(keyOf(QStringLiteral("skipped")), ada, minute).value(),
                             QStringLiteral("dark")));
        Verdict verdict;
        verdict.note = QStringLiteral("two shoppers");
        require(queue().escalate(queue().claim(keyOf(QStringLiteral("hard")), ada, minute).value(), verdict));
    }

    std::unique_ptr<Bench> m_bench;
};

void QueueTest::page_isInTheOrderOfPullNext()
{
    fill();
    QCOMPARE(page(), list("soon hard late audit-1 audit-2 skipped"));
    const auto entries = queue().page({}, 0, 10).value();
    QCOMPARE(entries[5].skips, 1);
    QCOMPARE(entries[5].note, QStringLiteral("dark"));
    QCOMPARE(entries[1].state, QueueState::Escalated);
    QCOMPARE(entries[1].note, QStringLiteral("two shoppers"));
    QVERIFY(entries[3].audit);
    QCOMPARE(entries[0].flags, flagged().flags);
}

void QueueTest::page_isCutInPieces()
{
    fill();
    QCOMPARE(page({}, 0, 2) + page({}, 2, 2) + page({}, 4, 2) + page({}, 6, 2), page());
}

void QueueTest::page_filters()
{
    fill();
    const auto of = [](QueueState state) {
        return QueueFilter{.storeId = {}, .state = state, .reason = {}, .saleIdContains = {}};
    };
    Decision valuable = flagged(morning + 40 * minute);
    valuable.flags.push_back({FlagRule::CartValue, 2, 1, {}});
    m_bench->queue(QStringLiteral("Valuable"), valuable);
    QCOMPARE(page({.storeId = QStringLiteral("elsewhere"), .state = {}, .reason = {}, .saleIdContains = {}}),
             QStringList());
    QCOMPARE(page({.storeId = {}, .state = {}, .reason = FlagRule::CartValue, .saleIdContains = {}}),
             list("Valuable"));
    QCOMPARE(page({.storeId = QStringLiteral("demo-01"),
                   .state = {},
                   .reason = {},
                   .saleIdContains = QStringLiteral("VAL")}),
             list("Valuable"));
    QCOMPARE(page(of(QueueState::Escalated)), list("hard"));
    const Lease lease = claimNext(bo);
    QCOMPARE(page(of(QueueState::Claimed)), list("soon"));
    QCOMPARE(page(of(QueueState::Waiting)), list("late Valuable audit-1 audit-2 skipped"));
    m_bench->clock.advance(11 * minute);
    QCOMPARE(page(of(QueueState::Claimed)), QStringList());
    QCOMPARE(page(of(QueueState::Waiting)), list("soon late Valuable audit-1 audit-2 skipped"));
    QCOMPARE(queue().entry(keyOf(QStringLiteral("soon"))).value().owner, QString());
    VERIFY_OK(queue().submit(lease, corrected(QStringLiteral("soon"))));
    QCOMPARE(page(of(QueueState::Done)), list("soon"));
    QVERIFY(!page().contains(QStringLiteral("soon")));
}

void QueueTest::counts_countEachSaleOnce()
{
    fill();
    const Lease lease = claimNext(bo);
    auto counts = queue().counts().value();
    QCOMPARE(counts.waiting, 4);
    QCOMPARE(counts.claimed, 1);
    QCOMPARE(counts.escalated, 1);
    QCOMPARE(counts.overdue, 3); // soon, skipped, hard; audit samples have no deadline
    QCOMPARE(counts.done, 0);
    VERIFY_OK(queue().submit(lease, corrected(QStringLiteral("soon"))));
    counts = queue().counts(QStringLiteral("demo-01")).value();
    QCOMPARE(counts.claimed, 0);
    QCOMPARE(counts.overdue, 2);
    QCOMPARE(counts.done, 1);
    QCOMPARE(queue().counts(QStringLiteral("elsewhere")).value().waiting, 0);
}

void QueueTest::claimNext_followsThePage()
{
    fill();
    QStringList claimed;
    while (const auto lease = queue().claimNext(bo, minute).value())
        claimed.append(lease->key.saleId);
    QCOMPARE(claimed, list("soon late audit-1 audit-2 skipped")); // the escalated one is for a lead
}

void QueueTest::claimNext_givesNothing_whenNothingWaits()
{
    QCOMPARE(queue().claimNext(ada, minute).value(), std::nullopt);
}

void QueueTest::claimNext_neverGivesWhatIsHeld()
{
    m_bench->queue(one);
    const Lease lease = claimNext(ada);
    QCOMPARE(lease.key, keyOf(one));
    QCOMPARE(lease.owner, ada);
    QCOMPARE(lease.epoch, 1);
    QCOMPARE(lease.claimedAt, morning + 5 * minute);
    QCOMPARE(lease.until, morning + 15 * minute);
    QCOMPARE(queue().claimNext(ada, minute).value(), std::nullopt);
    QCOMPARE(queue().claimNext(bo, minute).value(), std::nullopt);
}

void QueueTest::claimNext_takesOverAnExpiredLease_atItsPlace()
{
    m_bench->queue(QStringLiteral("first"), flagged(morning + 10 * minute));
    m_bench->queue(QStringLiteral("second"), flagged(morning + 20 * minute));
    const Lease old = claimNext(ada);
    QCOMPARE(old.key.saleId, QStringLiteral("first"));
    m_bench->clock.advance(10 * minute);
    const Lease fresh = claimNext(bo);
    QCOMPARE(fresh.key.saleId, QStringLiteral("first"));
    QCOMPARE(fresh.epoch, old.epoch + 1);
}

void QueueTest::claims_goOn_whenTheClockWasSetADayBackOrForward()
{
    constexpr Microseconds day = 24 * 60 * minute;
    m_bench->queue(QStringLiteral("s-a"));
    for (const Microseconds step : {-day, day, -day, day}) {
        const auto held = queue().claimNext(QStringLiteral("ada"), 10 * minute).value();
        QVERIFY(held);
        m_bench->clock.advance(step);
        const auto taken = queue().claimNext(QStringLiteral("bo"), 10 * minute).value();
        QVERIFY(taken);
        QCOMPARE(taken->epoch, held->epoch + 1);
        VERIFY_ERROR(queue().submit(*held, corrected(held->key.saleId)), ErrorKind::Locked);
        VERIFY_OK(queue().release(*taken));
    }
    // The clocks of two machines differ a little; that takes no lease away.
    QVERIFY(queue().claimNext(QStringLiteral("ada"), 10 * minute).value());
    m_bench->clock.advance(-minute);
    QVERIFY(!queue().claimNext(QStringLiteral("bo"), 10 * minute).value());
}

void QueueTest::claimNext_leavesASaleAlone_whileANewerRevisionIsAnalysed()
{
    m_bench->queue(one);
    SaleRepository sales(*m_bench->database);
    VERIFY_OK(sales.addRevision(sampleSale(one, 2), "2"));
    QCOMPARE(queue().claimNext(ada, minute).value(), std::nullopt);
    VERIFY_ERROR(queue().claim(keyOf(one), ada, minute), ErrorKind::Locked);
    VERIFY_OK(sales.savePrediction(keyOf(one), samplePrediction(2)));
    QCOMPARE(queue().claimNext(ada, minute).value(), std::nullopt);
    VERIFY_OK(sales.saveDecision(keyOf(one), 2, flagged()));
    QCOMPARE(claimNext(ada).key, keyOf(one));
}

void QueueTest::claim_isLocked_whileAnotherHolds()
{
    m_bench->queue(one);
    VERIFY_OK(queue().claim(keyOf(one), ada, 10 * minute));
    const auto refused = queue().claim(keyOf(one), bo, minute);
    VERIFY_ERROR(refused, ErrorKind::Locked);
    QCOMPARE(refused.error().sentence,
             QStringLiteral("s-1 is held by ada until 10:30 UTC; take another one."));
    m_bench->clock.advance(10 * minute);
    QCOMPARE(queue().claim(keyOf(one), bo, minute).value().epoch, 2);
}

void QueueTest::claim_renewsOnesOwnLease()
{
    m_bench->queue(one);
    const auto first = queue().claim(keyOf(one), ada, minute).value();
    m_bench->clock.advance(5 * minute);
    const auto second = queue().claim(keyOf(one), ada, minute).value();
    QCOMPARE(second.epoch, first.epoch);
    QCOMPARE(second.claimedAt, first.claimedAt);
    QCOMPARE(second.until, first.until + 5 * minute);
    QCOMPARE(queue().entry(keyOf(one)).value().leaseUntil, second.until);
}

void QueueTest::claim_isNotFoundOrRefused_whereNothingWaits()
{
    VERIFY_ERROR(queue().claim(keyOf(one), ada, minute), ErrorKind::NotFound);
    m_bench->queue(one, {.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning});
    VERIFY_ERROR(queue().claim(keyOf(one), ada, minute), ErrorKind::NotFound);
    m_bench->queue(QStringLiteral("s-2"));
    VERIFY_OK(queue().submit(claimNext(ada), corrected(QStringLiteral("s-2"))));
    VERIFY_ERROR(queue().claim(keyOf(QStringLiteral("s-2")), ada, minute), ErrorKind::Refused);
}

void QueueTest::claim_needsAnOwnerAndALength()
{
    m_bench->queue(one);
    VERIFY_ERROR(queue().claimNext(QString(), minute), ErrorKind::WrongUsage);
    VERIFY_ERROR(queue().claim(keyOf(one), ada, 0), ErrorKind::WrongUsage);
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Waiting);
}

void QueueTest::heartbeat_prolongs()
{
    m_bench->queue(one);
    const Lease lease = claimNext(ada);
    m_bench->clock.advance(9 * minute);
    const Lease prolonged = queue().heartbeat(lease, 10 * minute).value();
    QCOMPARE(prolonged.epoch, lease.epoch);
    QCOMPARE(prolonged.until, lease.until + 9 * minute);
    m_bench->clock.advance(5 * minute);
    QCOMPARE(queue().claimNext(bo, minute).value(), std::nullopt);
}

void QueueTest::heartbeat_isLocked_whenOvertaken()
{
    m_bench->queue(one);
    const Lease lease = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    claimNext(bo);
    const auto beat = queue().heartbeat(lease, minute);
    VERIFY_ERROR(beat, ErrorKind::Locked);
    QCOMPARE(beat.error().sentence,
             QStringLiteral("s-1 was taken over by bo at 10:47 UTC; your draft is kept."));
}

void QueueTest::heartbeat_prolongsALeaseThatHasRunOut_whenNobodyTookOver()
{
    m_bench->queue(one);
    const Lease lease = claimNext(ada);
    m_bench->clock.advance(60 * minute);
    VERIFY_OK(queue().heartbeat(lease, minute));
    QCOMPARE(queue().claimNext(bo, minute).value(), std::nullopt);
}

void QueueTest::release_putsBackAtTheOldPlace()
{
    m_bench->queue(QStringLiteral("first"), flagged(morning + 10 * minute));
    m_bench->queue(QStringLiteral("second"), flagged(morning + 20 * minute));
    const Lease lease = claimNext(ada);
    VERIFY_OK(queue().release(lease));
    QCOMPARE(page(), list("first second"));
    const Lease again = claimNext(ada);
    QCOMPARE(again.key, lease.key);
    QCOMPARE(again.epoch, lease.epoch + 1);
    VERIFY_ERROR(queue().release(lease), ErrorKind::Locked); // of the epoch before
}

void QueueTest::skip_putsBehindTheOthers()
{
    for (const char* id : {"a", "b", "c"})
        m_bench->queue(QLatin1String(id), flagged(morning + (*id - 'a') * minute));
    m_bench->queue(QStringLiteral("audit"), audited(QStringLiteral("audit")));
    VERIFY_OK(queue().skip(claimNext(ada), QStringLiteral("too dark")));
    VERIFY_OK(queue().skip(claimNext(ada), QString()));
    QCOMPARE(page(), list("c audit a b"));
    QCOMPARE(queue().entry(keyOf(QStringLiteral("a"))).value().note, QStringLiteral("too dark"));
}

void QueueTest::escalate_waitsForALead()
{
    m_bench->queue(one);
    const Lease lease = claimNext(ada);
    Verdict verdict = corrected(one).verdict;
    verdict.note = QStringLiteral("two shoppers");
    VERIFY_OK(queue().escalate(lease, verdict));
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Escalated);
    QCOMPARE(queue().claimNext(bo, minute).value(), std::nullopt);
    QCOMPARE(SaleRepository(*m_bench->database).summary(keyOf(one)).value().stage, SaleStage::Queued);
    QVERIFY(SaleRepository(*m_bench->database).receipts(keyOf(one)).value().empty());
    const Lease leads = queue().claim(keyOf(one), QStringLiteral("lead"), minute).value();
    VERIFY_OK(queue().submit(leads, corrected(one)));
    const auto verdicts = queue().verdicts(keyOf(one)).value();
    QCOMPARE(verdicts.size(), std::size_t(2));
    QCOMPARE(verdicts[0].outcome, VerdictOutcome::Escalated);
    QCOMPARE(verdicts[0].note, QStringLiteral("two shoppers"));
    QCOMPARE(verdicts[0].edits, verdict.edits);
    QCOMPARE(verdicts[1].outcome, VerdictOutcome::Corrected);
    QCOMPARE(verdicts[1].number, 2);
}

void QueueTest::escalate_staysEscalated_whenALeadLetsGo()
{
    m_bench->queue(one);
    VERIFY_OK(queue().escalate(claimNext(ada), Verdict()));
    const Lease leads = queue().claim(keyOf(one), bo, minute).value();
    VERIFY_OK(queue().release(leads));
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Escalated);
    VERIFY_OK(queue().claim(keyOf(one), bo, minute));
    m_bench->clock.advance(2 * minute);
    QCOMPARE(queue().entry(keyOf(one)).value().state, QueueState::Escalated);
    QCOMPARE(queue().counts().value().escalated, 1);
    QCOMPARE(queue().claimNext(ada, minute).value(),
             std::nullopt); // not even when the lead's lease has run out
}

void QueueTest::everyWrite_isLocked_underALostLease()
{
    m_bench->queue(one);
    const Lease lost = claimNext(ada);
    m_bench->clock.advance(27 * minute);
    const Lease held = claimNext(bo);
    VERIFY_ERROR(queue().release(lost), ErrorKind::Locked);
    VERIFY_ERROR(queue().skip(lost, QStringLiteral("x")), ErrorKind::Locked);
    VERIFY_ERROR(queue().escalate(lost, Verdict()), ErrorKind::Locked);
    VERIFY_ERROR(queue().submit(lost, corrected(one)), ErrorKind::Locked);
    Lease forged = held;
    forged.owner = ada;
    VERIFY_ERROR(queue().submit(forged, corrected(one)), ErrorKind::Locked);
    QVERIFY(queue().verdicts(keyOf(one)).value().empty());
    VERIFY_OK(queue().submit(held, corrected(one)));
}

void QueueTest::request_queuesAClosedSale_once()
{
    m_bench->queue(one, {.flags = {}, .receipt = sampleReceipt(one), .dueAt = morning});
    VERIFY_OK(queue().request(keyOf(one), bo));
    const auto queuedAt = queue().entry(keyOf(one)).value().queuedAt;
    m_bench->clock.advance(minute);
    VERIFY_OK(queue().request(keyOf(one), bo));
    QCOMPARE(queue().entry(keyOf(one)).value().queuedAt, queuedAt);
    QVERIFY(queue().entry(keyOf(one)).value().flags.empty());
    int requests = 0;
    const auto log = FactsRepository(*m_bench->database).logOf(QStringLiteral("demo-01/s-1")).value();
    for (const auto& entry : log)
        requests += entry.action == QStringLiteral("review.requested") ? 1 : 0;
    QCOMPARE(requests, 1);
    QCOMPARE(queue().submit(claimNext(ada), corrected(one)).value().receiptVersion, 2);
}

void QueueTest::request_isRefused_whereNothingIsToBeAskedFor()
{
    VERIFY_ERROR(queue().request(keyOf(one), bo), ErrorKind::NotFound);
    m_bench->queue(one);
    VERIFY_ERROR(queue().request(keyOf(one), bo), ErrorKind::Refused); // it waits by itself
    VERIFY_OK(queue().submit(claimNext(ada), corrected(one)));
    VERIFY_ERROR(queue().request(keyOf(one), bo), ErrorKind::Refused); // a person has decided
}

QTEST_GUILESS_MAIN(QueueTest)
#include "tst_queue.moc"
