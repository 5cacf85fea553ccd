// Every verb stands in the table of actions, so that none is open to all by oversight.
#include "app/cli/command.h"

#include <QSet>
#include <QTest>

using namespace cartwright;
using namespace cartwright::cli;

class VerbsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVerb_hasAnAction()
    {
        const auto commands = allCommands();
        QVERIFY(commands.size() > 20);
        for (const auto& command : commands)
            QVERIFY2(actionOf(command.words).has_value(),
                     qPrintable(command.words + QStringLiteral(" stands in no row of app/cli/verb_actions.cpp")));
    }

    void everyVerb_isThereOnce_andCanBeRun()
    {
        QSet<QString> words;
        for (const auto& command : allCommands()) {
            QVERIFY2(!words.contains(command.words), qPrintable(command.words));
            words.insert(command.words);
            QVERIFY(command.run != nullptr);
            QVERIFY(command.example.startsWith(QStringLiteral("cartwright-cli ") + command.words));
        }
    }

    void aVerbThatNobodyKnows_hasNoAction() { QVERIFY(!actionOf(QStringLiteral("no such verb"))); }

    void verbsThatChangeAccounts_areTheOperators_only()
    {
        for (const auto& command : allCommands()) {
            if (!command.words.startsWith(QStringLiteral("user ")) || command.words == QStringLiteral("user password"))
                continue;
            for (const trust::Role role : trust::accountRoles)
                QCOMPARE(trust::isAllowed(role, *actionOf(command.words)), role == trust::Role::Operator);
        }
    }
};

QTEST_GUILESS_MAIN(VerbsTest)
#include "tst_verbs.moc"
