// Databases of past schemas come to the present one whole, whoever dies on the way.
#include "core/store/log_repository.h"
#include "core/store/schema.h"
#include "tests/store/facts_dump.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

// tests/faults/fault_shim.cpp is part of this program and stands before the C library.
extern "C" void cartwrightArmFault(const char* kind, long number, const char* below);
extern "C" long cartwrightFaultCount();

#if defined(__SANITIZE_ADDRESS__)
constexpr int killsAtMost = 16;
#else
constexpr int killsAtMost = 40;
#endif

class UpgradeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oldDatabase_saysTheSame_afterItsUpgrade_data() { addFixtures(head() + 1); }
    void oldDatabase_saysTheSame_afterItsUpgrade();
    void killedUpgrade_leavesTheOldOrTheNew_data() { addFixtures(); }
    void killedUpgrade_leavesTheOldOrTheNew();
    void upgradeKilledAtAnyStatement_leavesTheOld();
    void cutUpgradeOfAServer_leavesTheOld_data() { addFixtures(); }
    void cutUpgradeOfAServer_leavesTheOld();
    void manyOpenAnOldDatabase_oneUpgradesIt_data() { addFixtures(); }
    void manyOpenAnOldDatabase_oneUpgradesIt();

private:
    static QString fixture(const QString& name)
    {
        return QStringLiteral(CARTWRIGHT_SOURCE_DIR "/tests/store/fixtures/") + name;
    }
    static QByteArray bytesOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Those of past schemas; that of the present one is kept before the next is begun, and has nothing to be upgraded to yet.
    static void addFixtures(std::size_t below = head())
    {
        QTest::addColumn<int>("schema");
        const QString ending = TestServer::isWanted() ? QStringLiteral(".postgresql.sql") : QStringLiteral(".sql");
        for (int schema = 1; static_cast<std::size_t>(schema) < below; ++schema)
            if (QFile::exists(fixture(QStringLiteral("schema-%1%2").arg(schema).arg(ending))))
                QTest::addRow("schema %d", schema) << schema;
    }
    static std::size_t head() { return schemaUpgrades(*sqliteEngine({}))->size(); }
    /// The facts that the program of that schema told.
    static QByteArray factsOf(int schema) { return bytesOf(fixture(QStringLiteral("schema-%1.facts").arg(schema))); }
    static void load(Gateway& gateway, const QString& file)
    {
        const auto statements = statementsOf(QString::fromUtf8(bytesOf(fixture(file))));
        if (statements.size() < 20)
            qFatal("%s is missing", qPrintable(file));
        require(gateway.begin());
        for (const QString& statement : statements)
            require(gateway.exec(statement));
        require(gateway.commit());
    }
    QString newFile(int schema)
    {
        const QString path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_files));
        auto gateway = Gateway::open(path, m_clock, TimeSource::Given);
        require(gateway);
        load(**gateway, QStringLiteral("schema-%1.sql").arg(schema));
        return path;
    }
    QString newOldDatabase(int schema)
    {
        if (!TestServer::isWanted())
            return newFile(schema);
        const QString address = TestServer::shared().newDatabase();
        auto gateway = Gateway::open(address, m_clock, TimeSource::Given);
        require(gateway);
        load(**gateway, QStringLiteral("schema-%1.postgresql.sql").arg(schema));
        return address;
    }
    std::unique_ptr<Gateway> look(const QString& address)
    {
        auto gateway = Gateway::open(address, m_clock, TimeSource::Given);
        require(gateway);
        return std::move(*gateway);
    }
    static QString answer(Gateway& gateway, const QString& sql)
    {
        auto rows = gateway.rows(sql);
        require(rows);
        QStringList lines;
        for (Row& row : *rows)
            lines.append(row.text());
        return lines.join(QLatin1Char('\n'));
    }
    /// Every table, index, column and trigger that is there.
    static QString shapeOf(Gateway& gateway)
    {
        return answer(gateway, gateway.engine().isServer()
                                   ? QStringLiteral("SELECT table_schema || '.' || table_name || '.' || column_name FROM "
                                                    "information_schema.columns WHERE table_schema NOT IN ('pg_catalog', "
                                                    "'information_schema') UNION ALL SELECT proname FROM pg_proc p JOIN "
                                                    "pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' "
                                                    "UNION ALL SELECT tgname FROM pg_trigger UNION ALL SELECT indexname FROM pg_indexes "
                                                    "WHERE schemaname = 'public' ORDER BY 1")
                                   : QStringLiteral("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1"));
    }
    void checkFacts(const QString& address, int schema)
    {
        auto database = Database::open(address, m_clock, TimeSource::Given);
        require(database);
        const auto said = FactsDump::of(**database).split('\n');
        const auto expected = factsOf(schema).split('\n');
        for (int i = 0; i < std::min(said.size(), expected.size()); ++i)
            QCOMPARE(said[i], expected[i]);
        QCOMPARE(said.size(), expected.size());
        LogRepository log(**database);
        require(log.sealPending());
        QVERIFY(log.head()->count > 10);
        QCOMPARE(log.firstUnsealed().value(), std::nullopt);
    }
    /// Opens the database in a process of its own, whose n-th change of a file is its last; returns whether it was killed.
    static bool openAndDie(const QString& path, long n, const QByteArray& below, const Clock& clock, int report)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            cartwrightArmFault("kill", n, below.constData());
            const bool opened = Database::open(path, clock, TimeSource::Given).has_value();
            const long changes = cartwrightFaultCount();
            cartwrightArmFault("none", 0, "");
            const bool told = ::write(report, &changes, sizeof changes) == sizeof changes;
            ::_exit(opened && told ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
            qFatal("the old database cannot be opened");
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

    /// Upgrades the database in a process of its own that is killed before its n-th statement; false where it had fewer.
    static bool upgradeAndDie(const QString& path, int n, const Clock& clock)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            auto gateway = Gateway::open(path, clock, TimeSource::Given);
            if (!gateway)
                ::_exit(1);
            int statements = 0;
            (*gateway)->setWatcher([&](const QString&, const Values&) {
                if (++statements == n)
                    ::kill(::getpid(), SIGKILL);
            });
            ::_exit(openSchema(**gateway, *schemaUpgrades()) ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
            qFatal("the old database cannot be upgraded");
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

    FakeClock m_clock{morning + 7 * minute};
    QTemporaryDir m_folder{QFileInfo(QStringLiteral("/dev/shm")).isWritable() ? QStringLiteral("/dev/shm/cartwright-upgrade-XXXXXX")
                                                                             : QDir::tempPath() + QStringLiteral("/cartwright-upgrade-XXXXXX")};
    int m_files = 0;
};

void UpgradeTest::oldDatabase_saysTheSame_afterItsUpgrade()
{
    QFETCH(int, schema);
    const QString address = newOldDatabase(schema);
    const QString before = shapeOf(*look(address));
    checkFacts(address, schema);
    checkFacts(address, schema); // nothing more happens to it
    if (static_cast<std::size_t>(schema) == head()) {
        QCOMPARE(shapeOf(*look(address)), before);
        return;
    }
    QVERIFY(shapeOf(*look(address)) != before);
    if (TestServer::isWanted()) {
        QVERIFY(answer(*look(address), QStringLiteral("SELECT count(*) FROM before_%1.sale").arg(head())).toInt() > 5);
        return;
    }
    const QString copy = QStringLiteral("%1.before-%2").arg(address).arg(head());
    QCOMPARE(answer(*look(copy), QStringLiteral("PRAGMA user_version")), QString::number(schema));
    QCOMPARE(shapeOf(*look(copy)), before);
    checkFacts(copy, schema); // and can be upgraded itself
}

void UpgradeTest::killedUpgrade_leavesTheOldOrTheNew()
{
    QFETCH(int, schema);
    if (TestServer::isWanted())
        QSKIP("a file's part; see the next test for a server's");
    const QString whole = newFile(schema);
    const QString oldShape = shapeOf(*look(whole));
    int pipe[2];
    QVERIFY(::pipe(pipe) == 0);
    const QString folder = m_folder.filePath(QStringLiteral("killed-%1").arg(schema));
    const QString path = folder + QStringLiteral("/cartwright.sqlite");
    const auto prepare = [&] {
        QDir(folder).removeRecursively();
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(whole, path));
    };
    prepare();
    QVERIFY(!openAndDie(path, 1'000'000, folder.toUtf8(), m_clock, pipe[1]));
    long changes = 0;
    QVERIFY(::read(pipe[0], &changes, sizeof changes) == sizeof changes);
    ::close(pipe[0]);
    ::close(pipe[1]);
    const QString newShape = shapeOf(*look(path));
    const long step = (changes + killsAtMost - 1) / killsAtMost;
    int tries = 0, stayedOld = 0;
    for (long n = 1; n <= changes; n += step) {
        prepare();
        QVERIFY(openAndDie(path, n, folder.toUtf8(), m_clock, -1));
        ++tries;
        {
            const auto gateway = look(path);
            const bool isOld = answer(*gateway, QStringLiteral("PRAGMA user_version")) == QString::number(schema);
            stayedOld += isOld ? 1 : 0;
            QCOMPARE(shapeOf(*gateway), isOld ? oldShape : newShape);
        }
        checkFacts(path, schema);
        QCOMPARE(shapeOf(*look(path)), newShape);
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 2); // and the copy
    }
    qInfo("schema %d: %d kills at %ld changes of files, %d left the old one, %d the new one", schema, tries, changes, stayedOld,
          tries - stayedOld);
    QVERIFY(tries >= 15);
    QVERIFY(stayedOld > 0);
}

