// What only a server can do to us: stop, crash, cut a connection, keep others out. Needs PostgreSQL 15.
#include "core/store/doctor.h"
#include "core/store/facts_repository.h"
#include "core/store/schema.h"
#include "core/store/workspace.h"
#include "tests/store/server_faults.h"

#include <cmath>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

class ServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!TestServer::isWanted())
            QSKIP("runs on PostgreSQL only");
    }
    void address_isRefused_whereItSaysSomethingUnknown_data();
    void address_isRefused_whereItSaysSomethingUnknown();
    void open_saysUnreachable_andHidesThePassword();
    void aLoginThatMayNotComeIn_isLocked();
    void anotherServerTime_isTheServers();
    void schemas_haveTheSameTablesAndColumns();
    void schema_ofANewerProgram_isRefused();
    void schema_ofAnOlderProgram_isUpgraded_withACopyBeside();
    void log_isSealedBySomebody_whoeverWrote();
    void doctor_examinesAWorkspaceOnAServer();
    void aCutConnection_isMadeAgain_betweenTransactions();
    void aCutConnection_insideATransaction_undoesIt();
    void aServerThatIsAway_isUnreachable_andComesBack();
    void submits_areThereOnceOrNotAtAll_whenTheServerCrashes();
    void submits_areThereOnceOrNotAtAll_whenTheServersDiskIsFull();

private:
    static QString version(Database& database)
    {
        return database.gateway().rows(QStringLiteral("SELECT max(version) FROM cartwright_schema")).value().at(0).text();
    }
    /// Ends all other sessions of the bench's database, as a cut line would.
    static void cut(Bench& bench)
    {
        auto other = bench.open();
        require(other->gateway().rows(
            QStringLiteral("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity "
                           "WHERE datname = current_database() AND pid <> pg_backend_pid()")));
    }
};

void ServerTest::address_isRefused_whereItSaysSomethingUnknown_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("mistyped sslmode") << QStringLiteral("postgresql://a@b/c?sslmod=verify-full");
    QTest::newRow("no database") << QStringLiteral("postgresql://a@b");
    QTest::newRow("semicolon") << QStringLiteral("postgresql://a@b/c?sslrootcert=/x;sslmode=disable");
}
void ServerTest::address_isRefused_whereItSaysSomethingUnknown()
{
    QFETCH(QString, address);
    const FakeClock clock(morning);
    VERIFY_ERROR(Database::open(address, clock), ErrorKind::WrongUsage);
}

void ServerTest::open_saysUnreachable_andHidesThePassword()
{
    const FakeClock clock(morning);
    const auto opened = Database::open(QStringLiteral("postgresql://ada:s3cret@127.0.0.1:1/shop"), clock);
    VERIFY_ERROR(opened, ErrorKind::Unreachable);
    QVERIFY2(!opened.error().sentence.contains(QStringLiteral("s3cret")), qPrintable(opened.error().sentence));
    QVERIFY(!opened.error().details.contains(QStringLiteral("s3cret")));
}

/// By the server's state, because its words are in its own language.
void ServerTest::aLoginThatMayNotComeIn_isLocked()
{
    Bench bench;
    require(bench.database->gateway().exec(QStringLiteral("CREATE ROLE once_here NOLOGIN")));
    const QString name = bench.path().section(QLatin1Char('/'), 3).section(QLatin1Char('?'), 0, 0);
    for (const char* login : {"once_here", "never_here"}) {
        const auto opened = Database::open(TestServer::shared().address(name, QLatin1String(login)), bench.clock);
        VERIFY_ERROR(opened, ErrorKind::Locked);
        QVERIFY2(opened.error().details.startsWith(QStringLiteral("PostgreSQL 28000")), qPrintable(opened.error().details));
    }
    require(bench.database->gateway().exec(QStringLiteral("DROP ROLE once_here")));
    VERIFY_ERROR(Database::open(TestServer::shared().address(QStringLiteral("no_such")), bench.clock), ErrorKind::Unreachable);
}

void ServerTest::anotherServerTime_isTheServers()
{
    Bench bench;
    const FakeClock dayLate(morning);
    const SystemClock system;
    const auto database = Database::open(bench.path(), dayLate).value();
    QVERIFY(std::abs(database->clock().now() - system.now()) < minute); // one machine here
}

