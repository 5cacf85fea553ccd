#include "core/media/clip_reader.h"
#include "pattern_clip.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

/// Every form of clip, asked in every way: the number in the picture must always be the one that was asked
/// for.
class TestClipReader : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_source; ///< 200 frames, B-frames, key every 40

    void addForms();
    QString make(const QString& form, const QString& name, const QStringList& arguments);
    /// What stands in each frame of the index, read in order.
    static std::vector<int> numbersInOrder(ClipReader& reader);

private Q_SLOTS:
    void initTestCase();
    void read_findsTheAskedFrame_inEveryForm_data();
    void read_findsTheAskedFrame_inEveryForm();
    void next_afterPrevious_goesOnInOrder();
    void frameAt_takesTheLatestFrameNotAfterTheTime();
    void picture_isTurnedUpright_whenTheClipIsRotated_data();
    void picture_isTurnedUpright_whenTheClipIsRotated();
    void picture_fitsIntoTheAskedSize();
    void picture_ofTenBits_isConverted();
    void cache_holdsAGroup_soThatStepsBackDecodeNothing();
    void warm_decodesAhead_andKeepsThePlace();
    void stop_endsTheCall_andTheReaderStaysUsable();
    void cancel_endsTheReader();
    void open_refusesAnIndexOfAnotherFile();
    void read_givesDamagedFrames_whereTheIndexNamesThem();
};

void TestClipReader::initTestCase()
{
    m_source = m_folder.filePath(QStringLiteral("source.mp4"));
    PatternOptions options;
    options.writer.maxBFrames = 3;
    options.writer.keyframeEvery = 40;
    QVERIFY(!writePatternClip(m_source, options).empty());
}

QString TestClipReader::make(const QString& form, const QString& name, const QStringList& arguments)
{
    const QString made = m_folder.filePath(name);
    if (!QFileInfo::exists(made) &&
        !runFfmpeg(QStringList{QStringLiteral("-i"), m_source} + arguments + QStringList{made}))
        qWarning("the form %s could not be made", qPrintable(form));
    return made;
}

void TestClipReader::addForms()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    const auto add = [](const char* form, const char* name, const char* arguments) {
        QTest::newRow(form) << QString::fromLatin1(name) << QString::fromLatin1(arguments);
    };
    add("written by ClipWriter", "", "bframes");
    add("written by ClipWriter, variable rate", "", "variable");
    add("written by ClipWriter, late start", "", "late");
    add("h264 open group of pictures", "open.mp4",
        "-c:v libx264 -g 25 -bf 3 -x264-params open-gop=1:b-pyramid=normal");
    add("h264 open group of pictures, matroska", "open.mkv",
        "-c:v libx264 -g 25 -bf 3 -x264-params open-gop=1");
    add("h264 intra refresh, no second keyframe", "refresh.mp4",
        "-c:v libx264 -g 50 -x264-params intra-refresh=1");
    add("h264 one keyframe", "one.mp4", "-c:v libx264 -g 1000 -sc_threshold 0");
    add("h264 in mpegts", "h264.ts", "-c:v libx264 -g 25 -bf 3 -sc_threshold 0");
    add("h264 in mpegts, open group of pictures", "open.ts",
        "-c:v libx264 -g 25 -bf 3 -x264-params open-gop=1");
    add("h264 in mpegts, late start", "late.ts", "-c:v libx264 -g 30 -bf 2 -output_ts_offset 500");
    add("h264 in mpegts, times wrap around", "wrap.ts",
        "-c:v libx264 -g 30 -bf 2 -muxdelay 0 -output_ts_offset 95440");
    add("h264 in fragmented mp4", "fragments.mp4",
        "-c:v libx264 -g 25 -bf 2 -movflags +frag_keyframe+empty_moov");
    add("h264 in fragmented mp4 without any index", "bare.mp4",
        "-c:v libx264 -g 25 -bf 2 -movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer");
    add("h264 with an edit list", "edit.mp4", "edit");
    add("h264 with a start that is not zero", "start.mp4",
        "-c:v libx264 -g 25 -bf 2 -output_ts_offset 12.345");
    add("h264 in avi", "h264.avi", "-c:v libx264 -g 25 -bf 0");
    add("h264 in avi with B-frames", "bframes.avi", "-c:v libx264 -g 25 -bf 2");
    add("h264 in slices of fields", "fields.mp4",
        "-c:v libx264 -g 25 -bf 2 -flags +ildct+ilme -x264-params interlaced=1");
    add("hevc", "hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=30:bframes=3");
    add("hevc open group of pictures", "hevc_open.mkv",
        "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=30:bframes=4:open-gop=1");
    add("hevc in mpegts", "hevc.ts",
        "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=30:bframes=3");
    add("mpeg4", "mpeg4.mp4", "-c:v mpeg4 -q:v 3 -g 20 -bf 2");
    add("mpeg4 in avi with B-frames", "mpeg4.avi", "-c:v mpeg4 -q:v 3 -g 20 -bf 2");
    add("mjpeg in avi", "mjpeg.avi", "-c:v mjpeg -q:v 4 -pix_fmt yuvj420p");
    add("mjpeg in mp4", "mjpeg.mp4", "-c:v mjpeg -q:v 4 -pix_fmt yuvj420p");
    add("vp8", "vp8.webm",
        "-c:v libvpx -deadline realtime -cpu-used 8 -g 40 -b:v 800k -auto-alt-ref 1 -lag-in-frames 10");
    add("vp9", "vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 40 -b:v 800k");
    add("av1", "av1.mkv", "-c:v libsvtav1 -preset 12 -g 40 -b:v 800k");
}

