#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/store/facts_repository.h"
#include "core/store/gateway.h"
#include "core/store/label_repository.h"
#include "core/trust/audit.h"
#include "tests/store/samples.h"

#include <QFile>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;
using trust::Breakage;

Q_DECLARE_METATYPE(cartwright::trust::Breakage)

/// Ten entries, and somebody with all rights over the database who changes the past.
class AuditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_bench.reset(); }
    void verify_findsNothing_whereNothingWasChanged();
    void verify_namesTheFirstBrokenEntry_data();
    void verify_namesTheFirstBrokenEntry();
    void verify_findsTheEarlierOfTwo();
    void verify_walksManyPages();
    void verify_isStopped_whenItIsCancelled();
    void unsealedEntry_mayWaitOnAServer_unlessItIsOld();
    void checkpoint_findsAChainThatWasRewritten();
    void checkpoint_findsAChainThatWasCutShort();
    void cutEnd_isFoundInAFile_evenWhenOthersWroteSince();
    void checkpoint_isReadAsItWasWritten_andNeverOverwritten();
    void checkpointsOfExports_areFoundBesideTheirFolders();
    void exportedLines_canBeCheckedByThemselves();

private:
    bool onServer() const { return TestServer::isWanted(); }
    Database& database() { return *m_bench->database; }
    LogRepository log() { return LogRepository(database()); }
    void write(int n)
    {
        m_bench->clock.advance(second);
        require(FactsRepository(database())
                    .log(QStringLiteral("ada"), QStringLiteral("lead"), QStringLiteral("test.written"),
                         QStringLiteral("x/%1").arg(n), {{QStringLiteral("n"), n}}));
    }
    void tamper(const QString& sql)
    {
        for (const QString& statement : sql.split(QLatin1Char(';'), Qt::SkipEmptyParts))
            require(database().gateway().exec(statement.trimmed()));
    }
    /// The entry's number at a position.
    std::int64_t numberAt(std::int64_t position) { return log().seals(position - 1, 1).value().at(0).number; }
    trust::AuditReport verify(const std::vector<trust::Checkpoint>& checkpoints = {})
    {
        auto report = trust::verifyLog(database(), checkpoints);
        require(report);
        return std::move(*report);
    }
    /// Seals everything anew, as somebody would who knows how.
    void sealAnew()
    {
        tamper(QStringLiteral("DELETE FROM log_chain"));
        QString previous = firstSeal();
        std::int64_t position = 0;
        std::vector<StoredLogEntry> entries;
        for (std::int64_t beyond = 0;;) {
            const auto number = log().firstUnsealed(beyond).value();
            if (!number)
                break;
            entries.push_back(*log().entry(*number).value());
            beyond = *number;
        }
        for (const auto& entry : entries) {
            previous = sealOf(previous, entry);
            require(database().gateway().exec(QStringLiteral("INSERT INTO log_chain VALUES (?, ?, ?)"),
                                              {++position, entry.number, previous}));
        }
    }

    std::unique_ptr<Bench> m_bench;
};

void AuditTest::init()
{
    m_bench = std::make_unique<Bench>(); // its store is the first entry
    for (int n = 2; n <= 10; ++n)
        write(n);
    require(log().sealPending());
    QCOMPARE(log().head().value().count, 10);
    if (onServer()) {
        tamper(QStringLiteral("DROP TRIGGER log_keeps ON log; DROP TRIGGER log_chain_keeps ON log_chain; "
                              "ALTER TABLE log_chain DROP CONSTRAINT log_chain_number_fkey; "
                              "ALTER TABLE log_chain DROP CONSTRAINT log_chain_number_key"));
        return;
    }
    tamper(QStringLiteral("PRAGMA foreign_keys = OFF; DROP TRIGGER log_keeps; DROP TRIGGER log_stays; DROP TRIGGER "
                          "log_chain_keeps; DROP TRIGGER log_chain_stays"));
}

void AuditTest::verify_findsNothing_whereNothingWasChanged()
{
    const auto report = verify();
    QVERIFY2(!report.broken, qPrintable(report.broken ? report.broken->sentence : QString()));
    QCOMPARE(report.head.count, 10);
    QCOMPARE(report.head.hash, log().head()->hash);
    QCOMPARE(report.waiting, 0);
    QCOMPARE(report.backward, 0);
}

