#include "core/media/clip_reader.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

#include <algorithm>
#include <random>

using namespace cartwright;
using namespace cartwright::media;

namespace {

const QString dataFolder = QStringLiteral(CARTWRIGHT_TEST_DATA);

QStringList clipsBelow(const QString& folder)
{
    static const QStringList endings{
        QStringLiteral("*.mp4"),  QStringLiteral("*.mov"), QStringLiteral("*.ts"),  QStringLiteral("*.mkv"),
        QStringLiteral("*.webm"), QStringLiteral("*.avi"), QStringLiteral("*.flv"), QStringLiteral("*.ps"),
        QStringLiteral("*.heic"), QStringLiteral("*.gif")};
    QStringList paths;
    QDirIterator walk(folder, endings, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        paths << walk.next();
    paths.sort();
    return paths;
}

/// The times of the samples of the first video track in one of ExoPlayer's dumps, sorted; empty where there
/// is none.
std::vector<Microseconds> dumpedTimes(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Microseconds> times;
    bool inVideo = false;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine());
        if (line.startsWith(QLatin1String("track "))) {
            if (inVideo)
                break;
            times.clear();
        } else if (line.contains(QLatin1String("sampleMimeType = video/"))) {
            inVideo = true;
        } else if (line.startsWith(QLatin1String("    time = "))) {
            times.push_back(line.mid(11).trimmed().toLongLong());
        }
    }
    if (!inVideo)
        times.clear();
    std::sort(times.begin(), times.end());
    return times;
}

/// Dumps that are not matched to the microsecond on purpose, and why.
QString deliberateDifference(const QString& name)
{
    static const QHash<QString, QString> reasons{
        {QStringLiteral("avi/sample.avi"),
         QStringLiteral(
             "the dump multiplies a frame rate in floating point, up to 1 us below the exact quotient")},
    };
    return reasons.value(name);
}

} // namespace

/// Real files that are damaged, mislabelled, oddly timed or not video at all.
class TestOddClips : public QObject
{
    Q_OBJECT

private:
    int m_indexed = 0;
    int m_refused = 0;
    int m_matching = 0;
    QStringList m_different;

private Q_SLOTS:
    void initTestCase();
    void index_risesOrIsRefused_data();
    void index_risesOrIsRefused();
    void index_hasTheTimesOfTheDump_data();
    void index_hasTheTimesOfTheDump();
    void cleanupTestCase();
};

void TestOddClips::initTestCase()
{
    if (!QDir(dataFolder).exists(QStringLiteral("odd")))
        QSKIP("The folder of real inputs is absent, so the odd clips cannot be tried.");
}

void TestOddClips::index_risesOrIsRefused_data()
{
    QTest::addColumn<QString>("path");
    for (const QString& folder :
         {QStringLiteral("odd"), QStringLiteral("clips"), QStringLiteral("shelf-bottles")})
        for (const QString& path : clipsBelow(dataFolder + QLatin1Char('/') + folder))
            QTest::newRow(qPrintable(path.mid(dataFolder.size() + 1))) << path;
}

void TestOddClips::index_risesOrIsRefused()
{
    QFETCH(QString, path);
    const auto index = indexClip(path);
    if (!index) {
        ++m_refused;
        QCOMPARE(index.error().kind, ErrorKind::Refused);
        QVERIFY2(index.error().sentence.contains(QStringLiteral("refused: ")),
                 qPrintable(index.error().sentence));
        QVERIFY(!ClipReader::open(path, ClipIndex{}).has_value());
        return;
    }
    ++m_indexed;
    for (std::size_t i = 1; i < index->frames.size(); ++i)
        QVERIFY(index->frames[i].timestamp > index->frames[i - 1].timestamp);
    QCOMPARE(clipIndexFromBytes(toBytes(*index)).value(), *index);

    auto reader = ClipReader::open(path, *index);
    QVERIFY2(reader.has_value(), qPrintable(reader ? QString() : reader.error().sentence));
    std::mt19937 random(1);
    for (int i = 0; i < 5; ++i) {
        const std::size_t place = random() % index->frames.size();
        const auto frame = (*reader)->frame(place);
        QVERIFY(frame.has_value());
        QCOMPARE(frame->timestamp, index->frames[place].timestamp);
        QCOMPARE(frame->damaged, index->frames[place].damaged);
        if (!frame->damaged) {
            QCOMPARE(frame->picture.width, index->info.width);
            QCOMPARE(frame->picture.height, index->info.height);
        }
    }
}

void TestOddClips::index_hasTheTimesOfTheDump_data()
{
    QTest::addColumn<QString>("clip");
    QTest::addColumn<QString>("dump");
    const QString dumps = dataFolder + QStringLiteral("/odd/exoplayer/extractordumps/");
    QDirIterator walk(dumps, {QStringLiteral("*.0.dump")}, QDir::Files, QDirIterator::Subdirectories);
    QStringList paths;
    while (walk.hasNext())
        paths << walk.next();
    paths.sort();
    for (const QString& dump : std::as_const(paths)) {
        const QString name = dump.mid(dumps.size()).chopped(7);
        const QString clip = dataFolder + QStringLiteral("/odd/exoplayer/") + name;
        if (QFileInfo::exists(clip) && !dumpedTimes(dump).empty() && !name.endsWith(QLatin1String(".flv")))
            QTest::newRow(qPrintable(name)) << clip << dump;
    }
}

void TestOddClips::index_hasTheTimesOfTheDump()
{
    QFETCH(QString, clip);
    QFETCH(QString, dump);
    const auto index = indexClip(clip);
    QVERIFY2(index.has_value(), qPrintable(index ? QString() : index.error().sentence));
    std::vector<Microseconds> times;
    for (const IndexedFrame& frame : index->frames)
        times.push_back(frame.timestamp);
    const QString reason = deliberateDifference(QString::fromUtf8(QTest::currentDataTag()));
    if (!reason.isEmpty()) {
        const std::vector<Microseconds> dumped = dumpedTimes(dump);
        QVERIFY2(times != dumped, "this one matches now, so its exception can go");
        QCOMPARE(times.size(), dumped.size());
        for (std::size_t i = 0; i < times.size(); ++i)
            QVERIFY(times[i] - dumped[i] >= 0 && times[i] - dumped[i] <= 1);
        m_different << QStringLiteral("%1: %2").arg(QString::fromUtf8(QTest::currentDataTag()), reason);
        return;
    }
    QCOMPARE(times, dumpedTimes(dump));
    ++m_matching;
}

void TestOddClips::cleanupTestCase()
{
    qInfo("%d clips indexed, %d refused; times equal to ExoPlayer's dumps in %d clips, different on purpose "
          "in %d",
          m_indexed, m_refused, m_matching, static_cast<int>(m_different.size()));
    for (const QString& line : std::as_const(m_different))
        qInfo("  %s", qPrintable(line));
}

QTEST_GUILESS_MAIN(TestOddClips)
#include "tst_odd_clips.moc"
