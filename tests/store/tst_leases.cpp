// Leases between processes: many that claim at once, and one that was stopped past its lease.
#include "core/store/fill.h"
#include "core/store/gateway.h"
#include "core/store/opinion_repository.h"
#include "tests/store/samples.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

/// In memory where there is a place for it: thousands of synced writes take minutes on a slow disk, and what is
/// proved here is who gets what.
QString place()
{
    return QFileInfo(QStringLiteral("/dev/shm")).isWritable() ? QStringLiteral("/dev/shm") : QDir::tempPath();
}

/// Claims until nothing waits and writes what it got to a file; its exit code says whether all went well.
int claimAll(const QString& address, const QString& owner, const QString& file)
{
    const SystemClock clock;
    auto database = Database::open(address, clock);
    if (!database)
        return 2;
    QueueRepository queue(**database);
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return 3;
    for (;;) {
        const auto lease = queue.claimNext(owner, 10 * minute);
        // Busy beyond all patience is an answer that a reviewer gets too: then one asks again.
        if (!lease && lease.error().kind == ErrorKind::Locked)
            continue;
        if (!lease) {
            std::fprintf(stderr, "%s\n", qPrintable(lease.error().sentence));
            return 4;
        }
        if (!*lease)
            return 0;
        out.write((*lease)->key.saleId.toUtf8() + '\n');
    }
}

} // namespace

class LeasesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>(place() + QStringLiteral("/cartwright-leases-XXXXXX"));
        m_address = TestServer::isWanted() ? TestServer::shared().newDatabase()
                                           : m_folder->filePath(QStringLiteral("cartwright.sqlite"));
    }

    void sixteenProcesses_claimTenThousandSales_noneTwice_noneLost()
    {
#ifdef __SANITIZE_ADDRESS__
        constexpr int sales = 2'000; // each claim costs many times as much
#else
        constexpr int sales = 10'000;
#endif
        constexpr int processes = 16;
        fill(sales);
        std::vector<pid_t> children;
        for (int i = 0; i < processes; ++i) {
            const pid_t child = ::fork();
            if (child == 0)
                ::_exit(claimAll(m_address, QStringLiteral("reviewer-%1").arg(i),
                                 m_folder->filePath(QString::number(i))));
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            QCOMPARE(status, 0);
        }
        QSet<QByteArray> seen;
        int total = 0;
        std::vector<int> shares;
        for (int i = 0; i < processes; ++i) {
            QFile file(m_folder->filePath(QString::number(i)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto lines = file.readAll().split('\n');
            shares.push_back(static_cast<int>(lines.size()) - 1);
            total += shares.back();
            for (const QByteArray& line : lines)
                if (!line.isEmpty())
                    seen.insert(line);
        }
        QCOMPARE(total, sales);
        QCOMPARE(seen.size(), sales);
        const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
        qInfo("%d processes claimed %d sales: each between %d and %d, none twice, none lost", processes, total, *least,
              *most);
    }

    /// From many that have run out down to none; those that end first are the last in the queue.
    void leasesThatHaveRunOut_areGivenAgain_inTheOrderOfTheQueue()
    {
        constexpr int sales = 130;
        fill(sales);
        FakeClock clock(SystemClock().now());
        auto database = Database::open(m_address, clock, TimeSource::Given).value();
        QueueRepository queue(*database);
        const auto claimEach = [&](const QString& owner, Microseconds shortest) {
            QStringList order;
            while (const auto lease = queue.claimNext(owner, shortest + (sales - order.size()) * second).value())
                order.append(lease->key.saleId);
            return order;
        };
        const QStringList first = claimEach(QStringLiteral("ada"), minute);
        QCOMPARE(first.size(), sales);
        QCOMPARE(claimEach(QStringLiteral("bo"), minute), QStringList());
        clock.advance(minute + 20 * second); // of twenty the lease is over
        QCOMPARE(claimEach(QStringLiteral("bo"), 60 * minute), first.mid(sales - 20));
        clock.advance(30 * minute);
        QCOMPARE(claimEach(QStringLiteral("cy"), 60 * minute), first.mid(0, sales - 20));
        QCOMPARE(claimEach(QStringLiteral("cy"), minute), QStringList());
    }

    void aProcessStoppedPastItsLease_isFencedOut_andItsDraftIsASecondOpinion()
    {
        fill(1);
        int ready[2] = {};
        int go[2] = {};
        QVERIFY(::pipe(ready) == 0 && ::pipe(go) == 0);
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(claimStopSubmit(ready[1], go[0]));
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1);
        ::kill(child, SIGSTOP);
        int status = 0;
        ::waitpid(child, &status, WUNTRACED);
        QVERIFY(WIFSTOPPED(status));
        const SystemClock clock;
        auto database = Database::open(m_address, clock).value();
        QueueRepository queue(*database);
        std::optional<Lease> taken;
        const auto take = [&] {
            if (!taken)
                taken = queue.claimNext(QStringLiteral("bo"), 10 * minute).value();
            return taken.has_value();
        };
        QTRY_VERIFY_WITH_TIMEOUT(take(), 20'000);
        QVERIFY(::write(go[1], "g", 1) == 1);
        ::kill(child, SIGCONT);
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 42); // its submit was Locked
        QVERIFY(queue.verdicts(taken->key).value().empty());
        const auto opinions = OpinionRepository(*database).of(taken->key).value();
        QCOMPARE(opinions.size(), std::size_t(1));
        QCOMPARE(opinions[0].verdict.reviewer, QStringLiteral("ada"));
        QCOMPARE(opinions[0].epoch, taken->epoch - 1);
        const Verdict sent = corrected(taken->key.saleId).verdict;
        QCOMPARE(opinions[0].verdict.cart, sent.cart);
        QCOMPARE(opinions[0].verdict.edits, sent.edits);
        QCOMPARE(opinions[0].verdict.note, sent.note);
        VERIFY_OK(queue.heartbeat(*taken, minute));
        for (const int end : {ready[0], ready[1], go[0], go[1]})
            ::close(end);
    }

private:
    void fill(std::int64_t sales)
    {
        const SystemClock clock;
        auto database = Database::open(m_address, clock);
        require(database);
        FillOptions options;
        options.sales = options.waiting = sales;
        require(fillDatabase(**database, options, Cancellation(), {}));
    }

    /// Claims for a second, is stopped by its parent, and submits when it runs again: 42 where that is Locked.
    int claimStopSubmit(int ready, int go)
    {
        const SystemClock clock;
        auto database = Database::open(m_address, clock);
        if (!database)
            return 2;
        QueueRepository queue(**database);
        const auto lease = queue.claimNext(QStringLiteral("ada"), second);
        if (!lease || !*lease)
            return 3;
        char byte = 'r';
        if (::write(ready, &byte, 1) != 1 || ::read(go, &byte, 1) != 1)
            return 4;
        Submission submission = corrected((*lease)->key.saleId);
        submission.verdict.key = (*lease)->key;
        const auto submitted = queue.submit(**lease, submission);
        return !submitted && submitted.error().kind == ErrorKind::Locked ? 42 : 5;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_address;
};

QTEST_GUILESS_MAIN(LeasesTest)
#include "tst_leases.moc"
