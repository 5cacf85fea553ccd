#include "tests/ui/window_fixture.h"

using namespace cartwright;

/// What goes wrong in a shift: each is one line where the eye is, nothing is lost, one key goes on.
class InterruptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waking_findsThatSomebodyElseHasTheSale_andOneKeyOpensTheNext();
    void waking_renewsTheHold_whereNobodyTookIt();
    void fullDisk_isSaid_andTheDraftIsSavedWhenThereIsRoom();
    void leaving_savesTheDraftFirst();
    void missingCopy_isSaidInItsPane_andTheReviewGoesOn();
    void awayDatabase_isSaidWithTheTimeLeft_andTheVerdictIsSentAgain();
    void emptyQueue_isLookedAtAgainByOneKey();
};

namespace {

store::QueueEntry entryOf(const made::Workspace& workspace, const char* saleId)
{
    return made::orFail(store::QueueRepository(*workspace.database).entry(made::Workspace::key(saleId)));
}

bool waitForBanner(const OpenWindow& open, const char* words)
{
    return QTest::qWaitFor([&] { return open.bannerText().contains(QLatin1String(words)); }, 20000);
}

} // namespace

void InterruptionsTest::waking_findsThatSomebodyElseHasTheSale_andOneKeyOpensTheNext()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_2);
    workspace.clock.advance(3600 * made::second);
    made::orFail(store::QueueRepository(*workspace.database)
                     .claim(made::Workspace::key("s-1"), QStringLiteral("bob"), 600 * made::second));
    QVERIFY2(waitForBanner(open, "bob"), "without a key being pressed");
    QVERIFY(!open.flow().canEdit());
    QTRY_COMPARE_WITH_TIMEOUT(workspace.drafts().size(), 1, 20000);
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(open.waitForSale("s-2"));
    QVERIFY(open.flow().canEdit());
    QVERIFY(open.bannerText().isEmpty());
}

void InterruptionsTest::waking_renewsTheHold_whereNobodyTookIt()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    workspace.clock.advance(3600 * made::second);
    QVERIFY(QTest::qWaitFor([&] { return entryOf(workspace, "s-1").leaseUntil > workspace.clock.now(); }, 20000));
    QVERIFY(open.flow().canEdit());
    QVERIFY(open.bannerText().isEmpty());
}

void InterruptionsTest::fullDisk_isSaid_andTheDraftIsSavedWhenThereIsRoom()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    const QString drafts = workspace.folder + QStringLiteral("/drafts");
    QVERIFY(QDir(drafts).removeRecursively());
    QFile inTheWay(drafts); // a file where the folder was refuses each draft, also for the superuser
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    open.key(Qt::Key_2);
    QVERIFY(waitForBanner(open, "draft cannot be saved"));
    QVERIFY(open.flow().canEdit());
    QVERIFY(inTheWay.remove());
    QVERIFY(QDir().mkpath(drafts));
    QVERIFY(QTest::qWaitFor([&] { return workspace.draftHolds("choose_product"); }, 20000));
    QVERIFY(QTest::qWaitFor([&] { return open.bannerText().isEmpty(); }, 20000));
}

void InterruptionsTest::leaving_savesTheDraftFirst()
{
    made::Workspace workspace(2);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_2);
    open.flow().leave(); // as signing out does, before the draft's own delay is over
    QTRY_COMPARE_WITH_TIMEOUT(entryOf(workspace, "s-1").state, store::QueueState::Waiting, 20000);
    QVERIFY(workspace.draftHolds("choose_product"));
}

void InterruptionsTest::missingCopy_isSaidInItsPane_andTheReviewGoesOn()
{
    made::Workspace workspace(1);
    const QString copies = workspace.folder + QStringLiteral("/media/demo-01/s-1/r1/copies/");
    QVERIFY(QFile::remove(copies + QStringLiteral("0.mp4")));
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    QVERIFY2(open.pane(1)->accessibleDescription().contains(QStringLiteral("missing")) ||
                 open.pane(1)->track().trouble.contains(QStringLiteral("missing")),
             qPrintable(open.pane(1)->track().trouble));
    QVERIFY(open.pane(2)->caption().contains(QStringLiteral("frame 36 of")));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
}

void InterruptionsTest::awayDatabase_isSaidWithTheTimeLeft_andTheVerdictIsSentAgain()
{
    // The desk itself answers; only what it says of a server that is away is said here in its place.
    made::Workspace workspace(2);
    ui::StoreThread thread(workspace.folder, {}, {.name = QStringLiteral("ada")}, workspace.clock);
    ui::DeskService desk(thread);
    ui::VerdictOutbox outbox(desk);
    ui::LeaseKeeper lease(desk, workspace.clock);
    ui::OpenedCasePtr opened;
    connect(&desk, &ui::DeskService::opened, this, [&](quint64, const ui::OpenedCasePtr& answer) { opened = answer; });
    desk.claimNext();
    QVERIFY(QTest::qWaitFor([&] { return opened != nullptr; }, 20000));

    const Error away{ErrorKind::Unreachable, QStringLiteral("The database does not answer."), {}};
    Microseconds left = -1;
    bool renewed = false;
    connect(&lease, &ui::LeaseKeeper::ending, this, [&](Microseconds span) { left = span; });
    connect(&lease, &ui::LeaseKeeper::renewedAgain, this, [&] { renewed = true; });
    quint64 beat = 0;
    connect(&desk, &ui::DeskService::leaseKept, this, [&](quint64 request) {
        if (beat == 0)
            QVERIFY(lease.onFailed(beat = request, away));
        else
            lease.onKept(request);
    });
    lease.keep(opened);
    workspace.clock.advance(60 * made::second);
    lease.beat();
    QVERIFY(QTest::qWaitFor([&] { return left >= 0; }, 20000));
    QCOMPARE(left, opened->leaseLength - 60 * made::second);
    QVERIFY2(QTest::qWaitFor([&] { return renewed; }, 20000), "it is tried again by itself");

    int delayed = 0;
    QString sentence;
    connect(&outbox, &ui::VerdictOutbox::delayed, this, [&] { ++delayed; });
    connect(&outbox, &ui::VerdictOutbox::sent, this, [&](const ui::OpenedCasePtr&, const QString& said) { sentence = said; });
    connect(&desk, &ui::DeskService::submitted, this, [&](quint64 request, int, int version) {
        if (delayed == 0)
            QVERIFY(outbox.onFailed(request, away)); // written, but the answer was lost
        else
            QVERIFY(outbox.onSubmitted(request, version));
    });
    outbox.send({opened, ui::sessionFor(opened->reviewCase), {}, QStringLiteral("done.")});
    QVERIFY(QTest::qWaitFor([&] { return delayed == 1; }, 20000));
    QCOMPARE(outbox.count(), 1u);
    QTRY_COMPARE_WITH_TIMEOUT(workspace.drafts().size(), 1, 20000);
    QVERIFY(QTest::qWaitFor([&] { return !sentence.isEmpty(); }, 20000));
    QCOMPARE(outbox.count(), 0u);
    QCOMPARE(made::orFail(store::QueueRepository(*workspace.database).verdicts(opened->key())).size(), 1u);
}

void InterruptionsTest::emptyQueue_isLookedAtAgainByOneKey()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
    workspace.addFlagged("s-9");
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(open.waitForSale("s-9"));
}

QTEST_MAIN(InterruptionsTest)
#include "tst_interruptions.moc"