std::vector<int> TestClipReader::numbersInOrder(ClipReader& reader)
{
    std::vector<int> numbers;
    for (;;) {
        const auto frame = reader.next();
        if (!frame)
            return numbers;
        numbers.push_back(readNumber(frame->picture));
    }
}

void TestClipReader::read_findsTheAskedFrame_inEveryForm_data() { addForms(); }

void TestClipReader::read_findsTheAskedFrame_inEveryForm()
{
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QString path = m_source;
    if (name.isEmpty()) {
        PatternOptions options;
        options.writer.maxBFrames = 2;
        options.variableRate = arguments == QLatin1String("variable");
        options.start = arguments == QLatin1String("late") ? 98'765'432 : 0;
        path = m_folder.filePath(arguments + QStringLiteral(".mp4"));
        QVERIFY(!writePatternClip(path, options).empty());
    } else {
        if (!hasFfmpeg())
            QSKIP("The ffmpeg command line is not installed, so this form cannot be made.");
        path = m_folder.filePath(name);
        const QStringList source{QStringLiteral("-i"), m_source};
        const bool made = arguments == QLatin1String("edit")
                              ? runFfmpeg(words("-ss 2.4") + source + words("-c copy") + QStringList{path})
                              : runFfmpeg(source + words(qPrintable(arguments)) + QStringList{path});
        QVERIFY2(made, "this form could not be made");
    }
    const auto index = indexClip(path);
    QVERIFY2(index.has_value(), qPrintable(index ? QString() : index.error().sentence));
    QCOMPARE(index->damage, QString());
    const std::size_t count = index->frames.size();
    const int first = arguments == QLatin1String("edit") ? 36 : 0;
    QCOMPARE(count, static_cast<std::size_t>(200 - first));

    ReaderOptions options;
    options.cacheBytes = 0; // each answer must come from the decoder
    auto reader = ClipReader::open(path, *index, options);
    QVERIFY(reader.has_value());
    const std::vector<int> numbers = numbersInOrder(**reader);
    QCOMPARE(numbers.size(), count);
    for (std::size_t i = 0; i < count; ++i)
        QCOMPARE(numbers[i], static_cast<int>(i) + first);

    std::mt19937 random(42);
    int wrong = 0;
    for (int i = 0; i < 100; ++i) {
        const std::size_t place = random() % count;
        const auto frame = (*reader)->frame(place);
        QVERIFY(frame.has_value());
        QCOMPARE(frame->timestamp, index->frames[place].timestamp);
        wrong += frame->damaged || readNumber(frame->picture) != numbers[place];
        for (auto more = random() % 3; more > 0; --more)
            if (const auto after = (*reader)->next())
                wrong += readNumber(after->picture) != numbers[after->index];
    }
    QCOMPARE(wrong, 0);

    options.cacheBytes = 1u << 20; // some pictures fit, so that windows of the cache are crossed
    reader = ClipReader::open(path, *index, options);
    QVERIFY((*reader)->frame(count - 1).has_value());
    for (std::size_t place = count - 1; place-- > 0;) {
        const auto frame = (*reader)->previous();
        QVERIFY(frame.has_value());
        QCOMPARE(frame->index, place);
        QCOMPARE(readNumber(frame->picture), numbers[place]);
    }
    QCOMPARE((*reader)->previous().error().kind, ErrorKind::NotFound);
}

