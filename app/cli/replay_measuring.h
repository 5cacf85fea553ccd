#pragma once

#include "app/cli/replay_bench.h"
#include "core/media/player.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>

namespace cartwright::cli {

using Steady = std::chrono::steady_clock;

inline double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

/// As a pane's cache in the window.
inline constexpr std::size_t benchCacheBytes = 128u << 20;

/// The latest answers of a player, to be waited for.
class Answers
{
public:
    struct Shown
    {
        media::PaneFrame frame;
        Steady::time_point at;
    };
    media::Player::Callbacks callbacks()
    {
        return {[this](const media::PaneFrame& frame) {
                    const auto at = Steady::now();
                    const std::scoped_lock lock(m_mutex);
                    m_shown.push_back({frame, at});
                    m_changed.notify_all();
                },
                {}};
    }
    /// The pane's answer to this request; nothing where none comes.
    std::optional<Shown> wait(std::size_t pane, std::uint64_t request)
    {
        std::unique_lock lock(m_mutex);
        std::optional<Shown> found;
        m_changed.wait_for(lock, std::chrono::seconds(60), [&] {
            for (const Shown& shown : m_shown)
                if (shown.frame.pane == pane && shown.frame.request == request && isFinal(shown.frame))
                    found = shown;
            return found.has_value();
        });
        m_shown.clear();
        return found;
    }
    std::vector<Shown> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_shown, {});
    }

private:
    static bool isFinal(const media::PaneFrame& frame) { return frame.state != media::PaneFrame::State::Nearby; }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Shown> m_shown;
};

/// Measures one clip, part by part.
class Measuring
{
public:
    Measuring(const QString& path, media::ClipIndex index, const ReplayBenchOptions& options, Cancellation cancel)
        : m_path(path), m_index(std::move(index)), m_options(options), m_cancel(std::move(cancel)), m_random(12)
    {
        m_figures.clip = path;
        m_figures.info = m_index.info;
        m_figures.frames = static_cast<int>(m_index.frames.size());
        for (std::size_t i = 0; i < m_index.frames.size(); ++i)
            if (m_index.frames[i].keyframe)
                m_keyframes.push_back(i);
        m_figures.keyframes = static_cast<int>(m_keyframes.size());
        const Microseconds length = m_index.endTimestamp() - m_index.firstTimestamp();
        m_figures.ownRate = 1e6 * m_figures.frames / static_cast<double>(std::max<Microseconds>(length, 1));
    }
    Result<ReplayFigures> run();

private:
    Result<void> sequential();
    Result<double> sequentialRate(media::PixelLayout layout, bool pane, int threads, bool reference);
    Result<void> seeks();
    Result<void> firstFrames();
    Result<void> fourReaders();
    Result<void> copySeeks();
    Result<ReplayFigures> runSeeks();
    void steps();
    void stepsFrom(media::Player& player, Answers& answers, std::size_t place, media::Direction direction, int count);
    void reverse();
    void fourPanes();
    Result<std::unique_ptr<media::ClipReader>> open(std::size_t bytes, int threads, media::PixelLayout layout, bool pane) const;
    media::PlayerSource source(Microseconds offset) const;
    void check(const media::Frame& frame);
    std::size_t randomPlace() { return m_random() % m_index.frames.size(); }
    UtcMicroseconds momentAt(std::size_t place) const { return m_index.frames[place].timestamp - m_index.firstTimestamp(); }
    void noteMemory();

    QString m_path;
    media::ClipIndex m_index;
    ReplayBenchOptions m_options;
    Cancellation m_cancel;
    std::mt19937 m_random;
    std::vector<std::size_t> m_keyframes;
    std::vector<std::uint64_t> m_reference; ///< signature of each frame at the pane's size, read in order
    ReplayFigures m_figures;
};

} // namespace cartwright::cli
