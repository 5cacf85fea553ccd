#include "core/store/facts_repository.h"
#include "core/store/gateway.h"
#include "core/store/schema.h"
#include "tests/store/samples.h"

#include <QFile>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

QString pragma(Database& database, const QString& name)
{
    return database.gateway().rows(QStringLiteral("PRAGMA ") + name).value().at(0).text();
}

} // namespace

class DatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_setsWhatKeepsDataSafe();
    void open_makesAFileForItsOwnerOnly();
    void open_givesFailed_whenTheFolderIsMissing();
    void transaction_isRolledBack_unlessCommitted();
    void transaction_doesNotNest();
    void transaction_holdsRepositoryWorkTogether();
    void transaction_keepsWhatWentWell_whenOneRepositoryCallFails();
    void write_isLocked_whileAnotherConnectionWrites();
    void write_saysDiskFull_andChangesNothing();
    void write_inATransactionFailsAtCommit_afterTheDiskWasFull();
    void changeNumber_rises_withOwnAndOthersChanges();
    void log_cannotBeChangedOrDeleted();
    void log_keepsWhoDidWhatWhen();
    void receiptsAndVerdicts_cannotBeChanged();
    void emptyTexts_areNotNull();
    void gateway_finishesReturningStatements();
};

void DatabaseTest::open_setsWhatKeepsDataSafe()
{
    Bench bench;
    QCOMPARE(pragma(*bench.database, QStringLiteral("journal_mode")), QStringLiteral("delete"));
    QCOMPARE(pragma(*bench.database, QStringLiteral("synchronous")), QStringLiteral("3"));
    QCOMPARE(pragma(*bench.database, QStringLiteral("foreign_keys")), QStringLiteral("1"));
    QCOMPARE(pragma(*bench.database, QStringLiteral("trusted_schema")), QStringLiteral("0"));
    QCOMPARE(pragma(*bench.database, QStringLiteral("recursive_triggers")), QStringLiteral("1"));
    QCOMPARE(pragma(*bench.database, QStringLiteral("user_version")), QString::number(schemaUpgrades().value().size()));
    QCOMPARE(pragma(*bench.database, QStringLiteral("integrity_check")), QStringLiteral("ok"));
    QVERIFY(bench.database->gateway().rows(QStringLiteral("PRAGMA foreign_key_check")).value().empty());
}

void DatabaseTest::open_makesAFileForItsOwnerOnly()
{
    Bench bench;
    const auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOwner;
    QVERIFY((QFile::permissions(bench.path()) & others) == 0);
}

void DatabaseTest::open_givesFailed_whenTheFolderIsMissing()
{
    QTemporaryDir folder;
    const FakeClock clock(morning);
    VERIFY_ERROR(Database::open(folder.filePath(QStringLiteral("none/cartwright.sqlite")), clock),
                 ErrorKind::Failed);
}

void DatabaseTest::transaction_isRolledBack_unlessCommitted()
{
    Bench bench;
    FactsRepository facts(*bench.database);
    for (const bool commit : {false, true}) {
        auto transaction = Transaction::begin(*bench.database);
        VERIFY_OK(transaction);
        VERIFY_OK(facts.log(QStringLiteral("ada"), QStringLiteral("lead"), QStringLiteral("test"),
                            QStringLiteral("x"), {}));
        if (commit)
            VERIFY_OK(transaction->commit());
    }
    QCOMPARE(facts.logOf(QStringLiteral("x")).value().size(), std::size_t(1));
}

void DatabaseTest::transaction_doesNotNest()
{
    Bench bench;
    auto outer = Transaction::begin(*bench.database);
    VERIFY_OK(outer);
    VERIFY_ERROR(Transaction::begin(*bench.database), ErrorKind::WrongUsage);
    VERIFY_OK(outer->commit());
    VERIFY_ERROR(outer->commit(), ErrorKind::WrongUsage);
}

void DatabaseTest::transaction_holdsRepositoryWorkTogether()
{
    Bench bench;
    {
        auto transaction = Transaction::begin(*bench.database);
        VERIFY_OK(transaction);
        for (int i = 0; i < 5; ++i)
            bench.queue(QStringLiteral("s-%1").arg(i));
        QCOMPARE(QueueRepository(*bench.database).counts().value().waiting, 5);
    }
    QCOMPARE(QueueRepository(*bench.database).counts().value().waiting, 0);
}

