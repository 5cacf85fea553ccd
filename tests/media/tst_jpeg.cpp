#include "core/media/jpeg.h"
#include "pattern_clip.h"

#include <QtTest>

#include <cmath>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

class TestJpeg : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_thenDecode_givesNearlyTheSamePixels();
    void encode_givesTheSameBytesForTheSamePicture();
    void decode_refusesWhatIsNotAWholeJpeg();
    void decode_refusesTooManyPixels();
    void encode_refusesAnEmptyPicture();
};

void TestJpeg::encode_thenDecode_givesNearlyTheSamePixels()
{
    const Picture picture = drawNumber(333, 211, 0xA5C3);
    const auto bytes = encodeJpeg(picture, 95);
    QVERIFY(bytes.has_value());
    for (const PixelLayout layout : {PixelLayout::Bgr24, PixelLayout::Bgra32, PixelLayout::Gray8}) {
        const auto back = decodeJpeg(*bytes, layout);
        QVERIFY(back.has_value());
        QCOMPARE(back->width, 333);
        QCOMPARE(back->height, 211);
        QCOMPARE(back->layout, layout);
        QCOMPARE(readNumber(*back), 0xA5C3);
    }
    const Picture back = decodeJpeg(*bytes).value();
    double squares = 0;
    for (int y = 0; y < 211; ++y)
        for (int x = 0; x < 333 * 3; ++x) {
            const double off =
                picture.pixels.get()[y * picture.stride + x] - back.pixels.get()[y * back.stride + x];
            squares += off * off;
        }
    QVERIFY2(std::sqrt(squares / (333 * 211 * 3)) < 6, "the pixels differ too much");
}

void TestJpeg::encode_givesTheSameBytesForTheSamePicture()
{
    const Picture picture = drawNumber(120, 90, 77);
    const auto bytes = encodeJpeg(picture, 80);
    QCOMPARE(encodeJpeg(picture, 80).value(), bytes.value());
    QVERIFY(encodeJpeg(picture, 30).value().size() < bytes->size());
    QVERIFY2(!bytes->contains("Exif"), "no metadata belongs into a still");
}

void TestJpeg::decode_refusesWhatIsNotAWholeJpeg()
{
    const QByteArray good = encodeJpeg(drawNumber(200, 150, 12345)).value();
    for (const QByteArray& bytes : {QByteArray(), QByteArray("hello"), QByteArray(5000, '\0'), good.left(10),
                                    good.left(good.size() / 2), good.mid(2)}) {
        const auto picture = decodeJpeg(bytes);
        QVERIFY(!picture.has_value());
        QCOMPARE(picture.error().kind, ErrorKind::Refused);
    }
    for (int i = 0; i < good.size(); i += 7) { // damage must never crash, whatever comes out
        QByteArray damaged = good;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
        (void)decodeJpeg(damaged);
    }
}

void TestJpeg::decode_refusesTooManyPixels()
{
    QByteArray bytes = encodeJpeg(drawNumber(64, 64, 1)).value();
    const auto frame = bytes.indexOf("\xFF\xC0");
    QVERIFY(frame > 0);
    bytes.replace(frame + 5, 4, QByteArray("\x40\x00\x40\x00", 4)); // 16384x16384
    const auto picture = decodeJpeg(bytes);
    QVERIFY(!picture.has_value());
    QVERIFY(picture.error().sentence.contains(QStringLiteral("16384x16384")));
}

void TestJpeg::encode_refusesAnEmptyPicture()
{
    QCOMPARE(encodeJpeg({}).error().kind, ErrorKind::WrongUsage);
}

QTEST_GUILESS_MAIN(TestJpeg)
#include "tst_jpeg.moc"