void ServerTest::schemas_haveTheSameTablesAndColumns()
{
    Bench bench;
    QTemporaryDir folder;
    const auto file = Database::open(folder.filePath(QStringLiteral("f.sqlite")), bench.clock).value();
    const auto columns = [](Database& database, const QString& sql) {
        QStringList all;
        auto rows = database.gateway().rows(sql).value();
        for (Row& row : rows)
            all.append(row.text());
        all.sort();
        return all;
    };
    const QStringList onServer = columns(
        *bench.database,
        QStringLiteral("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE "
                       "table_schema = 'public' AND table_name NOT IN ('cartwright_schema', 'product_near') "
                       "AND is_generated = 'NEVER'"));
    const QStringList inFile = columns(
        *file, QStringLiteral("SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                              "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'product_words%' "
                              "AND t.name NOT LIKE 'product_digits%' AND t.name NOT LIKE 'product_near%' "
                              // A server has accounts of its own.
                              "AND t.name NOT IN ('account', 'account_session', 'sign_in_failure')"));
    QVERIFY(inFile.size() > 100);
    QCOMPARE(onServer, inFile);
}

void ServerTest::schema_ofANewerProgram_isRefused()
{
    Bench bench;
    require(bench.database->gateway().exec(QStringLiteral("INSERT INTO cartwright_schema VALUES (900, 0)")));
    VERIFY_ERROR(Database::open(bench.path(), bench.clock, TimeSource::Given), ErrorKind::Refused);
}

void ServerTest::schema_ofAnOlderProgram_isUpgraded_withACopyBeside()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    Gateway& gateway = bench.database->gateway();
    auto upgrades = schemaUpgrades(gateway.engine()).value();
    const auto next = upgrades.size() + 1;
    upgrades.push_back(QStringLiteral("ALTER TABLE sale ADD COLUMN colour TEXT;\n\nCREATE TABLE sale (a TEXT);\n"));
    VERIFY_ERROR(openSchema(gateway, upgrades), ErrorKind::Failed); // the second statement: nothing of it stays
    QCOMPARE(version(*bench.database), QString::number(next - 1));
    upgrades.back() = QStringLiteral("ALTER TABLE sale ADD COLUMN colour TEXT;\n");
    VERIFY_OK(openSchema(gateway, upgrades));
    QCOMPARE(version(*bench.database), QString::number(next));
    auto kept = gateway.rows(QStringLiteral("SELECT count(*) FROM before_%1.sale_revision").arg(next));
    QCOMPARE(kept->at(0).integer(), 1);
    VERIFY_OK(openSchema(gateway, upgrades));
}

void ServerTest::log_isSealedBySomebody_whoeverWrote()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    {
        auto other = bench.open();
        QVERIFY(QueueRepository(*other).claimNext(QStringLiteral("ada"), minute).value());
    }
    bench.database.reset();
    bench.database = bench.open();
    auto counts = bench.database->gateway().rows(
        QStringLiteral("SELECT (SELECT count(*) FROM log), (SELECT count(*) FROM log_chain), "
                       "(SELECT max(position) FROM log_chain)"));
    Row& row = counts->front();
    const auto entries = row.integer();
    QVERIFY(entries > 2);
    QCOMPARE(row.integer(), entries);
    QCOMPARE(row.integer(), entries);
}

void ServerTest::doctor_examinesAWorkspaceOnAServer()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    const QString folder = bench.folder.filePath(QStringLiteral("shop"));
    require(Workspace::create(folder, bench.path()));
    const auto examined = [&] {
        QStringList lines;
        const auto examination = examine(folder, {}, bench.clock).value();
        for (const auto& check : examination.checks)
            lines.append(QStringLiteral("%1 %2 %3").arg(check.name).arg(static_cast<int>(check.grade)).arg(check.what));
        return lines.join(QLatin1Char('\n'));
    };
    const QString found = examined();
    for (const char* line : {"database 0 answers", "foreign keys 0 ", "schema 0 ", "orphans 0 ", "log 0 ", "leases 0 ", "settings 0 ",
                             "clips 2 2 files are missing", "free space 0 ", "PostgreSQL 15"})
        QVERIFY2(found.contains(QLatin1String(line)), qPrintable(QLatin1String(line) + QStringLiteral(" in\n") + found));
    require(bench.database->gateway().exec(QStringLiteral("ALTER TABLE queue DROP CONSTRAINT queue_sale_row_fkey")));
    require(bench.database->gateway().exec(QStringLiteral("INSERT INTO queue (sale_row, revision, state, queued_at, due_at, audit, "
                                                          "reasons) VALUES (999, 1, 'done', 0, 0, 0, ',')")));
    QVERIFY2(examined().contains(QStringLiteral("orphans 2 ")), qPrintable(examined()));
}

