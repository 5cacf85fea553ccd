#include "tests/ui/window_fixture.h"

#include "core/store/label_repository.h"

using namespace cartwright;

namespace {

constexpr int clipWidth = 160;
constexpr int clipHeight = 96;

std::uint8_t grain(int x, int y)
{
    const auto mixed = static_cast<unsigned>(x / 3) * 73856093U ^ static_cast<unsigned>(y / 3) * 19349663U;
    return static_cast<std::uint8_t>(40 + mixed % 160);
}

/// A thing of 30 by 30 pixels with a pattern of its own moves one pixel a frame to the right; its left side in frame i is at 60 + i.
std::shared_ptr<std::uint8_t> drawnFrame(int frame)
{
    const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[clipWidth * clipHeight * 3], std::default_delete<std::uint8_t[]>());
    for (int y = 0; y < clipHeight; ++y)
        for (int x = 0; x < clipWidth; ++x) {
            const bool inside = x >= 60 + frame && x < 90 + frame && y >= 30 && y < 60;
            const auto value = inside ? grain(x - frame + 400, y + 77) : static_cast<std::uint8_t>(grain(x, y) / 4);
            std::fill_n(pixels.get() + (y * clipWidth + x) * 3, 3, value);
        }
    return pixels;
}

/// Puts a review copy with something to track in place of the right camera's.
void showAThing(made::Workspace& workspace, const char* saleId)
{
    const store::Workspace opened = made::orFail(store::Workspace::open(workspace.folder));
    store::ReviewCopy copy;
    copy.position = 1;
    copy.file = QStringLiteral("demo-01/%1/r1/copies/thing.mp4").arg(QLatin1String(saleId));
    copy.masking = QStringLiteral("people");
    copy.originalWidth = clipWidth;
    copy.originalHeight = clipHeight;
    const QString path = opened.mediaFolder() + QLatin1Char('/') + copy.file;
    media::WriterOptions options;
    options.width = clipWidth;
    options.height = clipHeight;
    options.nominalRate = 10;
    options.keyframeEvery = 10;
    auto writer = made::orFail(media::ClipWriter::create(path, options));
    for (int i = 0; i < 50; ++i)
        made::orFail(writer->write({clipWidth, clipHeight, clipWidth * 3, media::PixelLayout::Bgr24, drawnFrame(i)}, i * made::second / 10));
    made::orFail(writer->finish());
    copy.sha256 = made::orFail(sha256OfFile(path));
    copy.bytes = QFileInfo(path).size();
    made::orFail(writeFile(path + QStringLiteral(".index"), media::toBytes(made::orFail(media::indexClip(path)))));
    made::orFail(store::CopyRepository(*workspace.database).save(made::Workspace::key(saleId), 1, copy));
}

const std::vector<Edit>& boxes(const OpenWindow& open)
{
    return open.flow().session()->state().boxes;
}

std::vector<ui::PaneBox::Kind> kindsOn(const OpenWindow& open, int pane)
{
    std::vector<ui::PaneBox::Kind> kinds;
    for (const ui::PaneBox& box : open.pane(pane)->boxes())
        kinds.push_back(box.kind);
    return kinds;
}

} // namespace

