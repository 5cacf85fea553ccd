#pragma once

// Inside the room only: decoded frames of one clip around the place that is looked at.

#include "core/media/kept_frame.h"

#include <map>

namespace cartwright::media {

/// Holds frames up to a budget of bytes. What lies farthest from the place that is looked at goes first, so that
/// a window around it stays, and decoding ahead cannot push out what is on the screen. One thread at a time.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budget(budgetBytes) {}

    bool contains(std::size_t place) const { return m_frames.contains(place); }

    /// Empty where it is not kept.
    KeptFrame find(std::size_t place) const
    {
        const auto found = m_frames.find(place);
        return found == m_frames.end() ? KeptFrame{} : found->second;
    }

    /// The kept frame nearest to this place and at most `reach` places away.
    std::optional<std::size_t> nearest(std::size_t place, std::size_t reach) const
    {
        std::optional<std::size_t> best;
        const auto after = m_frames.lower_bound(place);
        if (after != m_frames.begin())
            best = std::prev(after)->first;
        if (after != m_frames.end() && (!best || after->first - place < place - *best))
            best = after->first;
        return best && distance(*best, place) <= reach ? best : std::nullopt;
    }

    /// Keeps the frame where there is room nearer to `here` than what is kept already.
    void put(std::size_t place, const KeptFrame& frame, std::size_t here)
    {
        KeptFrame& slot = m_frames[place];
        m_bytes += frame.bytes - slot.bytes;
        slot = frame;
        fitAround(here);
    }

    /// With less room what lies farthest from `here` goes.
    void setBudget(std::size_t bytes, std::size_t here)
    {
        m_budget = bytes;
        fitAround(here);
    }

    void clear()
    {
        m_frames.clear();
        m_bytes = 0;
    }

    std::size_t budget() const { return m_budget; }

private:
    void fitAround(std::size_t here)
    {
        while (m_bytes > m_budget && !m_frames.empty()) {
            const auto first = m_frames.begin();
            const auto last = std::prev(m_frames.end());
            const auto victim = distance(first->first, here) > distance(last->first, here) ? first : last;
            m_bytes -= victim->second.bytes;
            m_frames.erase(victim);
        }
    }

    static std::size_t distance(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::map<std::size_t, KeptFrame> m_frames;
};

} // namespace cartwright::media
