#include "core/store/gateway.h"
#include "tests/store/samples.h"

#include <QSet>

#include <atomic>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

/// Many sales in the queue of a file, in few transactions.
void fill(Bench& bench, int sales)
{
    auto transaction = Transaction::begin(*bench.database);
    require(transaction);
    for (int i = 0; i < sales; ++i)
        bench.queue(QStringLiteral("s-%1").arg(i, 4, 10, QLatin1Char('0')), flagged(morning + i * second));
    require(transaction->commit());
}

/// What one thread claimed, and whether everything went well.
struct Claimed
{
    QStringList sales;
    QString error;
};

Claimed claimAll(const QString& path, const Clock& clock, const QString& owner, bool submitToo)
{
    Claimed claimed;
    auto database = Database::open(path, clock, TimeSource::Given);
    if (!database)
        return {{}, database.error().sentence};
    QueueRepository queue(**database);
    for (;;) {
        const auto lease = queue.claimNext(owner, 10 * minute);
        if (!lease)
            return {claimed.sales, lease.error().sentence};
        if (!*lease)
            return claimed;
        claimed.sales.append((*lease)->key.saleId);
        if (!submitToo)
            continue;
        const auto submitted = queue.submit(**lease, corrected((*lease)->key.saleId));
        if (!submitted)
            return {claimed.sales, submitted.error().sentence};
    }
}

std::vector<Claimed> inThreads(Bench& bench, int threadCount, bool submitToo)
{
    std::vector<Claimed> claimed(static_cast<std::size_t>(threadCount));
    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i)
        threads.emplace_back([&, i] {
            claimed[static_cast<std::size_t>(i)] =
                claimAll(bench.path(), bench.clock, QStringLiteral("reviewer-%1").arg(i), submitToo);
        });
    for (auto& thread : threads)
        thread.join();
    return claimed;
}

} // namespace

class ContentionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eightThreads_claimEverySaleOnce();
    void eightThreads_claimAndSubmitEverySaleOnce();
    void twoConnections_fenceALateWriter();
    void readers_seeWholeVerdicts_whileAnotherSubmits();
};

void ContentionTest::eightThreads_claimEverySaleOnce()
{
    Bench bench;
    fill(bench, 200);
    QSet<QString> seen;
    int total = 0;
    for (const auto& claimed : inThreads(bench, 8, false)) {
        QCOMPARE(claimed.error, QString());
        total += static_cast<int>(claimed.sales.size());
        for (const auto& id : claimed.sales)
            seen.insert(id);
    }
    QCOMPARE(total, 200);
    QCOMPARE(seen.size(), 200);
}

void ContentionTest::eightThreads_claimAndSubmitEverySaleOnce()
{
    Bench bench;
    fill(bench, 80);
    int total = 0;
    for (const auto& claimed : inThreads(bench, 8, true)) {
        QCOMPARE(claimed.error, QString());
        total += static_cast<int>(claimed.sales.size());
    }
    QCOMPARE(total, 80);
    const auto counts = QueueRepository(*bench.database).counts().value();
    QCOMPARE(counts.done, 80);
    QCOMPARE(counts.waiting + counts.claimed + counts.escalated, 0);
    auto rows = bench.database->gateway().rows(
        QStringLiteral("SELECT count(*), count(DISTINCT sale_row), max(number) "
                       "FROM verdict"));
    QCOMPARE(rows->front().number(), 80);
    QCOMPARE(rows->front().number(), 80);
    QCOMPARE(rows->front().number(), 1);
}

void ContentionTest::twoConnections_fenceALateWriter()
{
    Bench bench;
    fill(bench, 1);
    QueueRepository mine(*bench.database);
    const Lease lost = mine.claimNext(QStringLiteral("ada"), 10 * minute).value().value();
    bench.clock.advance(11 * minute);
    std::optional<Lease> held;
    std::thread other([&] {
        auto database = Database::open(bench.path(), bench.clock, TimeSource::Given);
        require(database);
        held = QueueRepository(**database).claimNext(QStringLiteral("bo"), 10 * minute).value();
    });
    other.join();
    QVERIFY(held.has_value());
    VERIFY_ERROR(mine.submit(lost, corrected(lost.key.saleId)), ErrorKind::Locked);
    VERIFY_OK(mine.submit(*held, corrected(lost.key.saleId)));
}

void ContentionTest::readers_seeWholeVerdicts_whileAnotherSubmits()
{
    Bench bench;
    fill(bench, 60);
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    std::atomic<int> looks = 0;
    std::thread reader([&] {
        auto database = Database::open(bench.path(), bench.clock, TimeSource::Given);
        require(database);
        QueueRepository queue(**database);
        SaleRepository sales(**database);
        while (!done) {
            const int i = looks++ % 60;
            const SaleKey key = keyOf(QStringLiteral("s-%1").arg(i, 4, 10, QLatin1Char('0')));
            const auto verdicts = queue.verdicts(key);
            if (!verdicts || (!verdicts->empty() && verdicts->at(0).edits.size() != 2))
                ++torn;
            const auto receipts = sales.receipts(key);
            if (!receipts || (!receipts->empty() && receipts->at(0).lines.size() != 1))
                ++torn;
        }
    });
    const auto claimed = claimAll(bench.path(), bench.clock, QStringLiteral("ada"), true);
    done = true;
    reader.join();
    QCOMPARE(claimed.error, QString());
    QCOMPARE(claimed.sales.size(), 60);
    QVERIFY(looks > 0);
    QCOMPARE(torn.load(), 0);
}

QTEST_GUILESS_MAIN(ContentionTest)
#include "tst_contention.moc"
