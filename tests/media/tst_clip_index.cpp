#include "core/base/safe_file.h"
#include "core/media/clip_reader.h"
#include "pattern_clip.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>
#include <sys/stat.h>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

class TestClipIndex : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip; ///< 200 frames, key every 30
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString put(const QString& name, const QByteArray& bytes) const;
    QByteArray bytesOf(const QString& file) const { return readFile(file).value(); }
    QString variant(const QString& name, const QStringList& arguments) const;
    static void checkReadable(const QString& file, const ClipIndex& index);

private Q_SLOTS:
    void initTestCase();
    void probe_saysWhatTheContainerSays();
    void open_refusesWhatIsNotAnAllowedClip_data();
    void open_refusesWhatIsNotAnAllowedClip();
    void open_refusesACodecThatIsNotAllowed();
    void open_refusesTooManyPixels();
    void index_refusesTooManyFrames();
    void index_readsACutClipAsFarAsItDecodes_data();
    void index_readsACutClipAsFarAsItDecodes();
    void index_marksFramesThatDoNotDecode_data();
    void index_marksFramesThatDoNotDecode();
    void index_namesAHoleInTime();
    void index_leavesOutTimesThatGoBack();
    void index_survivesRandomDamage_data();
    void index_survivesRandomDamage();
    void frameAt_andEnd_followTheirContract();
};

void TestClipIndex::initTestCase()
{
    m_clip = path(QStringLiteral("clip.mp4"));
    PatternOptions options;
    options.writer.maxBFrames = 2;
    QVERIFY(!writePatternClip(m_clip, options).empty());
}

QString TestClipIndex::put(const QString& name, const QByteArray& bytes) const
{
    const QString file = path(name);
    return writeFile(file, bytes) ? file : QString();
}

QString TestClipIndex::variant(const QString& name, const QStringList& arguments) const
{
    const QString file = path(name);
    return runFfmpeg(QStringList{QStringLiteral("-i"), m_clip} + arguments + QStringList{file}) ? file
                                                                                                : QString();
}

/// Every frame of the index, at random and in order, is what the index says, and good ones show the right
/// number.
void TestClipIndex::checkReadable(const QString& file, const ClipIndex& index)
{
    ReaderOptions options;
    options.cacheBytes = 0;
    auto reader = ClipReader::open(file, index, options);
    QVERIFY(reader.has_value());
    std::vector<int> numbers;
    for (std::size_t i = 0; i < index.frames.size(); ++i) {
        const auto frame = (*reader)->next();
        QVERIFY(frame.has_value());
        QCOMPARE(frame->timestamp, index.frames[i].timestamp);
        numbers.push_back(readNumber(frame->picture));
    }
    std::mt19937 random(3);
    for (int i = 0; i < 60; ++i) {
        const std::size_t place = random() % index.frames.size();
        const auto frame = (*reader)->frame(place);
        QVERIFY(frame.has_value());
        if (!frame->damaged)
            QCOMPARE(readNumber(frame->picture), numbers[place]);
    }
}

