#include "core/media/play_clock.h"

#include <algorithm>
#include <cmath>

namespace cartwright::media {
namespace {

constexpr double slowest = 0.1;
constexpr double fastest = 16;

} // namespace

/// Clip time since the base, negative when playing backwards.
Microseconds PlayClock::passed(Now now) const
{
    return static_cast<Microseconds>(
        std::floor(std::chrono::duration<double, std::micro>(now - m_since).count() * m_speed));
}

UtcMicroseconds PlayClock::moment(Now now) const
{
    if (!m_playing)
        return m_base;
    const UtcMicroseconds moment = m_base + passed(now);
    if (!m_loop)
        return std::clamp(moment, m_start, last());
    const UtcMicroseconds length = m_loop->second - m_loop->first;
    return m_loop->first + ((moment - m_loop->first) % length + length) % length;
}

void PlayClock::moveTo(UtcMicroseconds moment)
{
    m_base = moment;
    m_playing = false;
}

void PlayClock::play(double speed, Now now)
{
    m_base = moment(now);
    m_since = now;
    m_speed = std::clamp(std::abs(speed), slowest, fastest) * (speed < 0 ? -1 : 1);
    m_playing = true;
    if (m_loop) {
        if (m_base < m_loop->first || m_base >= m_loop->second)
            m_base = m_speed > 0 ? m_loop->first : m_loop->second - 1;
    } else if (m_speed > 0 && m_base >= last()) {
        m_base = m_start;
    } else if (m_speed < 0 && m_base <= m_start) {
        m_base = last();
    }
    m_base = m_loop ? m_base : std::clamp(m_base, m_start, last());
}

void PlayClock::setLoop(std::optional<Span> span, Now now)
{
    m_base = moment(now);
    m_since = now;
    m_loop = span && span->second > span->first ? span : std::nullopt;
    if (m_playing && m_loop && (m_base < m_loop->first || m_base >= m_loop->second))
        m_base = m_speed > 0 ? m_loop->first : m_loop->second - 1;
}

bool PlayClock::stopAtEnd(Now now)
{
    if (!m_playing || m_loop)
        return false;
    const UtcMicroseconds reached = moment(now);
    if ((m_speed > 0 && reached < last()) || (m_speed < 0 && reached > m_start))
        return false;
    moveTo(reached);
    return true;
}

} // namespace cartwright::media
