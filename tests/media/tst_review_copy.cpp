#include "core/base/part_file.h"
#include "core/media/clip_reader.h"
#include "core/media/review_copy.h"
#include "tests/media/pattern_clip.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

namespace {

/// Masks what it is told, from one time on, and checks the order in which it is asked.
class ScriptedMasker : public CopyMasker
{
public:
    explicit ScriptedMasker(Microseconds ahead = 0) : m_ahead(ahead) {}
    Microseconds lookAhead() const override { return m_ahead; }
    void look(const Picture& luma, Microseconds timestamp) override
    {
        width = luma.width;
        height = luma.height;
        m_seen = timestamp;
        ++looked;
    }
    MaskGrid maskAt(Microseconds timestamp) override
    {
        lookedAheadEnough = lookedAheadEnough && (m_seen >= timestamp + m_ahead || looked >= expected);
        MaskGrid mask;
        mask.columns = (width + mask.cell - 1) / mask.cell;
        mask.rows = (height + mask.cell - 1) / mask.cell;
        if (timestamp >= maskedFrom)
            mask.cells.assign(static_cast<std::size_t>(mask.columns * mask.rows), 1);
        return mask;
    }

    Microseconds maskedFrom = std::numeric_limits<Microseconds>::max();
    int width = 0;
    int height = 0;
    int looked = 0;
    int expected = std::numeric_limits<int>::max(); ///< frames in all
    bool lookedAheadEnough = true;

private:
    Microseconds m_ahead;
    Microseconds m_seen = 0;
};

} // namespace

class ReviewCopyTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    static Result<CopyOutcome> copyTo(const QString& from, const ClipIndex& index, const QString& to, const CopyOptions& options,
                                      CopyMasker& masker)
    {
        auto file = PartFile::create(to);
        if (!file)
            return failure(file.error());
        auto made = writeReviewCopy(from, index, file->descriptor(), options, masker);
        if (made)
            if (auto finished = file->finish(); !finished)
                return failure(finished.error());
        return made;
    }

