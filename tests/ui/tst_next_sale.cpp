#include "tests/ui/window_fixture.h"

#include "core/store/work.h"

using namespace cartwright;

/// While one sale is open the next is claimed and decoded; nothing of it is lost, and nobody is kept from it.
class NextSaleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void next_isClaimedWithALeaseOfItsOwn_whileOneIsOpen();
    void submit_showsTheNextWithItsFrames_beforeTheVerdictIsWritten();
    void handlingTime_beginsWhenTheSaleIsSeen();
    void closing_givesBothBack();
    void signingOutOfTheSale_leavesNoLease_whenTheNextIsStillBeingClaimed();
    void crash_comesBackToTheSaleWithTheDraft_andKeepsTheOtherAsNext();
    void overtakenNext_saysSoWhenItIsShown();
    void refusedVerdict_isKeptAsADraft_andOneKeyGoesBackToIt();
    void openingTheNextByName_takesWhatIsReady();
};

namespace {

store::QueueEntry entryOf(const made::Workspace& workspace, const char* saleId)
{
    return made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key(saleId)));
}

bool waitForNext(const OpenWindow& open)
{
    return QTest::qWaitFor([&] { return open.window->review()->isNextReady(); }, 20000);
}

std::vector<Verdict> verdictsOf(const made::Workspace& workspace, const char* saleId)
{
    return made::orFail(store::QueueRepository(*workspace.database).verdicts(made::Workspace::key(saleId)));
}

/// From now on the database refuses each verdict, as a full disk would.
void forbidVerdicts(made::Workspace& workspace)
{
    store::Work work(workspace.database->gateway(), store::Work::Kind::Write);
    work.run(QStringLiteral("CREATE TRIGGER no_room BEFORE INSERT ON verdict BEGIN SELECT RAISE(ABORT, 'no room'); END"), {});
    made::orFail(work.finish());
}

void allowVerdicts(made::Workspace& workspace)
{
    store::Work work(workspace.database->gateway(), store::Work::Kind::Write);
    work.run(QStringLiteral("DROP TRIGGER no_room"), {});
    made::orFail(work.finish());
}

} // namespace

void NextSaleTest::next_isClaimedWithALeaseOfItsOwn_whileOneIsOpen()
{
    made::Workspace workspace(3);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    QCOMPARE(entryOf(workspace, "s-2").state, store::QueueState::Claimed);
    QCOMPARE(entryOf(workspace, "s-2").owner, QStringLiteral("ada"));
    QCOMPARE(entryOf(workspace, "s-3").state, store::QueueState::Waiting);
}

void NextSaleTest::submit_showsTheNextWithItsFrames_beforeTheVerdictIsWritten()
{
    made::Workspace workspace(3);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    // No event was handled since the key, so all of this was ready before.
    QCOMPARE(open.flow().opened()->key().saleId, QStringLiteral("s-2"));
    QVERIFY2(open.pane(2)->caption().endsWith(QStringLiteral("frame 36 of 50")), qPrintable(open.pane(2)->caption()));
    QVERIFY(open.find<ui::StillsStrip>("stillsStrip")->hasImages());
    QCOMPARE(open.flow().unsent(), 1u);
    QTRY_COMPARE_WITH_TIMEOUT(open.flow().unsent(), 0u, 20000);
    QCOMPARE(verdictsOf(workspace, "s-1").size(), 1u);
    QVERIFY(QTest::qWaitFor([&] { return entryOf(workspace, "s-3").state == store::QueueState::Claimed; }, 20000));
}

void NextSaleTest::handlingTime_beginsWhenTheSaleIsSeen()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    workspace.clock.advance(60 * made::second);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    const UtcMicroseconds seen = workspace.clock.now();
    workspace.clock.advance(7 * made::second);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(verdictsOf(workspace, "s-2").size(), 1u, 20000);
    QCOMPARE(verdictsOf(workspace, "s-2").front().openedAt, seen);
    QCOMPARE(verdictsOf(workspace, "s-2").front().decidedAt, seen + 7 * made::second);
}

