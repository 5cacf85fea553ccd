#include "core/store/gateway.h"
#include "core/store/schema.h"
#include "tests/store/samples.h"

#include <QDir>
#include <QFile>

#include <atomic>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

QString pragma(Database& database, const QString& name)
{
    return database.gateway().rows(QStringLiteral("PRAGMA ") + name).value().at(0).text();
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_refusesANewerSchema_andLeavesItUntouched();
    void open_refusesAnotherProgramsDatabase_andLeavesItUntouched();
    void open_givesIntegrity_whenTheFileIsNoDatabase();
    void open_givesIntegrity_whenTheFileIsCutShort();
    void open_letsOneOfManyThreadsMakeTheSchema();
    void upgrade_keepsACopyOfTheOlderDatabase();
    void upgrade_changesNothing_whenAStatementFails();
    void statements_endBeforeAnEmptyLine();
};

void SchemaTest::open_refusesANewerSchema_andLeavesItUntouched()
{
    Bench bench;
    bench.database->gateway().exec(QStringLiteral("PRAGMA user_version = 900")).value();
    bench.database.reset();
    const QByteArray before = bytesOf(bench.path());
    const auto opened = Database::open(bench.path(), bench.clock, TimeSource::Given);
    VERIFY_ERROR(opened, ErrorKind::Refused);
    QVERIFY(opened.error().sentence.contains(QStringLiteral("newer")));
    QCOMPARE(bytesOf(bench.path()), before);
}

void SchemaTest::open_refusesAnotherProgramsDatabase_andLeavesItUntouched()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("other.sqlite"));
    const FakeClock clock(morning);
    {
        auto gateway = Gateway::open(path, clock).value();
        gateway->exec(QStringLiteral("CREATE TABLE notes (body TEXT)")).value();
        gateway->exec(QStringLiteral("PRAGMA journal_mode = WAL")).value();
    }
    const QByteArray before = bytesOf(path);
    VERIFY_ERROR(Database::open(path, clock, TimeSource::Given), ErrorKind::Refused);
    QCOMPARE(bytesOf(path), before);
}

void SchemaTest::open_givesIntegrity_whenTheFileIsNoDatabase()
{
    QTemporaryDir folder;
    const FakeClock clock(morning);
    const QString path = folder.filePath(QStringLiteral("cartwright.sqlite"));
    for (const QByteArray& content : {QByteArray("hello"), QByteArray(5000, 'x'), QByteArray(100, '\0')}) {
        write(path, content);
        VERIFY_ERROR(Database::open(path, clock, TimeSource::Given), ErrorKind::Integrity);
        QCOMPARE(bytesOf(path), content);
    }
}

void SchemaTest::open_givesIntegrity_whenTheFileIsCutShort()
{
    Bench bench;
    bench.database.reset();
    const QByteArray whole = bytesOf(bench.path());
    write(bench.path(), whole.left(whole.size() / 2));
    VERIFY_ERROR(Database::open(bench.path(), bench.clock, TimeSource::Given), ErrorKind::Integrity);
    QCOMPARE(bytesOf(bench.path()), whole.left(whole.size() / 2));
}

void SchemaTest::open_letsOneOfManyThreadsMakeTheSchema()
{
    QTemporaryDir folder;
    const FakeClock clock(morning);
    const QString path = folder.filePath(QStringLiteral("cartwright.sqlite"));
    std::vector<std::thread> threads;
    std::atomic<int> opened = 0;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] { opened += Database::open(path, clock, TimeSource::Given).has_value() ? 1 : 0; });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(opened.load(), 6);
}

void SchemaTest::upgrade_keepsACopyOfTheOlderDatabase()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    auto upgrades = schemaUpgrades(bench.database->gateway().engine()).value();
    upgrades.push_back(QStringLiteral(
        "ALTER TABLE sale ADD COLUMN colour TEXT;\n\nCREATE TABLE extra (a INTEGER) STRICT;\n"));
    const QString copy = bench.path() + QStringLiteral(".before-%1").arg(upgrades.size());
    write(copy, "left behind by an upgrade that was interrupted");
    VERIFY_OK(openSchema(bench.database->gateway(), upgrades));
    QCOMPARE(pragma(*bench.database, QStringLiteral("user_version")), QString::number(upgrades.size()));
    VERIFY_OK(bench.database->gateway().rows(QStringLiteral("SELECT colour FROM sale")));
    QCOMPARE(QDir(bench.folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 2);
    QVERIFY((QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther)) == 0);

    auto older = Database::open(copy, bench.clock);
    VERIFY_OK(older);
    QCOMPARE(pragma(**older, QStringLiteral("user_version")), QString::number(upgrades.size() - 1));
    QCOMPARE(SaleRepository(**older).load(keyOf(QStringLiteral("s-1"))).value(),
             sampleSale(QStringLiteral("s-1")));
}

void SchemaTest::upgrade_changesNothing_whenAStatementFails()
{
    Bench bench;
    auto upgrades = schemaUpgrades(bench.database->gateway().engine()).value();
    upgrades.push_back(
        QStringLiteral("CREATE TABLE extra (a INTEGER) STRICT;\n\nCREATE TABLE store (a INTEGER);\n"));
    VERIFY_ERROR(openSchema(bench.database->gateway(), upgrades), ErrorKind::Failed);
    QCOMPARE(pragma(*bench.database, QStringLiteral("user_version")), QString::number(upgrades.size() - 1));
    VERIFY_ERROR(bench.database->gateway().rows(QStringLiteral("SELECT a FROM extra")), ErrorKind::Failed);
    VERIFY_OK(Database::open(bench.path(), bench.clock, TimeSource::Given));
}

void SchemaTest::statements_endBeforeAnEmptyLine()
{
    const auto statements =
        statementsOf(QStringLiteral("-- a comment; with a semicolon\n\nSELECT 'a;b';\n\n"
                                    "CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n    SELECT 1;\n"
                                    "    SELECT 2;\nEND;\n\n  -- between\nSELECT 3;"));
    QCOMPARE(statements.size(), std::size_t(3));
    QCOMPARE(statements[0], QStringLiteral("SELECT 'a;b'"));
    QVERIFY(statements[1].endsWith(QStringLiteral("END")));
    QCOMPARE(statements[2], QStringLiteral("SELECT 3"));
}

QTEST_GUILESS_MAIN(SchemaTest)
#include "tst_schema.moc"