/// Labels, drawn and carried on by keys through the window.
class AnnotateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrowsMoveTheBox_TabChoosesAHandle_andUndoTakesItBack()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_B);
        QVERIFY(open.pane(2)->isDrawing());
        open.key(Qt::Key_Right);
        open.key(Qt::Key_Down, Qt::ShiftModifier);
        open.key(Qt::Key_Tab); // the upper left corner
        open.key(Qt::Key_Left);
        open.key(Qt::Key_Up);
        open.key(Qt::Key_Return);
        QVERIFY(!open.pane(2)->isDrawing());
        QCOMPARE(boxes(open).size(), 1u);
        QCOMPARE(*boxes(open).front().box, (Box{90, 29, 41, 51})); // the bin's box 90,20 40x50, moved and made larger
        QVERIFY(boxes(open).front().origin == LabelOrigin::Drawn);
        QCOMPARE(boxes(open).front().track, QStringLiteral("e2"));
        QVERIFY(open.pane(2)->caption().contains(QStringLiteral("frame 36 of")));
        QVERIFY(kindsOn(open, 2) == std::vector{ui::PaneBox::Kind::Set});
        open.key(Qt::Key_B);
        open.key(Qt::Key_Escape);
        QCOMPARE(boxes(open).size(), 1u);
        open.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(boxes(open).empty());
    }
    void fourPoints_makeABox()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_X); // the cross begins at the top of the bin's box: 110, 20
        open.key(Qt::Key_Return);
        for (const auto& [key, count] : {std::pair(Qt::Key_Left, 3), std::pair(Qt::Key_Down, 2)})
            for (int i = 0; i < count; ++i)
                open.key(key, Qt::ShiftModifier);
        open.key(Qt::Key_Return);
        for (int i = 0; i < 2; ++i)
            open.key(Qt::Key_Down, Qt::ShiftModifier);
        open.key(Qt::Key_Right);
        open.key(Qt::Key_Return);
        for (int i = 0; i < 4; ++i)
            open.key(Qt::Key_Right, Qt::ShiftModifier);
        open.key(Qt::Key_Return);
        QVERIFY(!open.pane(2)->isDrawing());
        QCOMPARE(boxes(open).size(), 1u);
        QCOMPARE(*boxes(open).front().box, (Box{80, 20, 41, 40}));
        QVERIFY(boxes(open).front().origin == LabelOrigin::FourPoints);
    }
    void aBoxOfTheDecision_isShown_adjusted_andTakenAway()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        // The decision labels 0.3 s before the take, which is half a second before the frame that decides.
        for (int i = 0; i < 8; ++i)
            open.key(Qt::Key_Comma);
        QVERIFY(QTest::qWaitFor([&] { return open.pane(2)->caption().contains(QStringLiteral("frame 28 of")); }));
        QVERIFY(kindsOn(open, 2) == std::vector{ui::PaneBox::Kind::Decision});
        open.key(Qt::Key_B, Qt::ShiftModifier);
        open.key(Qt::Key_Right);
        open.key(Qt::Key_Return);
        QVERIFY(kindsOn(open, 2) == std::vector{ui::PaneBox::Kind::Set});
        open.key(Qt::Key_B, Qt::ShiftModifier);
        open.key(Qt::Key_Delete);
        QVERIFY(kindsOn(open, 2).empty());
        QCOMPARE(open.flow().session()->state().noBoxes.size(), 1u);
        for (int i = 0; i < 2; ++i)
            open.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(kindsOn(open, 2) == std::vector{ui::PaneBox::Kind::Decision});
    }
    void carriedBoxes_areAcceptedWithOneKey_andBecomeLabels()
    {
        made::Workspace workspace(1);
        showAThing(workspace, "s-1");
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        drawOnTheThing(open);
        open.key(Qt::Key_N);
        QVERIFY(QTest::qWaitFor([&] { return open.text("labelLine").contains(QStringLiteral("carried on")); }, 30000));
        const auto shown = [&] { return kindsOn(open, 2); };
        QVERIFY(QTest::qWaitFor([&] { return shown().size() == 1 && shown().front() != ui::PaneBox::Kind::Set; })); // the last, or one that is unsure
        QCOMPARE(boxes(open).size(), 1u); // nothing is a label before it is accepted
        const int keys = pressWhileAsked(open, Qt::Key_Y);
        QVERIFY2(keys >= 1 && keys <= 2, qPrintable(QString::number(keys))); // sure but for one frame at most
        QCOMPARE(boxes(open).size(), 11u);
        for (std::size_t i = 1; i < boxes(open).size(); ++i) {
            const Edit& box = boxes(open)[i];
            QVERIFY(box.origin == LabelOrigin::Tracked);
            const double expected = 60 + static_cast<double>(box.evidence->clipTimestamp) / 100'000;
            QVERIFY2(qAbs(box.box->x - expected) < 4, qPrintable(QString::number(box.box->x)));
        }
        for (int i = 0; i < keys; ++i) // what one key has accepted is one step
            open.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(boxes(open).size(), 1u);
        for (int i = 0; i < keys; ++i)
            open.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        open.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return open.flow().state() == ui::CaseFlow::State::QueueEmpty; }, 20000));
        checkLabels(workspace);
    }
    void carriedBoxes_areRejectedWithOneKey()
    {
        made::Workspace workspace(1);
        showAThing(workspace, "s-1");
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_N);
        QVERIFY2(open.bannerText().contains(QStringLiteral("no box")), "there is nothing to carry on yet");
        drawOnTheThing(open);
        open.key(Qt::Key_N);
        QVERIFY(QTest::qWaitFor([&] { return open.text("labelLine").contains(QStringLiteral("carried on")); }, 30000));
        QVERIFY(pressWhileAsked(open, Qt::Key_U) <= 2);
        QCOMPARE(boxes(open).size(), 1u);
        QVERIFY(!open.find("labelLine")->isVisible());
    }

private:
    /// Presses a key as long as the line asks about carried boxes; how often.
    static int pressWhileAsked(const OpenWindow& open, Qt::Key key)
    {
        int times = 0;
        for (; times < 10 && open.find("labelLine")->isVisible(); ++times)
            open.key(key);
        return times;
    }
    /// In frame 36 the thing lies at 95,30; the bin's box is 90,20 40x50.
    static void drawOnTheThing(const OpenWindow& open)
    {
        open.key(Qt::Key_B);
        const auto drag = [&](int tabs, int dx, int dy) {
            for (int i = 0; i < tabs; ++i)
                open.key(Qt::Key_Tab);
            for (int i = 0; i < qAbs(dx); ++i)
                open.key(dx > 0 ? Qt::Key_Right : Qt::Key_Left);
            for (int i = 0; i < qAbs(dy); ++i)
                open.key(dy > 0 ? Qt::Key_Down : Qt::Key_Up);
        };
        drag(1, 5, 10);  // the upper left corner
        drag(4, -5, -10); // the lower right one
        open.key(Qt::Key_Return);
        QCOMPARE(*boxes(open).back().box, (Box{95, 30, 30, 30}));
    }
    static void checkLabels(made::Workspace& workspace)
    {
        const auto labels = made::orFail(store::LabelRepository(*workspace.database).ofSale(made::Workspace::key("s-1")));
        const auto count = [&](LabelOrigin origin) {
            return std::count_if(labels.begin(), labels.end(), [&](const Label& label) { return label.origin == origin; });
        };
        QCOMPARE(count(LabelOrigin::Drawn), 1);
        QCOMPARE(count(LabelOrigin::Tracked), 10);
        for (const Label& label : labels) {
            QVERIFY(!label.clipSha256.isEmpty());
            QCOMPARE(label.reviewer, QStringLiteral("ada"));
            QVERIFY(!label.trackId.isEmpty());
            if (label.origin == LabelOrigin::Tracked)
                QVERIFY(label.gtin == made::plain() && label.action == EventKind::Take && label.source == LabelSource::Drawn);
        }
    }
};

QTEST_MAIN(AnnotateTest)
#include "tst_annotate.moc"
