#include "tests/ui/window_fixture.h"

using namespace cartwright;

class ReviewWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void open_landsOnTheMostDoubtfulEvent_pausedOnTheDecidingFrame();
    void candidateKey_changesTheCart_andUndoAndRedoGoBackAndForth();
    void quantityKeys_countTheEventsPieces_andTheMenuSaysSo();
    void noneKey_takesTheProductOut_andReturnGivesItBack();
    void submit_writesVerdictAndReceipt_andTheNextSaleOpens();
    void stepKeys_showTheNeighbouringFrames();
    void eventKeys_moveFromEventToEvent();
    void heldK_makesShuttleKeysStep();
    void typingInTheSearch_isNeverTakenForAShortcut();
    void search_addsTheProductOfAScannedBarcode_atOnce();
    void changeWithoutAFrame_isMarked_andSubmittingAsksForAReason();
    void skip_asksForAReason_andOpensTheNext();
    void lostLease_stopsEditing_andSaysSo();
    void blindReview_showsNoPrediction();
    void lastSubmit_leavesAnEmptyState_withOneNextStep();
};

void ReviewWindowTest::open_landsOnTheMostDoubtfulEvent_pausedOnTheDecidingFrame()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QCOMPARE(*open.flow().currentEvent(), 1u);
    QCOMPARE(open.text("whyQuestion"), QStringLiteral("which product?"));
    QCOMPARE(open.text("whyValue"), QStringLiteral("0.54"));
    QCOMPARE(open.text("whyDue"), QStringLiteral("due in 10:08 · sale s-1"));
    QCOMPARE(open.text("cartTotal"), QStringLiteral("total 44.80"));
    QVERIFY(open.text("playStateLabel").contains(QStringLiteral("paused")));
    // The event ends 3.5 s into the clip of ten frames a second: frame 36.
    QVERIFY2(open.pane(2)->caption().endsWith(QStringLiteral("frame 36 of 50")), qPrintable(open.pane(2)->caption()));
    QVERIFY(open.find<ui::StillsStrip>("stillsStrip")->hasImages());
}

void ReviewWindowTest::candidateKey_changesTheCart_andUndoAndRedoGoBackAndForth()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_2);
    const QStringList corrected{QStringLiteral("1 Oat milk 1 l"), QStringLiteral("1 Yoghurt vanilla")};
    QCOMPARE(open.cart(), corrected);
    QCOMPARE(open.text("cartTotal"), QStringLiteral("total 46.80"));
    QCOMPARE(open.text("cartBefore"), QStringLiteral("was 44.80"));
    const Edit& edit = open.flow().session()->edits().back();
    QVERIFY(edit.evidence.has_value());
    QCOMPARE(edit.evidence->cameraId, QStringLiteral("right"));
    QCOMPARE(edit.evidence->clipTimestamp, 3'500'000);
    open.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(open.cart().last(), QStringLiteral("1 Yoghurt plain"));
    open.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(open.cart(), corrected);
}

void ReviewWindowTest::quantityKeys_countTheEventsPieces_andTheMenuSaysSo()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Plus);
    QCOMPARE(open.cart().last(), QStringLiteral("2 Yoghurt plain"));
    QCOMPARE(open.find<QAction>("undo")->text(), QStringLiteral("Undo: Yoghurt plain, quantity 2"));
    open.key(Qt::Key_Minus);
    QCOMPARE(open.cart().last(), QStringLiteral("1 Yoghurt plain"));
    open.key(Qt::Key_Delete);
    QCOMPARE(open.cart(), QStringList{QStringLiteral("1 Oat milk 1 l")});
}

void ReviewWindowTest::noneKey_takesTheProductOut_andReturnGivesItBack()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_0);
    QCOMPARE(open.cart(), QStringList{QStringLiteral("1 Oat milk 1 l")});
    open.key(Qt::Key_T);
    QCOMPARE(open.cart().size(), 2);
    open.key(Qt::Key_R);
    QCOMPARE(open.cart(), QStringList{QStringLiteral("1 Oat milk 1 l")});
    QVERIFY(open.find<QAction>("eventReturn")->isChecked());
}

