#include "tests/ui/window_fixture.h"

#include "core/store/log_repository.h"

#include <QDirIterator>
#include <QMouseEvent>
#include <QRegularExpression>

using namespace cartwright;

/// People stay masked: whatever yields pixels in the window reads the masked copies and nothing else.
class MaskingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPicture_comesFromTheCopies_soNoneNeedsAnOriginal();
    void pixels_comeIntoTheWindowOnListedWaysOnly();
    void reveal_needsAReason_carriesTheName_andIsLoggedWithCameraAndSpan();
};

void MaskingTest::everyPicture_comesFromTheCopies_soNoneNeedsAnOriginal()
{
    made::Workspace workspace(2);
    int removed = 0;
    for (QDirIterator clips(workspace.folder + QStringLiteral("/media"), {QStringLiteral("*.mp4")}, QDir::Files, QDirIterator::Subdirectories); clips.hasNext();) {
        const QString path = clips.next();
        if (path.contains(QStringLiteral("/clips/")) && QFile::remove(path))
            ++removed;
    }
    QCOMPARE(removed, 4);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    for (const int number : {1, 2})
        QVERIFY2(!open.pane(number)->shown().image.isNull(), "a pane");
    QVERIFY2(open.pane(2)->isZoomed(), "the zoomed pane");
    QVERIFY2(open.find<ui::StillsStrip>("stillsStrip")->hasImages(), "stills");
    auto* axis = open.find<ui::TimeAxis>("timeAxis");
    const QPointF middle(axis->width() / 2.0, axis->height() / 2.0);
    QMouseEvent move(QEvent::MouseMove, middle, axis->mapToGlobal(middle), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(axis, &move);
    const auto* hover = open.find<ui::HoverPicture>("hoverPicture");
    QVERIFY2(QTest::qWaitFor([&] { return !hover->image().isNull(); }), "thumbnails of the time axis");
    QVERIFY2(QTest::qWaitFor([&] { return open.window->review()->isNextReady(); }, 20000), "the next sale");
    open.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(open.flow().opened()->key().saleId, QStringLiteral("s-2"));
    QVERIFY(!open.pane(2)->shown().image.isNull());
}

/// Who may turn clips into pixels. Whoever adds a way has to show above that it reads copies, or originals by a reveal.
void MaskingTest::pixels_comeIntoTheWindowOnListedWaysOnly()
{
    const QStringList listed{
        QStringLiteral("ui/bridge/barcode_service.cpp"), // reads a barcode in a copy's frame and gives digits only
        QStringLiteral("ui/bridge/detail_service.cpp"),  // a zoomed pane's own pixels of the original, masked in the confined process
        QStringLiteral("ui/bridge/detail_service.h"),
        QStringLiteral("ui/bridge/player_bridge.cpp"),   // panes, zoomed or not, also of the next sale; originals of revealed tracks
        QStringLiteral("ui/bridge/reveal_service.cpp"),  // the original, for whoever may, with a reason that is logged first
        QStringLiteral("ui/bridge/stills_service.cpp"),  // before and after, thumbnails of the time axis
        QStringLiteral("ui/bridge/tracker_service.cpp"), // follows boxes through a copy and gives boxes only
    };
    static const QRegularExpression decoding(
        QStringLiteral("\\b(ClipReader::open|make_unique<media::Player>|FrameSource|ConfinedSource|OriginalZoom|revealedSource|ConfinedDecoder|indexClip)\\b"));
    QStringList found;
    const QString root = QStringLiteral(CARTWRIGHT_SOURCE_DIR) + QLatin1Char('/');
    for (QDirIterator files(root + QStringLiteral("ui"), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                            QDirIterator::Subdirectories);
         files.hasNext();) {
        const QString path = files.next();
        if (decoding.match(QString::fromUtf8(made::orFail(readFile(path)))).hasMatch())
            found << path.mid(root.size());
    }
    found.sort();
    QCOMPARE(found, listed);
}

void MaskingTest::reveal_needsAReason_carriesTheName_andIsLoggedWithCameraAndSpan()
{
    made::Workspace workspace(1);
    const OpenWindow open(workspace);
    QVERIFY(open.waitForSale("s-1"));
    const auto logged = [&](const char* action) {
        store::LogFilter filter;
        filter.action = QLatin1String(action);
        return made::orFail(store::LogRepository(*workspace.database).newest(filter, 10));
    };
    open.key(Qt::Key_U, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("askAnswer"));
    QVERIFY(!open.pane(2)->isRevealed());
    open.type(QStringLiteral("whose hand is it"));
    open.key(Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->isRevealed(); }, 20000));
    QVERIFY(open.pane(2)->watermark().contains(QStringLiteral("ada")));
    QVERIFY(!open.pane(1)->isRevealed());
    QVERIFY2(QTest::qWaitFor([&] { return open.pane(2)->showsRevealed(); }, 20000), "the original's frame came");
    const auto begun = logged("people.revealed");
    QCOMPARE(begun.size(), 1u);
    QCOMPARE(begun.front().who, QStringLiteral("ada"));
    QCOMPARE(begun.front().subject, QStringLiteral("demo-01/s-1"));
    QCOMPARE(begun.front().details.value(QStringLiteral("camera")).toString(), QStringLiteral("right"));
    QCOMPARE(begun.front().details.value(QStringLiteral("reason")).toString(), QStringLiteral("whose hand is it"));
    open.key(Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->caption().contains(QStringLiteral("frame 26 of")) && open.pane(2)->showsRevealed(); }, 20000));
    open.key(Qt::Key_U, Qt::ControlModifier);
    QVERIFY(!open.pane(2)->isRevealed());
    QVERIFY(QTest::qWaitFor([&] { return logged("people.masked_again").size() == 1; }));
    const QJsonObject seen = logged("people.masked_again").front().details;
    QVERIFY2(seen.value(QStringLiteral("from")).toString() < seen.value(QStringLiteral("until")).toString(), "the span that was on the screen");
}

QTEST_MAIN(MaskingTest)
#include "tst_masking.moc"
