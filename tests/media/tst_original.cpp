#include "core/base/part_file.h"
#include "core/base/safe_file.h"
#include "core/media/original.h"
#include "core/media/review_copy.h"
#include "tests/media/pattern_clip.h"
#include "tests/media/player_record.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <unistd.h>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

namespace {

constexpr int width = 320;
constexpr int height = 240;
constexpr int framesOfClip = 90;
constexpr int firstLooked = 5; ///< frames before it are not in the copy
constexpr qint64 soonEnough = 2000; ///< milliseconds until a pane may say what happened

/// Masks the left half of each copy's picture.
class LeftHalf : public CopyMasker
{
public:
    Microseconds lookAhead() const override { return 0; }
    void look(const Picture& luma, Microseconds) override
    {
        m_mask = {8, luma.width / 8, luma.height / 8, {}};
        for (int i = 0; i < m_mask.columns * m_mask.rows; ++i)
            m_mask.cells.push_back(i % m_mask.columns < m_mask.columns / 2 ? 1 : 0);
    }
    MaskGrid maskAt(Microseconds) override { return m_mask; }

private:
    MaskGrid m_mask;
};

/// Processes of ours that decode.
std::vector<int> decoders()
{
    std::vector<int> found;
    const QStringList folders = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& folder : folders) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(folder));
        if (!stat.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = stat.readAll();
        const QList<QByteArray> rest = line.sliced(line.lastIndexOf(')') + 1).trimmed().split(' ');
        if (line.contains("(cartwright-deco") && rest.size() > 1 && rest.at(1).toInt() == ::getpid())
            found.push_back(folder.toInt());
    }
    std::sort(found.begin(), found.end());
    return found;
}

int distanceOf(const Picture& one, const Picture& other, int left, int top)
{
    int most = 0;
    for (int y = 0; y < one.height; ++y)
        for (int x = 0; x < one.width * 4; ++x)
            most = std::max(most, std::abs(one.pixels.get()[y * one.stride + x] -
                                           other.pixels.get()[(y + top) * other.stride + std::ptrdiff_t{left} * 4 + x]));
    return most;
}

} // namespace

class OriginalTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;
    QString m_copy;
    ClipIndex m_index;

    /// Asks and waits for the answer.
    struct Looking
    {
        explicit Looking(const QString& clip, const QString& copy)
            : zoom(clip, copy, [this](const ZoomAnswer& answer) {
                  const std::scoped_lock lock(mutex);
                  last = answer;
                  changed.notify_all();
              })
        {
        }
        ZoomAnswer ask(const ZoomRequest& request)
        {
            const std::uint64_t number = zoom.ask(request);
            std::unique_lock lock(mutex);
            changed.wait_for(lock, std::chrono::seconds(60), [&] { return last.request == number; });
            return last;
        }
        std::mutex mutex;
        std::condition_variable changed;
        ZoomAnswer last;
        OriginalZoom zoom; // last, so that its thread ends first
    };

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        m_copy = m_folder.filePath(QStringLiteral("copy.mp4"));
        PatternOptions options;
        options.width = width;
        options.height = height;
        options.frames = framesOfClip;
        options.variableRate = true;
        options.writer.maxBFrames = 2;
        QCOMPARE(writePatternClip(m_clip, options).size(), std::size_t{framesOfClip});
        m_index = *indexClip(m_clip);
        auto file = PartFile::create(m_copy);
        QVERIFY(file.has_value());
        CopyOptions copy;
        copy.maxWidth = width / 2;
        copy.maxHeight = height / 2;
        copy.from = m_index.frames[firstLooked].timestamp;
        copy.until = m_index.endTimestamp();
        LeftHalf masker;
        const auto made = writeReviewCopy(m_clip, m_index, file->descriptor(), copy, masker);
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().sentence));
        QVERIFY(file->finish().has_value());
        QVERIFY(writeFile(maskTrackPath(m_copy), toBytes(made->masks)).has_value());
    }

    void masks_comeBackWhole_andDamagedOnesAreRefused()
    {
        const auto loaded = loadMaskTrack(m_copy);
        QVERIFY(loaded.has_value());
        const auto mask = loaded->at(m_index.frames[40].timestamp);
        QVERIFY(mask.has_value());
        QCOMPARE(std::count(mask->cells.begin(), mask->cells.end(), 1), std::ptrdiff_t{10 * 15});
        QVERIFY(!loaded->at(m_index.frames[firstLooked - 1].timestamp).has_value());
        const QByteArray bytes = toBytes(*loaded);
        QVERIFY(*maskTrackFromBytes(bytes) == *loaded);
        for (const qsizetype at : {qsizetype{3}, bytes.size() / 2, bytes.size() - 1}) {
            QByteArray wrong = bytes;
            wrong[at] = static_cast<char>(wrong[at] ^ 1);
            QCOMPARE(maskTrackFromBytes(wrong).error().kind, ErrorKind::Integrity);
        }
        QCOMPARE(maskTrackFromBytes(bytes.first(bytes.size() - 5)).error().kind, ErrorKind::Integrity);
        QCOMPARE(loadMaskTrack(m_folder.filePath(QStringLiteral("none.mp4"))).error().kind, ErrorKind::NotFound);
    }

    void zoom_givesTheOriginalsPixels_butMasksWhatTheCopyMasks()
    {
        Looking looking(m_clip, m_copy);
        ReaderOptions reading;
        reading.layout = PixelLayout::Bgra32;
        auto reader = ClipReader::open(m_clip, m_index, reading);
        for (const std::size_t place : {40u, 11u, 12u, 88u}) {
            const Frame whole = *(*reader)->frame(place);
            const Microseconds at = m_index.frames[place].timestamp;
            const ZoomAnswer clear = looking.ask({at, {170, 20, 101, 77}, 0, 0});
            QVERIFY2(clear.trouble.isEmpty(), qPrintable(clear.trouble));
            QCOMPARE(clear.timestamp, at);
            QCOMPARE(clear.picture.width, 101);
            QCOMPARE(clear.picture.height, 77);
            QCOMPARE(distanceOf(clear.picture, whole.picture, 170, 20), 0);
            // 16 pixels of the original are one cell of the copy, and each cell has one colour.
            const ZoomAnswer masked = looking.ask({at, {0, 0, 160, 240}, 0, 0});
            QVERIFY2(masked.trouble.isEmpty(), qPrintable(masked.trouble));
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width / 2; ++x)
                    QVERIFY(std::equal(masked.picture.pixels.get() + y * masked.picture.stride + std::ptrdiff_t{x} * 4,
                                       masked.picture.pixels.get() + y * masked.picture.stride + std::ptrdiff_t{x} * 4 + 4,
                                       masked.picture.pixels.get() + y / 16 * 16 * masked.picture.stride + std::ptrdiff_t{x / 16 * 16} * 4));
        }
    }

    void zoom_isCutToThePicture_andScaledToTheAskedSize()
    {
        Looking looking(m_clip, m_copy);
        const ZoomAnswer answer = looking.ask({m_index.frames[30].timestamp, {200.4, 100, 1000, 1000}, 60, 70});
        QVERIFY2(answer.trouble.isEmpty(), qPrintable(answer.trouble));
        QVERIFY((answer.part == Box{200, 100, 120, 140}));
        QCOMPARE(answer.picture.width, 60);
        QCOMPARE(answer.picture.height, 70);
        QVERIFY(!looking.ask({m_index.frames[30].timestamp, {width + 5.0, 0, 50, 50}, 0, 0}).trouble.isEmpty());
    }

    void zoom_showsNothing_whereTheMaskIsNotKnown()
    {
        Looking looking(m_clip, m_copy);
        const ZoomAnswer outside = looking.ask({m_index.frames[firstLooked - 1].timestamp, {170, 20, 50, 50}, 0, 0});
        QVERIFY(outside.picture.isEmpty() && !outside.trouble.isEmpty());
        Looking without(m_clip, m_folder.filePath(QStringLiteral("none.mp4")));
        const ZoomAnswer none = without.ask({m_index.frames[40].timestamp, {170, 20, 50, 50}, 0, 0});
        QVERIFY(none.picture.isEmpty());
        QVERIFY2(none.trouble.contains(QStringLiteral("prepare")), qPrintable(none.trouble));
    }

    void zoom_saysWithinTwoSeconds_thatItsProcessDied_andWorksAgain()
    {
        Looking looking(m_clip, m_copy);
        const ZoomRequest request{m_index.frames[30].timestamp, {170, 20, 50, 50}, 0, 0};
        QVERIFY(looking.ask(request).trouble.isEmpty());
        QVERIFY(::kill(looking.zoom.processId(), SIGSTOP) == 0);
        QElapsedTimer timer;
        timer.start();
        const ZoomAnswer died = looking.ask(request);
        QVERIFY(timer.elapsed() < soonEnough);
        QVERIFY(died.picture.isEmpty() && !died.trouble.isEmpty());
        QVERIFY(looking.ask(request).trouble.isEmpty());
    }

    void revealedOriginal_playsAndStepsExactly()
    {
        Record record;
        Player player({revealedSource(QStringLiteral("a"), m_clip, m_index, 0)}, record.callbacks());
        player.setPaneSize(0, width / 2, height / 2);
        const auto moment = [&](std::size_t place) { return m_index.frames[place].timestamp - m_index.firstTimestamp(); };
        for (const std::size_t place : {70u, 3u, 45u}) {
            const auto frame = record.answer(0, player.seek(moment(place)));
            QVERIFY2(frame && frame->state == PaneFrame::State::Shown, frame ? qPrintable(frame->message) : "nothing came");
            QCOMPARE(readNumber(frame->frame.picture), static_cast<int>(place));
            QCOMPARE(frame->frame.picture.width, width / 2);
        }
        for (int place = 44; place > 20; --place)
            QCOMPARE(readNumber(record.answer(0, player.step(0, Direction::Backward))->frame.picture), place);
        record.take();
        player.play(4);
        QVERIFY(record.waitForEnd());
        int last = -1;
        bool right = true;
        const auto takeAll = [&] { // the last frame may come after the clock has told its end
            for (const PaneFrame& frame : record.take()) {
                const int place = static_cast<int>(frame.frame.index);
                // Where playing ends the clock stands still: a near frame may be given first, under its own number.
                const bool shown = frame.state == PaneFrame::State::Shown || frame.state == PaneFrame::State::Nearby;
                right = right && shown && readNumber(frame.frame.picture) == place && place >= last;
                last = place;
            }
            return last;
        };
        QTRY_COMPARE(takeAll(), framesOfClip - 1);
        QVERIFY(right);
    }

    void dyingOriginal_isSaidWithinTwoSeconds_whileOthersPlayOn_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("killed") << SIGKILL;
        QTest::newRow("hanging") << SIGSTOP;
    }

    void dyingOriginal_isSaidWithinTwoSeconds_whileOthersPlayOn()
    {
        QFETCH(int, signal);
        Record record;
        // Large, so that not all is decoded when the process dies.
        Player player({revealedSource(QStringLiteral("a"), m_clip, m_index, 0), revealedSource(QStringLiteral("b"), m_clip, m_index, 0)},
                      record.callbacks(), 12u * width * height * 3 / 2);
        QVERIFY(record.answer(0, player.seek(0)) && record.answer(1, player.seek(0)));
        const std::vector<int> running = decoders();
        QCOMPARE(running.size(), std::size_t{2});
        player.setLoop(std::pair(UtcMicroseconds{0}, m_index.endTimestamp() - m_index.firstTimestamp()));
        player.play(1);
        QVERIFY(record.waitForFrames(0, 3) && record.waitForFrames(1, 3));
        record.take();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(::kill(running.front(), signal) == 0);
        std::optional<std::size_t> failed;
        qint64 saidAfter = 0;
        std::size_t shownByOther = 0;
        while (timer.elapsed() < 10 * soonEnough && (!failed || shownByOther < 5)) {
            QTest::qWait(10);
            for (const PaneFrame& frame : record.take()) {
                if (frame.state == PaneFrame::State::Failed && !failed) {
                    failed = frame.pane;
                    saidAfter = timer.elapsed();
                    QVERIFY2(frame.message.contains(m_clip), qPrintable(frame.message));
                } else if (failed && frame.pane != *failed && frame.state == PaneFrame::State::Shown) {
                    ++shownByOther;
                }
            }
        }
        QVERIFY(failed.has_value());
        QVERIFY2(saidAfter < soonEnough, qPrintable(QString::number(saidAfter)));
        QVERIFY(shownByOther >= 5);
        // What is asked next starts a new process.
        player.setLoop(std::nullopt);
        const auto again = record.answer(*failed, player.seek(m_index.frames[50].timestamp - m_index.firstTimestamp()));
        QVERIFY2(again && again->state == PaneFrame::State::Shown, again ? qPrintable(again->message) : "nothing came");
        QCOMPARE(readNumber(again->frame.picture), 50);
    }
};

QTEST_GUILESS_MAIN(OriginalTest)
#include "tst_original.moc"
