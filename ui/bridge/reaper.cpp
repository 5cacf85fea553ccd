#include "ui/bridge/reaper.h"

#include "core/base/thread_role.h"

namespace cartwright::ui {

Reaper::Reaper() : m_thread([this] { run(); }) {}

Reaper::~Reaper()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_quit = true;
        m_changed.notify_one();
    }
    m_thread.join();
}

void Reaper::take(std::unique_ptr<media::Player> player)
{
    if (!player)
        return;
    const std::scoped_lock lock(m_mutex);
    m_waiting.push_back(std::move(player));
    m_changed.notify_one();
}

void Reaper::run()
{
    beThread("cw-reaper", ThreadRank::Beside);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_quit || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        std::vector<std::unique_ptr<media::Player>> dying;
        dying.swap(m_waiting);
        lock.unlock();
        dying.clear();
        lock.lock();
    }
}

} // namespace cartwright::ui