/// From the first schema, so that every statement of every upgrade is on the way. What was killed left the file as it was, byte
/// for byte once it is opened again, so that the next try begins with what the last one left.
void UpgradeTest::upgradeKilledAtAnyStatement_leavesTheOld()
{
    if (TestServer::isWanted())
        QSKIP("a file's part; see the next test for a server's");
    const QString path = newFile(1);
    const QByteArray old = bytesOf(path);
    int tries = 0;
    while (upgradeAndDie(path, tries + 1, m_clock)) {
        ++tries;
        QCOMPARE(answer(*look(path), QStringLiteral("PRAGMA user_version")), QStringLiteral("1"));
        QVERIFY(bytesOf(path) == old);
    }
    qInfo("killed before each of %d statements, each left the old one", tries);
    std::size_t least = 0;
    const auto upgrades = schemaUpgrades().value();
    for (std::size_t i = 1; i < upgrades.size(); ++i)
        least += statementsOf(upgrades[i]).size();
    QVERIFY(static_cast<std::size_t>(tries) > least);
    checkFacts(path, 1);
}

void UpgradeTest::cutUpgradeOfAServer_leavesTheOld()
{
    QFETCH(int, schema);
    if (!TestServer::isWanted())
        QSKIP("a server's part");
    const QString address = newOldDatabase(schema);
    const QString oldShape = shapeOf(*look(address));
    const auto upgrades = schemaUpgrades(look(address)->engine()).value();
    int tries = 0;
    for (std::size_t upgrade = static_cast<std::size_t>(schema); upgrade < upgrades.size(); ++upgrade) {
        const auto statements = statementsOf(upgrades[upgrade]);
        for (std::size_t n = 0; n <= statements.size(); ++n) {
            QString cut;
            for (std::size_t i = 0; i < statements.size(); ++i)
                cut += (i == n ? QStringLiteral("SELECT pg_terminate_backend(pg_backend_pid());\n\n") : QString()) +
                       statements[i] + QStringLiteral(";\n\n");
            if (n == statements.size())
                cut += QStringLiteral("SELECT pg_terminate_backend(pg_backend_pid());\n\n");
            auto changed = upgrades;
            changed[upgrade] = cut;
            VERIFY_ERROR(openSchema(*look(address), changed), ErrorKind::Unreachable);
            ++tries;
            if (n % 8 == 0)
                QCOMPARE(shapeOf(*look(address)), oldShape);
        }
    }
    QCOMPARE(shapeOf(*look(address)), oldShape);
    qInfo("schema %d: cut at %d statements, each left the old one", schema, tries);
    checkFacts(address, schema);
}

void UpgradeTest::manyOpenAnOldDatabase_oneUpgradesIt()
{
    QFETCH(int, schema);
    const QString address = newOldDatabase(schema);
    constexpr int programs = 6;
    std::vector<pid_t> children;
    for (int i = 0; i < programs; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto opened = Database::open(address, m_clock, TimeSource::Given);
            if (!opened)
                std::fprintf(stderr, "%s %s\n", qPrintable(opened.error().sentence), qPrintable(opened.error().details));
            ::_exit(opened && SaleRepository(**opened).find(QStringLiteral("s-corrected")) ? 0 : 1);
        }
        children.push_back(child);
    }
    int succeeded = 0;
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        succeeded += WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 1 : 0;
    }
    QCOMPARE(succeeded, programs);
    checkFacts(address, schema);
    if (TestServer::isWanted())
        QCOMPARE(answer(*look(address), QStringLiteral("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before%'")), QStringLiteral("1"));
    else
        QCOMPARE(answer(*look(QStringLiteral("%1.before-%2").arg(address).arg(head())), QStringLiteral("PRAGMA user_version")),
                 QString::number(schema));
}

QTEST_GUILESS_MAIN(UpgradeTest)
#include "tst_upgrade.moc"
