#include "core/domain/store.h"
#include "core/media/clip_reader.h"
#include "core/simulator/frame_number.h"
#include "tests/simulator/made_store.h"

#include <algorithm>
#include <cmath>

using namespace cartwright;
using namespace cartwright::simulator;

namespace {

struct OpenClip
{
    QString cameraId;
    std::unique_ptr<media::ClipReader> reader;
    UtcMicroseconds startsAt = 0;
    Microseconds clockOffset = 0;

    UtcMicroseconds momentOf(const media::Frame& frame) const
    {
        return startsAt + clockOffset + frame.timestamp - reader->index().firstTimestamp();
    }
    Result<media::Frame> at(UtcMicroseconds moment) const
    {
        return reader->frameAt(moment - startsAt - clockOffset + reader->index().firstTimestamp());
    }
};

bool insideOf(const std::vector<Point>& polygon, double x, double y)
{
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
        if ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) < 0)
            return false;
    }
    return true;
}

constexpr int coarse =
    4; ///< pictures are compared at a quarter of their size, where noise and tremor average out

double brightness(const media::Picture& picture)
{
    double sum = 0;
    for (int y = 0; y < picture.height; ++y)
        for (int i = 0; i < picture.width * 3; ++i)
            sum += picture.pixels.get()[y * picture.stride + i];
    return sum / (picture.width * picture.height);
}

/// Mean difference, the three channels added, inside a polygon that is given in full size. The shop's light
/// wavers a little, so the pictures are brought to the same brightness first.
double difference(const media::Picture& a, const media::Picture& b, const QJsonArray& corners)
{
    std::vector<Point> polygon;
    for (const auto& corner : corners)
        polygon.push_back({corner.toArray()[0].toDouble() / coarse, corner.toArray()[1].toDouble() / coarse});
    const double gain = brightness(a) / brightness(b);
    double sum = 0;
    int count = 0;
    for (int y = 0; y < a.height; ++y)
        for (int x = 0; x < a.width; ++x)
            if (insideOf(polygon, x, y)) {
                for (int channel = 0; channel < 3; ++channel) {
                    const auto offset = [&](const media::Picture& p) {
                        return y * p.stride + x * 3 + channel;
                    };
                    sum += std::abs(a.pixels.get()[offset(a)] - gain * b.pixels.get()[offset(b)]);
                }
                ++count;
            }
    return sum / std::max(1, count);
}

} // namespace

class TestClips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        Settings settings = smallSettings(6);
        settings.width = 640;
        settings.height = 360;
        settings.cameras = 3;
        settings.frameNumbers = FrameNumbers::Drawn;
        settings.shares = {{Situation::Plain, 0.7}, {Situation::SeveralInOneGrab, 0.3}};
        settings.companyShare = 0;
        m_rate = settings.rate;
        const auto made = makeStore(m_folder.path(), settings);
        QVERIFY2(made, made ? "" : sentenceOf(made.error()).constData());
        m_store = jsonFile(m_folder.filePath(QStringLiteral("store/store.json")));
        m_truth = truthOf(m_folder.path());
        QCOMPARE(m_truth.size(), 6);
    }

    void frames_carryTheirNumber_atTheMomentThatSaleJsonSays()
    {
        bool offsetMatters = false, lateStart = false;
        for (const auto& truth : m_truth) {
            const QJsonObject sale = saleOf(truth.toObject());
            const UtcMicroseconds entered = *parseUtc(sale[QStringLiteral("entered_at")].toString());
            const auto clips = clipsOf(truth.toObject(), 640);
            QCOMPARE(clips.size(), 3u);
            for (const OpenClip& clip : clips) {
                QCOMPARE(clip.reader->index().firstTimestamp(), 0);
                for (std::size_t i = 0; i < clip.reader->index().frames.size(); ++i) {
                    const auto frame = clip.reader->next();
                    QVERIFY(frame);
                    const auto number = readFrameNumber(frame->picture);
                    QVERIFY(number);
                    const UtcMicroseconds shown = entered + std::llround(*number * 1e6 / m_rate);
                    QVERIFY(std::abs(clip.momentOf(*frame) - shown) <= 1);
                    offsetMatters = offsetMatters || std::abs(clip.clockOffset) > 100'000;
                    lateStart = lateStart || (i == 0 && *number > 0);
                }
            }
        }
        QVERIFY(offsetMatters);
        QVERIFY(lateStart);
    }

    void takenAndReturnedCopies_changeTheirBin_andNoOther()
    {
        int actions = 0;
        for (const auto& value : m_truth) {
            const QJsonObject truth = value.toObject();
            const UtcMicroseconds entered = *parseUtc(saleOf(truth)[QStringLiteral("entered_at")].toString());
            const auto clips = clipsOf(truth, 640 / coarse);
            QCOMPARE(clips.size(), 3u);
            for (const OpenClip& clip : clips)
                for (const auto& event : truth[QStringLiteral("events")].toArray()) {
                    compareAround(clip, entered, event.toObject());
                    ++actions;
                }
        }
        QVERIFY(actions >= 18);
    }

    void numberStrip_isNotFound_whereNoneIsDrawn()
    {
        QTemporaryDir folder;
        const auto made = makeStore(folder.path(), smallSettings(1));
        QVERIFY(made);
        const QString path = made->bundlesFolder + QStringLiteral("/s-0001/clips/shelf-1.mp4");
        auto index = media::indexClip(path);
        QVERIFY(index);
        auto reader = media::ClipReader::open(path, *index);
        QVERIFY(reader);
        for (std::size_t i = 0; i < 20; ++i)
            QVERIFY(!readFrameNumber((*reader)->next()->picture));
    }

