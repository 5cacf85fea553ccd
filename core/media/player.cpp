#include "core/media/player.h"

#include "core/base/thread_role.h"
#include "core/media/pane_worker.h"
#include "core/media/play_clock.h"

#include <algorithm>

namespace cartwright::media {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// 60 times a second, so that no frame of a clip of 30 waits longer than half its time.
constexpr std::chrono::microseconds tick{16'667};

PlayClock clockFor(const std::vector<PlayerSource>& sources)
{
    if (sources.empty())
        return {0, 0};
    UtcMicroseconds start = sources.front().firstFrameAt;
    UtcMicroseconds end = endOf(sources.front());
    for (const PlayerSource& source : sources) {
        start = std::min(start, source.firstFrameAt);
        end = std::max(end, endOf(source));
    }
    return {start, end};
}

} // namespace

struct Player::Private
{
    Private(std::vector<PlayerSource> given, Callbacks calls)
        : sources(std::move(given)), callbacks(std::move(calls)), clock(clockFor(sources))
    {
    }

    // Never changed after construction.
    const std::vector<PlayerSource> sources;
    const Callbacks callbacks;
    std::vector<std::unique_ptr<PaneWorker>> workers;

    // Shared, under the lock. A worker's own lock is only ever taken inside this one, never around it.
    std::mutex mutex;
    std::condition_variable changed;
    PlayClock clock;
    std::uint64_t request = 0;
    bool quit = false;

    std::thread ticker;

    void runClock();
    void showLocked(UtcMicroseconds moment, bool playing);
    std::uint64_t moveToLocked(UtcMicroseconds moment);
};

void Player::Private::showLocked(UtcMicroseconds moment, bool playing)
{
    for (const auto& worker : workers)
        worker->show({request, moment, playing, playing ? clock.speed() : 0});
}

std::uint64_t Player::Private::moveToLocked(UtcMicroseconds moment)
{
    clock.moveTo(moment);
    ++request;
    showLocked(moment, false);
    changed.notify_all();
    return request;
}

void Player::Private::runClock()
{
    beThread("cw-play-clock", ThreadRank::Asked);
    std::unique_lock lock(mutex);
    auto next = SteadyClock::now();
    for (bool odd = false;; odd = !odd) {
        changed.wait(lock, [&] { return quit || clock.isPlaying(); });
        if (quit)
            return;
        const auto now = SteadyClock::now();
        const bool ended = clock.stopAtEnd(now);
        const UtcMicroseconds moment = clock.moment(now);
        if (ended)
            moveToLocked(moment);
        else
            showLocked(moment, true);
        if (callbacks.onClock && (ended || odd)) {
            lock.unlock();
            callbacks.onClock(moment, !ended);
            lock.lock();
        }
        next = std::max(next + tick, now);
        const std::uint64_t playedFor = request;
        changed.wait_until(lock, next, [&] { return quit || request != playedFor; });
    }
}

Player::Player(std::vector<PlayerSource> sources, Callbacks callbacks, std::size_t cacheBytesPerPane)
    : d(std::make_unique<Private>(std::move(sources), std::move(callbacks)))
{
    const std::size_t panes = d->sources.size();
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    const int threads =
        static_cast<int>(std::clamp<std::size_t>(cores / std::max<std::size_t>(1, panes), 1, 4));
    for (std::size_t pane = 0; pane < panes; ++pane)
        d->workers.push_back(std::make_unique<PaneWorker>(pane, d->sources[pane], cacheBytesPerPane, threads,
                                                          [this](const PaneFrame& frame) {
                                                              if (d->callbacks.onFrame)
                                                                  d->callbacks.onFrame(frame);
                                                          }));
    d->ticker = std::thread([this] { d->runClock(); });
}

Player::~Player()
{
    {
        const std::scoped_lock lock(d->mutex);
        d->quit = true;
        d->changed.notify_all();
    }
    d->ticker.join();
    d->workers.clear();
}

UtcMicroseconds Player::startsAt() const { return d->clock.start(); }
UtcMicroseconds Player::endsAt() const { return d->clock.end(); }

UtcMicroseconds Player::moment() const
{
    const std::scoped_lock lock(d->mutex);
    return d->clock.moment(SteadyClock::now());
}

bool Player::isPlaying() const
{
    const std::scoped_lock lock(d->mutex);
    return d->clock.isPlaying();
}

void Player::setPaneSize(std::size_t pane, int width, int height)
{
    if (pane < d->workers.size())
        d->workers[pane]->setSize(width, height);
}

void Player::setCacheBytes(std::size_t perPane)
{
    for (const auto& worker : d->workers)
        worker->setCacheBytes(perPane);
}

void Player::setLeader(std::optional<std::size_t> pane)
{
    for (std::size_t i = 0; i < d->workers.size(); ++i)
        d->workers[i]->setLeads(i == pane);
}

void Player::setStandby(bool on)
{
    for (const auto& worker : d->workers)
        worker->setStandby(on);
}

std::uint64_t Player::seek(UtcMicroseconds moment)
{
    const std::scoped_lock lock(d->mutex);
    return d->moveToLocked(moment);
}

std::uint64_t Player::step(std::size_t pane, Direction direction)
{
    const std::scoped_lock lock(d->mutex);
    const UtcMicroseconds now = d->clock.moment(SteadyClock::now());
    if (pane >= d->sources.size() || d->sources[pane].index.frames.empty())
        return d->moveToLocked(now);
    const PlayerSource& source = d->sources[pane];
    const std::size_t last = source.index.frames.size() - 1;
    const std::size_t here = source.index.frameAt(streamTime(source, now));
    // Outside the clip and in its gaps no frame is on the screen, so the nearest one is a step away.
    const bool empty = placeOf(source, now).state == PaneFrame::State::NoFrame;
    if (now < source.firstFrameAt)
        return d->moveToLocked(direction == Direction::Forward ? momentOf(source, 0) : now);
    if (direction == Direction::Backward)
        return d->moveToLocked(momentOf(source, empty || here == 0 ? here : here - 1));
    return d->moveToLocked(here == last ? now : momentOf(source, here + 1));
}

void Player::play(double speed)
{
    const std::scoped_lock lock(d->mutex);
    d->clock.play(speed, SteadyClock::now());
    ++d->request;
    d->changed.notify_all();
}

void Player::pause()
{
    const std::scoped_lock lock(d->mutex);
    if (d->clock.isPlaying())
        d->moveToLocked(d->clock.moment(SteadyClock::now()));
}

void Player::setLoop(std::optional<std::pair<UtcMicroseconds, UtcMicroseconds>> span)
{
    const std::scoped_lock lock(d->mutex);
    d->clock.setLoop(span, SteadyClock::now());
}

} // namespace cartwright::media
