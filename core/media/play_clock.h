#pragma once

// Inside the room only: which moment is shown, computed from a steady clock that is handed in.

#include "core/base/time.h"

#include <chrono>
#include <optional>
#include <utility>

namespace cartwright::media {

/// Plain state without threads; one caller at a time.
class PlayClock
{
public:
    using Now = std::chrono::steady_clock::time_point;
    using Span = std::pair<UtcMicroseconds, UtcMicroseconds>;

    /// Plays within [start, end).
    PlayClock(UtcMicroseconds start, UtcMicroseconds end) : m_start(start), m_end(end), m_base(start) {}

    UtcMicroseconds start() const { return m_start; }
    UtcMicroseconds end() const { return m_end; }
    bool isPlaying() const { return m_playing; }
    double speed() const { return m_speed; }

    /// The moment now, inside the loop where one is set and inside [start, end) while playing.
    UtcMicroseconds moment(Now now) const;
    void moveTo(UtcMicroseconds moment); ///< and stops
    void play(double speed, Now now);
    void setLoop(std::optional<Span> span, Now now);
    /// Stops where playing has reached an end; true if it did.
    bool stopAtEnd(Now now);

private:
    Microseconds passed(Now now) const;
    UtcMicroseconds last() const { return m_end > m_start ? m_end - 1 : m_start; }

    UtcMicroseconds m_start;
    UtcMicroseconds m_end;
    UtcMicroseconds m_base; ///< the moment at `m_since`
    Now m_since;
    double m_speed = 1;
    bool m_playing = false;
    std::optional<Span> m_loop;
};

} // namespace cartwright::media