void TestClipIndex::probe_saysWhatTheContainerSays()
{
    const auto info = probeClip(m_clip);
    QVERIFY(info.has_value());
    QCOMPARE(info->container, QStringLiteral("mov,mp4"));
    QCOMPARE(info->codec, QStringLiteral("h264"));
    QCOMPARE(info->width, 160);
    QCOMPARE(info->height, 120);
    QCOMPARE(info->rotationDegrees, 0);
    QVERIFY(std::abs(info->claimedDuration - 200 * 66'667) < 10);
    QCOMPARE(indexClip(m_clip)->info, *info);
}

void TestClipIndex::open_refusesWhatIsNotAnAllowedClip_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("a shopping list");
    QTest::newRow("hls playlist") << QByteArray(
        "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nclip.mp4\n#EXT-X-ENDLIST\n");
    QTest::newRow("concat list") << QByteArray("ffconcat version 1.0\nfile clip.mp4\n");
    QTest::newRow("session description")
        << QByteArray("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5000 RTP/AVP 96\n");
    QTest::newRow("gif") << QByteArray("GIF89a\x10\x00\x10\x00\x00\x00\x00;", 14);
    QTest::newRow("wav") << QByteArray("RIFF\x24\x00\x00\x00WAVEfmt ", 16);
    QTest::newRow("mp4 head only") << QByteArray("\x00\x00\x00\x18"
                                                 "ftypisom\x00\x00\x02\x00isomiso2",
                                                 24);
    QTest::newRow("mp4 head and noise") << QByteArray("\x00\x00\x00\x18"
                                                      "ftypisom\x00\x00\x02\x00isomiso2",
                                                      24) +
                                               QByteArray(5000, '\x5A');
    QTest::newRow("matroska head and noise") << QByteArray("\x1A\x45\xDF\xA3") + QByteArray(5000, '\x81');
    QTest::newRow("sync bytes of a transport stream")
        << (QByteArray("\x47") + QByteArray(187, '\xFF')).repeated(300);
    QTest::newRow("avi head and noise") << QByteArray("RIFF\xFF\xFF\xFF\xFF"
                                                      "AVI LIST",
                                                      16) +
                                               QByteArray(5000, '\x30');
}

void TestClipIndex::open_refusesWhatIsNotAnAllowedClip()
{
    QFETCH(QByteArray, bytes);
    const QString file = put(QStringLiteral("not a clip.mp4"), bytes);
    for (const auto& result : {probeClip(file).map([](const ClipInfo&) { return 0; }),
                               indexClip(file).map([](const ClipIndex&) { return 0; })}) {
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().kind, ErrorKind::Refused);
        QVERIFY(result.error().sentence.endsWith(QLatin1Char('.')));
    }
    const QString pipe = path(QStringLiteral("pipe.mp4"));
    ::mkfifo(QFile::encodeName(pipe).constData(), 0600);
    QCOMPARE(indexClip(pipe).error().kind, ErrorKind::Refused);
    QCOMPARE(indexClip(m_folder.path()).error().kind, ErrorKind::Refused);
    QCOMPARE(indexClip(path(QStringLiteral("absent.mp4"))).error().kind, ErrorKind::NotFound);
}

void TestClipIndex::open_refusesACodecThatIsNotAllowed()
{
    if (!hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so a clip in another codec cannot be made.");
    const auto probe = probeClip(
        variant(QStringLiteral("mpeg2.ts"), {QStringLiteral("-c:v"), QStringLiteral("mpeg2video")}));
    QVERIFY(!probe.has_value());
    QVERIFY2(probe.error().sentence.contains(QStringLiteral("codec mpeg2video is not allowed")),
             qPrintable(probe.error().sentence));
}

void TestClipIndex::open_refusesTooManyPixels()
{
    ClipLimits limits;
    limits.maxPixels = 160 * 120 - 1;
    const auto index = indexClip(m_clip, limits);
    QVERIFY(!index.has_value());
    QVERIFY(index.error().sentence.contains(QStringLiteral("160x120")));
    limits.maxPixels = 160 * 120;
    QVERIFY(indexClip(m_clip, limits).has_value());
}

void TestClipIndex::index_refusesTooManyFrames()
{
    ClipLimits limits;
    limits.maxFrames = 199;
    QCOMPARE(indexClip(m_clip, limits).error().kind, ErrorKind::Refused);
    limits.maxFrames = 200;
    QVERIFY(indexClip(m_clip, limits).has_value());
}

void TestClipIndex::index_readsACutClipAsFarAsItDecodes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    const QStringList copy{QStringLiteral("-c"), QStringLiteral("copy")};
    QTest::newRow("mp4, index in front") << QStringLiteral("clip.mp4") << QStringList();
    QTest::newRow("matroska") << QStringLiteral("whole.mkv") << copy;
    QTest::newRow("mpegts") << QStringLiteral("whole.ts") << copy;
    QTest::newRow("fragmented mp4") << QStringLiteral("whole_f.mp4")
                                    << copy + QStringList{QStringLiteral("-movflags"),
                                                          QStringLiteral("+frag_keyframe+empty_moov")};
    QTest::newRow("avi") << QStringLiteral("whole.avi")
                         << QStringList{QStringLiteral("-c:v"), QStringLiteral("mjpeg"),
                                        QStringLiteral("-q:v"), QStringLiteral("4")};
}