private Q_SLOTS:
    void copy_keepsEachTimeAndPicture_data()
    {
        QTest::addColumn<bool>("variableRate");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<int>("bFrames");
        QTest::newRow("constant rate") << false << qint64{0} << 0;
        QTest::newRow("variable rate, B-frames") << true << qint64{0} << 3;
        QTest::newRow("start that is not zero") << true << qint64{1'234'567} << 2;
    }

    void copy_keepsEachTimeAndPicture()
    {
        QFETCH(bool, variableRate);
        QFETCH(qint64, start);
        QFETCH(int, bFrames);
        PatternOptions pattern;
        pattern.frames = 90;
        pattern.variableRate = variableRate;
        pattern.start = start;
        pattern.writer.maxBFrames = bFrames;
        pattern.writer.keyframeEvery = 80;
        const std::vector<Microseconds> times = writePatternClip(path("clip.mp4"), pattern);
        QCOMPARE(times.size(), std::size_t{90});
        ScriptedMasker masker(500'000);
        masker.expected = 90;
        const auto made = copyTo(path("clip.mp4"), *indexClip(path("clip.mp4")), path("copy.mp4"), {}, masker);
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().sentence));
        QVERIFY(masker.lookedAheadEnough);
        const auto decoded = indexClip(path("copy.mp4"));
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->frames.size(), times.size());
        auto reader = ClipReader::open(path("copy.mp4"), made->index);
        QVERIFY(reader.has_value());
        for (std::size_t i = 0; i < times.size(); ++i) {
            QCOMPARE(decoded->frames[i].timestamp, times[i]);
            QCOMPARE(made->index.frames[i].timestamp, times[i]);
            QCOMPARE(decoded->frames[i].keyframe, i % 12 == 0);
            QCOMPARE(made->index.frames[i].keyframe, i % 12 == 0);
            const auto frame = (*reader)->frame((i * 37) % times.size());
            QVERIFY(frame.has_value());
            QCOMPARE(readNumber(frame->picture), static_cast<int>((i * 37) % times.size()));
        }
        QCOMPARE(made->index.fileBytes, QFileInfo(path("copy.mp4")).size());
        QVERIFY((QFile::permissions(path("copy.mp4")) & (QFile::ReadGroup | QFile::ReadOther)) == 0);
    }

    void copy_isFittedIntoItsSize_andMasked()
    {
        PatternOptions pattern;
        pattern.frames = 24;
        pattern.width = 320;
        pattern.height = 240;
        const auto times = writePatternClip(path("large.mp4"), pattern);
        CopyOptions options;
        options.maxWidth = 200;
        options.maxHeight = 100;
        ScriptedMasker masker;
        masker.maskedFrom = times[12];
        const auto made = copyTo(path("large.mp4"), *indexClip(path("large.mp4")), path("small.mp4"), options, masker);
        QVERIFY(made.has_value());
        QCOMPARE(made->index.info.width, 132); // even, the shape kept
        QCOMPARE(made->index.info.height, 100);
        QCOMPARE(made->maskedFrames, std::size_t{12});
        QCOMPARE(made->maskedShare, 0.5);
        auto reader = ClipReader::open(path("small.mp4"), made->index);
        QVERIFY(reader.has_value());
        QCOMPARE(readNumber((*reader)->frame(11)->picture), 11);
        // Of a masked picture each cell has one colour, so its pixels differ from their neighbours at cells' edges only.
        const auto frame = (*reader)->frame(20);
        const Picture& picture = frame->picture;
        int rough = 0;
        for (int y = 4; y < 96; ++y)
            for (int x = 4; x < 128; ++x)
                if (x % 16 > 2 && x % 16 < 14 && y % 16 > 2 && y % 16 < 14) {
                    const std::uint8_t* pixel = picture.pixels.get() + y * picture.stride + x * 3;
                    rough += std::abs(pixel[0] - pixel[3]) > 12 ? 1 : 0;
                }
        QCOMPARE(rough, 0);
    }

    void copy_ofASpan_hasItsFramesOnly_withTheirTimes()
    {
        PatternOptions pattern;
        pattern.frames = 120;
        const auto times = writePatternClip(path("span.mp4"), pattern);
        CopyOptions options;
        options.from = times[40];
        options.until = times[70];
        ScriptedMasker masker(200'000);
        const auto made = copyTo(path("span.mp4"), *indexClip(path("span.mp4")), path("part.mp4"), options, masker);
        QVERIFY(made.has_value());
        QCOMPARE(made->frames, std::size_t{30});
        QCOMPARE(made->index.firstTimestamp(), times[40]);
        auto reader = ClipReader::open(path("part.mp4"), made->index);
        QCOMPARE(readNumber((*reader)->frameAt(times[55])->picture), 55);
        QVERIFY(masker.looked > 30); // around it too, so that masks begin and end as in the whole
        QVERIFY(masker.looked < 60);
    }

    void damagedFrames_areItemsWithoutAPicture()
    {
        PatternOptions pattern;
        pattern.frames = 60;
        const auto times = writePatternClip(path("whole.mp4"), pattern);
        ClipIndex index = *indexClip(path("whole.mp4"));
        index.frames[25].damaged = index.frames[26].damaged = true;
        index.damage = QStringLiteral("The clip is damaged: 2 of 60 frames do not decode whole.");
        ScriptedMasker masker;
        const auto made = copyTo(path("whole.mp4"), index, path("holes.mp4"), {}, masker);
        QVERIFY(made.has_value());
        QCOMPARE(made->frames, std::size_t{58});
        QCOMPARE(made->index.frames.size(), std::size_t{60});
        QVERIFY(made->index.frames[25].damaged && made->index.frames[26].damaged);
        QCOMPARE(made->index.damage, index.damage);
        auto reader = ClipReader::open(path("holes.mp4"), made->index);
        QVERIFY((*reader)->frame(25)->damaged);
        QCOMPARE(readNumber((*reader)->frame(27)->picture), 27);
    }

    void wrongCalls_areErrors()
    {
        writePatternClip(path("fine.mp4"), {});
        ClipIndex index = *indexClip(path("fine.mp4"));
        ScriptedMasker masker;
        CopyOptions options;
        options.preset = QStringLiteral("no such preset");
        QCOMPARE(copyTo(path("fine.mp4"), index, path("never.mp4"), options, masker).error().kind, ErrorKind::WrongUsage);
        QVERIFY(!QFile::exists(path("never.mp4")));
        options = {};
        options.from = index.endTimestamp() + 1'000'000;
        options.until = options.from + 1;
        QCOMPARE(copyTo(path("fine.mp4"), index, path("never.mp4"), options, masker).error().kind, ErrorKind::NotFound);
        index.frames.front().timestamp = -1;
        QCOMPARE(copyTo(path("fine.mp4"), index, path("never.mp4"), {}, masker).error().kind, ErrorKind::Refused);
        const int readOnly = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        index = *indexClip(path("fine.mp4"));
        QCOMPARE(writeReviewCopy(path("fine.mp4"), index, readOnly, {}, masker).error().kind, ErrorKind::Failed);
        ::close(readOnly);
    }

    void partFiles_areOneWritersOnly_andLeaveNothing()
    {
        const QString target = path("sub/file.bin");
        {
            auto first = PartFile::create(target);
            QVERIFY(first.has_value());
            QCOMPARE(PartFile::create(target).error().kind, ErrorKind::Locked);
            QVERIFY(::write(first->descriptor(), "old", 3) == 3);
            QVERIFY(!QFile::exists(target));
        }
        QVERIFY(QDir(path("sub")).isEmpty(QDir::Files | QDir::Hidden));
        auto second = PartFile::create(target);
        QVERIFY(::write(second->descriptor(), "new", 3) == 3);
        QVERIFY(second->finish().has_value());
        QFile file(target);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("new"));
    }

    void maskedShare_isTheAreaUnderCells()
    {
        MaskGrid mask;
        mask.cell = 10;
        mask.columns = 4;
        mask.rows = 2;
        mask.cells = {1, 1, 0, 0, 0, 0, 0, 0};
        QCOMPARE(maskedShare(mask, 0, 0, 20, 10), 1.0);
        QCOMPARE(maskedShare(mask, 0, 0, 40, 20), 0.25);
        QCOMPARE(maskedShare(mask, 15, 5, 10, 10), 0.25);
        QCOMPARE(maskedShare({}, 0, 0, 5, 5), 0.0);
    }
};

QTEST_GUILESS_MAIN(ReviewCopyTest)
#include "tst_review_copy.moc"
