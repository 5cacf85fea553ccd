#pragma once

// Inside the room only: one pane of the player, with its own thread, decoder and cache.

#include "core/media/player.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cartwright::media {

/// Where a moment lies in a clip.
struct PanePlace
{
    PaneFrame::State state = PaneFrame::State::NoFrame;
    std::size_t index = 0; ///< the latest frame not after the moment, where there is one
    bool operator==(const PanePlace&) const = default;
};

Microseconds streamTime(const PlayerSource& source, UtcMicroseconds moment);
UtcMicroseconds momentOf(const PlayerSource& source, std::size_t index);
UtcMicroseconds endOf(const PlayerSource& source); ///< where the last frame ends
PanePlace placeOf(const PlayerSource& source, UtcMicroseconds moment);

/// What a pane is asked to show. The newest one wins.
struct PaneRequest
{
    std::uint64_t number = 0;
    UtcMicroseconds moment = 0;
    bool playing = false; ///< then only changes are delivered
    double speed = 0;
};

class PaneWorker
{
public:
    PaneWorker(std::size_t pane, const PlayerSource& source, std::size_t cacheBytes, int decoderThreads,
               std::function<void(const PaneFrame&)> deliver);
    /// Ends the thread; nothing is delivered afterwards.
    ~PaneWorker();
    PaneWorker(const PaneWorker&) = delete;
    PaneWorker& operator=(const PaneWorker&) = delete;

    // Any thread; these return at once.
    void show(const PaneRequest& request);
    void setSize(int width, int height);

private:
    struct Size
    {
        int width = 0;
        int height = 0;
        bool operator==(const Size&) const = default;
    };
    struct Wanted
    {
        PaneRequest request;
        Size size;
        std::uint64_t change = 0; ///< rises with each change
        bool quit = false;
    };

    void run();
    std::optional<Wanted> waitForChange();
    bool isSuperseded(std::uint64_t number);
    bool hasChanged();
    void answer(const Wanted& wanted);
    bool readFrame(const PaneRequest& request, PaneFrame& out);
    void prefetch(const PaneRequest& request);

    // Never changed after construction.
    const std::size_t m_pane;
    const PlayerSource& m_source;
    const std::function<void(const PaneFrame&)> m_deliver;
    ReaderOptions m_options;

    // Shared, under the lock.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Wanted m_wanted;

    // The worker's only.
    std::unique_ptr<ClipReader> m_reader;
    QString m_openFailure;
    std::uint64_t m_answered = 0; ///< the change that was answered last
    std::optional<PanePlace> m_shown;
    Size m_size;

    std::thread m_thread; // last, so that all above exists when it starts
};

} // namespace cartwright::media