private:
    QJsonObject saleOf(const QJsonObject& truth) const
    {
        return jsonFile(m_folder.filePath(
            QStringLiteral("bundles/%1/sale.json").arg(truth[QStringLiteral("sale_id")].toString())));
    }

    std::vector<OpenClip> clipsOf(const QJsonObject& truth, int width) const
    {
        std::vector<OpenClip> clips;
        const QString bundle =
            m_folder.filePath(QStringLiteral("bundles/%1/").arg(truth[QStringLiteral("sale_id")].toString()));
        for (const auto& value : saleOf(truth)[QStringLiteral("clips")].toArray()) {
            const QJsonObject object = value.toObject();
            const QString path = bundle + object[QStringLiteral("file")].toString();
            auto index = media::indexClip(path);
            if (!index)
                return {};
            media::ReaderOptions options;
            options.maxWidth = width;
            auto reader = media::ClipReader::open(path, *index, options);
            if (!reader)
                return {}; // the caller counts
            clips.push_back({object[QStringLiteral("camera_id")].toString(), std::move(*reader),
                             *parseUtc(object[QStringLiteral("starts_at")].toString()),
                             Microseconds{object[QStringLiteral("clock_offset_ms")].toInt()} * 1000});
        }
        return clips;
    }

    /// The picture shortly before hands come near any bin and shortly after they are gone.
    void compareAround(const OpenClip& clip, UtcMicroseconds entered, const QJsonObject& event)
    {
        const auto before =
            clip.at(entered + std::llround((event[QStringLiteral("from_s")].toDouble() - 0.7) * 1e6));
        const auto after =
            clip.at(entered + std::llround((event[QStringLiteral("until_s")].toDouble() + 0.8) * 1e6));
        QVERIFY(before && after);
        double own = 0, others = 0;
        for (const auto& bin : m_store[QStringLiteral("bins")].toArray())
            for (const auto& view : bin.toObject()[QStringLiteral("views")].toArray()) {
                if (view.toObject()[QStringLiteral("camera_id")].toString() != clip.cameraId)
                    continue;
                const double changed = difference(before->picture, after->picture,
                                                  view.toObject()[QStringLiteral("polygon")].toArray());
                if (bin.toObject()[QStringLiteral("bin_id")] == event[QStringLiteral("bin_id")])
                    own = changed;
                else
                    others = std::max(others, changed);
            }
        const QString seen =
            QStringLiteral("%1 %2: own %3, others at most %4")
                .arg(event[QStringLiteral("kind")].toString(), event[QStringLiteral("bin_id")].toString())
                .arg(own)
                .arg(others);
        QVERIFY2(own > 2 * others && own > 20, qPrintable(seen));
    }

    QTemporaryDir m_folder;
    QJsonObject m_store;
    QJsonArray m_truth;
    int m_rate = 0;
};

QTEST_GUILESS_MAIN(TestClips)
#include "tst_clips.moc"