void TestClipIndex::index_readsACutClipAsFarAsItDecodes()
{
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    if (!arguments.isEmpty() && !hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so this form cannot be made.");
    const QString whole = arguments.isEmpty() ? m_clip : variant(name, arguments);
    const QByteArray bytes = bytesOf(whole);
    const ClipIndex wholeIndex = indexClip(whole).value();
    QCOMPARE(wholeIndex.damage, QString());
    for (const int percent : {30, 60, 85}) {
        const QString cut = put(QStringLiteral("cut_") + name, bytes.left(bytes.size() * percent / 100));
        const auto index = indexClip(cut);
        QVERIFY2(index.has_value(), qPrintable(index ? QString() : index.error().sentence));
        const auto good = std::count_if(index->frames.begin(), index->frames.end(),
                                        [](const IndexedFrame& f) { return !f.damaged; });
        QVERIFY2(good > 200 * percent / 100 - 50 && good < 200, qPrintable(QString::number(good)));
        for (const IndexedFrame& frame : index->frames)
            if (!frame.damaged)
                QCOMPARE(wholeIndex.frames[wholeIndex.frameAt(frame.timestamp)].timestamp, frame.timestamp);
        if (!name.endsWith(QLatin1String(".ts")) &&
            name != QLatin1String("whole_f.mp4")) // these do not say how long they are
            QVERIFY2(!index->damage.isEmpty(), "the cut must be noticed");
        checkReadable(cut, *index);
    }
}

void TestClipIndex::index_marksFramesThatDoNotDecode_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    const QStringList copy{QStringLiteral("-c"), QStringLiteral("copy")};
    QTest::newRow("mp4") << QStringLiteral("clip.mp4") << QStringList();
    QTest::newRow("matroska") << QStringLiteral("zero.mkv") << copy;
    QTest::newRow("mpegts") << QStringLiteral("zero.ts") << copy;
}

