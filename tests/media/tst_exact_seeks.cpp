#include "core/media/clip_reader.h"
#include "core/media/numbered_clip.h"
#include "player_record.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

namespace {

const QString dataFolder = QStringLiteral(CARTWRIGHT_TEST_DATA);

/// Bytes from all over a Bgra32 picture, to tell the frames of real clips apart.
QByteArray sample(const Picture& picture)
{
    QByteArray bytes;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x)
            bytes += static_cast<char>(picture.pixels.get()[picture.height * (2 * y + 1) / 80 * picture.stride +
                                                            picture.width * (2 * x + 1) / 80 * 4 + x % 3]);
    return bytes;
}

QStringList realClips()
{
    QStringList paths;
    for (const char* folder : {"odd", "clips", "shelf-bottles"}) {
        QDirIterator walk(dataFolder + QLatin1Char('/') + QLatin1String(folder),
                          {QStringLiteral("*.mp4"), QStringLiteral("*.mov"), QStringLiteral("*.ts"),
                           QStringLiteral("*.mkv"), QStringLiteral("*.webm"), QStringLiteral("*.avi")},
                          QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext())
            paths << walk.next();
    }
    paths.sort();
    return paths;
}

} // namespace

/// However a frame is asked for, the frame that comes is the one that stands at its place.
class TestExactSeeks : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    ClipIndex makeClip(const QString& name, QString& path);

private Q_SLOTS:
    void seek_givesTheFrameWithItsNumber_data();
    void seek_givesTheFrameWithItsNumber();
    void player_showsTheFrameWithItsNumber_data() { seek_givesTheFrameWithItsNumber_data(); }
    void player_showsTheFrameWithItsNumber();
    void seek_inRealClips_givesWhatReadingInOrderGives_data();
    void seek_inRealClips_givesWhatReadingInOrderGives();
    void aClipThatGrew_keepsItsFrames();
};

void TestExactSeeks::seek_givesTheFrameWithItsNumber_data()
{
    QTest::addColumn<QString>("name");
    for (const NumberedClip& clip : numberedClips(5))
        QTest::newRow(qPrintable(clip.name)) << clip.name;
}

ClipIndex TestExactSeeks::makeClip(const QString& name, QString& path)
{
    path = m_folder.filePath(name);
    for (NumberedClip clip : numberedClips(5)) {
        if (clip.name != name)
            continue;
        clip.width = 192;
        clip.height = 108;
        clip.keyframeEvery = std::min(clip.keyframeEvery, 60);
        if (!QFileInfo::exists(path) && !writeNumberedClip(clip, path))
            return {};
        return indexClip(path).value_or(ClipIndex{});
    }
    return {};
}

void TestExactSeeks::seek_givesTheFrameWithItsNumber()
{
    QFETCH(QString, name);
    QString path;
    const ClipIndex index = makeClip(name, path);
    QCOMPARE(index.frames.size(), std::size_t{125});
    QCOMPARE(index.damage, QString());
    std::mt19937 random(3);
    for (const std::size_t cacheBytes : {std::size_t{0}, std::size_t{1} << 20}) {
        ReaderOptions options;
        options.layout = PixelLayout::Bgra32;
        options.maxWidth = 96;
        options.cacheBytes = cacheBytes;
        const auto reader = ClipReader::open(path, index, options);
        QVERIFY(reader.has_value());
        for (int i = 0; i < 60; ++i) {
            const std::size_t place = random() % 125;
            const auto approach = static_cast<Approach>(random() % 3);
            const auto frame = (*reader)->frame(place, approach);
            QVERIFY(frame.has_value());
            QCOMPARE(numberIn(frame->picture), static_cast<int>(place));
            QCOMPARE(frame->timestamp, index.frames[place].timestamp);
        }
    }
}