void AuditTest::verify_namesTheFirstBrokenEntry_data()
{
    QTest::addColumn<QString>("sql"); // %1 to %3: the numbers of the entries 5, 6 and 7
    QTest::addColumn<Breakage>("how");
    QTest::addColumn<int>("entry"); // 0: none that is there
    const auto row = [](const char* name, const char* sql, Breakage how, int entry) {
        QTest::newRow(name) << QString::fromLatin1(sql) << how << entry;
    };
    row("who", "UPDATE log SET who = 'eve' WHERE number = %1", Breakage::EntryAltered, 5);
    row("role", "UPDATE log SET role = 'clerk' WHERE number = %1", Breakage::EntryAltered, 5);
    row("when", "UPDATE log SET at = at + 1 WHERE number = %1", Breakage::EntryAltered, 5);
    row("details, by a space", "UPDATE log SET details = '{\"n\": 5}' WHERE number = %1", Breakage::EntryAltered, 5);
    row("two entries", "UPDATE log SET who = 'eve' WHERE number IN (%1, %3)", Breakage::EntryAltered, 5);
    row("the last entry", "UPDATE log SET who = 'eve' WHERE number = (SELECT max(number) FROM log)", Breakage::EntryAltered, 10);
    row("entry removed", "DELETE FROM log WHERE number = %1", Breakage::EntryRemoved, 5);
    row("entry and seal removed", "DELETE FROM log WHERE number = %1; DELETE FROM log_chain WHERE number = %1",
        Breakage::EntryRemoved, 0);
    row("seal removed", "DELETE FROM log_chain WHERE number = %1", Breakage::SealRemoved, 5);
    row("seal removed, the others numbered anew",
        "DELETE FROM log_chain WHERE number = %1; UPDATE log_chain SET position = position + 1000 WHERE number > %1; "
        "UPDATE log_chain SET position = position - 1001 WHERE position > 1000",
        Breakage::SealRemoved, 5);
    row("seal altered", "UPDATE log_chain SET hash = substr(hash, 2) || '0' WHERE number = %1", Breakage::SealAltered, 5);
    row("contents changed places",
        "UPDATE log SET details = CASE number WHEN %1 THEN '{\"n\":7}' ELSE '{\"n\":5}' END, subject = CASE number WHEN %1 "
        "THEN 'x/7' ELSE 'x/5' END, at = CASE number WHEN %1 THEN at + 2000000 ELSE at - 2000000 END "
        "WHERE number IN (%1, %3)",
        Breakage::Reordered, 5);
    row("seals changed places",
        "UPDATE log_chain SET number = -number WHERE number IN (%1, %2); "
        "UPDATE log_chain SET number = CASE number WHEN -%1 THEN %2 ELSE %1 END WHERE number < 0",
        Breakage::Reordered, 6);
    row("positions changed places",
        "UPDATE log_chain SET position = position + 100 WHERE number IN (%1, %2); "
        "UPDATE log_chain SET position = CASE number WHEN %1 THEN 6 ELSE 5 END WHERE position > 100",
        Breakage::Reordered, 6);
}
void AuditTest::verify_namesTheFirstBrokenEntry()
{
    QFETCH(QString, sql);
    QFETCH(Breakage, how);
    QFETCH(int, entry);
    const auto number = entry == 0 ? 0 : numberAt(entry);
    for (int i = 3; i >= 1; --i)
        sql.replace(QStringLiteral("%%1").arg(i), QString::number(numberAt(i + 4)));
    tamper(sql);
    const auto report = verify();
    QVERIFY(report.broken.has_value());
    const QByteArray said = report.broken->sentence.toUtf8();
    QVERIFY2(report.broken->how == how, said.constData());
    QVERIFY2(report.broken->number == number, said.constData());
    if (entry != 0)
        QVERIFY2(report.broken->sentence.contains(QStringLiteral("ntry %1").arg(number)), said.constData());
    if (entry != 10)
        QCOMPARE(report.head.count, 4);
}

void AuditTest::verify_findsTheEarlierOfTwo()
{
    const auto fourth = numberAt(4);
    tamper(QStringLiteral("UPDATE log SET who = 'eve' WHERE number = %1; "
                          "UPDATE log SET number = number + 1000 WHERE number > %2")
               .arg(numberAt(8))
               .arg(fourth));
    QCOMPARE(verify().broken.value().how, Breakage::EntryRemoved);
    QCOMPARE(verify().broken->number, fourth + 1);
}

