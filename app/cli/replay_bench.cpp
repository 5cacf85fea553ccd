#include "app/cli/replay_measuring.h"

#include "core/media/numbered_clip.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <thread>

namespace cartwright::cli {

using namespace media;

double Spread::quantile(double share) const
{
    if (times.empty())
        return std::nan("");
    std::vector<double> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

namespace {

double residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine())
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    return 0;
}

/// A few bytes from all over a Bgra32 picture, to tell frames of real clips apart.
std::uint64_t signatureOf(const Picture& picture)
{
    std::uint64_t hash = 1469598103934665603u;
    for (int y = 0; y < 24; ++y)
        for (int x = 0; x < 32; ++x) {
            const std::ptrdiff_t at = picture.height * (2 * y + 1) / 48 * picture.stride +
                                      picture.width * (2 * x + 1) / 64 * 4 + x % 3;
            hash = (hash ^ picture.pixels.get()[at]) * 1099511628211u;
        }
    return hash;
}

} // namespace

void Measuring::noteMemory()
{
    m_figures.memoryMegabytes = std::max(m_figures.memoryMegabytes, residentMegabytes());
}

Result<std::unique_ptr<ClipReader>> Measuring::open(std::size_t bytes, int threads, PixelLayout layout, bool pane) const
{
    ReaderOptions reading;
    reading.layout = layout;
    reading.threads = threads;
    reading.cacheBytes = bytes;
    reading.cancel = m_cancel;
    if (pane) {
        reading.maxWidth = m_options.paneWidth;
        reading.maxHeight = m_options.paneHeight;
    }
    return ClipReader::open(m_path, m_index, reading);
}

PlayerSource Measuring::source(Microseconds offset) const
{
    PlayerSource one;
    one.cameraId = QStringLiteral("bench");
    one.clip = m_path;
    one.index = m_index;
    one.firstFrameAt = offset;
    return one;
}

/// Wrong is a picture that is not the one at its place, and a frame that should decode and does not.
void Measuring::check(const Frame& frame)
{
    if (m_index.frames[frame.index].damaged)
        return;
    ++m_figures.checked;
    bool right = !frame.damaged && frame.timestamp == m_index.frames[frame.index].timestamp;
    if (right && m_figures.numbered)
        right = numberIn(frame.picture) == static_cast<int>(frame.index);
    else if (right && frame.picture.width <= m_options.paneWidth && frame.index < m_reference.size() &&
             frame.picture.layout == PixelLayout::Bgra32)
        right = signatureOf(frame.picture) == m_reference[frame.index];
    m_figures.wrong += !right;
}

Result<double> Measuring::sequentialRate(PixelLayout layout, bool pane, int threads, bool reference)
{
    const auto longest = static_cast<std::size_t>(m_options.frames);
    auto reader = open(0, threads, layout, pane);
    if (!reader)
        return failure(reader.error());
    std::size_t count = reference ? m_index.frames.size() : std::min(m_index.frames.size(), longest);
    double spent = 0;
    for (std::size_t place = 0; place < count; ++place) {
        const auto start = Steady::now();
        const auto frame = (*reader)->frame(place, Approach::Forward);
        spent += millisecondsSince(start);
        if (!frame)
            return failure(frame.error());
        if (place == 0 && reference)
            m_figures.numbered = numberIn(frame->picture) == 0;
        if (m_figures.numbered) // what every frame must be is known without having read all
            count = std::min(count, longest);
        if (reference)
            m_reference.push_back(frame->damaged ? 0 : signatureOf(frame->picture));
        check(*frame);
        if (place % 64 == 0)
            noteMemory();
    }
    return 1000 * static_cast<double>(count) / spent;
}

Result<void> Measuring::sequential()
{
    struct Run
    {
        double ReplayFigures::*figure;
        PixelLayout layout;
        bool pane;
        int threads;
        bool reference;
    };
    for (const Run& run : {Run{&ReplayFigures::paneRate2, PixelLayout::Bgra32, true, 2, true},
                           Run{&ReplayFigures::paneRate1, PixelLayout::Bgra32, true, 1, false},
                           Run{&ReplayFigures::fullRate1, PixelLayout::Bgr24, false, 1, false},
                           Run{&ReplayFigures::fullRate2, PixelLayout::Bgr24, false, 2, false}}) {
        const auto rate = sequentialRate(run.layout, run.pane, run.threads, run.reference);
        if (!rate)
            return failure(rate.error());
        m_figures.*run.figure = *rate;
    }
    return {};
}

