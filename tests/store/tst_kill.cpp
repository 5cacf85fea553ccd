#include "core/store/gateway.h"
#include "core/store/label_repository.h"
#include "tests/store/samples.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>

#include <chrono>
#include <cstdio>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

constexpr int saleCount = 150;

QString saleName(int i) { return QStringLiteral("s-%1").arg(i, 4, 10, QLatin1Char('0')); }

/// A submit of many rows, so that a kill finds it in the middle.
Submission largeSubmission(const QString& saleId)
{
    Submission submission = corrected(saleId);
    for (int i = 0; i < 20; ++i) {
        submission.verdict.edits.push_back(submission.verdict.edits[0]);
        submission.labels.push_back(submission.labels[0]);
        submission.labels.back().labelId = QStringLiteral("a1/%1").arg(i + 2);
    }
    return submission;
}

/// The child: claims and submits until it is killed, and says a byte after each.
int submitUntilKilled(const QString& path)
{
    const SystemClock clock;
    auto database = Database::open(path, clock, TimeSource::Given);
    require(database);
    QueueRepository queue(**database);
    for (;;) {
        const auto lease = queue.claimNext(QStringLiteral("ada"), minute);
        require(lease);
        if (!*lease)
            return 0;
        require(queue.submit(**lease, largeSubmission((*lease)->key.saleId)));
        std::fputc('.', stdout);
        std::fflush(stdout);
    }
}

} // namespace

class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void submit_isWholeOrNotThere_whenTheProcessIsKilled();

private:
    /// Runs the child until it said so many bytes and a bit of time passed, then kills it; returns how many
    /// submits it told of.
    static int runAndKill(const QString& path, int submits, int microseconds)
    {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--submit-until-killed"), path});
        QByteArray said;
        while (said.size() < submits && child.waitForReadyRead(20'000))
            said += child.readAllStandardOutput();
        std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
        child.kill();
        child.waitForFinished();
        said += child.readAllStandardOutput();
        return static_cast<int>(said.size());
    }
    /// How many sales are wholly submitted; fails where one is half.
    static void checkWhole(Database& database, int& whole)
    {
        QueueRepository queue(database);
        SaleRepository sales(database);
        LabelRepository labels(database);
        whole = 0;
        for (int i = 0; i < saleCount; ++i) {
            const SaleKey key = keyOf(saleName(i));
            const auto verdicts = queue.verdicts(key).value();
            const bool decided = !verdicts.empty();
            whole += decided ? 1 : 0;
            QCOMPARE(verdicts.size(), std::size_t(decided ? 1 : 0));
            QCOMPARE(sales.receipts(key).value().size(), std::size_t(decided ? 1 : 0));
            QCOMPARE(labels.ofSale(key).value().size(), std::size_t(decided ? 21 : 0));
            QCOMPARE(sales.summary(key).value().stage, decided ? SaleStage::Closed : SaleStage::Queued);
            QCOMPARE(queue.entry(key).value().state == QueueState::Done, decided);
            if (decided)
                QCOMPARE(verdicts[0].edits.size(), std::size_t(22));
        }
    }
};

void KillTest::submit_isWholeOrNotThere_whenTheProcessIsKilled()
{
    Bench bench;
    {
        auto transaction = Transaction::begin(*bench.database);
        require(transaction);
        for (int i = 0; i < saleCount; ++i)
            bench.queue(saleName(i), flagged(morning + i * second));
        require(transaction->commit());
    }
    bench.database.reset();

    int told = 0;
    int whole = 0;
    int interrupted = 0; // kills that came while a transaction was being written
    for (int round = 0; round < 30 && interrupted < 6; ++round) {
        told += runAndKill(bench.path(), 3, round % 16 * 650);
        interrupted += QFile::exists(bench.path() + QStringLiteral("-journal")) ? 1 : 0;
        auto database = Database::open(bench.path(), bench.clock, TimeSource::Given);
        VERIFY_OK(database);
        QCOMPARE((*database)->gateway().rows(QStringLiteral("PRAGMA integrity_check")).value().at(0).text(),
                 QStringLiteral("ok"));
        checkWhole(**database, whole);
        QVERIFY2(whole >= told, "a submit that was told of is gone");
    }
    QVERIFY(whole > 0);
    QVERIFY(whole < saleCount);
    QVERIFY2(interrupted > 0, "no kill came in the middle of a submit");
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--submit-until-killed")
        return submitUntilKilled(QFile::decodeName(argv[2]));
    KillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill.moc"
