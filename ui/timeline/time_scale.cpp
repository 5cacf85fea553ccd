#include "ui/timeline/time_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::ui {

void TimeScale::setWhole(UtcMicroseconds from, UtcMicroseconds until)
{
    m_wholeFrom = from;
    m_wholeUntil = std::max(until, from + microsecondsPerSecond / 10);
    showWhole();
}

void TimeScale::setPixels(double left, double width)
{
    m_left = left;
    m_width = std::max(width, 1.0);
}

void TimeScale::showWhole()
{
    m_from = m_wholeFrom;
    m_until = m_wholeUntil;
}

double TimeScale::toPixel(UtcMicroseconds moment) const
{
    return m_left + static_cast<double>(moment - m_from) * m_width / static_cast<double>(m_until - m_from);
}

UtcMicroseconds TimeScale::toMoment(double pixel) const
{
    const double share = std::clamp((pixel - m_left) / m_width, 0.0, 1.0);
    return m_from + std::llround(share * static_cast<double>(m_until - m_from));
}

void TimeScale::setShown(UtcMicroseconds from, Microseconds length)
{
    const Microseconds whole = m_wholeUntil - m_wholeFrom;
    const Microseconds shown = std::clamp<Microseconds>(length, std::min<Microseconds>(whole, 200'000), whole);
    m_from = std::clamp(from, m_wholeFrom, m_wholeUntil - shown);
    m_until = m_from + shown;
}

void TimeScale::zoom(double factor, double aroundPixel)
{
    const UtcMicroseconds fixed = toMoment(aroundPixel);
    const double share = std::clamp((aroundPixel - m_left) / m_width, 0.0, 1.0);
    const auto length = static_cast<Microseconds>(static_cast<double>(m_until - m_from) / factor);
    setShown(fixed - static_cast<Microseconds>(share * static_cast<double>(length)), length);
}

void TimeScale::scroll(double share)
{
    const Microseconds length = m_until - m_from;
    setShown(m_from + static_cast<Microseconds>(share * static_cast<double>(length)), length);
}

bool TimeScale::follow(UtcMicroseconds moment)
{
    const Microseconds length = m_until - m_from;
    if (moment >= m_from && moment <= m_until)
        return false;
    setShown(moment - (moment < m_from ? length / 10 : length * 9 / 10), length);
    return true;
}

TimeScale::Ticks TimeScale::ticks(double minimumPixels) const
{
    constexpr std::array<Microseconds, 16> steps{
        100'000,       200'000,       500'000,       1'000'000,     2'000'000,      5'000'000,
        10'000'000,    15'000'000,    30'000'000,    60'000'000,    120'000'000,    300'000'000,
        600'000'000,   900'000'000,   1'800'000'000, 3'600'000'000};
    const double perPixel = static_cast<double>(m_until - m_from) / m_width;
    const auto wanted = static_cast<Microseconds>(perPixel * minimumPixels);
    const auto fitting = std::lower_bound(steps.begin(), steps.end(), wanted);
    Ticks ticks;
    ticks.step = fitting == steps.end() ? (wanted / steps.back() + 1) * steps.back() : *fitting;
    for (UtcMicroseconds at = (m_from + ticks.step - 1) / ticks.step * ticks.step; at <= m_until; at += ticks.step)
        ticks.at.push_back(at);
    return ticks;
}

} // namespace cartwright::ui