void ServerTest::aCutConnection_isMadeAgain_betweenTransactions()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    cut(bench);
    const auto lease = QueueRepository(*bench.database).claim(keyOf(QStringLiteral("s-1")), QStringLiteral("ada"), minute);
    VERIFY_OK(lease);
    cut(bench);
    QCOMPARE(QueueRepository(*bench.database).counts().value().claimed, 1);
    cut(bench);
    VERIFY_OK(QueueRepository(*bench.database).submit(*lease, corrected(QStringLiteral("s-1"))));
}

void ServerTest::aCutConnection_insideATransaction_undoesIt()
{
    Bench bench;
    auto transaction = Transaction::begin(*bench.database);
    VERIFY_OK(transaction);
    bench.queue(QStringLiteral("s-1"));
    cut(bench);
    SaleRepository sales(*bench.database);
    VERIFY_ERROR(sales.addRevision(sampleSale(QStringLiteral("s-2")), "{}"), ErrorKind::Unreachable);
    VERIFY_ERROR(transaction->commit(), ErrorKind::Unreachable);
    VERIFY_ERROR(sales.load(keyOf(QStringLiteral("s-1"))), ErrorKind::NotFound);
    VERIFY_OK(sales.addRevision(sampleSale(QStringLiteral("s-2")), "{}"));
}

void ServerTest::aServerThatIsAway_isUnreachable_andComesBack()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    QueueRepository queue(*bench.database);
    const auto lease = queue.claim(keyOf(QStringLiteral("s-1")), QStringLiteral("ada"), minute);
    TestServer::shared().stop(QStringLiteral("fast"));
    for (int i = 0; i < 3; ++i) {
        VERIFY_ERROR(queue.submit(*lease, corrected(QStringLiteral("s-1"))), ErrorKind::Unreachable);
        VERIFY_ERROR(queue.counts(), ErrorKind::Unreachable);
        VERIFY_ERROR(bench.database->changeNumber(), ErrorKind::Unreachable);
        VERIFY_ERROR(queue.claimNext(QStringLiteral("ada"), minute), ErrorKind::Unreachable);
    }
    TestServer::shared().start();
    const auto submitted = queue.submit(*lease, corrected(QStringLiteral("s-1")));
    VERIFY_OK(submitted);
    QCOMPARE(submitted->verdictNumber, 1);
}

/// Prints "tries, acknowledged, lost, duplicated"; the last two must be 0.
void ServerTest::submits_areThereOnceOrNotAtAll_whenTheServerCrashes()
{
    TestServer durable{QString()}; // with fsync
    Submits submits(durable);
    for (int round = 0; round < 4; ++round) {
        submits.claim(24);
        std::thread killer([&] { // after a few, however slow the machine is
            while (submits.asked() < 1 + 6 * round)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            durable.stop(QStringLiteral("immediate"));
        });
        submits.submit();
        killer.join();
        durable.start();
        submits.check();
    }
    submits.report("server killed");
}

/// Tables that cannot grow, and a log that cannot: the first is an error of the statement, of the second the server dies.
void ServerTest::submits_areThereOnceOrNotAtAll_whenTheServersDiskIsFull()
{
    const SmallDisk disk(96);
    if (!disk.isThere())
        QSKIP("needs root and the right to mount a small file system");
    TestServer server(QStringLiteral("-c min_wal_size=2MB -c max_wal_size=4MB -c autovacuum=off"), disk.path());
    Submits submits(server);
    for (int round = 0; round < 4; ++round) {
        submits.claim(16);
        if (round % 2 == 1) // so that the next entry of the log needs a new file
            require(submits.database().gateway().rows(QStringLiteral("SELECT pg_switch_wal()::text")));
        disk.fill(round * 24 * 1024);
        submits.submit();
        disk.makeRoom();
        server.restart();
        submits.check();
    }
    submits.report("the server's disk full");
    QVERIFY(submits.sentences().filter(QStringLiteral("make room")).size() > 0);
}

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