void AuditTest::verify_walksManyPages()
{
    {
        auto transaction = Transaction::begin(database());
        require(transaction);
        for (int n = 11; n <= 1300; ++n)
            write(n);
        require(transaction->commit());
    }
    require(log().sealPending());
    QCOMPARE(verify().head.count, 1300);
    QVERIFY(!verify().broken);
    const auto late = numberAt(1111);
    tamper(QStringLiteral("UPDATE log SET subject = 'x/0' WHERE number = %1").arg(late));
    QCOMPARE(verify().broken.value().number, late);
}

void AuditTest::verify_isStopped_whenItIsCancelled()
{
    Cancellation cancel;
    cancel.cancel();
    VERIFY_ERROR(trust::verifyLog(database(), {}, cancel), ErrorKind::Cancelled);
}

void AuditTest::unsealedEntry_mayWaitOnAServer_unlessItIsOld()
{
    const QString insert = QStringLiteral("INSERT INTO log (number, at, who, role, action, subject, details) "
                                          "VALUES (%1, %2, 'eve', 'lead', 'x', 'y', '{}')");
    tamper(insert.arg(numberAt(10) + 1).arg(m_bench->clock.now()));
    if (!onServer()) {
        QCOMPARE(verify().broken.value().how, Breakage::Unsealed);
        QCOMPARE(verify().broken->number, numberAt(10) + 1);
        tamper(QStringLiteral("DELETE FROM log WHERE number > %1; UPDATE log SET number = -5 WHERE number = %2")
                   .arg(numberAt(10))
                   .arg(numberAt(5)));
        QCOMPARE(verify().broken.value().how, Breakage::EntryInserted);
        QCOMPARE(verify().broken->number, -5);
        return;
    }
    QVERIFY(!verify().broken);
    QCOMPARE(verify().waiting, 1);
    tamper(insert.arg(-5).arg(m_bench->clock.now() - 10 * minute));
    QVERIFY(!verify().broken);
    QCOMPARE(verify().waiting, 2);
    m_bench->clock.advance(60 * minute);
    QCOMPARE(verify().broken.value().how, Breakage::Unsealed);
    QCOMPARE(verify().broken->number, -5);
}

void AuditTest::checkpoint_findsAChainThatWasRewritten()
{
    const auto seals = log().seals(0, 100).value();
    const auto at = [&](std::size_t position) {
        return trust::Checkpoint{.count = static_cast<std::int64_t>(position),
                                 .number = seals[position - 1].number,
                                 .hash = seals[position - 1].hash,
                                 .at = morning,
                                 .database = {},
                                 .from = QStringLiteral("c%1").arg(position)};
    };
    QCOMPARE(verify({at(9), at(3)}).checkpoints, 2);
    tamper(QStringLiteral("UPDATE log SET who = 'eve' WHERE number = %1").arg(numberAt(5)));
    sealAnew();
    QVERIFY(!verify().broken); // whole in itself
    QVERIFY(!verify({at(4)}).broken);
    const auto report = verify({at(9), at(3)});
    QCOMPARE(report.broken.value().how, Breakage::Rewritten);
    QCOMPARE(report.broken->number, seals[8].number);
    QCOMPARE(report.checkpoints, 1);
    QVERIFY2(report.broken->sentence.contains(QStringLiteral("between entry %1").arg(seals[2].number)),
             qPrintable(report.broken->sentence));
}

void AuditTest::checkpoint_findsAChainThatWasCutShort()
{
    const auto taken = trust::takeCheckpoint(database()).value();
    tamper(QStringLiteral("DELETE FROM log_chain WHERE position > 7; DELETE FROM log WHERE number > %1").arg(numberAt(7)));
    if (onServer()) {
        QVERIFY(!verify().broken);
    } else {
        QCOMPARE(verify().broken.value().how, Breakage::Truncated); // the file's own count of numbers
        tamper(QStringLiteral("UPDATE sqlite_sequence SET seq = (SELECT max(number) FROM log) WHERE name = 'log'"));
        QVERIFY(!verify().broken);
    }
    QCOMPARE(verify({taken}).broken.value().how, Breakage::Truncated);
    for (int n = 8; n <= 10; ++n)
        write(n);
    require(log().sealPending());
    QVERIFY(!verify().broken);
    QCOMPARE(verify({taken}).broken.value().how, Breakage::Rewritten);
}

