#include "tests/ui/window_fixture.h"

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
        QStringLiteral("ui/bridge/player_bridge.cpp"),   // panes, zoomed or not, also of the next sale
        QStringLiteral("ui/bridge/stills_service.cpp"),  // before and after, thumbnails of the time axis
        QStringLiteral("ui/bridge/tracker_service.cpp"), // follows boxes through a copy and gives boxes only
    };
    static const QRegularExpression decoding(
        QStringLiteral("\\b(ClipReader::open|make_unique<media::Player>|FrameSource|ConfinedSource|ConfinedDecoder|indexClip)\\b"));
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

QTEST_MAIN(MaskingTest)
#include "tst_masking.moc"
