#pragma once

#include "core/base/time.h"

#include <atomic>

namespace cartwright {

/// Where "now" comes from. Handed in by constructor, so that tests can set it. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual UtcMicroseconds now() const = 0;
};

class SystemClock final : public Clock
{
public:
    UtcMicroseconds now() const override;
};

/// A clock that stands still until it is told otherwise.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(UtcMicroseconds start) : m_now(start) {}
    UtcMicroseconds now() const override { return m_now; }
    void advance(Microseconds by) { m_now += by; }
    void set(UtcMicroseconds to) { m_now = to; }

private:
    std::atomic<UtcMicroseconds> m_now;
};

} // namespace cartwright
