#include "core/media/pane_worker.h"

#include "core/base/thread_role.h"
#include "core/media/decoding_source.h"

#include <algorithm>

namespace cartwright::media {
namespace {

using State = PaneFrame::State;

/// While the asked frame is decoded, one at most this far from it is shown.
constexpr Microseconds nearestDistance = 2 * microsecondsPerSecond;

void beThreadOf(std::size_t pane, const char* what, ThreadRank rank)
{
    beThread((what + std::to_string(pane)).c_str(), rank);
}

} // namespace

PaneWorker::PaneWorker(std::size_t pane, const PlayerSource& source, std::size_t cacheBytes,
                       int decoderThreads, std::function<void(const PaneFrame&)> deliverTo)
    : m_pane(pane), m_source(source), m_deliver(std::move(deliverTo)), m_decoderThreads(decoderThreads),
      m_cache(cacheBytes), m_maker(source.index.info, PixelLayout::Bgra32)
{
    for (std::size_t i = 0; i < source.index.frames.size(); ++i)
        if (source.index.frames[i].keyframe)
            m_keyframes.push_back(i);
    const Microseconds usual = std::max<Microseconds>(source.index.usualDistance(), 1'000);
    m_nearestReach = static_cast<std::size_t>(nearestDistance / usual);
    m_answering = std::thread([this] { runAnswers(); });
    m_decoding = std::thread([this] { runDecoding(); });
}

PaneWorker::~PaneWorker()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_wanted.quit = true;
        m_forAnswers.notify_all();
        m_forDecoding.notify_all();
    }
    m_cancel.cancel();
    m_answering.join();
    m_decoding.join();
}

void PaneWorker::show(const PaneRequest& request)
{
    const std::scoped_lock lock(m_mutex);
    m_wanted.request = request;
    ++m_wanted.change;
    m_forAnswers.notify_one();
}

void PaneWorker::setSize(int width, int height)
{
    const std::scoped_lock lock(m_mutex);
    m_wanted.size = {width, height};
    ++m_wanted.change;
    m_forAnswers.notify_one();
    m_forDecoding.notify_one();
}

void PaneWorker::setCacheBytes(std::size_t bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_cache.setBudget(bytes, m_here);
    m_idleSince = ~0ull;
    m_forDecoding.notify_one();
}

void PaneWorker::setLeads(bool on)
{
    const std::scoped_lock lock(m_mutex);
    m_leads = on;
}

void PaneWorker::setStandby(bool on)
{
    const std::scoped_lock lock(m_mutex);
    m_standby = on;
}

void PaneWorker::runAnswers()
{
    beThreadOf(m_pane, "cw-pane-", ThreadRank::Ahead);
    Lock lock(m_mutex);
    for (std::uint64_t answered = 0;;) {
        m_forAnswers.wait(lock, [&] { return m_wanted.quit || m_wanted.change != answered; });
        if (m_wanted.quit)
            return;
        const PaneWanted wanted = m_wanted;
        answered = wanted.change;
        if (wanted.request.number != 0)
            answer(lock, wanted);
    }
}

bool PaneWorker::isSuperseded(const PaneWanted& wanted) const
{
    return m_wanted.quit || m_wanted.request.number != wanted.request.number || m_wanted.size != wanted.size;
}

void PaneWorker::answer(Lock& lock, const PaneWanted& wanted)
{
    if (wanted.size != m_shownSize) {
        m_shownSize = wanted.size;
        m_shown.reset();
    }
    const PanePlace place = placeOf(m_source, wanted.request.moment);
    if (wanted.request.playing && m_shown == place)
        return;
    lookAt(place, wanted.request);
    PaneFrame out;
    out.pane = m_pane;
    out.request = wanted.request.number;
    out.moment = wanted.request.moment;
    out.state = place.state;
    out.frame.index = place.index;
    if (!m_openFailure.isEmpty()) {
        out.state = State::Failed;
        out.message = m_openFailure;
    } else if (place.state == State::Shown && !takeFrame(lock, wanted, out)) {
        return;
    }
    m_shown = place;
    deliver(lock, out);
}