Result<void> Measuring::seeks()
{
    auto reader = open(0, 2, PixelLayout::Bgra32, true);
    auto warm = open(benchCacheBytes, 2, PixelLayout::Bgra32, true);
    if (!reader || !warm)
        return failure(reader ? warm.error() : reader.error());
    const auto& targets = m_options.targets;
    const auto count = targets.empty() ? static_cast<std::size_t>(m_options.seeks) : targets.size();
    for (std::size_t i = 0; i < count; ++i) {
        // Half a frame on, as others round times their way.
        const std::size_t place = targets.empty() ? randomPlace() : m_index.frameAt(targets[i] + m_index.usualDistance() / 2);
        const auto start = Steady::now();
        const auto frame = (*reader)->frame(place, Approach::Single);
        m_figures.coldSeek.add(millisecondsSince(start));
        if (!frame)
            return failure(frame.error());
        check(*frame);
        if (i % 16 != 0)
            continue;
        noteMemory();
        const std::size_t from = place > 8 ? place - 8 : 0;
        const std::size_t until = std::min(place + 8, m_index.frames.size());
        if (auto warmed = (*warm)->warm(from, until); !warmed)
            return warmed;
        for (int again = 0; again < 8; ++again) {
            const auto warmStart = Steady::now();
            const auto kept = (*warm)->frame(from + m_random() % (until - from), Approach::Single);
            m_figures.warmSeek.add(millisecondsSince(warmStart));
            if (kept)
                check(*kept);
        }
    }
    return {};
}

Result<void> Measuring::firstFrames()
{
    for (int i = 0; i < 11; ++i) {
        const auto start = Steady::now();
        auto reader = open(benchCacheBytes, 2, PixelLayout::Bgra32, true);
        if (!reader)
            return failure(reader.error());
        const auto frame = (*reader)->frame(0, Approach::Single);
        m_figures.firstFrame.add(millisecondsSince(start));
        if (frame)
            check(*frame);
    }
    return {};
}

Result<void> Measuring::fourReaders()
{
    const std::size_t count = std::min(m_index.frames.size(), static_cast<std::size_t>(m_options.frames));
    std::vector<std::unique_ptr<ClipReader>> readers;
    for (int i = 0; i < 4; ++i) {
        auto reader = open(0, 1, PixelLayout::Bgra32, true);
        if (!reader)
            return failure(reader.error());
        readers.push_back(std::move(*reader));
    }
    const auto start = Steady::now();
    std::vector<std::thread> threads;
    for (const auto& reader : readers)
        threads.emplace_back([&reader, count] {
            for (std::size_t place = 0; place < count; ++place)
                (void)reader->frame(place, Approach::Forward);
        });
    for (std::thread& thread : threads)
        thread.join();
    m_figures.fourReadersRate = 4000 * static_cast<double>(count) / millisecondsSince(start);
    noteMemory();
    return {};
}

/// One pass in order says what each frame must be, then the seeks.
Result<ReplayFigures> Measuring::runSeeks()
{
    if (auto rate = sequentialRate(PixelLayout::Bgra32, true, 2, true); !rate)
        return failure(rate.error());
    if (auto done = seeks(); !done)
        return failure(done.error());
    return m_figures;
}

Result<ReplayFigures> Measuring::run()
{
    if (m_options.seeksOnly)
        return runSeeks();
    for (auto part : {&Measuring::sequential, &Measuring::seeks, &Measuring::firstFrames, &Measuring::fourReaders, &Measuring::copySeeks})
        if (auto done = (this->*part)(); !done)
            return failure(done.error());
    for (auto part : {&Measuring::steps, &Measuring::reverse, &Measuring::fourPanes}) {
        if (m_cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Measuring %1 was stopped.").arg(m_path));
        (this->*part)();
    }
    return m_figures;
}

Result<ReplayFigures> measureReplay(const QString& path, const ReplayBenchOptions& options, const Cancellation& cancel)
{
    auto index = loadOrMakeIndex(path, {}, cancel);
    if (!index)
        return failure(index.error());
    return Measuring(path, std::move(*index), options, cancel).run();
}

} // namespace cartwright::cli