void ReviewWindowTest::submit_writesVerdictAndReceipt_andTheNextSaleOpens()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_2);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(open.waitForSale("s-2"));
    const auto verdicts = made::orFail(store::QueueRepository(*workspace.database).verdicts(made::Workspace::key("s-1")));
    QCOMPARE(verdicts.size(), 1u);
    QCOMPARE(verdicts.front().outcome, VerdictOutcome::Corrected);
    QCOMPARE(verdicts.front().reviewer, QStringLiteral("ada"));
    QVERIFY(verdicts.front().cart.find(made::vanilla()));
    const auto receipts = made::orFail(store::SaleRepository(*workspace.database).receipts(made::Workspace::key("s-1")));
    QCOMPARE(receipts.size(), 1u);
    QCOMPARE(receipts.back().total, 4680);
    QVERIFY(QTest::qWaitFor([&] { return QDir(workspace.folder + QStringLiteral("/outbox/demo-01/s-1")).exists(); }));
}

void ReviewWindowTest::stepKeys_showTheNeighbouringFrames()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    const auto shows = [&](int frame) {
        return QTest::qWaitFor([&] { return open.pane(2)->caption().contains(QStringLiteral("frame %1 of").arg(frame)); });
    };
    open.key(Qt::Key_Right);
    QVERIFY2(shows(37), qPrintable(open.pane(2)->caption()));
    open.key(Qt::Key_Comma);
    QVERIFY2(shows(36), qPrintable(open.pane(2)->caption()));
    open.key(Qt::Key_Left);
    QVERIFY2(shows(35), qPrintable(open.pane(2)->caption()));
    open.key(Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY2(shows(25), qPrintable(open.pane(2)->caption()));
    open.key(Qt::Key_Home);
    QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->caption().startsWith(QStringLiteral("no frame at this time")); }));
}

void ReviewWindowTest::eventKeys_moveFromEventToEvent()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(*open.flow().currentEvent(), 0u);
    QVERIFY(open.text("eventTitle").startsWith(QStringLiteral("1 of 2")));
    QVERIFY(QTest::qWaitFor([&] { return open.pane(1)->caption().contains(QStringLiteral("frame 16 of")); }));
    open.key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(*open.flow().currentEvent(), 1u);
}

void ReviewWindowTest::heldK_makesShuttleKeysStep()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QTest::keyPress(QApplication::focusWidget(), Qt::Key_K);
    open.key(Qt::Key_L);
    QTest::keyRelease(QApplication::focusWidget(), Qt::Key_K);
    QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->caption().contains(QStringLiteral("frame 37 of")); }));
    QVERIFY(open.text("playStateLabel").contains(QStringLiteral("paused")));
    open.key(Qt::Key_L);
    QVERIFY(open.text("playStateLabel").contains(QStringLiteral("playing")));
}

void ReviewWindowTest::typingInTheSearch_isNeverTakenForAShortcut()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_A);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("cartSearchField"));
    open.type(QStringLiteral("jkl 2 vanilla"));
    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Home, Qt::Key_End, Qt::Key_Backspace, Qt::Key_Delete})
        open.key(key);
    QCOMPARE(qobject_cast<QLineEdit*>(QApplication::focusWidget())->text(), QStringLiteral("jkl 2 vanill"));
    QVERIFY(open.flow().session()->edits().empty());
    QVERIFY(open.pane(2)->caption().contains(QStringLiteral("frame 36 of")));
}

