#include "app/desktop/heartbeat.h"

#include <algorithm>
#include <chrono>

namespace cartwright::ui {

using SteadyClock = std::chrono::steady_clock;

Heartbeat::Heartbeat(QObject* parent) : QObject(parent), m_thread([this] { beat(); }) {}

Heartbeat::~Heartbeat()
{
    m_quit = true;
    m_thread.join();
}

void Heartbeat::beat()
{
    constexpr auto every = std::chrono::milliseconds(3);
    while (!m_quit) {
        if (m_answered.exchange(false)) {
            QMetaObject::invokeMethod(
                this,
                [this, asked = SteadyClock::now()] {
                    note(std::chrono::duration<double, std::milli>(SteadyClock::now() - asked).count());
                    m_answered = true;
                },
                Qt::QueuedConnection);
        }
        std::this_thread::sleep_for(every);
    }
}

void Heartbeat::note(double ms)
{
    const auto place = std::upper_bound(limitsMs.begin(), limitsMs.end(), ms) - limitsMs.begin();
    ++m_counts[static_cast<std::size_t>(place)];
    m_longest = std::max(m_longest, ms);
}

void Heartbeat::reset()
{
    m_counts.fill(0);
    m_longest = 0;
}

} // namespace cartwright::ui
