#include "ui/player/playback.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::ui {

namespace {

constexpr std::array speeds{0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0};
constexpr double fastest = 16;

} // namespace

Playback::Playback(Reaper& reaper, QObject* parent) : QObject(parent)
{
    use(std::make_unique<PlayerBridge>(reaper));
}

void Playback::use(std::unique_ptr<PlayerBridge> bridge)
{
    m_bridge = std::move(bridge);
    connect(m_bridge.get(), &PlayerBridge::frameArrived, this, &Playback::onFrame);
    connect(m_bridge.get(), &PlayerBridge::clockMoved, this, &Playback::onClock);
}

void Playback::setSpan(UtcMicroseconds from, UtcMicroseconds until)
{
    m_from = from;
    m_until = std::max(until, from);
    m_moment = m_from;
}

void Playback::setLeader(std::size_t pane)
{
    m_leader = pane;
    tellLeader();
}

void Playback::tellLeader()
{
    if (m_bridge->player())
        m_bridge->player()->setLeader(m_leader < m_sourceOfPane.size() ? m_sourceOfPane[m_leader] : std::nullopt);
}

std::size_t Playback::bytesPerPane() const
{
    return m_cacheBytes / std::max<std::size_t>(1, m_paneOfSource.size());
}

void Playback::open(const std::vector<CameraTrack>& cameras, UtcMicroseconds from, UtcMicroseconds until)
{
    close();
    setSpan(from, until);
    openSources(cameras);
    Q_EMIT stateChanged();
}

void Playback::reopen(const std::vector<CameraTrack>& cameras)
{
    m_bridge->close();
    openSources(cameras);
    m_playing = false;
    m_shuttle = 0;
    setLoop(m_loopIn, m_loopOut);
    seek(m_moment);
    Q_EMIT stateChanged();
}

void Playback::openSources(const std::vector<CameraTrack>& cameras)
{
    m_zone = cameras.empty() ? QTimeZone() : cameras.front().zone;
    PaneSources found = sourcesOf(cameras);
    m_sourceOfPane = std::move(found.sourceOfPane);
    m_paneOfSource = std::move(found.paneOfSource);
    m_bridge->open(std::move(found.sources), bytesPerPane());
    tellLeader();
}

void Playback::open(const std::vector<CameraTrack>& cameras, UtcMicroseconds from, UtcMicroseconds until,
                    PreparedPlayer& prepared)
{
    close();
    setSpan(from, until);
    m_zone = cameras.empty() ? QTimeZone() : cameras.front().zone;
    const PaneSources found = sourcesOf(cameras);
    m_sourceOfPane = found.sourceOfPane;
    m_paneOfSource = found.paneOfSource;
    m_pictureSizes = prepared.wish().pictureSizes;
    use(prepared.takeBridge());
    if (m_bridge->player()) {
        m_bridge->player()->setCacheBytes(bytesPerPane());
        m_bridge->player()->setStandby(false);
        tellLeader();
    }
    m_lastRequest = prepared.request();
    m_moment = prepared.wish().moment;
    Q_EMIT stateChanged();
}

void Playback::showPrepared(const PreparedPlayer& prepared)
{
    takeMoment(prepared.wish().moment);
    const auto& frames = prepared.frames();
    for (std::size_t source = 0; source < frames.size(); ++source)
        if (frames[source])
            onFrame(source, *frames[source]);
}

void Playback::close()
{
    m_bridge->close();
    m_pictureSizes.clear();
    m_sourceOfPane.clear();
    m_paneOfSource.clear();
    m_from = m_until = m_moment = 0;
    m_leader = 0;
    m_playing = m_stopHeld = false;
    m_speed = 1;
    m_shuttle = 0;
    m_lastRequest = 0;
    m_loopIn.reset();
    m_loopOut.reset();
}

void Playback::setPictureSize(std::size_t pane, int width, int height)
{
    if (!m_bridge->player() || pane >= m_sourceOfPane.size() || !m_sourceOfPane[pane])
        return;
    // Asking for what is there would only make the decoder answer again.
    m_pictureSizes.resize(m_sourceOfPane.size());
    if (std::exchange(m_pictureSizes[pane], QSize(width, height)) != QSize(width, height))
        m_bridge->player()->setPaneSize(*m_sourceOfPane[pane], width, height);
}