void AuditTest::cutEnd_isFoundInAFile_evenWhenOthersWroteSince()
{
    if (onServer())
        QSKIP("a server's numbers may have gaps");
    tamper(QStringLiteral("DELETE FROM log_chain WHERE position > 7; DELETE FROM log WHERE number > 7"));
    write(8);
    QCOMPARE(verify().broken.value().how, Breakage::EntryRemoved);
    QCOMPARE(verify().head.number, 7);
}

void AuditTest::checkpoint_isReadAsItWasWritten_andNeverOverwritten()
{
    QTemporaryDir folder;
    const auto taken = trust::takeCheckpoint(database()).value();
    const QString file = folder.filePath(QStringLiteral("a.checkpoint.json"));
    VERIFY_OK(trust::writeCheckpoint(file, taken));
    VERIFY_ERROR(trust::writeCheckpoint(file, taken), ErrorKind::Refused);
    QVERIFY((QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)) == 0);
    const auto read = trust::readCheckpoints(folder.path()).value();
    QCOMPARE(read.size(), std::size_t(1));
    QCOMPARE(read[0].count, 10);
    QCOMPARE(read[0].hash, taken.hash);
    QCOMPARE(read[0].at, m_bench->clock.now());
    QVERIFY(!verify(read).broken);
    for (const char* bad : {"{}", "{\"schema\":\"cartwright.checkpoint/1\",\"count\":1,\"number\":1,\"hash\":\"x\",\"at\":"
                                  "\"2026-03-02T10:35:04Z\"}"}) {
        require(writeFile(folder.filePath(QStringLiteral("b.checkpoint.json")), QByteArray(bad)));
        VERIFY_ERROR(trust::readCheckpoints(folder.path()), ErrorKind::Refused);
    }
    VERIFY_ERROR(trust::readCheckpoints(folder.filePath(QStringLiteral("none"))), ErrorKind::NotFound);
}

void AuditTest::checkpointsOfExports_areFoundBesideTheirFolders()
{
    QTemporaryDir folder;
    const auto record = [&](const QString& name) {
        require(LabelRepository(database())
                    .recordDataset({.folder = folder.filePath(name),
                                    .format = QStringLiteral("coco"),
                                    .contentHash = QStringLiteral("c"),
                                    .labels = 1,
                                    .frames = 1,
                                    .createdAt = morning}));
    };
    record(QStringLiteral("v1"));
    record(QStringLiteral("v1.2"));
    const auto taken = trust::takeCheckpoint(database()).value();
    const QString file = trust::checkpointBeside(folder.filePath(QStringLiteral("v1")), taken);
    VERIFY_OK(trust::writeCheckpoint(file, taken));
    const auto known = trust::checkpointsOfExports(database()).value();
    QCOMPARE(known.missing, 1);
    QCOMPARE(known.checkpoints.size(), std::size_t(1));
    QCOMPARE(known.checkpoints[0].from, file);
}

void AuditTest::exportedLines_canBeCheckedByThemselves()
{
    QString previous = firstSeal();
    int lines = 0;
    VERIFY_OK(trust::exportLog(database(), [&](const QByteArray& line) {
        const auto object = parseJsonObject(line, QStringLiteral("a line")).value();
        const auto text = [&](const char* key) { return object.value(QLatin1String(key)).toString(); };
        const StoredLogEntry entry{.number = object.value(QStringLiteral("number")).toInteger(),
                                   .at = object.value(QStringLiteral("at")).toInteger(),
                                   .who = text("who"),
                                   .role = text("role"),
                                   .action = text("action"),
                                   .subject = text("subject"),
                                   .details = text("details")};
        previous = sealOf(previous, entry);
        QCOMPARE(text("seal"), previous);
        QCOMPARE(object.value(QStringLiteral("position")).toInt(), ++lines);
    }));
    QCOMPARE(lines, 10);
}

QTEST_GUILESS_MAIN(AuditTest)
#include "tst_audit.moc"
