#pragma once

#include "core/base/time.h"

#include <vector>

namespace cartwright::ui {

/// Which span of time lies on which pixels. All index arithmetic of the time axis is here.
class TimeScale
{
public:
    void setWhole(UtcMicroseconds from, UtcMicroseconds until);
    void setPixels(double left, double width);

    UtcMicroseconds from() const { return m_from; }
    UtcMicroseconds until() const { return m_until; }
    bool isZoomed() const { return m_from != m_wholeFrom || m_until != m_wholeUntil; }

    double toPixel(UtcMicroseconds moment) const;
    UtcMicroseconds toMoment(double pixel) const;

    /// Shows less (above 1) or more (below 1) time around the moment at this pixel, never beyond the whole.
    void zoom(double factor, double aroundPixel);
    /// Moves the shown span by this share of its length, never beyond the whole.
    void scroll(double share);
    /// Moves the shown span so that it contains the moment; false where it does already.
    bool follow(UtcMicroseconds moment);
    void showWhole();

    struct Ticks
    {
        Microseconds step = microsecondsPerSecond;
        std::vector<UtcMicroseconds> at;
    };
    /// Round moments at least `minimumPixels` apart.
    Ticks ticks(double minimumPixels) const;

private:
    void setShown(UtcMicroseconds from, Microseconds length);

    UtcMicroseconds m_wholeFrom = 0;
    UtcMicroseconds m_wholeUntil = microsecondsPerSecond;
    UtcMicroseconds m_from = 0;
    UtcMicroseconds m_until = microsecondsPerSecond;
    double m_left = 0;
    double m_width = 1;
};

} // namespace cartwright::ui
