// Who sits at the window: asked for where the workspace has accounts, and shown the places of the role.
#include "tests/ui/window_fixture.h"

#include "core/trust/accounts.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace cartwright;

namespace {

const QString password = QStringLiteral("correct horse 1");

/// With an operator, a reviewer, a lead, a manager and the pipeline, called so.
void addAccounts(made::Workspace& workspace)
{
    trust::Accounts accounts(*workspace.database, trust::leastCost());
    const trust::Identity owner{QStringLiteral("maria"), trust::Role::DeskOwner};
    for (const trust::Role role : {trust::Role::Operator, trust::Role::Reviewer, trust::Role::Lead, trust::Role::Manager, trust::Role::Pipeline})
        made::orFail(accounts.add(trust::nameOf(role) == QStringLiteral("pipeline") ? QStringLiteral("machine") : trust::nameOf(role), role,
                                  password, owner));
}

void enter(const OpenWindow& open, const QString& name, const QString& words)
{
    open.find<QLineEdit>("signInName")->setText(name);
    open.find<QLineEdit>("signInPassword")->setText(words);
    QTest::keyClick(open.find<QLineEdit>("signInPassword"), Qt::Key_Return);
}

bool asks(const OpenWindow& open) { return open.find("signInPage")->isVisible() && open.find("signInName")->isEnabled(); }

QStringList placesOf(const OpenWindow& open)
{
    QStringList names;
    for (const char* name : {"placeReview", "placeQueue", "placeMeasures"})
        if (open.window->findChild<QAction*>(QLatin1String(name))->isVisible() &&
            open.find((QByteArray(name) + "Button").constData())->isVisible())
            names << QString::fromLatin1(name).mid(5);
    return names;
}

} // namespace

class SignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAccounts_nobodyIsAsked()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        QCOMPARE(open.text("reviewerLabel"), QStringLiteral("ada · desk owner"));
        QCOMPARE(placesOf(open).size(), 3);
        QVERIFY(!open.find("signInPage")->isVisible());
        QVERIFY(!open.window->findChild<QAction*>(QStringLiteral("signOut"))->isVisible());
    }

    void withAccounts_nothingShowsBeforeSomebodySignsIn()
    {
        made::Workspace workspace(1);
        addAccounts(workspace);
        const OpenWindow open(workspace);
        QVERIFY(open.waitUntilSettled());
        QVERIFY(asks(open));
        QCOMPARE(placesOf(open), QStringList());
        QVERIFY(!open.flow().opened());
        QVERIFY(!open.find("signInEnter")->isEnabled()); // nothing typed yet
        QTest::keyClick(open.window.get(), Qt::Key_1, Qt::AltModifier);
        QVERIFY(asks(open));

        enter(open, QStringLiteral("reviewer"), QStringLiteral("battery staple"));
        QTRY_VERIFY_WITH_TIMEOUT(asks(open) && open.find("signInTrouble")->isVisible(), 20'000);
        QVERIFY(open.text("signInTrouble").startsWith(QStringLiteral("Name and password do not belong together")));
        QVERIFY(open.find<QLineEdit>("signInPassword")->text().isEmpty());
        QCOMPARE(placesOf(open), QStringList());

        enter(open, QStringLiteral("reviewer"), password);
        QVERIFY(!open.find("signInName")->isEnabled()); // the answer is awaited, the window lives
        QVERIFY(open.waitForSale("s-1"));
        QCOMPARE(open.text("reviewerLabel"), QStringLiteral("reviewer · reviewer"));
        QCOMPARE(placesOf(open), (QStringList{QStringLiteral("Review"), QStringLiteral("Queue")}));
        QCOMPARE(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1")).value().owner, QStringLiteral("reviewer"));
    }

    void signingOut_givesTheSaleBack_andAsksAgain()
    {
        made::Workspace workspace(1);
        addAccounts(workspace);
        const OpenWindow open(workspace);
        QVERIFY(open.waitUntilSettled());
        enter(open, QStringLiteral("lead"), password);
        QVERIFY(open.waitForSale("s-1"));
        QCOMPARE(placesOf(open).size(), 3);
        auto* signOut = open.window->findChild<QAction*>(QStringLiteral("signOut"));
        QVERIFY(signOut->isVisible());
        signOut->trigger();
        QVERIFY(asks(open));
        QCOMPARE(placesOf(open), QStringList());
        QVERIFY(open.text("reviewerLabel").isEmpty());
        QTRY_COMPARE(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1")).value().state, store::QueueState::Waiting);
        enter(open, QStringLiteral("reviewer"), password);
        QVERIFY(open.waitForSale("s-1"));
        QCOMPARE(placesOf(open).size(), 2);
    }

    void aManager_seesQueueAndMeasures_andIsToldWhyNotReview()
    {
        made::Workspace workspace(1);
        addAccounts(workspace);
        const OpenWindow open(workspace);
        QVERIFY(open.waitUntilSettled());
        enter(open, QStringLiteral("manager"), password);
        QTRY_COMPARE_WITH_TIMEOUT(placesOf(open), (QStringList{QStringLiteral("Queue"), QStringLiteral("Measures")}), 20'000);
        QVERIFY(open.waitUntilSettled());
        QVERIFY(open.find("queueTable")->isVisible());
        auto* button = open.find<QPushButton>("openInReviewButton");
        QVERIFY(!button->isEnabled());
        QCOMPARE(button->toolTip(), QStringLiteral("manager is signed in as a manager and may not review sales; ask a reviewer or a lead."));
        QVERIFY(open.window->findChild<QAction*>(QStringLiteral("submit"))->toolTip().contains(QStringLiteral("may not review sales")));
        QTest::keyClick(open.find<QTableView>("queueTable"), Qt::Key_Return);
        QVERIFY(!open.flow().opened());
    }

    void thePipelinesRole_seesTheQueueOnly()
    {
        made::Workspace workspace(0);
        addAccounts(workspace);
        const OpenWindow open(workspace);
        QVERIFY(open.waitUntilSettled());
        enter(open, QStringLiteral("machine"), password);
        QTRY_COMPARE_WITH_TIMEOUT(placesOf(open), QStringList{QStringLiteral("Queue")}, 20'000); // the pipeline may look at the queue
    }

    void guessing_isToldUntilWhenToWait()
    {
        made::Workspace workspace(0);
        addAccounts(workspace);
        const OpenWindow open(workspace);
        QVERIFY(open.waitUntilSettled());
        for (int i = 0; i < 6; ++i) {
            enter(open, QStringLiteral("lead"), QStringLiteral("a guess"));
            QTRY_VERIFY_WITH_TIMEOUT(asks(open) && open.find("signInTrouble")->isVisible(), 20'000);
        }
        QCOMPARE(open.text("signInTrouble"), QStringLiteral("Signing in as lead failed 5 times in a row; the next try is at 10:20:30 UTC."));
    }
};

QTEST_MAIN(SignInTest)
#include "tst_sign_in.moc"
