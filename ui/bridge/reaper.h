#pragma once

#include "core/media/player.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace cartwright::ui {

/// Destroys players on a thread of its own, because that waits for their threads and gives back their frames, which the UI
/// thread must not wait for. The destructor waits until all are gone. Any thread may call.
class Reaper
{
public:
    Reaper();
    ~Reaper();
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;

    void take(std::unique_ptr<media::Player> player);

private:
    void run();

    // Shared, under the lock.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<media::Player>> m_waiting;
    bool m_quit = false;

    std::thread m_thread; // last, so that all above exists when it starts
};

} // namespace cartwright::ui
