#include "tests/ui/window_fixture.h"

using namespace cartwright;

/// A review that ends in a crash goes on where it was.
class DraftsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edit_isOnDiskWithinASecond();
    void crash_losesNothing_andTheSaleComesBackWithItsEdits();
    void leavingInOrder_keepsTheDraft_andGivesTheSaleBack();
};

void DraftsTest::edit_isOnDiskWithinASecond()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(workspace.drafts().isEmpty());
    open.key(Qt::Key_2);
    QVERIFY(QTest::qWaitFor([&] { return !workspace.drafts().isEmpty(); }, 1000));
}

void DraftsTest::crash_losesNothing_andTheSaleComesBackWithItsEdits()
{
    made::Workspace workspace;
    QStringList first, second;
    {
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_2);
        first = open.cart();
        open.key(Qt::Key_Plus);
        second = open.cart();
        QVERIFY(first != second);
        QVERIFY(QTest::qWaitFor([&] { return !workspace.drafts().isEmpty(); }));
        QVERIFY(QTest::qWaitFor([&] { return workspace.draftHolds("set_quantity") || workspace.draftHolds("adjust_line"); }));
    } // no close event: nothing is given back, as in a crash
    const auto entry = made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1")));
    QCOMPARE(entry.state, store::QueueState::Claimed);
    const OpenWindow again(workspace);
    QVERIFY(again.waitForSale("s-1"));
    QCOMPARE(again.cart(), second);
    again.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(again.cart(), first);
    again.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(again.cart().last(), QStringLiteral("1 Yoghurt plain"));
}

void DraftsTest::leavingInOrder_keepsTheDraft_andGivesTheSaleBack()
{
    made::Workspace workspace;
    {
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_2);
        open.window->close();
    }
    QCOMPARE(workspace.drafts().size(), 1);
    const auto entry = made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1")));
    QCOMPARE(entry.state, store::QueueState::Waiting);
}

QTEST_MAIN(DraftsTest)
#include "tst_drafts.moc"