void TestClipReader::next_afterPrevious_goesOnInOrder()
{
    auto reader = ClipReader::open(m_source, indexClip(m_source).value());
    std::mt19937 random(7);
    std::size_t place = 100;
    QCOMPARE(readNumber((*reader)->frame(place)->picture), 100);
    for (int i = 0; i < 600; ++i) {
        const bool forward = random() % 2 == 0;
        if (random() % 40 == 0) {
            place = random() % 200;
            QCOMPARE(readNumber((*reader)->frame(place)->picture), static_cast<int>(place));
            continue;
        }
        if ((forward && place == 199) || (!forward && place == 0))
            continue;
        place = forward ? place + 1 : place - 1;
        const auto frame = forward ? (*reader)->next() : (*reader)->previous();
        QCOMPARE(frame->index, place);
        QCOMPARE(readNumber(frame->picture), static_cast<int>(place));
    }
    QCOMPARE((*reader)->frame(200).error().kind, ErrorKind::NotFound);
    QVERIFY((*reader)->frame(199).has_value());
    QCOMPARE((*reader)->next().error().kind, ErrorKind::NotFound);
}

void TestClipReader::frameAt_takesTheLatestFrameNotAfterTheTime()
{
    const ClipIndex index = indexClip(m_source).value();
    auto reader = ClipReader::open(m_source, index);
    QCOMPARE((*reader)->frameAt(-5)->index, std::size_t{0});
    QCOMPARE((*reader)->frameAt(66'667 * 50)->index, std::size_t{50});
    QCOMPARE((*reader)->frameAt(66'667 * 50 - 1)->index, std::size_t{49});
    QCOMPARE((*reader)->frameAt(66'667 * 50 + 66'666)->index, std::size_t{50});
    QCOMPARE((*reader)->frameAt(1'000'000'000)->index, std::size_t{199});
}

void TestClipReader::picture_isTurnedUpright_whenTheClipIsRotated_data()
{
    QTest::addColumn<QString>("turned");
    QTest::addColumn<int>("degrees");
    // The pixels are turned one way, and the clip says that they must be turned back the other way.
    QTest::newRow("90") << QStringLiteral("transpose=cclock") << 90;
    QTest::newRow("180") << QStringLiteral("hflip,vflip") << 180;
    QTest::newRow("270") << QStringLiteral("transpose=clock") << 270;
}

void TestClipReader::picture_isTurnedUpright_whenTheClipIsRotated()
{
    QFETCH(QString, turned);
    QFETCH(int, degrees);
    if (!hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so a rotated clip cannot be made.");
    const QString flat = m_folder.filePath(QStringLiteral("flat%1.mp4").arg(degrees));
    const QString path = m_folder.filePath(QStringLiteral("turned%1.mp4").arg(degrees));
    QVERIFY(runFfmpeg({QStringLiteral("-i"), m_source, QStringLiteral("-vf"), turned, flat}));
    // FFmpeg 5.1 writes this tag as a turn against the clock.
    QVERIFY(
        runFfmpeg({QStringLiteral("-i"), flat, QStringLiteral("-c"), QStringLiteral("copy"),
                   QStringLiteral("-metadata:s:v:0"), QStringLiteral("rotate=%1").arg(360 - degrees), path}));
    const ClipIndex index = indexClip(path).value();
    QCOMPARE(index.info.rotationDegrees, degrees);
    QCOMPARE(index.info.width, 160);
    QCOMPARE(index.info.height, 120);
    for (const PixelLayout layout : {PixelLayout::Gray8, PixelLayout::Bgr24, PixelLayout::Bgra32}) {
        ReaderOptions options;
        options.layout = layout;
        auto reader = ClipReader::open(path, index, options);
        for (const std::size_t place : {0u, 77u, 199u}) {
            const auto frame = (*reader)->frame(place);
            QCOMPARE(frame->picture.width, 160);
            QCOMPARE(frame->picture.height, 120);
            QCOMPARE(readNumber(frame->picture), static_cast<int>(place));
        }
    }
}

void TestClipReader::picture_fitsIntoTheAskedSize()
{
    const ClipIndex index = indexClip(m_source).value();
    ReaderOptions options;
    options.maxWidth = 80;
    options.maxHeight = 80;
    options.layout = PixelLayout::Bgra32;
    auto reader = ClipReader::open(m_source, index, options);
    const auto frame = (*reader)->frame(123);
    QCOMPARE(frame->picture.width, 80);
    QCOMPARE(frame->picture.height, 60);
    QCOMPARE(readNumber(frame->picture), 123);
    QCOMPARE(frame->picture.pixels.get()[3], std::uint8_t{255});
    (*reader)->setMaxSize(120, 0);
    QCOMPARE((*reader)->frame(123)->picture.width, 120);
    (*reader)->setMaxSize(4000, 4000);
    QCOMPARE((*reader)->frame(123)->picture.width, 160);
}

void TestClipReader::picture_ofTenBits_isConverted()
{
    if (!hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so a 10-bit clip cannot be made.");
    const QString path = make(QStringLiteral("10 bits"), QStringLiteral("ten.mp4"),
                              words("-c:v libx264 -pix_fmt yuv420p10le"));
    auto reader = ClipReader::open(path, indexClip(path).value());
    QCOMPARE(readNumber((*reader)->frame(150)->picture), 150);
}

void TestClipReader::cache_holdsAGroup_soThatStepsBackDecodeNothing()
{
    auto reader = ClipReader::open(m_source, indexClip(m_source).value());
    QVERIFY((*reader)->frame(75).has_value());
    QVERIFY((*reader)->previous().has_value());
    for (std::size_t place = 40; place < 75; ++place)
        QVERIFY((*reader)->isCached(place));
    // With decoding forbidden, the whole group must still come.
    (*reader)->setStop([] { return true; });
    for (int number = 73; number >= 40; --number)
        QCOMPARE(readNumber((*reader)->previous()->picture), number);
    QCOMPARE((*reader)->previous().error().kind, ErrorKind::Cancelled);
}

void TestClipReader::warm_decodesAhead_andKeepsThePlace()
{
    auto reader = ClipReader::open(m_source, indexClip(m_source).value());
    QCOMPARE(readNumber((*reader)->frame(50)->picture), 50);
    QVERIFY((*reader)->warm(20, 90).has_value());
    (*reader)->setStop([] { return true; });
    QCOMPARE(readNumber((*reader)->next()->picture), 51);
    QCOMPARE(readNumber((*reader)->frame(20)->picture), 20);
    QCOMPARE(readNumber((*reader)->frame(89)->picture), 89);
    QVERIFY(!(*reader)->frame(90).has_value());
}

void TestClipReader::stop_endsTheCall_andTheReaderStaysUsable()
{
    auto reader = ClipReader::open(m_source, indexClip(m_source).value());
    int packets = 0;
    (*reader)->setStop([&] { return ++packets > 5; });
    QCOMPARE((*reader)->frame(139).error().kind, ErrorKind::Cancelled);
    (*reader)->setStop({});
    QCOMPARE(readNumber((*reader)->frame(139)->picture), 139);
    QCOMPARE(readNumber((*reader)->frame(60)->picture), 60);
}

void TestClipReader::cancel_endsTheReader()
{
    ReaderOptions options;
    auto reader = ClipReader::open(m_source, indexClip(m_source).value(), options);
    QVERIFY((*reader)->next().has_value());
    options.cancel.cancel();
    QCOMPARE((*reader)->frame(190).error().kind, ErrorKind::Cancelled);
    QCOMPARE(indexClip(m_source, {}, options.cancel).error().kind, ErrorKind::Cancelled);
}

void TestClipReader::open_refusesAnIndexOfAnotherFile()
{
    const QString other = m_folder.filePath(QStringLiteral("other.mp4"));
    PatternOptions options;
    options.frames = 20;
    writePatternClip(other, options);
    const auto reader = ClipReader::open(other, indexClip(m_source).value());
    QVERIFY(!reader.has_value());
    QCOMPARE(reader.error().kind, ErrorKind::Integrity);
}

void TestClipReader::read_givesDamagedFrames_whereTheIndexNamesThem()
{
    ClipIndex index = indexClip(m_source).value();
    index.frames[51].damaged = true;
    index.frames[53].timestamp += 3; // no frame of the file has this time
    auto reader = ClipReader::open(m_source, index);
    QCOMPARE(readNumber((*reader)->frame(50)->picture), 50);
    for (const bool damaged : {true, false, true, false}) {
        const auto frame = (*reader)->next();
        QCOMPARE(frame->damaged, damaged);
        QCOMPARE(frame->picture.isEmpty(), damaged);
        if (!damaged)
            QCOMPARE(readNumber(frame->picture), static_cast<int>(frame->index));
    }
}

QTEST_GUILESS_MAIN(TestClipReader)
#include "tst_clip_reader.moc"
