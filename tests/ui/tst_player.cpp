#include "core/base/part_file.h"
#include "core/media/review_copy.h"
#include "tests/media/pattern_clip.h"
#include "tests/ui/window_fixture.h"

#include "ui/player/pane_grid.h"
#include "ui/player/playback.h"

#include <QWheelEvent>

using namespace cartwright;
using namespace cartwright::ui;

namespace {

constexpr int width = 640;
constexpr int height = 480;

/// Masks the left half of each copy's picture.
class LeftHalf : public media::CopyMasker
{
public:
    Microseconds lookAhead() const override { return 0; }
    void look(const media::Picture& luma, Microseconds) override
    {
        m_mask = {8, luma.width / 8, luma.height / 8, {}};
        for (int i = 0; i < m_mask.columns * m_mask.rows; ++i)
            m_mask.cells.push_back(i % m_mask.columns < m_mask.columns / 2 ? 1 : 0);
    }
    media::MaskGrid maskAt(Microseconds) override { return m_mask; }

private:
    media::MaskGrid m_mask;
};

void wheel(QWidget& pane, QPointF at, int notches)
{
    QWheelEvent event(at, pane.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&pane, &event);
}

} // namespace

/// Panes and playing without the rest of the window, and stepping by keys in it.
class TestPlayer : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    CameraTrack m_track;

