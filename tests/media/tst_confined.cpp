#include "core/media/clip_reader.h"
#include "core/media/confined_decoder.h"
#include "tests/media/pattern_clip.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <thread>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

namespace {

constexpr int framesOfClip = 60;
constexpr qint64 soonEnough = 2000; ///< milliseconds until a pane may say what happened

QStringList oddClips()
{
    QStringList paths;
    QDirIterator walk(QStringLiteral(CARTWRIGHT_TEST_DATA) + QStringLiteral("/odd"), QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        paths << walk.next();
    paths.sort();
    return paths;
}

bool isSanitized()
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return false;
#endif
}

} // namespace

class ConfinedTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_clip;

    std::unique_ptr<ConfinedDecoder> opened(const ConfinedOptions& options = {}) const
    {
        auto decoder = ConfinedDecoder::open(m_clip, options);
        if (!decoder)
            qWarning("%s", qPrintable(decoder.error().sentence));
        return decoder ? std::move(*decoder) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_clip = m_folder.filePath(QStringLiteral("clip.mp4"));
        PatternOptions options;
        options.frames = framesOfClip;
        options.variableRate = true;
        options.writer.maxBFrames = 2;
        QCOMPARE(writePatternClip(m_clip, options).size(), std::size_t{framesOfClip});
    }

    void confinement_refusesFilesSocketsAndPrograms_inThisBuild()
    {
        QProcess process;
        process.start(QStringLiteral(CARTWRIGHT_BIN_DIR) + QStringLiteral("/cartwright-decoder"), {QStringLiteral("--prove")});
        QVERIFY(process.waitForFinished());
        const QString said = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, qPrintable(said));
        QCOMPARE(said.count(QStringLiteral(": refused\n")), 12);
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/cartwright-decoder-was-here")));
        if (isSanitized())
            qWarning("Built with sanitizers: this was the loose filter; the full one is proved in a build without them.");
        QVERIFY2(said.startsWith(isSanitized() ? QStringLiteral("filter: loose\n") : QStringLiteral("filter: full\n")),
                 qPrintable(said));
    }

    void index_isTheSame_asOutsideTheConfinement()
    {
        const auto decoder = opened();
        QVERIFY(decoder);
        const auto here = indexClip(m_clip);
        const auto there = decoder->index();
        QVERIFY2(there.has_value(), there ? "" : qPrintable(there.error().sentence));
        QVERIFY(*here == *there);
        QCOMPARE(decoder->filter(), isSanitized() ? QStringLiteral("loose") : QStringLiteral("full"));
    }

    void frames_areExact_throughSharedMemory()
    {
        const auto decoder = opened();
        QVERIFY(decoder);
        const auto index = indexClip(m_clip);
        for (const std::size_t place : {41u, 3u, 40u, 59u, 0u}) {
            const auto frame = decoder->frame(*index, place);
            QVERIFY2(frame.has_value(), frame ? "" : qPrintable(frame.error().sentence));
            QCOMPARE(readNumber(frame->picture), static_cast<int>(place));
            QCOMPARE(frame->timestamp, index->frames[place].timestamp);
        }
        const auto small = decoder->frame(*index, 7, PixelLayout::Gray8, 80, 80);
        QVERIFY(small && small->picture.width == 80 && small->picture.height == 60);
        QCOMPARE(readNumber(small->picture), 7);
        QCOMPARE(decoder->frame(*index, framesOfClip).error().kind, ErrorKind::NotFound);
    }

    void death_isSaidWithinTwoSeconds_whileAnotherDecoderGoesOn_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("killed") << SIGKILL;
        QTest::newRow("crashed") << SIGSEGV;
        QTest::newRow("stopped") << SIGSTOP;
    }

    void death_isSaidWithinTwoSeconds_whileAnotherDecoderGoesOn()
    {
        QFETCH(int, signal);
        const auto decoder = opened();
        const auto other = opened();
        QVERIFY(decoder && other);
        const auto index = indexClip(m_clip);
        QVERIFY(decoder->frame(*index, 5).has_value());
        QVERIFY(::kill(decoder->processId(), signal) == 0);
        QElapsedTimer timer;
        timer.start();
        const auto frame = decoder->frame(*index, 6);
        QVERIFY(!frame.has_value());
        QVERIFY2(timer.elapsed() < soonEnough, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(frame.error().kind, ErrorKind::Failed);
        QVERIFY2(frame.error().sentence.contains(m_clip), qPrintable(frame.error().sentence));
        QVERIFY(decoder->frame(*index, 7).error() == frame.error()); // and at once
        const auto fine = other->frame(*index, 6);
        QVERIFY2(fine && readNumber(fine->picture) == 6, "the other decoder suffers");
    }

    void memory_hasALimit_andTheCallerIsTold()
    {
        if (isSanitized())
            QSKIP("Memory is not limited under sanitizers: their shadow memory is larger than any limit.");
        const QString large = m_folder.filePath(QStringLiteral("large.mp4"));
        PatternOptions pattern;
        pattern.width = 3840;
        pattern.height = 2160;
        pattern.frames = 3;
        pattern.writer.preset = QStringLiteral("ultrafast");
        QCOMPARE(writePatternClip(large, pattern).size(), std::size_t{3});
        // All that the process needs for itself, and far from enough for decoding with its threads.
        bool refusedBySize = false;
        for (const std::int64_t megabytes : {400, 500, 600}) {
            ConfinedOptions options;
            options.limits.memoryBytes = megabytes << 20;
            auto decoder = ConfinedDecoder::open(large, options);
            const auto index = decoder ? (*decoder)->index() : Result<ClipIndex>(failure(decoder.error()));
            refusedBySize = refusedBySize || !index;
            if (!index)
                QVERIFY2(!index.error().sentence.isEmpty(), "an error without a sentence");
        }
        QVERIFY(refusedBySize);
        const auto enough = ConfinedDecoder::open(large);
        QVERIFY(enough && (*enough)->index().has_value());
    }

    void processorTime_hasALimit()
    {
        const QString longOne = m_folder.filePath(QStringLiteral("long.mp4"));
        PatternOptions pattern;
        pattern.width = 640;
        pattern.height = 480;
        pattern.frames = 150;
        pattern.writer.preset = QStringLiteral("ultrafast");
        QVERIFY(!writePatternClip(longOne, pattern).empty());
        ConfinedOptions options;
        options.limits.processorSeconds = 1;
        const auto decoder = ConfinedDecoder::open(longOne, options);
        QVERIFY(decoder.has_value());
        Result<ClipIndex> index;
        for (int round = 0; round < 100 && index; ++round)
            index = (*decoder)->index();
        QVERIFY(!index.has_value());
        QVERIFY2(index.error().sentence.contains(QStringLiteral("processor")), qPrintable(index.error().sentence));
    }

    void cancelling_endsTheProcess()
    {
        ConfinedOptions options;
        const auto decoder = opened(options);
        QVERIFY(decoder);
        ::kill(decoder->processId(), SIGSTOP); // so that it certainly does not answer
        std::jthread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            options.cancel.cancel();
        });
        const auto index = decoder->index();
        QCOMPARE(index.error().kind, ErrorKind::Cancelled);
        QCOMPARE(decoder->processId(), -1);
    }

    void clipsThatCannotBeOpened_areNamed()
    {
        QCOMPARE(ConfinedDecoder::open(m_folder.filePath(QStringLiteral("none.mp4"))).error().kind, ErrorKind::NotFound);
        QCOMPARE(ConfinedDecoder::open(m_folder.path()).error().kind, ErrorKind::Refused);
        ConfinedOptions options;
        options.program = QStringLiteral("/nowhere/cartwright-decoder");
        QCOMPARE(ConfinedDecoder::open(m_clip, options).error().kind, ErrorKind::Failed);
        options.program = QStringLiteral("/bin/true"); // ends at once instead of getting ready
        QCOMPARE(ConfinedDecoder::open(m_clip, options).error().kind, ErrorKind::Failed);
    }

    void oddClips_giveTheSameConfined()
    {
        const QStringList paths = oddClips();
        if (paths.isEmpty())
            QSKIP("The odd clips are not here.");
        int usable = 0;
        int checked = 0;
        int tried = 0;
        for (const QString& path : paths) {
            if (QFileInfo(path).size() > 4'000'000 || path.endsWith(QStringLiteral(".dump")))
                continue;
            if (++checked % (isSanitized() ? 8 : 4) != 0) // each starts a process, so some are enough
                continue;
            ++tried;
            const auto decoder = ConfinedDecoder::open(path);
            QVERIFY2(decoder.has_value(), qPrintable(path));
            const auto there = (*decoder)->index();
            const auto here = indexClip(path);
            QVERIFY2(here.has_value() == there.has_value(), qPrintable(path));
            if (!here) {
                QVERIFY2(here.error() == there.error(), qPrintable(there.error().sentence));
                continue;
            }
            ++usable;
            QVERIFY2(here->frames.size() == there->frames.size(), qPrintable(path));
            QVERIFY2((*decoder)->frame(*here, here->frames.size() / 2).has_value(), qPrintable(path));
        }
        QVERIFY(usable > 0);
        qInfo("%d files, %d tried, %d of them clips with frames", checked, tried, usable);
    }
};

QTEST_GUILESS_MAIN(ConfinedTest)
#include "tst_confined.moc"
