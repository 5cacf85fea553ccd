#include "ui/bridge/player_bridge.h"

#include "core/media/original.h"

#include "ui/bridge/pixels.h"

namespace cartwright::ui {

namespace {

PaneImage imageOf(const media::PaneFrame& frame)
{
    PaneImage image;
    image.state = frame.state;
    image.moment = frame.moment;
    image.timestamp = frame.frame.timestamp;
    image.index = frame.frame.index;
    image.image = wrapped(frame.frame.picture);
    image.message = frame.message;
    image.request = frame.request;
    return image;
}

} // namespace

PaneSources sourcesOf(const std::vector<CameraTrack>& cameras)
{
    PaneSources found;
    for (std::size_t pane = 0; pane < cameras.size(); ++pane) {
        const CameraTrack& camera = cameras[pane];
        found.sourceOfPane.emplace_back();
        if (!camera.isPlayable())
            continue;
        found.sourceOfPane.back() = found.sources.size();
        found.paneOfSource.push_back(pane);
        if (camera.isRevealed)
            found.sources.push_back(media::revealedSource(camera.cameraId, camera.clip, *camera.index, camera.from));
        else
            found.sources.push_back({camera.cameraId, camera.clip, *camera.index, camera.from});
    }
    return found;
}

PlayerBridge::PlayerBridge(Reaper& reaper, QObject* parent) : QObject(parent), m_reaper(reaper) {}

PlayerBridge::~PlayerBridge()
{
    close();
}

void PlayerBridge::close()
{
    if (m_inbox)
        m_inbox->with([](Inbox& inbox) { inbox.receiver = nullptr; });
    m_inbox.reset();
    m_reaper.take(std::move(m_player));
}

void PlayerBridge::open(std::vector<media::PlayerSource> sources, std::size_t cacheBytesPerPane)
{
    close();
    if (sources.empty())
        return;
    m_inbox = std::make_shared<Guarded<Inbox>>();
    m_inbox->with([&](Inbox& inbox) {
        inbox.receiver = this;
        inbox.frames.resize(sources.size());
    });
    const auto post = [](const SharedInbox& inbox, const auto& put) {
        inbox->with([&](Inbox& inside) {
            if (!inside.receiver)
                return;
            put(inside);
            if (std::exchange(inside.posted, true))
                return;
            QMetaObject::invokeMethod(
                inside.receiver, [receiver = inside.receiver, inbox] { receiver->deliver(inbox); }, Qt::QueuedConnection);
        });
    };
    media::Player::Callbacks callbacks;
    callbacks.onFrame = [post, inbox = m_inbox](const media::PaneFrame& frame) {
        post(inbox, [&](Inbox& inside) { inside.frames.at(frame.pane) = frame; });
    };
    callbacks.onClock = [post, inbox = m_inbox](UtcMicroseconds moment, bool playing) {
        post(inbox, [&](Inbox& inside) { inside.clock = Clock{moment, playing}; });
    };
    m_player = std::make_unique<media::Player>(std::move(sources), std::move(callbacks), cacheBytesPerPane);
}

void PlayerBridge::deliver(const SharedInbox& from)
{
    if (from != m_inbox)
        return;
    std::vector<std::optional<media::PaneFrame>> frames;
    std::optional<Clock> clock;
    from->with([&](Inbox& inbox) {
        inbox.posted = false;
        frames.resize(inbox.frames.size());
        frames.swap(inbox.frames);
        clock.swap(inbox.clock);
    });
    if (clock)
        Q_EMIT clockMoved(clock->moment, clock->playing);
    for (std::size_t pane = 0; pane < frames.size() && from == m_inbox; ++pane)
        if (frames[pane])
            Q_EMIT frameArrived(pane, imageOf(*frames[pane]));
}

} // namespace cartwright::ui
