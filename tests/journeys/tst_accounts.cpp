#include "command_line.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

namespace {

const QString operatorsPassword = QStringLiteral("olga's own words");
const QString adasPassword = QStringLiteral("ada's own words");

} // namespace

/// Accounts on the command line: from the desk's owner to people who sign in, and what they may not do.
class TestAccounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", m_folder.filePath(QStringLiteral("home")).toLocal8Bit());
        qunsetenv("CARTWRIGHT_PASSWORD");
        QCOMPARE(run({QStringLiteral("init"), shop()}).code, 0);
    }

    void aPerson_fromTheDeskToTheSession()
    {
        // One desk: nobody is asked.
        QCOMPARE(call({"queue"}).code, 0);
        QCOMPARE(call({"user", "list"}).json().value(QStringLiteral("accounts")).toArray().size(), 0);
        QCOMPARE(call({"queue", "--user", "olga"}).code, 3);
        QCOMPARE(call({"user", "add", "ada", "--role", "reviewer"}, adasPassword).code, 4); // the first is an operator
        QCOMPARE(call({"user", "add", "olga", "--role", "boss"}, operatorsPassword).code, 2);
        const Ran added = call({"user", "add", "olga", "--role", "operator"}, operatorsPassword);
        QVERIFY2(added.code == 0 && added.err.contains("sign-in --user olga"), added.all().constData());

        // From now on everybody is asked.
        const Ran stranger = call({"queue"});
        QVERIFY2(stranger.code == 6 && stranger.err.contains("sign-in"), stranger.all().constData());
        QCOMPARE(call({"backup", m_folder.filePath(QStringLiteral("stolen"))}).code, 6);
        QCOMPARE(call({"doctor"}).code, 6);
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("stolen"))));
        QCOMPARE(call({"queue", "--user", "olga"}).code, 6); // without a password
        qputenv("CARTWRIGHT_PASSWORD", "guessed words");
        QCOMPARE(call({"queue", "--user", "olga"}).code, 6);
        qputenv("CARTWRIGHT_PASSWORD", operatorsPassword.toUtf8());
        QCOMPARE(call({"sign-in"}).code, 2);
        QCOMPARE(call({"sign-in", "--user", "olga"}).code, 0);
        qunsetenv("CARTWRIGHT_PASSWORD");
        QCOMPARE(filesNotPrivate(), QStringList());
        QCOMPARE(call({"queue"}).code, 0);
        QCOMPARE(call({"doctor"}).code, 0);
        QCOMPARE(call({"user", "add", "ada", "--role", "reviewer"}, adasPassword).code, 0);
        QCOMPARE(call({"user", "add", "ada", "--role", "lead"}, adasPassword).code, 4);
        QCOMPARE(call({"user", "disable", "olga"}).code, 4); // the last operator
        const auto accounts = call({"user", "list"}).json().value(QStringLiteral("accounts")).toArray();
        QCOMPARE(accounts.size(), 2);
        QCOMPARE(accounts[0].toObject().value(QStringLiteral("role")).toString(), QStringLiteral("reviewer"));

        // A reviewer does her work and nothing else.
        qputenv("CARTWRIGHT_PASSWORD", adasPassword.toUtf8());
        QCOMPARE(call({"sign-in", "--user", "ada"}).code, 0);
        qunsetenv("CARTWRIGHT_PASSWORD");
        QCOMPARE(call({"queue"}).code, 0);
        const Ran denied = call({"dataset", "create", m_folder.filePath(QStringLiteral("v1"))});
        QVERIFY2(denied.code == 6 && denied.err.contains("ada is signed in as a reviewer and may not make datasets; ask an ML engineer."),
                 denied.all().constData());
        for (const QStringList& verb : {QStringList{"user", "list"}, {"measures"}, {"doctor"}, {"backup", "x.sqlite"}, {"user", "password", "olga"}})
            QCOMPARE(call(verb, QStringLiteral("another's password")).code, 6);
        QCOMPARE(call({"review", "show", "s-1", "--reviewer", "bo"}).code, 2);
        QCOMPARE(call({"user", "password"}, QStringLiteral("ada's newer words")).code, 0);
        QCOMPARE(call({"queue"}).code, 6); // signed out by that
        qputenv("CARTWRIGHT_PASSWORD", "ada's newer words");
        QCOMPARE(call({"sign-in", "--user", "ada"}).code, 0);
        qunsetenv("CARTWRIGHT_PASSWORD");
        QCOMPARE(call({"sign-out"}).code, 0);
        QCOMPARE(call({"queue"}).code, 6);
    }

    void passwords_areNowhereInTheWorkspace()
    {
        QDirIterator files(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains("own words") && !bytes.contains("newer words"), qPrintable(file.fileName()));
            ++seen;
        }
        QVERIFY(seen >= 2);
    }

private:
    QString shop() const { return m_folder.filePath(QStringLiteral("shop")); }

    /// The verb in this workspace; `input` is what standard input holds.
    Ran call(const QStringList& verb, const QString& input = {}) const
    {
        QProcess process;
        process.start(commandLinePath(), verb + QStringList{QStringLiteral("--workspace"), shop(), QStringLiteral("--json")});
        process.write(input.toUtf8() + '\n');
        process.closeWriteChannel();
        Ran ran;
        if (!process.waitForFinished(60'000))
            return ran;
        ran.code = process.exitCode();
        ran.out = process.readAllStandardOutput();
        ran.err = process.readAllStandardError();
        return ran;
    }

    /// Files of the session that others could read; one would be too many, none at all a mistake of this test.
    QStringList filesNotPrivate() const
    {
        QStringList found;
        int seen = 0;
        QDirIterator files(m_folder.filePath(QStringLiteral("home")), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            ++seen;
            if ((QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)) != 0)
                found.append(path);
        }
        return seen == 1 ? found : QStringList{QStringLiteral("%1 files").arg(seen)};
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "tst_accounts.moc"