/// A stretch of zeros in the middle: some frames are damaged, those around it are not.
void TestClipIndex::index_marksFramesThatDoNotDecode()
{
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    if (!arguments.isEmpty() && !hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so this form cannot be made.");
    QByteArray bytes = bytesOf(arguments.isEmpty() ? m_clip : variant(name, arguments));
    const qsizetype length = bytes.size() / 20;
    bytes.replace(bytes.size() / 2, length, QByteArray(length, '\0'));
    const QString file = put(QStringLiteral("zeros_") + name, bytes);
    const auto index = indexClip(file);
    QVERIFY2(index.has_value(), qPrintable(index ? QString() : index.error().sentence));
    const auto damaged = std::count_if(index->frames.begin(), index->frames.end(),
                                       [](const IndexedFrame& f) { return f.damaged; });
    QVERIFY2(damaged > 0 || index->frames.size() < 200, qPrintable(index->damage));
    QVERIFY(damaged < 60 && index->frames.size() > 150);
    // Where whole clusters are skipped, as in Matroska, the hole is a gap and no frame is named as damaged.
    QVERIFY(!index->gaps.empty());
    QVERIFY(!index->damage.isEmpty() || damaged == 0);
    QVERIFY(!index->frames[20].damaged && !index->frames[index->frames.size() - 10].damaged);
    checkReadable(file, *index);
}

void TestClipIndex::index_namesAHoleInTime()
{
    WriterOptions options;
    options.width = 160;
    options.height = 120;
    const QString file = path(QStringLiteral("hole.mp4"));
    auto writer = ClipWriter::create(file, options);
    for (int i = 0; i < 40; ++i)
        QVERIFY((*writer)
                    ->write(drawNumber(160, 120, static_cast<unsigned>(i)),
                            i * 50'000 + (i >= 20 ? 3'000'000 : 0))
                    .has_value());
    QVERIFY((*writer)->finish().has_value());
    const ClipIndex index = indexClip(file).value();
    QCOMPARE(index.gaps, (std::vector<Gap>{{20 * 50'000, 20 * 50'000 + 3'000'000}}));
    QCOMPARE(index.damage, QString());
}

/// Two halves with the same clock, one after the other, as a camera writes that was set back.
void TestClipIndex::index_leavesOutTimesThatGoBack()
{
    if (!hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so a transport stream cannot be made.");
    const QString part = variant(QStringLiteral("part.ts"), {QStringLiteral("-c"), QStringLiteral("copy")});
    const QByteArray bytes = bytesOf(part);
    const QString file = put(QStringLiteral("back.ts"), bytes + bytes);
    const auto index = indexClip(file);
    QVERIFY(index.has_value());
    QVERIFY(index->frames.size() >= 200);
    for (std::size_t i = 1; i < index->frames.size(); ++i)
        QVERIFY(index->frames[i].timestamp > index->frames[i - 1].timestamp);
    checkReadable(file, *index);
}

void TestClipIndex::index_survivesRandomDamage_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    const QStringList copy{QStringLiteral("-c"), QStringLiteral("copy")};
    QTest::newRow("mp4") << QStringLiteral("clip.mp4") << QStringList();
    QTest::newRow("matroska") << QStringLiteral("fuzz.mkv") << copy;
    QTest::newRow("mpegts") << QStringLiteral("fuzz.ts") << copy;
    QTest::newRow("avi") << QStringLiteral("fuzz.avi")
                         << QStringList{QStringLiteral("-c:v"), QStringLiteral("mpeg4"),
                                        QStringLiteral("-bf"), QStringLiteral("2")};
}

void TestClipIndex::index_survivesRandomDamage()
{
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    if (!arguments.isEmpty() && !hasFfmpeg())
        QSKIP("The ffmpeg command line is not installed, so this form cannot be made.");
    const QByteArray whole = bytesOf(arguments.isEmpty() ? m_clip : variant(name, arguments));
    std::mt19937 random(11);
    for (int round = 0; round < 15; ++round) {
        QByteArray bytes = whole;
        for (int i = 0; i < 1 + round * 4; ++i) // the headers are hit as often as all the rest
            bytes[static_cast<qsizetype>(random() % static_cast<std::size_t>(i % 2 ? bytes.size() : 3000))] =
                static_cast<char>(random());
        const QString file = put(QStringLiteral("fuzz_") + name, bytes);
        const auto index = indexClip(file);
        if (!index) {
            QCOMPARE(index.error().kind, ErrorKind::Refused);
            continue;
        }
        for (std::size_t i = 1; i < index->frames.size(); ++i)
            QVERIFY(index->frames[i].timestamp > index->frames[i - 1].timestamp);
        auto reader = ClipReader::open(file, *index);
        QVERIFY(reader.has_value());
        for (int i = 0; i < 5; ++i)
            QVERIFY((*reader)->frame(random() % index->frames.size()).has_value());
    }
}

void TestClipIndex::frameAt_andEnd_followTheirContract()
{
    ClipIndex index;
    QCOMPARE(index.endTimestamp(), Microseconds{0});
    for (const Microseconds time : {-100, 0, 100, 200, 900})
        index.frames.push_back({time});
    QCOMPARE(index.usualDistance(), Microseconds{100});
    QCOMPARE(index.endTimestamp(), Microseconds{1000});
    QCOMPARE(index.firstTimestamp(), Microseconds{-100});
    QCOMPARE(index.frameAt(-500), std::size_t{0});
    QCOMPARE(index.frameAt(-100), std::size_t{0});
    QCOMPARE(index.frameAt(99), std::size_t{1});
    QCOMPARE(index.frameAt(100), std::size_t{2});
    QCOMPARE(index.frameAt(5000), std::size_t{4});
}

QTEST_GUILESS_MAIN(TestClipIndex)
#include "tst_clip_index.moc"
