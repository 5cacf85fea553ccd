#include "core/base/safe_file.h"
#include "core/media/clip_index.h"
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

QTEST_GUILESS_MAIN(TestIndexBytes)
#include "tst_index_bytes.moc"