/// Tells the decoding thread where the eyes are now.
void PaneWorker::lookAt(const PanePlace& place, const PaneRequest& request)
{
    constexpr std::size_t step = 2;
    const std::size_t before = std::exchange(m_here, place.index);
    if (request.playing)
        m_motion = request.speed > 0 ? PaneMotion::Playing : PaneMotion::PlayingBack;
    else if (place.index < before && before - place.index <= step)
        m_motion = PaneMotion::SteppedBack;
    else if (place.index > before && place.index - before <= step)
        m_motion = PaneMotion::SteppedOn;
    else if (place.index != before || m_motion == PaneMotion::Playing || m_motion == PaneMotion::PlayingBack)
        m_motion = PaneMotion::Jumped;
    m_speed = request.speed;
    m_wantsHere = place.state == State::Shown;
    m_hereRequest = request.number;
    ++m_looks;
    m_forDecoding.notify_one();
}

/// Waits until the frame is decoded. False where something newer is wanted: then there is nothing to deliver.
bool PaneWorker::takeFrame(Lock& lock, const PaneWanted& wanted, PaneFrame& out)
{
    KeptFrame kept;
    for (bool nearestGiven = wanted.request.playing;;) {
        if (isSuperseded(wanted))
            return false;
        if (m_cacheSize == wanted.size)
            kept = m_cache.find(out.frame.index);
        if (!kept.isEmpty() || m_undecodable.contains(out.frame.index))
            break;
        const bool failed = m_failedRequest == wanted.request.number;
        if (failed || !m_openFailure.isEmpty()) {
            out.state = State::Failed;
            out.message = failed ? m_failure : m_openFailure;
            return true;
        }
        if (!std::exchange(nearestGiven, true))
            giveNearest(lock, out);
        else
            m_forAnswers.wait(lock);
    }
    lock.unlock();
    out.frame.timestamp = m_source.index.frames[out.frame.index].timestamp;
    out.frame.picture = m_maker.finish(kept);
    out.frame.damaged = out.frame.picture.isEmpty();
    out.state = out.frame.damaged ? State::Damaged : State::Shown;
    lock.lock();
    return !isSuperseded(wanted);
}

/// Something at once: the nearest frame that is decoded, where one is near.
void PaneWorker::giveNearest(Lock& lock, PaneFrame out)
{
    const auto place = m_cacheSize == m_shownSize ? m_cache.nearest(out.frame.index, m_nearestReach) : std::nullopt;
    if (!place)
        return;
    const KeptFrame kept = m_cache.find(*place);
    out.state = State::Nearby;
    out.frame.index = *place;
    out.frame.timestamp = m_source.index.frames[*place].timestamp;
    lock.unlock();
    out.frame.picture = m_maker.finish(kept);
    lock.lock();
    if (!out.frame.picture.isEmpty() && m_wanted.request.number == out.request)
        deliver(lock, out);
}

void PaneWorker::deliver(Lock& lock, const PaneFrame& frame)
{
    if (m_wanted.quit)
        return;
    lock.unlock();
    m_deliver(frame);
    lock.lock();
}

void PaneWorker::runDecoding()
{
    beThreadOf(m_pane, "cw-decode-", ThreadRank::Ahead);
    Lock lock(m_mutex);
    if (!open(lock))
        return;
    while (const auto work = waitForWork(lock))
        decode(lock, *work);
}

bool PaneWorker::open(Lock& lock)
{
    lock.unlock();
    Result<std::unique_ptr<FrameSource>> opened =
        m_source.open ? m_source.open(m_source, m_cancel)
                      : DecodingSource::open(m_source.clip, m_source.index, PixelLayout::Bgra32, m_decoderThreads,
                                             m_cancel)
                            .map([](auto source) -> std::unique_ptr<FrameSource> { return source; });
    lock.lock();
    if (opened)
        m_frames = std::move(*opened);
    else
        m_openFailure = opened.error().sentence;
    m_forAnswers.notify_one();
    return m_frames != nullptr;
}

PaneView PaneWorker::view() const
{
    PaneView seen{m_source.index, m_keyframes};
    seen.here = m_here;
    seen.capacity = std::max<std::size_t>(1, m_cache.budget() / m_frameBytes);
    seen.motion = m_motion;
    seen.speed = m_speed;
    seen.readsOn = !m_frames->drains();
    seen.isMissing = [this](std::size_t place) {
        return !m_cache.contains(place) && !m_source.index.frames[place].damaged && !m_undecodable.contains(place);
    };
    return seen;
}