private Q_SLOTS:
    void initTestCase()
    {
        const QString clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        const QString copyPath = m_folder.filePath(QStringLiteral("copy.mp4"));
        media::testing::PatternOptions pattern;
        pattern.width = width;
        pattern.height = height;
        pattern.frames = 30;
        pattern.writer.preset = QStringLiteral("ultrafast");
        QCOMPARE(media::testing::writePatternClip(clip, pattern).size(), std::size_t{30});
        const auto index = media::loadOrMakeIndex(clip);
        QVERIFY(index.has_value());
        auto file = PartFile::create(copyPath);
        media::CopyOptions options;
        options.maxWidth = width / 4;
        options.maxHeight = height / 4;
        LeftHalf masker;
        const auto made = media::writeReviewCopy(clip, *index, file->descriptor(), options, masker);
        QVERIFY(made && file->finish().has_value());
        QVERIFY(writeFile(media::maskTrackPath(copyPath), toBytes(made->masks)).has_value());
        m_track.cameraId = m_track.name = QStringLiteral("left");
        m_track.clip = copyPath;
        m_track.original = clip;
        m_track.width = width;
        m_track.height = height;
        m_track.index = std::make_shared<const media::ClipIndex>(made->index);
        m_track.until = m_track.toSale(made->index.endTimestamp());
        m_track.zone = QTimeZone("Asia/Tokyo");
    }

    void panes_fillTheirPlace_forOneToEightCameras_data()
    {
        QTest::addColumn<int>("cameras");
        for (int count = 1; count <= 8; ++count)
            QTest::addRow("%d", count) << count;
    }

    void panes_fillTheirPlace_forOneToEightCameras()
    {
        QFETCH(int, cameras);
        PaneGrid grid;
        grid.resize(1000, 700);
        grid.setTracks(std::vector<CameraTrack>(static_cast<std::size_t>(cameras), m_track));
        grid.show();
        for (const int enlarged : {-1, cameras - 1}) {
            if (enlarged >= 0)
                grid.toggleEnlarged(static_cast<std::size_t>(enlarged));
            QRegion taken;
            int area = 0;
            for (int i = 0; i < cameras; ++i) {
                const QRect place = grid.pane(static_cast<std::size_t>(i))->geometry();
                QVERIFY(grid.rect().contains(place) && place.width() >= 60 && place.height() >= 40);
                QVERIFY(!taken.intersects(place));
                taken += place;
                area += place.width() * place.height();
            }
            QVERIFY2(area > 1000 * 700 / 2, qPrintable(QString::number(area)));
            if (enlarged >= 0 && cameras > 1)
                QVERIFY(grid.pane(static_cast<std::size_t>(enlarged))->width() > 2 * grid.pane(0)->width());
        }
    }

    void wheel_bringsTheOriginalsPixels_onceTheClockRests()
    {
        PaneGrid grid;
        Reaper reaper;
        Playback playback(reaper);
        connect(&grid, &PaneGrid::pictureSizeChanged, &playback, &Playback::setPictureSize);
        connect(&playback, &Playback::frameShown, &grid,
                [&](std::size_t pane, const PaneImage& frame) { grid.pane(pane)->setFrame(frame); });
        grid.resize(640, 480);
        grid.setTracks({m_track});
        grid.show();
        playback.open({m_track}, m_track.from, m_track.until);
        grid.announceSizes();
        const UtcMicroseconds moment = m_track.toSale(m_track.index->frames[11].timestamp);
        playback.seek(moment);
        VideoPane* pane = grid.pane(0);
        QTRY_COMPARE(pane->shown().index, std::size_t{11});
        QVERIFY2(pane->caption().startsWith(QTime(9, 0).addMSecs(static_cast<int>(moment / 1000)).toString(QStringLiteral("HH:mm:ss"))),
                 qPrintable(pane->caption())); // the store's time, wherever the reviewer sits
        wheel(*pane, {450, 200}, 3);
        QVERIFY(!pane->showsDetail());
        QTRY_VERIFY_WITH_TIMEOUT(pane->showsDetail(), 20000);
        wheel(*pane, {450, 200}, 2); // nearer: nothing new is needed, the pixels are there
        QVERIFY(pane->showsDetail());
        playback.step(media::Direction::Forward);
        QTRY_COMPARE(pane->shown().index, std::size_t{12});
        QTRY_VERIFY_WITH_TIMEOUT(pane->showsDetail(), 20000); // zoom stays, and the new frame is fetched too
        QVERIFY(pane->chosenPart().has_value());
    }

    void revealedCamera_showsItsOriginal_inThePlaceOfTheCopy()
    {
        const auto revealed = revealedTrack(m_track);
        QVERIFY2(revealed.has_value(), revealed ? "" : qPrintable(revealed.error().sentence));
        PaneGrid grid;
        Reaper reaper;
        Playback playback(reaper);
        connect(&grid, &PaneGrid::pictureSizeChanged, &playback, &Playback::setPictureSize);
        connect(&playback, &Playback::frameShown, &grid,
                [&](std::size_t pane, const PaneImage& frame) { grid.pane(pane)->setFrame(frame); });
        grid.resize(640, 480);
        grid.setTracks({m_track});
        grid.show();
        playback.open({m_track}, m_track.from, m_track.until);
        grid.announceSizes();
        const UtcMicroseconds moment = m_track.toSale(m_track.index->frames[7].timestamp);
        playback.seek(moment);
        QTRY_COMPARE(grid.pane(0)->shown().index, std::size_t{7});
        QCOMPARE(grid.pane(0)->shown().image.width(), width / 4);
        grid.setTrack(0, *revealed);
        playback.reopen({*revealed});
        grid.announceSizes();
        QTRY_COMPARE_WITH_TIMEOUT(grid.pane(0)->shown().image.width(), width, 20000);
        QCOMPARE(playback.moment(), moment);
        QCOMPARE(grid.pane(0)->shown().index, std::size_t{7});
        // The left half is no longer masked: the number can be read.
        const QImage image = grid.pane(0)->shown().image;
        QVERIFY(qGray(image.pixel(width / 8 + 5, height / 8 + 5)) < 60 && qGray(image.pixel(width * 7 / 8 - 8, height * 7 / 8 - 8)) > 190);
    }

    void heldStepKey_neverQueuesUp()
    {
        made::Workspace workspace(1);
        OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_Home);
        QVERIFY(open.waitUntilSettled());
        QWidget* focus = QApplication::focusWidget() ? QApplication::focusWidget() : open.window.get();
        // Repeats come much faster than anybody's keyboard gives them; all are taken before a frame can be painted.
        for (int i = 0; i < 60; ++i) {
            QTest::simulateEvent(focus, true, Qt::Key_Period, Qt::NoModifier, QStringLiteral("."), i > 0);
        }
        QTest::simulateEvent(focus, false, Qt::Key_Period, Qt::NoModifier, QStringLiteral("."), false);
        const UtcMicroseconds released = open.window->findChild<Playback*>()->moment();
        QVERIFY(open.waitUntilSettled());
        QTest::qWait(300);
        QCOMPARE(open.window->findChild<Playback*>()->moment(), released); // nothing is still under way
        const VideoPane* pane = open.pane(1)->shown().state == media::PaneFrame::State::Shown ? open.pane(1) : open.pane(2);
        QCOMPARE(pane->shown().moment, released);
    }
};

QTEST_MAIN(TestPlayer)
#include "tst_player.moc"
