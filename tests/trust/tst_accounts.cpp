// Accounts of a workspace whose tables are a file: passwords, waiting, sessions, and what the log says of them.
#include "core/store/gateway.h"
#include "core/store/log_repository.h"
#include "core/trust/accounts.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::trust;
using namespace cartwright::store::samples;

namespace {

const QString password = QStringLiteral("correct horse 1");
const QString wrong = QStringLiteral("battery staple 2");

} // namespace

class AccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }

    void hash_isArgon2id_withModerateLimits()
    {
        const QString hash = hashOf(password, moderateCost()).value();
        QVERIFY2(hash.startsWith(QStringLiteral("$argon2id$v=19$m=262144,t=3,p=1$")), qPrintable(hash));
        QVERIFY(isPasswordOf(password, hash));
        QVERIFY(!isPasswordOf(wrong, hash));
        QVERIFY(hash != hashOf(password, moderateCost()).value()); // another salt
        QVERIFY(!hasOtherCost(hash, moderateCost()));
        QVERIFY(hasOtherCost(hash, leastCost()));
    }

    void withoutAccounts_whoeverComesIsTheDesksOwner()
    {
        QCOMPARE(accounts().askForPassword().value(), false);
        const Identity owner = accounts().withoutPassword(QStringLiteral("maria")).value();
        QCOMPARE(owner, (Identity{QStringLiteral("maria"), Role::DeskOwner}));
        VERIFY_OK(accounts().permit(owner, Action::ManageAccounts, QString()));
    }

    void theFirstAccount_isAnOperators_andFromThenOnAPasswordIsAsked()
    {
        VERIFY_ERROR(accounts().add(QStringLiteral("ada"), Role::Reviewer, password, m_owner), ErrorKind::Refused);
        addOperator();
        QCOMPARE(accounts().askForPassword().value(), true);
        VERIFY_ERROR(accounts().withoutPassword(QStringLiteral("maria")), ErrorKind::Locked);
        VERIFY_OK(accounts().add(QStringLiteral("ada"), Role::Reviewer, password, m_operator));
        VERIFY_ERROR(accounts().add(QStringLiteral("ada"), Role::Lead, password, m_operator), ErrorKind::Refused);
        QCOMPARE(accounts().signIn(QStringLiteral("ada"), password).value(), (Identity{QStringLiteral("ada"), Role::Reviewer}));
        VERIFY_ERROR(accounts().signIn(QStringLiteral("ada"), wrong), ErrorKind::Locked);
    }

    void namesAndPasswords_areRefused_whereTheyAreUnfit_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("tried");
        QTest::newRow("empty name") << QString() << password;
        QTest::newRow("capital") << QStringLiteral("Ada") << password;
        QTest::newRow("line break") << QStringLiteral("ada\n") << password;
        QTest::newRow("quote") << QStringLiteral("a\"b") << password;
        QTest::newRow("the machine's") << QStringLiteral("pipeline") << password;
        QTest::newRow("the server's") << QStringLiteral("pg_ada") << password;
        QTest::newRow("short password") << QStringLiteral("ada") << QStringLiteral("123456789");
        QTest::newRow("long password") << QStringLiteral("ada") << QString(201, QLatin1Char('x'));
    }
    void namesAndPasswords_areRefused_whereTheyAreUnfit()
    {
        QFETCH(QString, name);
        QFETCH(QString, tried);
        VERIFY_ERROR(accounts().add(name, Role::Operator, tried, m_owner), ErrorKind::Refused);
        QCOMPARE(accounts().askForPassword().value(), false);
    }

    void guessing_getsSlow_andTheWaitIsStored()
    {
        addOperator();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!accounts().signIn(m_operator.name, wrong).error().sentence.contains(QStringLiteral("in a row")));
        const auto blocked = accounts().signIn(m_operator.name, password); // right, but too early
        VERIFY_ERROR(blocked, ErrorKind::Locked);
        QCOMPARE(blocked.error().sentence, QStringLiteral("Signing in as olga failed 5 times in a row; the next try is at 10:20:34 UTC."));
        m_bench->database = m_bench->open(); // another program
        m_bench->clock.advance(29 * second);
        QVERIFY(accounts().signIn(m_operator.name, password).error().sentence.contains(QStringLiteral("in a row")));
        m_bench->clock.advance(second);
        QVERIFY(!accounts().signIn(m_operator.name, wrong).error().sentence.contains(QStringLiteral("in a row")));
        m_bench->clock.advance(59 * second); // twice as long now
        QVERIFY(accounts().signIn(m_operator.name, password).error().sentence.contains(QStringLiteral("in a row")));
        m_bench->clock.advance(second);
        VERIFY_OK(accounts().signIn(m_operator.name, password));
        for (int i = 0; i < 4; ++i) // forgotten by the success
            VERIFY_ERROR(accounts().signIn(m_operator.name, wrong), ErrorKind::Locked);
        VERIFY_OK(accounts().signIn(m_operator.name, password));
    }

    void waits_growToAQuarterOfAnHour()
    {
        QCOMPARE(waitAfter(4), Microseconds(0));
        QCOMPARE(waitAfter(5), 30 * second);
        QCOMPARE(waitAfter(6), 60 * second);
        QCOMPARE(waitAfter(9), 8 * minute);
        QCOMPARE(waitAfter(10), 15 * minute);
        QCOMPARE(waitAfter(2'000'000'000), 15 * minute);
    }

    void aClockThatWasSetBack_doesNotProlongTheWait()
    {
        addOperator();
        for (int i = 0; i < 5; ++i)
            VERIFY_ERROR(accounts().signIn(m_operator.name, wrong), ErrorKind::Locked);
        m_bench->clock.advance(-24 * 60 * minute);
        VERIFY_ERROR(accounts().signIn(m_operator.name, password), ErrorKind::Locked);
        QVERIFY(accounts().signIn(m_operator.name, password).error().sentence.contains(QStringLiteral("at 10:20:34 UTC")));
    }

    void namesThatNobodyHas_areSlowedDownToo_andNoneIsKept()
    {
        addOperator();
        const QString typed = QStringLiteral("my secret instead of a name");
        QString sentence;
        for (int i = 0; i < 6; ++i)
            sentence = accounts().signIn(typed, wrong).error().sentence;
        QVERIFY(sentence.contains(QStringLiteral("in a row")));
        for (const auto* sql : {"SELECT name FROM sign_in_failure", "SELECT who || subject || details FROM log"}) {
            const auto rows = m_bench->database->gateway().rows(QLatin1String(sql)).value();
            QVERIFY(!rows.empty());
            for (store::Row row : rows)
                QVERIFY(!row.text().contains(QStringLiteral("secret")));
        }
    }

    void unknownAndKnownNames_areAnsweredWithTheSameSentence()
    {
        addOperator();
        QCOMPARE(accounts().signIn(QStringLiteral("nobody"), wrong).error().sentence,
                 accounts().signIn(m_operator.name, wrong).error().sentence);
    }

    void anAccountThatIsDisabled_cannotSignIn_andItsSessionsEnd()
    {
        addOperator();
        VERIFY_OK(accounts().add(QStringLiteral("ada"), Role::Reviewer, password, m_operator));
        const Identity ada = accounts().signIn(QStringLiteral("ada"), password).value();
        const QString token = accounts().openSession(ada).value();
        QCOMPARE(accounts().resumeSession(token).value(), ada);
        VERIFY_OK(accounts().setActive(QStringLiteral("ada"), false, m_operator));
        VERIFY_ERROR(accounts().resumeSession(token), ErrorKind::Locked);
        VERIFY_ERROR(accounts().signIn(QStringLiteral("ada"), password), ErrorKind::Locked);
        VERIFY_OK(accounts().setActive(QStringLiteral("ada"), true, m_operator));
        VERIFY_OK(accounts().signIn(QStringLiteral("ada"), password));
        VERIFY_ERROR(accounts().resumeSession(token), ErrorKind::Locked);
        VERIFY_ERROR(accounts().setActive(QStringLiteral("bo"), true, m_operator), ErrorKind::NotFound);
    }

    void theLastOperator_stays()
    {
        addOperator();
        VERIFY_ERROR(accounts().setActive(m_operator.name, false, m_operator), ErrorKind::Refused);
        VERIFY_ERROR(accounts().setRole(m_operator.name, Role::Lead, m_operator), ErrorKind::Refused);
        VERIFY_OK(accounts().add(QStringLiteral("otto"), Role::Operator, password, m_operator));
        VERIFY_OK(accounts().setRole(m_operator.name, Role::Lead, m_operator));
        VERIFY_ERROR(accounts().setRole(QStringLiteral("otto"), Role::Lead, m_operator), ErrorKind::Refused);
    }

    void sessions_last12Hours_andEndWithThePassword()
    {
        addOperator();
        QString token = accounts().openSession(m_operator).value();
        QCOMPARE(token.size(), 64);
        m_bench->clock.advance(12 * 60 * minute - second);
        VERIFY_OK(accounts().resumeSession(token));
        m_bench->clock.advance(second);
        VERIFY_ERROR(accounts().resumeSession(token), ErrorKind::Locked);
        token = accounts().openSession(m_operator).value();
        const auto stored = m_bench->database->gateway().rows(QStringLiteral("SELECT token_hash FROM account_session")).value();
        QCOMPARE(stored.size(), std::size_t(1)); // the old one is gone
        QVERIFY(store::Row(stored[0]).text() != token);
        VERIFY_OK(accounts().setPassword(m_operator.name, wrong, m_operator));
        VERIFY_ERROR(accounts().resumeSession(token), ErrorKind::Locked);
        VERIFY_ERROR(accounts().signIn(m_operator.name, password), ErrorKind::Locked);
        VERIFY_OK(accounts().signIn(m_operator.name, wrong));
        token = accounts().openSession(m_operator).value();
        VERIFY_OK(accounts().closeSession(token, m_operator));
        VERIFY_ERROR(accounts().resumeSession(token), ErrorKind::Locked);
    }

    void aPassword_isHashedAgain_whereTheLimitsHaveChanged()
    {
        addOperator();
        const auto hash = [this] { return store::AccountRepository(*m_bench->database).find(m_operator.name).value()->hash; };
        const QString before = hash();
        const PasswordCost dearer{2, leastCost().memoryBytes * 2};
        VERIFY_OK(Accounts(*m_bench->database, dearer).signIn(m_operator.name, password));
        QVERIFY(hash() != before);
        QVERIFY(!hasOtherCost(hash(), dearer));
        VERIFY_OK(Accounts(*m_bench->database, dearer).signIn(m_operator.name, password));
    }

    void whatHappens_isLogged_andPasswordsAreNot()
    {
        addOperator();
        VERIFY_OK(accounts().add(QStringLiteral("ada"), Role::Reviewer, password, m_operator));
        VERIFY_OK(accounts().setRole(QStringLiteral("ada"), Role::Lead, m_operator));
        VERIFY_ERROR(accounts().signIn(QStringLiteral("ada"), wrong), ErrorKind::Locked);
        const Identity ada = accounts().signIn(QStringLiteral("ada"), password).value();
        VERIFY_ERROR(accounts().permit(ada, Action::CreateDataset, QStringLiteral("dataset create")), ErrorKind::Locked);
        VERIFY_OK(accounts().permit(ada, Action::Review, QString()));
        QStringList told;
        const auto entries = store::LogRepository(*m_bench->database).newest({}, 100).value();
        for (const auto& entry : entries) {
            const QString details = QString::fromUtf8(toJsonLine(entry.details)).trimmed();
            told.append(entry.who + QLatin1Char(' ') + entry.role + QLatin1Char(' ') + entry.action + QLatin1Char(' ') + entry.subject +
                        QLatin1Char(' ') + details);
            QVERIFY(!told.last().contains(password) && !told.last().contains(wrong) && !told.last().contains(QStringLiteral("argon2")));
        }
        told = told.mid(told.size() - 6);
        QCOMPARE(told[0], QStringLiteral("maria desk_owner account.added account/olga {\"role\":\"operator\"}"));
        QCOMPARE(told[1], QStringLiteral("olga operator account.added account/ada {\"role\":\"reviewer\"}"));
        QCOMPARE(told[2], QStringLiteral("olga operator account.changed account/ada "
                                         "{\"password_changed\":false,\"role\":{\"new\":\"lead\",\"old\":\"reviewer\"}}"));
        QCOMPARE(told[3], QStringLiteral("ada lead sign_in.failed account/ada {\"failures\":1}"));
        QCOMPARE(told[4], QStringLiteral("ada lead sign_in.succeeded account/ada {\"failures\":1}"));
        QCOMPARE(told[5], QStringLiteral("ada lead permission.denied dataset create {\"action\":\"dataset.create\"}"));
    }

    void accounts_areNeverDeleted()
    {
        addOperator();
        VERIFY_ERROR(m_bench->database->gateway().exec(QStringLiteral("DELETE FROM account")), ErrorKind::Integrity);
        VERIFY_ERROR(m_bench->database->gateway().exec(QStringLiteral("UPDATE account SET name = 'x'")), ErrorKind::Integrity);
    }

private:
    Accounts accounts() { return Accounts(*m_bench->database, leastCost()); }
    void addOperator() { require(accounts().add(m_operator.name, Role::Operator, password, m_owner)); }

    const Identity m_owner{QStringLiteral("maria"), Role::DeskOwner};
    const Identity m_operator{QStringLiteral("olga"), Role::Operator};
    std::unique_ptr<Bench> m_bench;
};

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