std::optional<PaneWork> PaneWorker::nextWork()
{
    // What has failed is tried again when something new is asked, not before.
    if (m_hereRequest == 0 || m_source.index.frames.empty() || m_failedRequest == m_hereRequest)
        return std::nullopt;
    if (m_wantsHere)
        if (auto work = workAsked(view()))
            return work;
    return m_idleSince == m_looks ? std::nullopt : workAhead(view());
}

std::optional<PaneWork> PaneWorker::waitForWork(Lock& lock)
{
    for (;;) {
        if (m_wanted.quit)
            return std::nullopt;
        if (m_wanted.size != m_cacheSize) {
            m_cacheSize = m_wanted.size;
            m_cache.clear();
            m_frames->setMaxSize(m_cacheSize.width, m_cacheSize.height);
            m_frameBytes = std::max<std::size_t>(1, m_frames->frameBytes());
            m_idleSince = ~0ull;
        }
        if (const auto work = nextWork())
            return work;
        m_forDecoding.wait(lock);
    }
}

bool PaneWorker::isHereMissing() const
{
    return m_wantsHere && !m_cache.contains(m_here) && !m_source.index.frames[m_here].damaged &&
           !m_undecodable.contains(m_here);
}

/// Asked between packets: whether something else has become more important than this run.
bool PaneWorker::shouldStop(const PaneWork& work)
{
    const std::scoped_lock lock(m_mutex);
    if (m_wanted.quit || m_wanted.size != m_cacheSize)
        return true;
    const std::size_t capacity = std::max<std::size_t>(1, m_cache.budget() / m_frameBytes);
    const std::size_t away = m_here > work.target ? m_here - work.target : work.target - m_here;
    if (!work.asked && away > capacity)
        return true;
    const bool isComing = m_here >= work.from && m_here <= work.target && !(m_tookAny && m_here <= m_taken);
    // While playing the clock moves on; what was asked for a moment ago is still shown, and then the next.
    if (work.asked && isPlaying() && m_hereRequest == work.request)
        return false;
    return isHereMissing() && !isComing;
}

DecodeRank PaneWorker::rankOf(const PaneWork& work) const
{
    const bool asked = work.asked || isHereMissing(); // what began ahead may be what is waited for now
    if (m_standby)
        return asked ? DecodeRank::Standby : DecodeRank::StandbyAhead;
    if (!asked)
        return DecodeRank::Ahead;
    return m_leads ? DecodeRank::Eyes : DecodeRank::Asked;
}

void PaneWorker::decode(Lock& lock, const PaneWork& next)
{
    PaneWork work = next;
    work.request = m_hereRequest;
    const std::uint64_t look = m_looks;
    m_tookAny = false;
    bool keptNew = false;
    std::unordered_set<std::size_t> came;
    DecodeTurns::Run turn(rankOf(work));
    const bool givesWay = !isPlaying(); // playing, all panes keep pace together
    lock.unlock();
    m_frames->setStop([this, work, givesWay, &turn] {
        if (givesWay)
            turn.giveWay([&] { return shouldStop(work); },
                         [&] {
                             const std::scoped_lock inside(m_mutex);
                             return rankOf(work);
                         });
        return shouldStop(work);
    });
    const auto found = m_frames->decode(
        work.from, work.target, work.ending, [&](std::size_t place, const KeptFrame& frame) {
            const std::scoped_lock inside(m_mutex);
            came.insert(place);
            m_tookAny = true;
            m_taken = place;
            if (m_source.index.frames[place].damaged || m_cacheSize != m_wanted.size)
                return;
            m_frameBytes = std::max(m_frameBytes, frame.bytes);
            const bool isNew = !m_cache.contains(place);
            m_cache.put(place, frame, m_here);
            keptNew = keptNew || (isNew && m_cache.contains(place));
            m_forAnswers.notify_one();
        });
    lock.lock();
    if (!found && found.error().kind != ErrorKind::Cancelled) {
        m_failure = found.error().sentence;
        m_failedRequest = m_hereRequest;
    } else if (found && (work.ending == FrameSource::Ending::Continue || !*found)) {
        // A run that ended by draining at its target has not read the frames that are shown before it and stored after it.
        for (std::size_t place = work.from; place <= work.target; ++place)
            if (!came.contains(place) && !m_source.index.frames[place].damaged)
                m_undecodable.insert(place);
    }
    if (!work.asked && !keptNew && m_looks == look)
        m_idleSince = look;
    m_forAnswers.notify_one();
}

} // namespace cartwright::media
