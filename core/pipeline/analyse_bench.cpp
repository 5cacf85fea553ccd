#include "core/pipeline/analyse_bench.h"

#include "core/vision/interactions.h"

#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

#include <unistd.h>

namespace cartwright::pipeline {
namespace {

constexpr int sideBySide = 2;

std::int64_t residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

std::vector<vision::WatchedBin> binsFor(const QString& path, const media::ClipInfo& info, const Store& store)
{
    std::vector<vision::WatchedBin> bins;
    for (const auto& bin : store.bins)
        for (const auto& view : bin.views)
            if (view.cameraId == QFileInfo(path).completeBaseName())
                bins.push_back({bin.binId, view.polygon});
    for (int i = 0; bins.empty() || (store.bins.empty() && i < 8); ++i) {
        const double width = info.width / 4.0, height = info.height / 2.0;
        const double left = (i % 4) * width + width * 0.1, top = (i / 4) * height + height * 0.15;
        bins.push_back({QStringLiteral("bin-%1").arg(i + 1),
                        {{left, top}, {left + width * 0.8, top}, {left + width * 0.8, top + height * 0.75},
                         {left, top + height * 0.75}}});
    }
    return bins;
}

struct Opened
{
    QString path;
    media::ClipIndex index;
};

Result<std::unique_ptr<media::ClipReader>> readerOf(const Opened& clip, const Cancellation& cancel)
{
    media::ReaderOptions options;
    options.threads = 1;
    options.cacheBytes = 0;
    options.cancel = cancel;
    return media::ClipReader::open(clip.path, clip.index, options);
}

/// Does all clips, some side by side; the first error stops the rest.
Result<double> timed(const std::vector<Opened>& clips, const std::function<Result<void>(const Opened&)>& work)
{
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    Result<void> result;
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < sideBySide; ++i)
            threads.emplace_back([&] {
                for (std::size_t n = next++; n < clips.size(); n = next++)
                    if (auto done = work(clips[n]); !done) {
                        const std::scoped_lock lock(mutex);
                        if (result)
                            result = done;
                        next = clips.size();
                    }
            });
    }
    if (!result)
        return failure(result.error());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Result<void> decode(const Opened& clip, const Cancellation& cancel)
{
    auto reader = readerOf(clip, cancel);
    if (!reader)
        return failure(reader.error());
    for (std::size_t i = 0; i < clip.index.frames.size(); ++i)
        if (const auto frame = (*reader)->next(); !frame)
            return failure(frame.error());
    return {};
}

class Bench
{
public:
    Bench(const Store& store, const Cancellation& cancel) : m_store(store), m_cancel(cancel) {}

    Result<void> open(const QStringList& paths)
    {
        for (const QString& path : paths) {
            auto index = media::indexClip(path);
            if (!index)
                return failure(index.error());
            m_made.frames += index->frames.size();
            m_made.clipSeconds += static_cast<double>(index->endTimestamp() - index->firstTimestamp()) / 1e6;
            m_clips.push_back({path, std::move(*index)});
        }
        m_made.clips = static_cast<int>(m_clips.size());
        return {};
    }

    Result<void> round()
    {
        const auto decoded = timed(m_clips, [&](const Opened& clip) { return decode(clip, m_cancel); });
        if (!decoded)
            return failure(decoded.error());
        m_made.decodeSeconds.push_back(*decoded);
        std::atomic<int> interactions = 0;
        const bool first = m_made.analyseSeconds.empty();
        const auto analysed = timed(m_clips, [&](const Opened& clip) { return analyse(clip, interactions, first); });
        if (!analysed)
            return failure(analysed.error());
        m_made.analyseSeconds.push_back(*analysed);
        m_made.interactions = interactions;
        return {};
    }

    const AnalyseBench& made() const { return m_made; }

private:
    Result<void> analyse(const Opened& clip, std::atomic<int>& interactions, bool first)
    {
        auto reader = readerOf(clip, m_cancel);
        if (!reader)
            return failure(reader.error());
        const auto findings = vision::findInteractions(
            **reader, binsFor(clip.path, clip.index.info, m_store), {}, m_cancel, [&](double share) {
                const std::scoped_lock lock(m_mutex);
                if (first && share >= 0.1 && m_made.residentAtStart == 0)
                    m_made.residentAtStart = residentBytes();
                if (first && share >= 0.99)
                    m_made.residentAtEnd = residentBytes();
            });
        if (!findings)
            return failure(findings.error());
        interactions += static_cast<int>(findings->interactions.size());
        return {};
    }

    const Store& m_store;
    const Cancellation& m_cancel;
    std::vector<Opened> m_clips;
    std::mutex m_mutex;
    AnalyseBench m_made;
};

} // namespace

Result<AnalyseBench> benchAnalyse(const QStringList& clips, const Store& store, int times, const Cancellation& cancel,
                                  const ProgressCallback& progress)
{
    Bench bench(store, cancel);
    if (auto opened = bench.open(clips); !opened)
        return failure(opened.error());
    for (int i = 0; i < times; ++i) {
        if (auto done = bench.round(); !done)
            return failure(done.error());
        if (progress)
            progress({i + 1, times, {}});
    }
    return bench.made();
}

} // namespace cartwright::pipeline