void DatabaseTest::transaction_keepsWhatWentWell_whenOneRepositoryCallFails()
{
    Bench bench;
    SaleRepository sales(*bench.database);
    auto transaction = Transaction::begin(*bench.database);
    VERIFY_OK(transaction);
    VERIFY_OK(sales.addRevision(sampleSale(QStringLiteral("good")), "{}"));
    Sale bad = sampleSale(QStringLiteral("bad"));
    bad.events.push_back(bad.events.front()); // the same event id twice
    VERIFY_ERROR(sales.addRevision(bad, "{}"), ErrorKind::Integrity);
    VERIFY_OK(transaction->commit());
    VERIFY_OK(sales.load(keyOf(QStringLiteral("good"))));
    VERIFY_ERROR(sales.load(keyOf(QStringLiteral("bad"))), ErrorKind::NotFound);
}

void DatabaseTest::write_isLocked_whileAnotherConnectionWrites()
{
    Bench bench;
    auto other = Database::open(bench.path(), bench.clock, TimeSource::Given).value();
    other->gateway().setPatience(std::chrono::milliseconds(60));
    auto transaction = Transaction::begin(*bench.database);
    VERIFY_OK(transaction);
    VERIFY_ERROR(Transaction::begin(*other), ErrorKind::Locked);
    VERIFY_OK(SaleRepository(*other).atStage(SaleStage::Queued, 10)); // reading goes on
    VERIFY_OK(transaction->commit());
    VERIFY_OK(Transaction::begin(*other));
}

