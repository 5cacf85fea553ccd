#include "ui/bridge/player_bridge.h"

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

PlayerBridge::PlayerBridge(QObject* parent) : QObject(parent), m_inbox(std::make_shared<Guarded<Inbox>>()) {}

PlayerBridge::~PlayerBridge()
{
    close();
}

void PlayerBridge::close()
{
    m_player.reset(); // no callback runs after this
    m_inbox->with([this](Inbox& inbox) {
        inbox.generation = ++m_generation;
        inbox.frames.clear();
        inbox.clock.reset();
    });
}

void PlayerBridge::open(std::vector<media::PlayerSource> sources)
{
    close();
    if (sources.empty())
        return;
    m_inbox->with([&](Inbox& inbox) { inbox.frames.resize(sources.size()); });
    media::Player::Callbacks callbacks;
    callbacks.onFrame = [this](const media::PaneFrame& frame) {
        m_inbox->with([&](Inbox& inbox) {
            if (frame.pane < inbox.frames.size())
                inbox.frames[frame.pane] = frame;
            postDelivery(inbox);
        });
    };
    callbacks.onClock = [this](UtcMicroseconds moment, bool playing) {
        m_inbox->with([&](Inbox& inbox) {
            inbox.clock = Clock{moment, playing};
            postDelivery(inbox);
        });
    };
    m_player = std::make_unique<media::Player>(std::move(sources), std::move(callbacks));
}

void PlayerBridge::postDelivery(Inbox& inbox)
{
    if (inbox.posted)
        return;
    inbox.posted = true;
    QMetaObject::invokeMethod(this, [this] { deliver(); }, Qt::QueuedConnection);
}

void PlayerBridge::deliver()
{
    std::vector<std::optional<media::PaneFrame>> frames;
    std::optional<Clock> clock;
    m_inbox->with([&](Inbox& inbox) {
        inbox.posted = false;
        frames.resize(inbox.frames.size());
        frames.swap(inbox.frames);
        clock.swap(inbox.clock);
    });
    if (clock)
        Q_EMIT clockMoved(clock->moment, clock->playing);
    const quint64 generation = m_generation;
    for (std::size_t pane = 0; pane < frames.size() && generation == m_generation; ++pane)
        if (frames[pane])
            Q_EMIT frameArrived(pane, imageOf(*frames[pane]));
}

} // namespace cartwright::ui
