#include "core/base/safe_file.h"
#include "core/media/clip_activity.h"
#include "core/media/clip_index.h"
#include "core/media/numbered_clip.h"
#include "pattern_clip.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

class TestIndexBytes : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip;

private Q_SLOTS:
    void initTestCase();
    void bytes_comeBackTheSame();
    void bytes_areRefusedWhereOneBitIsWrong();
    void loadOrMake_keepsTheIndexBesideTheClip();
    void grownClip_isExtended_toTheSameIndex();
};

void TestIndexBytes::initTestCase()
{
    m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
    QVERIFY(!writePatternClip(m_clip).empty());
}

void TestIndexBytes::bytes_comeBackTheSame()
{
    ClipIndex index = indexClip(m_clip).value();
    const QByteArray bytes = toBytes(index);
    QCOMPARE(clipIndexFromBytes(bytes).value(), index);
    QVERIFY2(bytes.size() < 200 * 6, "about four bytes a frame");
    index.frames[3].damaged = true;
    index.frames[0].timestamp = -5'000'000'000;
    index.frames[7].position = 0;
    index.frames[9].position = 1LL << 40;
    index.gaps = {{-4, 9}, {12, 1LL << 50}};
    index.damage = QStringLiteral("Größe");
    index.identity = FrameIdentity::Position;
    QCOMPARE(clipIndexFromBytes(toBytes(index)).value(), index);
}

void TestIndexBytes::bytes_areRefusedWhereOneBitIsWrong()
{
    const QByteArray good = toBytes(indexClip(m_clip).value());
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bytes = good;
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
        const auto index = clipIndexFromBytes(bytes);
        QVERIFY(!index.has_value());
        QCOMPARE(index.error().kind, ErrorKind::Integrity);
        QVERIFY(!clipIndexFromBytes(good.left(i)).has_value());
    }
    std::mt19937 random(5); // behind a right checksum, nonsense must not crash either
    for (int round = 0; round < 500; ++round) {
        QByteArray body = good.chopped(32);
        for (int i = 0; i < 3; ++i)
            body[9 + static_cast<qsizetype>(random() % static_cast<std::size_t>(body.size() - 9))] =
                static_cast<char>(random());
        (void)clipIndexFromBytes(body + QByteArray::fromHex(sha256Of(body).toLatin1()));
    }
}

void TestIndexBytes::loadOrMake_keepsTheIndexBesideTheClip()
{
    const QString file = m_folder.filePath(QStringLiteral("kept.mp4"));
    QVERIFY(copyFile(m_clip, file).has_value());
    const QString beside = file + QStringLiteral(".index");
    const ClipIndex made = loadOrMakeIndex(file).value();
    QCOMPARE(made, indexClip(file).value());
    QVERIFY(QFileInfo::exists(beside));
    ClipIndex marked = made; // what comes back shows whether it was loaded
    marked.damage = QStringLiteral("from the file");
    QVERIFY(writeFile(beside, toBytes(marked)).has_value());
    QCOMPARE(loadOrMakeIndex(file)->damage, marked.damage);
    QVERIFY(writeFile(beside, toBytes(marked).chopped(1)).has_value());
    QCOMPARE(loadOrMakeIndex(file).value(), made);
    QCOMPARE(clipIndexFromBytes(readFile(beside).value()).value(), made);
    PatternOptions shorter;
    shorter.frames = 50;
    QVERIFY(!writePatternClip(file, shorter).empty()); // other bytes at the same path
    QCOMPARE(loadOrMakeIndex(file)->frames.size(), std::size_t{50});
}

void TestIndexBytes::grownClip_isExtended_toTheSameIndex()
{
    NumberedClip clip;
    clip.name = QStringLiteral("grows.ts");
    clip.container = NumberedClip::Container::MpegTs;
    clip.width = 320;
    clip.height = 240;
    clip.frames = 96;
    clip.keyframeEvery = 12;
    const QString whole = m_folder.filePath(clip.name);
    QVERIFY(writeNumberedClip(clip, whole).has_value());
    const QByteArray bytes = readFile(whole).value();
    const std::uint64_t readBefore = clipActivity();
    const ClipIndex expected = indexClip(whole).value();
    const std::uint64_t readForAll = clipActivity() - readBefore;
    const QString growing = m_folder.filePath(QStringLiteral("growing.ts"));
    int extended = 0;
    for (std::size_t i = 40; i < expected.frames.size(); ++i) {
        if (!expected.frames[i].keyframe)
            continue;
        QVERIFY(writeFile(growing, QByteArrayView(bytes).first(expected.frames[i].position)).has_value());
        const ClipIndex before = indexClip(growing).value();
        QVERIFY(before.frames.size() >= i - 2 && before.frames.size() <= i);
        QVERIFY(writeFile(growing, bytes).has_value());
        const std::uint64_t start = clipActivity();
        const auto grown = extendIndex(growing, before);
        QVERIFY2(grown.has_value(), grown ? "" : qPrintable(grown.error().sentence));
        QCOMPARE(*grown, expected);
        extended += clipActivity() - start < readForAll;
    }
    QVERIFY(extended > 0); // without reading all of it again
    // Another clip of which the index says that it only grew is read as what it is.
    ClipIndex other = expected;
    other.fileBytes = 1000;
    for (IndexedFrame& frame : other.frames)
        frame.timestamp += 5;
    QCOMPARE(extendIndex(growing, other).value(), expected);
}

QTEST_GUILESS_MAIN(TestIndexBytes)
#include "tst_index_bytes.moc"
