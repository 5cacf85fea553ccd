#pragma once

#include "core/media/player.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace cartwright::media::testing {

/// What the player delivered, to be waited for.
class Record
{
public:
    Player::Callbacks callbacks()
    {
        return {[this](const PaneFrame& frame) {
                    const std::scoped_lock lock(m_mutex);
                    m_frames.push_back(frame);
                    m_changed.notify_all();
                },
                [this](UtcMicroseconds moment, bool playing) {
                    const std::scoped_lock lock(m_mutex);
                    m_moments.push_back(moment);
                    m_ended = m_ended || !playing;
                    m_changed.notify_all();
                }};
    }
    /// Waits until this pane has answered this request.
    std::optional<PaneFrame> answer(std::size_t pane, std::uint64_t request)
    {
        std::optional<PaneFrame> found;
        wait([&] {
            for (const PaneFrame& frame : m_frames)
                if (frame.pane == pane && frame.request == request &&
                    frame.state != PaneFrame::State::Nearby)
                    found = frame;
            return found.has_value();
        });
        return found;
    }
    bool waitForEnd()
    {
        return wait([&] { return m_ended; });
    }
    bool waitForFrames(std::size_t pane, std::size_t count)
    {
        return wait([&] { return countOf(pane) >= count; });
    }
    template <class Condition> bool wait(Condition condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60), condition);
    }
    std::vector<PaneFrame> take()
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = false;
        m_moments.clear();
        return std::exchange(m_frames, {});
    }
    std::vector<UtcMicroseconds> moments()
    {
        const std::scoped_lock lock(m_mutex);
        return m_moments;
    }

private:
    std::size_t countOf(std::size_t pane) const
    {
        return static_cast<std::size_t>(std::count_if(
            m_frames.begin(), m_frames.end(), [&](const PaneFrame& frame) { return frame.pane == pane; }));
    }
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<PaneFrame> m_frames;
    std::vector<UtcMicroseconds> m_moments;
    bool m_ended = false;
};

} // namespace cartwright::media::testing