void Playback::takeMoment(UtcMicroseconds moment)
{
    m_moment = moment;
    Q_EMIT momentChanged(moment);
}

void Playback::seek(UtcMicroseconds moment)
{
    const UtcMicroseconds inside = std::clamp(moment, m_from, m_until);
    const bool played = std::exchange(m_playing, false);
    m_shuttle = 0;
    if (m_bridge->player())
        m_lastRequest = m_bridge->player()->seek(inside);
    takeMoment(inside);
    if (played)
        Q_EMIT stateChanged();
}

void Playback::step(media::Direction direction)
{
    if (!m_bridge->player() || m_sourceOfPane.empty())
        return;
    // A leader without a readable clip hands over to the first camera that has one.
    const std::size_t source = m_leader < m_sourceOfPane.size() ? m_sourceOfPane[m_leader].value_or(0) : 0;
    const bool played = std::exchange(m_playing, false);
    m_shuttle = 0;
    m_lastRequest = m_bridge->player()->step(source, direction);
    takeMoment(m_bridge->player()->moment());
    if (played)
        Q_EMIT stateChanged();
}

void Playback::play(double speed)
{
    if (!m_bridge->player())
        return;
    m_bridge->player()->play(speed);
    m_playing = true;
    Q_EMIT stateChanged();
}

void Playback::pause()
{
    if (m_bridge->player())
        m_bridge->player()->pause();
    m_playing = false;
    m_shuttle = 0;
    Q_EMIT stateChanged();
}

void Playback::togglePlaying()
{
    if (m_playing)
        return pause();
    const UtcMicroseconds end = m_bridge->player() ? std::min(m_until, m_bridge->player()->endsAt()) : m_until;
    if (m_moment >= end && !m_loopOut)
        seek(m_from); // play at the end starts over
    m_shuttle = 0;
    play(m_speed);
}

void Playback::shuttle(media::Direction direction)
{
    if (m_stopHeld)
        return step(direction);
    const double sign = direction == media::Direction::Forward ? 1 : -1;
    const bool again = m_playing && m_shuttle * sign > 0;
    m_shuttle = again ? std::clamp(m_shuttle * 2, -fastest, fastest) : sign;
    play(m_shuttle);
}

void Playback::changeSpeed(int steps)
{
    const auto at = std::lower_bound(speeds.begin(), speeds.end(), m_speed) - speeds.begin();
    const auto last = static_cast<std::ptrdiff_t>(speeds.size()) - 1;
    m_speed = speeds[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at + steps, 0, last))];
    m_shuttle = 0;
    if (m_playing)
        play(m_speed);
    else
        Q_EMIT stateChanged();
}

void Playback::resetSpeed()
{
    m_speed = 1;
    m_shuttle = 0;
    if (m_playing)
        play(m_speed);
    else
        Q_EMIT stateChanged();
}

void Playback::setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
{
    m_loopIn = from;
    m_loopOut = until;
    if (m_bridge->player()) {
        const bool whole = from && until && *from < *until;
        m_bridge->player()->setLoop(whole ? std::optional(std::pair(*from, *until)) : std::nullopt);
    }
    Q_EMIT stateChanged();
}

void Playback::onFrame(std::size_t source, const PaneImage& frame)
{
    if (source >= m_paneOfSource.size())
        return;
    if (!m_playing && frame.request >= m_lastRequest && frame.moment != m_moment)
        takeMoment(frame.moment);
    Q_EMIT frameShown(m_paneOfSource[source], frame);
}

void Playback::onClock(UtcMicroseconds moment, bool playing)
{
    // A clock tick that was under way when playing was stopped here says nothing new.
    if (!m_playing)
        return;
    takeMoment(moment);
    if (!playing) {
        m_playing = false;
        m_shuttle = 0;
        Q_EMIT stateChanged();
    }
}

} // namespace cartwright::ui