void DatabaseTest::write_saysDiskFull_andChangesNothing()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    Gateway& gateway = bench.database->gateway();
    const auto pages = gateway.rows(QStringLiteral("PRAGMA page_count")).value().at(0).integer();
    gateway.rows(QStringLiteral("PRAGMA max_page_count = %1").arg(pages)).value();
    const auto added = SaleRepository(*bench.database)
                           .addRevision(sampleSale(QStringLiteral("s-2")), QByteArray(100'000, 'x'));
    VERIFY_ERROR(added, ErrorKind::Failed);
    QVERIFY2(added.error().sentence.contains(QStringLiteral("disk full")),
             qPrintable(added.error().sentence));
    gateway.rows(QStringLiteral("PRAGMA max_page_count = 1000000")).value();
    VERIFY_ERROR(SaleRepository(*bench.database).summary(keyOf(QStringLiteral("s-2"))), ErrorKind::NotFound);
    VERIFY_OK(SaleRepository(*bench.database)
                  .addRevision(sampleSale(QStringLiteral("s-2")), QByteArray(100'000, 'x')));
    QCOMPARE(pragma(*bench.database, QStringLiteral("integrity_check")), QStringLiteral("ok"));
}

void DatabaseTest::write_inATransactionFailsAtCommit_afterTheDiskWasFull()
{
    Bench bench;
    Gateway& gateway = bench.database->gateway();
    const auto pages = gateway.rows(QStringLiteral("PRAGMA page_count")).value().at(0).integer();
    gateway.rows(QStringLiteral("PRAGMA max_page_count = %1").arg(pages)).value();
    SaleRepository sales(*bench.database);
    auto transaction = Transaction::begin(*bench.database);
    VERIFY_OK(transaction);
    VERIFY_ERROR(sales.addRevision(sampleSale(QStringLiteral("s-1")), QByteArray(100'000, 'x')),
                 ErrorKind::Failed);
    VERIFY_ERROR(sales.addRevision(sampleSale(QStringLiteral("s-2")), "{}"), ErrorKind::Failed);
    VERIFY_ERROR(transaction->commit(), ErrorKind::Failed);
    gateway.rows(QStringLiteral("PRAGMA max_page_count = 1000000")).value();
    VERIFY_ERROR(sales.summary(keyOf(QStringLiteral("s-2"))), ErrorKind::NotFound);
    VERIFY_OK(sales.addRevision(sampleSale(QStringLiteral("s-2")), "{}"));
}

void DatabaseTest::changeNumber_rises_withOwnAndOthersChanges()
{
    Bench bench;
    auto other = Database::open(bench.path(), bench.clock, TimeSource::Given).value();
    const auto first = bench.database->changeNumber().value();
    QCOMPARE(bench.database->changeNumber().value(), first);
    bench.queue(QStringLiteral("s-1"));
    const auto second = bench.database->changeNumber().value();
    QVERIFY(second > first);
    VERIFY_OK(QueueRepository(*other).claimNext(QStringLiteral("ada"), minute));
    const auto third = bench.database->changeNumber().value();
    QVERIFY(third > second);
    QCOMPARE(bench.database->changeNumber().value(), third);
}

void DatabaseTest::log_cannotBeChangedOrDeleted()
{
    Bench bench;
    FactsRepository facts(*bench.database);
    VERIFY_OK(facts.log(QStringLiteral("ada"), QStringLiteral("lead"), QStringLiteral("test"),
                        QStringLiteral("x"), {}));
    Gateway& gateway = bench.database->gateway();
    VERIFY_ERROR(gateway.exec(QStringLiteral("UPDATE log SET who = 'eve'")), ErrorKind::Integrity);
    VERIFY_ERROR(gateway.exec(QStringLiteral("DELETE FROM log")), ErrorKind::Integrity);
    VERIFY_ERROR(gateway.exec(QStringLiteral(
                     "INSERT OR REPLACE INTO log (number, at, who, role, action, subject, details) "
                     "SELECT number, at, 'eve', role, action, subject, details FROM log")),
                 ErrorKind::Integrity);
    const auto entries = facts.logOf(QStringLiteral("x")).value();
    QCOMPARE(entries.size(), std::size_t(1));
    QCOMPARE(entries[0].who, QStringLiteral("ada"));
}

void DatabaseTest::log_keepsWhoDidWhatWhen()
{
    Bench bench;
    FactsRepository facts(*bench.database);
    const QJsonObject details{{QStringLiteral("reason"), QStringLiteral("räksmörgås")},
                              {QStringLiteral("n"), 3}};
    VERIFY_OK(facts.log(QStringLiteral("ada"), QStringLiteral("lead"), QStringLiteral("sale.opened"),
                        QStringLiteral("demo-01/s-1"), details));
    bench.clock.advance(second);
    VERIFY_OK(facts.log(QStringLiteral("bo"), QStringLiteral("reviewer"), QStringLiteral("sale.opened"),
                        QStringLiteral("demo-01/s-1"), {}));
    const auto entries = facts.logOf(QStringLiteral("demo-01/s-1")).value();
    QCOMPARE(entries.size(), std::size_t(2));
    QCOMPARE(entries[0].at, morning + 5 * minute);
    QCOMPARE(entries[0].role, QStringLiteral("lead"));
    QCOMPARE(entries[0].action, QStringLiteral("sale.opened"));
    QCOMPARE(entries[0].details, details);
    QVERIFY(entries[1].number > entries[0].number);
    QCOMPARE(entries[1].at, morning + 5 * minute + second);
}

void DatabaseTest::receiptsAndVerdicts_cannotBeChanged()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    QueueRepository queue(*bench.database);
    const auto lease = queue.claimNext(QStringLiteral("ada"), minute).value();
    VERIFY_OK(queue.submit(*lease, corrected(QStringLiteral("s-1"))));
    for (const QString& sql : {QStringLiteral("UPDATE verdict SET outcome = 'confirmed'"),
                               QStringLiteral("UPDATE receipt SET total = 1"),
                               QStringLiteral("UPDATE receipt_line SET quantity = 9")})
        VERIFY_ERROR(bench.database->gateway().exec(sql), ErrorKind::Integrity);
}

void DatabaseTest::emptyTexts_areNotNull()
{
    Bench bench;
    auto rows = bench.database->gateway().rows(
        QStringLiteral("SELECT typeof(?), typeof(?), typeof(?), typeof(?)"),
        {QString(), QByteArray(), std::nullopt, std::optional<std::int64_t>()});
    VERIFY_OK(rows);
    Row& row = rows->front();
    QCOMPARE(row.text(), QStringLiteral("text"));
    QCOMPARE(row.text(), QStringLiteral("blob"));
    QCOMPARE(row.text(), QStringLiteral("null"));
    QCOMPARE(row.text(), QStringLiteral("null"));
}

void DatabaseTest::gateway_finishesReturningStatements()
{
    Bench bench;
    auto other = Database::open(bench.path(), bench.clock, TimeSource::Given).value();
    other->gateway().setPatience(std::chrono::milliseconds(60));
    auto rows = bench.database->gateway().rows(
        QStringLiteral("INSERT INTO log (at, who, role, action, subject, details) "
                       "VALUES (1, '', '', 'a', '', '{}'), (2, '', '', 'b', '', '{}') "
                       "RETURNING at"));
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(2));
    VERIFY_OK(Transaction::begin(*other)); // no lock was left behind
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"
