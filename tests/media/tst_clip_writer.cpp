#include "core/media/clip_reader.h"
#include "pattern_clip.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

class TestClipWriter : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void write_keepsEachTimestampExactly_data();
    void write_keepsEachTimestampExactly();
    void write_givesTheSameBytesForTheSameFrames();
    void write_refusesTimesThatDoNotRise();
    void create_refusesSizesThatCannotBeCoded();
    void finish_leavesNothing_whenItIsNeverCalled();
    void create_fails_whenTheFolderIsAbsent();
    void write_keepsColours();
};

void TestClipWriter::write_keepsEachTimestampExactly_data()
{
    QTest::addColumn<int>("bFrames");
    QTest::addColumn<qint64>("start");
    QTest::addColumn<bool>("variable");
    QTest::newRow("plain") << 0 << qint64{0} << false;
    QTest::newRow("B-frames") << 3 << qint64{0} << false;
    QTest::newRow("variable rate") << 0 << qint64{0} << true;
    QTest::newRow("variable rate and B-frames") << 2 << qint64{0} << true;
    QTest::newRow("late start") << 0 << qint64{7'654'321} << false;
    QTest::newRow("late start, variable rate, B-frames") << 3 << qint64{3'600'000'001} << true;
}

void TestClipWriter::write_keepsEachTimestampExactly()
{
    QFETCH(int, bFrames);
    QFETCH(qint64, start);
    QFETCH(bool, variable);
    PatternOptions options;
    options.writer.maxBFrames = bFrames;
    options.start = start;
    options.variableRate = variable;
    const QString file = path(QStringLiteral("times.mp4"));
    const auto times = writePatternClip(file, options);
    QVERIFY(!times.empty());
    const auto index = indexClip(file);
    QVERIFY2(index.has_value(), qPrintable(index ? QString() : index.error().sentence));
    std::vector<Microseconds> read;
    for (const IndexedFrame& frame : index->frames)
        read.push_back(frame.timestamp);
    QCOMPARE(read, times);
    QCOMPARE(index->damage, QString());
    QVERIFY(index->frames.front().keyframe);
    QVERIFY(index->frames[30].keyframe);
    QVERIFY(!index->frames[31].keyframe);
}

void TestClipWriter::write_givesTheSameBytesForTheSameFrames()
{
    PatternOptions options;
    options.writer.maxBFrames = 2;
    options.frames = 60;
    QVERIFY(!writePatternClip(path(QStringLiteral("a.mp4")), options).empty());
    QVERIFY(!writePatternClip(path(QStringLiteral("b.mp4")), options).empty());
    QFile a(path(QStringLiteral("a.mp4")));
    QFile b(path(QStringLiteral("b.mp4")));
    QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
    QVERIFY(a.size() > 1000);
    QCOMPARE(a.readAll(), b.readAll());
}

void TestClipWriter::write_refusesTimesThatDoNotRise()
{
    WriterOptions options;
    options.width = 64;
    options.height = 64;
    auto writer = ClipWriter::create(path(QStringLiteral("rise.mp4")), options);
    QVERIFY(writer.has_value());
    const Picture picture = drawNumber(64, 64, 1);
    QVERIFY((*writer)->write(picture, 1000).has_value());
    const auto again = (*writer)->write(picture, 1000);
    QVERIFY(!again.has_value());
    QCOMPARE(again.error().kind, ErrorKind::WrongUsage);
    QVERIFY(!(*writer)->write(drawNumber(32, 32, 1), 2000).has_value());
    QVERIFY((*writer)->write(picture, 2000).has_value());
    QVERIFY((*writer)->finish().has_value());
    QVERIFY(!(*writer)->finish().has_value());
    QCOMPARE(indexClip(path(QStringLiteral("rise.mp4")))->frames.size(), std::size_t{2});
}

void TestClipWriter::create_refusesSizesThatCannotBeCoded()
{
    WriterOptions options;
    options.width = 63;
    options.height = 64;
    const auto writer = ClipWriter::create(path(QStringLiteral("size.mp4")), options);
    QVERIFY(!writer.has_value());
    QCOMPARE(writer.error().kind, ErrorKind::WrongUsage);
}

void TestClipWriter::finish_leavesNothing_whenItIsNeverCalled()
{
    QTemporaryDir folder;
    {
        WriterOptions options;
        options.width = 64;
        options.height = 64;
        auto writer = ClipWriter::create(folder.filePath(QStringLiteral("half.mp4")), options);
        QVERIFY(writer.has_value());
        QVERIFY((*writer)->write(drawNumber(64, 64, 5), 0).has_value());
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("half.mp4"))));
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
}

void TestClipWriter::create_fails_whenTheFolderIsAbsent()
{
    WriterOptions options;
    options.width = 64;
    options.height = 64;
    const auto writer = ClipWriter::create(path(QStringLiteral("absent/clip.mp4")), options);
    QVERIFY(!writer.has_value());
    QCOMPARE(writer.error().kind, ErrorKind::Failed);
}

void TestClipWriter::write_keepsColours()
{
    const std::array<std::array<std::uint8_t, 3>, 5> colours{
        {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {128, 128, 128}, {40, 90, 200}}};
    for (const PixelLayout layout : {PixelLayout::Bgr24, PixelLayout::Bgra32}) {
        WriterOptions options;
        options.width = 64;
        options.height = 64;
        options.constantQuality = 10;
        const QString file = path(QStringLiteral("colours%1.mp4").arg(static_cast<int>(layout)));
        auto writer = ClipWriter::create(file, options);
        const int size = layout == PixelLayout::Bgr24 ? 3 : 4;
        for (std::size_t i = 0; i < colours.size(); ++i) {
            const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[64 * 64 * 4],
                                                       std::default_delete<std::uint8_t[]>());
            for (int p = 0; p < 64 * 64; ++p)
                for (int c = 0; c < size; ++c)
                    pixels.get()[p * size + c] = c < 3 ? colours[i][static_cast<std::size_t>(c)] : 255;
            const Picture picture{64, 64, 64 * size, layout, pixels};
            QVERIFY((*writer)->write(picture, static_cast<Microseconds>(i) * 100'000).has_value());
        }
        QVERIFY((*writer)->finish().has_value());
        auto reader = ClipReader::open(file, indexClip(file).value());
        QVERIFY(reader.has_value());
        for (const auto& colour : colours) {
            const auto frame = (*reader)->next();
            QVERIFY(frame.has_value());
            const std::uint8_t* middle = frame->picture.pixels.get() + 32 * frame->picture.stride + 32 * 3;
            for (std::size_t c = 0; c < 3; ++c)
                QVERIFY2(std::abs(middle[c] - colour[c]) <= 8,
                         qPrintable(QStringLiteral("%1 for %2").arg(middle[c]).arg(colour[c])));
        }
    }
}

QTEST_GUILESS_MAIN(TestClipWriter)
#include "tst_clip_writer.moc"