void TestExactSeeks::player_showsTheFrameWithItsNumber()
{
    QFETCH(QString, name);
    QString path;
    const ClipIndex index = makeClip(name, path);
    QVERIFY(!index.frames.empty());
    PlayerSource source;
    source.clip = path;
    source.index = index;
    Record record;
    Player player({source}, record.callbacks(), 400'000); // a dozen frames, so that windows move
    player.setPaneSize(0, 128, 128);
    std::mt19937 random(4);
    std::size_t place = 60;
    for (int i = 0; i < 120; ++i) {
        std::uint64_t request = 0;
        if (const auto turn = random() % 8; turn == 0 || i == 0) {
            place = random() % 125;
            request = player.seek(index.frames[place].timestamp - index.firstTimestamp());
        } else {
            const bool back = (i / 20) % 2 == 0;
            place = back ? std::max<std::size_t>(place, 1) - 1 : std::min<std::size_t>(place + 1, 124);
            request = player.step(0, back ? Direction::Backward : Direction::Forward);
        }
        const auto frame = record.answer(0, request);
        QVERIFY(frame.has_value());
        QCOMPARE(numberIn(frame->frame.picture), static_cast<int>(place));
    }
    for (const PaneFrame& frame : record.take()) // also what was shown meanwhile is what it says
        QCOMPARE(numberIn(frame.frame.picture), static_cast<int>(frame.frame.index));
}

void TestExactSeeks::seek_inRealClips_givesWhatReadingInOrderGives_data()
{
    QTest::addColumn<QString>("path");
    for (const QString& path : realClips())
        QTest::newRow(qPrintable(path.mid(dataFolder.size() + 1))) << path;
    if (realClips().isEmpty())
        QTest::newRow("none") << QString();
}

void TestExactSeeks::seek_inRealClips_givesWhatReadingInOrderGives()
{
    QFETCH(QString, path);
    if (path.isEmpty())
        QSKIP("The folder of real inputs is absent, so seeking in real clips cannot be tried.");
    const auto probed = probeClip(path);
    if (!probed || probed->width * probed->height > 1280 * 720 || QFileInfo(path).size() > 1'000'000)
        return; // refused ones are tried elsewhere, long ones by the bench
    const auto index = indexClip(path);
    if (!index)
        return;
    ReaderOptions options;
    options.layout = PixelLayout::Bgra32;
    options.maxWidth = 160;
    options.cacheBytes = 0;
    const auto inOrder = ClipReader::open(path, *index, options);
    const auto jumping = ClipReader::open(path, *index, options);
    QVERIFY(inOrder && jumping);
    std::vector<QByteArray> samples;
    while (const auto frame = (*inOrder)->next())
        samples.push_back(frame->damaged ? QByteArray() : sample(frame->picture));
    QCOMPARE(samples.size(), index->frames.size());
    std::mt19937 random(5);
    for (int i = 0; i < 10; ++i) {
        const std::size_t place = random() % samples.size();
        const auto frame = (*jumping)->frame(place, static_cast<Approach>(random() % 3));
        QVERIFY(frame.has_value());
        if (index->frames[place].damaged || frame->damaged)
            continue; // what a damaged span decodes to depends on where decoding began
        QCOMPARE(frame->timestamp, index->frames[place].timestamp);
        if (index->damage.isEmpty())
            QVERIFY2(sample(frame->picture) == samples[place], qPrintable(QStringLiteral("frame %1").arg(place)));
    }
}

void TestExactSeeks::aClipThatGrew_keepsItsFrames()
{
    QString whole;
    const ClipIndex all = makeClip(QStringLiteral("h264-1080p-stream.ts"), whole);
    QVERIFY(!all.frames.empty());
    QFile file(whole);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const QString growing = m_folder.filePath(QStringLiteral("growing.ts"));
    std::size_t before = 0;
    for (const int percent : {40, 70, 100}) {
        QFile part(growing);
        QVERIFY(part.open(QIODevice::WriteOnly));
        part.write(bytes.left(bytes.size() * percent / 100 / 188 * 188));
        part.close();
        const auto index = loadOrMakeIndex(growing);
        QVERIFY(index.has_value());
        QVERIFY(index->frames.size() > before);
        before = index->frames.size();
        const auto reader = ClipReader::open(growing, *index);
        QVERIFY(reader.has_value());
        for (std::size_t place = 0; place < before; place += 7) {
            QCOMPARE(index->frames[place].timestamp, all.frames[place].timestamp);
            const auto frame = (*reader)->frame(place);
            QVERIFY(frame.has_value());
            if (!frame->damaged)
                QCOMPARE(numberIn(frame->picture), static_cast<int>(place));
        }
    }
    QCOMPARE(before, std::size_t{125});
}

QTEST_GUILESS_MAIN(TestExactSeeks)
#include "tst_exact_seeks.moc"
