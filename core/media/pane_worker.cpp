#include "core/media/pane_worker.h"

#include <algorithm>
#include <cmath>
#include <pthread.h>

namespace cartwright::media {
namespace {

using State = PaneFrame::State;

/// A clip of one frame has no frame distance; this long it is shown.
constexpr Microseconds shortestClip = 40'000;
/// Up to this speed every frame is shown and worth decoding ahead.
constexpr double fastestWithAllFrames = 2;
constexpr std::size_t framesAhead = 8;

} // namespace

Microseconds streamTime(const PlayerSource& source, UtcMicroseconds moment)
{
    return moment - source.firstFrameAt + source.index.firstTimestamp();
}

UtcMicroseconds momentOf(const PlayerSource& source, std::size_t index)
{
    return source.firstFrameAt + source.index.frames[index].timestamp - source.index.firstTimestamp();
}

UtcMicroseconds endOf(const PlayerSource& source)
{
    const Microseconds length = source.index.endTimestamp() - source.index.firstTimestamp();
    return source.firstFrameAt + (source.index.frames.empty() ? 0 : std::max(length, shortestClip));
}

PanePlace placeOf(const PlayerSource& source, UtcMicroseconds moment)
{
    const ClipIndex& index = source.index;
    if (index.frames.empty() || moment < source.firstFrameAt || moment >= endOf(source))
        return {};
    const Microseconds time = streamTime(source, moment);
    const std::size_t place = index.frameAt(time);
    if (index.frames[place].damaged)
        return {State::Damaged, place};
    const bool inGap = std::any_of(index.gaps.begin(), index.gaps.end(),
                                   [&](const Gap& gap) { return time >= gap.from && time < gap.until; });
    return {inGap ? State::NoFrame : State::Shown, place};
}

PaneWorker::PaneWorker(std::size_t pane, const PlayerSource& source, std::size_t cacheBytes,
                       int decoderThreads, std::function<void(const PaneFrame&)> deliver)
    : m_pane(pane), m_source(source), m_deliver(std::move(deliver))
{
    m_options.layout = PixelLayout::Bgra32;
    m_options.cacheBytes = cacheBytes;
    m_options.threads = decoderThreads;
    m_thread = std::thread([this] { run(); });
}

PaneWorker::~PaneWorker()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_wanted.quit = true;
        m_changed.notify_all();
    }
    m_options.cancel.cancel();
    m_thread.join();
}

void PaneWorker::show(const PaneRequest& request)
{
    const std::scoped_lock lock(m_mutex);
    m_wanted.request = request;
    ++m_wanted.change;
    m_changed.notify_all();
}

void PaneWorker::setSize(int width, int height)
{
    const std::scoped_lock lock(m_mutex);
    m_wanted.size = {width, height};
    ++m_wanted.change;
    m_changed.notify_all();
}

void PaneWorker::run()
{
    pthread_setname_np(pthread_self(), ("cw-pane-" + std::to_string(m_pane)).substr(0, 15).c_str());
    if (auto opened = ClipReader::open(m_source.clip, m_source.index, m_options))
        m_reader = std::move(*opened);
    else
        m_openFailure = opened.error().sentence;
    while (const auto wanted = waitForChange()) {
        if (wanted->request.number == 0)
            continue;
        answer(*wanted);
        prefetch(wanted->request);
    }
}

std::optional<PaneWorker::Wanted> PaneWorker::waitForChange()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_wanted.quit || m_wanted.change != m_answered; });
    if (m_wanted.quit)
        return std::nullopt;
    m_answered = m_wanted.change;
    return m_wanted;
}

bool PaneWorker::isSuperseded(std::uint64_t number)
{
    const std::scoped_lock lock(m_mutex);
    return m_wanted.quit || m_wanted.request.number != number;
}

bool PaneWorker::hasChanged()
{
    const std::scoped_lock lock(m_mutex);
    return m_wanted.quit || m_wanted.change != m_answered;
}

void PaneWorker::answer(const Wanted& wanted)
{
    if (wanted.size != m_size) {
        m_size = wanted.size;
        m_shown.reset();
        if (m_reader)
            m_reader->setMaxSize(m_size.width, m_size.height);
    }
    const PanePlace place = placeOf(m_source, wanted.request.moment);
    if (wanted.request.playing && m_shown == place)
        return;
    PaneFrame out;
    out.pane = m_pane;
    out.request = wanted.request.number;
    out.moment = wanted.request.moment;
    out.state = place.state;
    out.frame.index = place.index;
    if (place.state == State::Shown && !readFrame(wanted.request, out))
        return;
    if (!m_reader) {
        out.state = State::Failed;
        out.message = m_openFailure;
    }
    if (isSuperseded(wanted.request.number))
        return;
    m_shown = place;
    m_deliver(out);
}

/// False where a newer request ended the decoding: then there is nothing to deliver.
bool PaneWorker::readFrame(const PaneRequest& request, PaneFrame& out)
{
    if (!m_reader)
        return true;
    m_reader->setStop([this, number = request.number] { return isSuperseded(number); });
    auto frame = !request.playing    ? m_reader->frame(out.frame.index)
                 : request.speed > 0 ? m_reader->frame(out.frame.index, Approach::Forward)
                                     : m_reader->frame(out.frame.index, Approach::Backward);
    if (frame) {
        out.frame = std::move(*frame);
        out.state = out.frame.damaged ? State::Damaged : State::Shown;
        return true;
    }
    if (frame.error().kind == ErrorKind::Cancelled)
        return false;
    out.state = State::Failed;
    out.message = frame.error().sentence;
    return true;
}

/// Uses idle time, until the next change, to decode what is likely to be asked for next.
void PaneWorker::prefetch(const PaneRequest& request)
{
    const auto& frames = m_source.index.frames;
    if (!m_reader || !m_shown || frames.empty())
        return;
    const std::size_t here = m_shown->index;
    const std::size_t room = m_reader->cacheFrames();
    const auto before = [&](std::size_t count) { return here > count ? here - count : 0; };
    const auto isWarm = [&](std::size_t from, std::size_t until) {
        for (std::size_t i = from; i < std::min(until, frames.size()); ++i)
            if (!frames[i].damaged && !m_reader->isCached(i))
                return false;
        return true;
    };
    m_reader->setStop([this] { return hasChanged(); });
    // Errors are left alone here: they come again, and are reported, when the frame itself is asked for.
    if (request.playing && request.speed > 0) {
        if (request.speed <= fastestWithAllFrames)
            (void)m_reader->warm(here + 1, here + 1 + std::min(framesAhead, room / 2));
    } else if (request.playing) {
        if (!isWarm(before(room / 4), here))
            (void)m_reader->warm(before(room / 2), here);
    } else if (!isWarm(before(room / 8), here + 1 + room / 8)) {
        (void)m_reader->warm(before(room / 2), here + 1 + room / 4);
    }
}

} // namespace cartwright::media
