// People of a database on a server, through the command line. Needs PostgreSQL 15.
#include "command_line.h"
#include "tests/store/test_server.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;
using cartwright::store::samples::TestServer;

class TestServerAccounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!TestServer::isWanted())
            QSKIP("runs on PostgreSQL only");
    }

    void people_areLoginsOfTheServer()
    {
        QTemporaryDir folder;
        const QString shop = folder.filePath(QStringLiteral("shop"));
        const QString address = TestServer::shared().newDatabase();
        const QStringList in{QStringLiteral("--workspace"), shop, QStringLiteral("--json")};
        const auto call = [&](const QStringList& verb) { return run(verb + in); };
        const auto add = [&](const QString& name, const QString& role) {
            QProcess process;
            process.start(commandLinePath(), QStringList{QStringLiteral("user"), QStringLiteral("add"), name, QStringLiteral("--role"), role} + in);
            process.write("correct horse 1\n");
            process.closeWriteChannel();
            process.waitForFinished(60'000);
            return process.exitCode();
        };
        const Ran made = run({QStringLiteral("init"), shop, QStringLiteral("--database"), address});
        QVERIFY2(made.code == 0, made.all().constData());
        const QString ada = QStringLiteral("ada%1").arg(::getpid());
        const QString olga = QStringLiteral("olga%1").arg(::getpid());
        QCOMPARE(add(ada, QStringLiteral("reviewer")), 0);
        QCOMPARE(add(ada, QStringLiteral("reviewer")), 4);
        QCOMPARE(add(olga, QStringLiteral("operator")), 0);
        const Ran listed = call({QStringLiteral("user"), QStringLiteral("list")});
        QVERIFY2(listed.json().value(QStringLiteral("accounts")).toArray().size() == 2, listed.all().constData());

        const Ran quiet = call({QStringLiteral("queue"), QStringLiteral("--user"), ada});
        QVERIFY2(quiet.code == 0 && !quiet.err.contains("ERROR"), quiet.all().constData());
        const Ran denied = call({QStringLiteral("measures"), QStringLiteral("--user"), ada});
        QVERIFY2(denied.code == 6 && denied.err.contains("may not see the measures"), denied.all().constData());
        QCOMPARE(call({QStringLiteral("measures"), QStringLiteral("--user"), olga}).code, 0);
        QCOMPARE(call({QStringLiteral("sign-in"), QStringLiteral("--user"), ada}).code, 2);
        QCOMPARE(call({QStringLiteral("user"), QStringLiteral("disable"), ada, QStringLiteral("--user"), ada}).code, 6);
        QCOMPARE(call({QStringLiteral("user"), QStringLiteral("role"), ada, QStringLiteral("lead"), QStringLiteral("--user"), olga}).code, 0);
        QCOMPARE(call({QStringLiteral("measures"), QStringLiteral("--user"), ada}).code, 0);
        QCOMPARE(call({QStringLiteral("user"), QStringLiteral("disable"), ada, QStringLiteral("--user"), olga}).code, 0);
        const Ran out = call({QStringLiteral("queue"), QStringLiteral("--user"), ada}); // the server lets her in no more
        QVERIFY2(out.code == 6 && out.err.contains("does not let this login in"), out.all().constData());
    }
};

QTEST_GUILESS_MAIN(TestServerAccounts)
#include "tst_server_accounts.moc"