void ReviewWindowTest::search_addsTheProductOfAScannedBarcode_atOnce()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_A);
    open.type(QStringLiteral("7312345000038")); // thirteen digits of a GTIN kept as fourteen
    open.key(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return open.cart().size() == 3; }));
    QCOMPARE(open.cart().last(), QStringLiteral("1 Yoghurt vanilla"));
    QCOMPARE(open.find<QAction>("undo")->text(), QStringLiteral("Undo: Yoghurt vanilla, added"));
}

void ReviewWindowTest::changeWithoutAFrame_isMarked_andSubmittingAsksForAReason()
{
    made::Workspace workspace;
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Home); // before the clips begin
    QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->caption().startsWith(QStringLiteral("no frame")); }));
    open.key(Qt::Key_Delete);
    QVERIFY(open.flow().needsReason());
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(open.find("reviewPlace")->findChild<QWidget*>(QStringLiteral("askLine"))->isVisible()); // other places ask too
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("askAnswer"));
    open.type(QStringLiteral("the shopper showed it"));
    open.key(Qt::Key_Return);
    QVERIFY(open.waitForSale("s-2"));
    const auto verdicts = made::orFail(store::QueueRepository(*workspace.database).verdicts(made::Workspace::key("s-1")));
    QVERIFY(verdicts.front().note.contains(QStringLiteral("the shopper showed it")));
}

void ReviewWindowTest::skip_asksForAReason_andOpensTheNext()
{
    made::Workspace workspace(3); // with two the skipped one would be made ready as the next again
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    open.type(QStringLiteral("too dark"));
    open.key(Qt::Key_Return);
    QVERIFY(open.waitForSale("s-2"));
    const auto entry = made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key("s-1")));
    QCOMPARE(entry.state, store::QueueState::Waiting);
    QCOMPARE(entry.note, QStringLiteral("too dark"));
}

void ReviewWindowTest::lostLease_stopsEditing_andSaysSo()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    workspace.clock.advance(3600 * made::second);
    const auto taken = store::QueueRepository(*workspace.database)
                           .claim(made::Workspace::key("s-1"), QStringLiteral("bob"), 600 * made::second);
    QVERIFY(taken.has_value());
    open.key(Qt::Key_2);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return !open.bannerText().isEmpty(); }));
    QVERIFY(open.bannerText().contains(QStringLiteral("kept as a draft")));
    QVERIFY(!open.flow().canEdit());
    QVERIFY(!open.find<QAction>("candidate1")->isEnabled());
    QVERIFY(open.find<QAction>("stepForward")->isEnabled());
    QTRY_COMPARE(workspace.drafts().size(), 1);
}

void ReviewWindowTest::blindReview_showsNoPrediction()
{
    made::Workspace workspace(1, made::Workspace::Kind::Audit);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY(open.flow().opened()->reviewCase.blind);
    QVERIFY(open.cart().isEmpty());
    QVERIFY(open.text("whyValue").isEmpty());
    QVERIFY(open.text("cartBefore").isEmpty());
    const auto* candidates = open.find<QTableView>("candidateView")->model();
    for (int row = 0; row < candidates->rowCount(); ++row) {
        QVERIFY(candidates->index(row, ui::CandidateModel::Probability).data().toString().isEmpty());
        QVERIFY(!candidates->index(row, ui::CandidateModel::Product).data().toString().contains(QChar(0x2713)));
    }
    open.key(Qt::Key_1); // oat milk comes first by name, not by rank
    QCOMPARE(open.cart(), QStringList{QStringLiteral("1 Oat milk 1 l")});
    open.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY2(open.cart().isEmpty(), "one key is one step to undo");
}

void ReviewWindowTest::lastSubmit_leavesAnEmptyState_withOneNextStep()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
    QVERIFY(open.find("reviewEmpty")->isVisible());
    QCOMPARE(open.find("reviewEmpty")->findChild<QLabel*>(QStringLiteral("emptyTitle"))->text(),
             QStringLiteral("Nothing to review"));
}

QTEST_MAIN(ReviewWindowTest)
#include "tst_review_window.moc"
