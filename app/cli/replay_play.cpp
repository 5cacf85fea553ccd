#include "app/cli/replay_measuring.h"

#include <algorithm>
#include <thread>

namespace cartwright::cli {

using namespace media;

namespace {

constexpr std::chrono::milliseconds keyRepeat{33};

} // namespace

void Measuring::stepsFrom(Player& player, Answers& answers, std::size_t place, Direction direction, int count)
{
    if (!answers.wait(0, player.seek(momentAt(place))))
        return;
    Spread& spread = direction == Direction::Backward ? m_figures.stepBack : m_figures.stepForward;
    auto next = Steady::now() + keyRepeat;
    for (int i = 0; i < count && !m_cancel.isCancelled(); ++i) {
        std::this_thread::sleep_until(next);
        next += keyRepeat;
        const auto start = Steady::now();
        const auto shown = answers.wait(0, player.step(0, direction));
        if (!shown)
            return;
        spread.add(std::chrono::duration<double, std::milli>(shown->at - start).count());
        if (shown->frame.state == PaneFrame::State::Shown)
            check(shown->frame.frame);
    }
    noteMemory();
}

void Measuring::steps()
{
    Answers answers;
    Player player({source(0)}, answers.callbacks(), benchCacheBytes);
    player.setPaneSize(0, m_options.paneWidth, m_options.paneHeight);
    constexpr std::size_t beyond = 12; // so that a border of groups lies on the way
    for (int i = 0; i < m_options.places && m_figures.frames > 80; ++i) {
        const bool border = i % 2 == 1 && m_keyframes.size() > 2;
        const std::size_t key = m_keyframes[1 + m_random() % std::max<std::size_t>(m_keyframes.size() - 1, 1) % m_keyframes.size()];
        const std::size_t room = m_index.frames.size() - 42;
        const std::size_t place = std::clamp<std::size_t>(border ? key + beyond : randomPlace(), 41, room);
        stepsFrom(player, answers, place, Direction::Backward, 40);
        stepsFrom(player, answers, std::max<std::size_t>(place, 2 * beyond) - 2 * beyond, Direction::Forward, 40);
    }
}

void Measuring::reverse()
{
    Answers answers;
    Player player({source(0)}, answers.callbacks(), benchCacheBytes);
    player.setPaneSize(0, m_options.paneWidth, m_options.paneHeight);
    const std::size_t from = m_index.frames.size() * 3 / 4;
    if (!answers.wait(0, player.seek(momentAt(from))))
        return;
    const auto start = Steady::now();
    player.play(-1);
    std::this_thread::sleep_for(std::chrono::duration<double>(m_options.seconds));
    player.pause();
    const double seconds = millisecondsSince(start) / 1000;
    const auto shown = answers.take();
    m_figures.reverseRate = static_cast<double>(shown.size()) / seconds;
    for (const auto& one : shown)
        if (one.frame.state == PaneFrame::State::Shown)
            check(one.frame.frame);
    noteMemory();
}

void Measuring::fourPanes()
{
    const std::vector<Microseconds> offsets{0, 13'000, -7'000, 21'000};
    std::vector<PlayerSource> sources;
    for (const Microseconds offset : offsets)
        sources.push_back(source(offset));
    Answers answers;
    Player player(sources, answers.callbacks(), benchCacheBytes / 2);
    for (std::size_t pane = 0; pane < offsets.size(); ++pane)
        player.setPaneSize(pane, m_options.paneWidth, m_options.paneHeight);
    const UtcMicroseconds from = momentAt(m_index.frames.size() / 8);
    const std::uint64_t request = player.seek(from);
    for (std::size_t pane = 0; pane < offsets.size(); ++pane)
        (void)answers.wait(pane, request);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    (void)answers.take();
    const auto start = Steady::now();
    player.play(1);
    std::this_thread::sleep_for(std::chrono::duration<double>(m_options.seconds));
    const UtcMicroseconds until = player.moment();
    std::this_thread::sleep_for(std::chrono::milliseconds(20)); // for the frame that has just become due
    const auto shown = answers.take();
    player.pause();
    Spread lags;
    FourPanes& four = m_figures.fourPanes;
    for (const IndexedFrame& frame : m_index.frames)
        for (const Microseconds offset : offsets) {
            const UtcMicroseconds due = frame.timestamp - m_index.firstTimestamp() + offset;
            four.due += due > from && due < until - 20'000 && !frame.damaged;
        }
    int inTime = 0;
    for (const auto& one : shown) {
        if (one.frame.state != PaneFrame::State::Shown)
            continue;
        check(one.frame.frame);
        const UtcMicroseconds due = momentAt(one.frame.frame.index) + offsets[one.frame.pane];
        inTime += due > from && due < until - 20'000;
        if (due > from)
            lags.add(std::chrono::duration<double, std::milli>(one.at - start).count() - static_cast<double>(due - from) / 1000);
    }
    four.framesPerSecond = 1e6 * inTime / static_cast<double>(std::max<Microseconds>(until - from, 1));
    four.dropped = std::max(0, four.due - inTime);
    four.lagP95 = lags.quantile(0.95);
    const std::size_t fifth = lags.times.size() / 5;
    Spread first{{lags.times.begin(), lags.times.begin() + static_cast<std::ptrdiff_t>(fifth)}};
    Spread last{{lags.times.end() - static_cast<std::ptrdiff_t>(fifth), lags.times.end()}};
    four.drift = last.quantile(0.5) - first.quantile(0.5);
    noteMemory();
}

} // namespace cartwright::cli
