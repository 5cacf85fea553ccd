#include "core/media/clip_writer.h"
#include "core/vision/barcode.h"
#include "core/vision/tracker.h"

#include <QTemporaryDir>
#include <QTest>

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <opencv2/imgproc.hpp>

#include <cmath>

using namespace cartwright;
using namespace cartwright::vision;

namespace {

constexpr int width = 320;
constexpr int height = 180;
constexpr int frames = 40;
constexpr Microseconds distance = 66'667; ///< about 15 frames a second
constexpr double scale = 2;               ///< the original is twice as large as the copy that is tracked in

template <class T> T orFail(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Noise that looks the same each time.
cv::Mat texture(int columns, int rows, int cell, std::uint64_t seed)
{
    cv::RNG dice(seed);
    cv::Mat small(rows / cell + 1, columns / cell + 1, CV_8UC3);
    dice.fill(small, cv::RNG::UNIFORM, 30, 225);
    cv::Mat large;
    cv::resize(small, large, {}, cell, cell, cv::INTER_LINEAR);
    return large(cv::Rect(0, 0, columns, rows)).clone();
}

cv::Rect thingAt(int frame)
{
    return {30 + 4 * frame, 60 + cvRound(12 * std::sin(frame * 0.25)), 40, 48};
}

Box inOriginal(const cv::Rect& box)
{
    return {box.x * scale, box.y * scale, box.width * scale, box.height * scale};
}

double overlap(const Box& a, const cv::Rect& truth)
{
    const cv::Rect2d one(a.x, a.y, a.width, a.height);
    const cv::Rect2d two(truth.x * scale, truth.y * scale, truth.width * scale, truth.height * scale);
    const double common = (one & two).area();
    return common / (one.area() + two.area() - common);
}

media::Picture pictureOf(const cv::Mat& pixels)
{
    const cv::Mat whole = pixels.isContinuous() ? pixels : pixels.clone();
    const std::size_t bytes = whole.total() * whole.elemSize();
    const std::shared_ptr<std::uint8_t> kept(new std::uint8_t[bytes], std::default_delete<std::uint8_t[]>());
    std::copy_n(whole.data, bytes, kept.get());
    return {whole.cols, whole.rows, static_cast<std::ptrdiff_t>(whole.step), media::PixelLayout::Bgr24, kept};
}

/// A thing moves over a shelf; where asked for, an arm covers it from frame 14 to 21.
QString makeClip(const QTemporaryDir& folder, bool withArm)
{
    const QString path = folder.filePath(withArm ? QStringLiteral("arm.mp4") : QStringLiteral("clear.mp4"));
    media::WriterOptions options;
    options.width = width;
    options.height = height;
    options.nominalRate = 15;
    options.keyframeEvery = 12;
    auto writer = orFail(media::ClipWriter::create(path, options));
    const cv::Mat shelf = texture(width, height, 12, 3) * 0.4;
    const cv::Mat thing = texture(40, 48, 8, 9);
    for (int i = 0; i < frames; ++i) {
        cv::Mat picture = shelf.clone();
        thing.copyTo(picture(thingAt(i)));
        if (withArm && i >= 14 && i <= 21)
            cv::rectangle(picture, cv::Rect(thingAt(i).x - 20, 0, 90, height), cv::Scalar(120, 160, 200), cv::FILLED);
        orFail(writer->write(pictureOf(picture), i * distance));
    }
    orFail(writer->finish());
    return path;
}

std::unique_ptr<media::ClipReader> readerOf(const QString& path)
{
    return orFail(media::ClipReader::open(path, orFail(media::indexClip(path))));
}

TrackOrder order(int from, int until)
{
    TrackOrder asked;
    asked.from = from * distance;
    asked.box = inOriginal(thingAt(from));
    asked.until = until * distance;
    asked.clipWidth = cvRound(width * scale);
    return asked;
}

int frameOf(const TrackedBox& box)
{
    return cvRound(static_cast<double>(box.timestamp) / distance);
}

void ignore(double) {}

} // namespace

/// Boxes carried on through rendered clips, and barcodes read from rendered frames.
class TrackerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThingInFullView_isFollowed_andAllIsSure()
    {
        const auto reader = readerOf(makeClip(m_folder, false));
        double said = 0;
        const auto boxes = trackBox(*reader, order(0, 25), {}, [&](double share) { said = share; });
        QVERIFY2(boxes.has_value(), boxes ? "" : qPrintable(boxes.error().sentence));
        QCOMPARE(frameOf(boxes->back()), 25);
        for (const TrackedBox& box : *boxes) {
            QVERIFY2(overlap(box.box, thingAt(frameOf(box))) > 0.6, qPrintable(QString::number(frameOf(box))));
            QVERIFY2(box.isSure(), qPrintable(QStringLiteral("%1: %2").arg(frameOf(box)).arg(box.sureness)));
        }
        QCOMPARE(said, 1.0);
    }
    void aThingBehindAnArm_isUnsureThere()
    {
        const auto reader = readerOf(makeClip(m_folder, true));
        const auto boxes = trackBox(*reader, order(4, 28), {}, ignore);
        QVERIFY(boxes.has_value());
        int unsureBehind = 0;
        for (const TrackedBox& box : *boxes) {
            const int frame = frameOf(box);
            if (frame < 13)
                QVERIFY2(box.isSure(), qPrintable(QString::number(frame)));
            if (frame >= 15 && frame <= 20 && !box.isSure())
                ++unsureBehind;
        }
        QCOMPARE(unsureBehind, 6);
    }
    void aKnownEnd_isReached_andNotAnsweredAgain()
    {
        const auto reader = readerOf(makeClip(m_folder, false));
        TrackOrder asked = order(0, 20);
        asked.end = inOriginal(thingAt(20));
        const auto boxes = trackBox(*reader, asked, {}, ignore);
        QVERIFY(boxes.has_value());
        QCOMPARE(frameOf(boxes->back()), 19);
        QVERIFY(overlap(boxes->back().box, thingAt(19)) > 0.75);
        // A wrong end makes the frames before it unsure, as the two ways disagree.
        asked.end = inOriginal({5, 5, 40, 48});
        const auto wrong = trackBox(*reader, asked, {}, ignore);
        QVERIFY(wrong.has_value());
        QVERIFY(!wrong->back().isSure());
    }
    void ordersThatMakeNoSense_areRefused()
    {
        const auto reader = readerOf(makeClip(m_folder, false));
        TrackOrder backwards = order(5, 3);
        TrackOrder tooLong = order(0, 3);
        tooLong.until = longestTrack + 1;
        TrackOrder outside = order(0, 3);
        outside.box = {-500, -500, 40, 40};
        for (const TrackOrder& asked : {backwards, tooLong, outside}) {
            const auto boxes = trackBox(*reader, asked, {}, ignore);
            QVERIFY(!boxes.has_value());
            QVERIFY(boxes.error().kind == ErrorKind::Refused);
        }
        Cancellation cancel;
        const auto stopped = trackBox(*reader, order(0, 20), cancel, [&](double) { cancel.cancel(); });
        QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
    }
    void barcodes_areReadFromAnEncodedFrame_alsoTurned()
    {
        cv::Mat frame = texture(640, 360, 30, 5);
        drawCode(frame, "7312345000038", {60, 100}, false);
        drawCode(frame, "96385074", {420, 60}, true);
        const QString path = m_folder.filePath(QStringLiteral("codes.mp4"));
        media::WriterOptions options;
        options.width = 640;
        options.height = 360;
        auto writer = orFail(media::ClipWriter::create(path, options));
        for (int i = 0; i < 3; ++i)
            orFail(writer->write(pictureOf(frame), i * distance));
        orFail(writer->finish());
        const auto shown = orFail(readerOf(path)->frameAt(distance));
        const auto found = readBarcodes(shown.picture);
        QCOMPARE(found.size(), 2u);
        QCOMPARE(found[0].gtin.digits(), QStringLiteral("07312345000038"));
        QCOMPARE(found[1].gtin.digits(), QStringLiteral("00000096385074"));
        QVERIFY(found[0].place.x > 40 && found[0].place.x + found[0].place.width < 330);
    }
    void aFrameWithoutABarcode_orNoFrame_hasNone()
    {
        QVERIFY(readBarcodes(pictureOf(texture(640, 360, 30, 5))).empty());
        QVERIFY(readBarcodes({}).empty());
    }

private:
    static void drawCode(cv::Mat& frame, const char* digits, cv::Point place, bool turned)
    {
        const std::string text(digits);
        ZXing::MultiFormatWriter writer(text.size() == 8 ? ZXing::BarcodeFormat::EAN8 : ZXing::BarcodeFormat::EAN13);
        const ZXing::BitMatrix bits = writer.setMargin(10).encode(std::wstring(text.begin(), text.end()), 240, 80);
        cv::Mat code(bits.height(), bits.width(), CV_8UC3);
        for (int y = 0; y < bits.height(); ++y)
            for (int x = 0; x < bits.width(); ++x)
                code.at<cv::Vec3b>(y, x) = bits.get(x, y) ? cv::Vec3b(15, 15, 15) : cv::Vec3b(245, 245, 245);
        if (turned)
            cv::rotate(code, code, cv::ROTATE_90_CLOCKWISE);
        code.copyTo(frame(cv::Rect(place, code.size())));
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TrackerTest)
#include "tst_tracker.moc"