void NextSaleTest::closing_givesBothBack()
{
    made::Workspace workspace(2);
    {
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        QVERIFY(waitForNext(open));
        open.window->close();
    }
    QCOMPARE(entryOf(workspace, "s-1").state, store::QueueState::Waiting);
    QCOMPARE(entryOf(workspace, "s-2").state, store::QueueState::Waiting);
}

void NextSaleTest::signingOutOfTheSale_leavesNoLease_whenTheNextIsStillBeingClaimed()
{
    made::Workspace workspace(3);
    const OpenWindow open(workspace);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().opened() != nullptr; }, 20000));
    open.flow().leave(); // the claim of the next one is under way
    QTRY_COMPARE_WITH_TIMEOUT(entryOf(workspace, "s-1").state, store::QueueState::Waiting, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(entryOf(workspace, "s-2").state, store::QueueState::Waiting, 20000);
}

void NextSaleTest::crash_comesBackToTheSaleWithTheDraft_andKeepsTheOtherAsNext()
{
    made::Workspace workspace(3);
    {
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        QVERIFY(waitForNext(open));
        open.key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(open.flow().unsent(), 0u, 20000);
        QVERIFY(waitForNext(open));
        open.key(Qt::Key_2);
        QVERIFY(QTest::qWaitFor([&] { return !workspace.drafts().isEmpty(); }, 20000));
    } // nothing is given back, as in a crash
    const OpenWindow again(workspace);
    QVERIFY(again.waitForSale("s-2"));
    QCOMPARE(again.cart().last(), QStringLiteral("1 Yoghurt vanilla"));
    QVERIFY(waitForNext(again));
    QCOMPARE(again.flow().next()->key().saleId, QStringLiteral("s-3"));
}

void NextSaleTest::overtakenNext_saysSoWhenItIsShown()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    workspace.clock.advance(3600 * made::second); // as after a night's sleep
    made::orFail(store::QueueRepository(*workspace.database)
                     .claim(made::Workspace::key("s-2"), QStringLiteral("bob"), 600 * made::second));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return !open.flow().canEdit() || open.flow().state() != ui::CaseFlow::State::Open; }, 20000));
    QVERIFY(QTest::qWaitFor([&] { return open.bannerText().contains(QStringLiteral("bob")); }, 20000));
    QTRY_COMPARE_WITH_TIMEOUT(verdictsOf(workspace, "s-1").size(), 1u, 20000);
}

void NextSaleTest::refusedVerdict_isKeptAsADraft_andOneKeyGoesBackToIt()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    open.key(Qt::Key_2);
    forbidVerdicts(workspace);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(open.flow().opened()->key().saleId, QStringLiteral("s-2"));
    QVERIFY(QTest::qWaitFor([&] { return open.bannerText().contains(QStringLiteral("s-1 was not submitted")); }, 20000));
    QTRY_COMPARE_WITH_TIMEOUT(workspace.drafts().size(), 1, 20000);
    QVERIFY(open.flow().canEdit());
    allowVerdicts(workspace);
    open.key(Qt::Key_Backspace, Qt::ControlModifier);
    QVERIFY(open.waitForSale("s-1"));
    QCOMPARE(open.cart().last(), QStringLiteral("1 Yoghurt vanilla"));
    QVERIFY(open.bannerText().isEmpty());
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(verdictsOf(workspace, "s-1").size(), 1u, 20000);
}

void NextSaleTest::openingTheNextByName_takesWhatIsReady()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(waitForNext(open));
    open.flow().open(made::Workspace::key("s-2"));
    QCOMPARE(open.flow().opened()->key().saleId, QStringLiteral("s-2"));
    // The one that was left is given back, and being the only other one it is made ready anew.
    QVERIFY(waitForNext(open));
    QVERIFY(verdictsOf(workspace, "s-1").empty());
    QVERIFY(open.flow().canEdit());
}

QTEST_MAIN(NextSaleTest)
#include "tst_next_sale.moc"
