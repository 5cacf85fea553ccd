#include "ui/bridge/prepared_player.h"

#include <algorithm>

namespace cartwright::ui {

PreparedPlayer::PreparedPlayer(Reaper& reaper, const std::vector<CameraTrack>& cameras, const Wish& wish)
    : m_wish(wish), m_bridge(std::make_unique<PlayerBridge>(reaper))
{
    connect(m_bridge.get(), &PlayerBridge::frameArrived, this, &PreparedPlayer::keep);
    PaneSources found = sourcesOf(cameras);
    m_frames.resize(found.sources.size());
    m_bridge->open(std::move(found.sources), wish.cacheBytesPerPane);
    if (!m_bridge->player())
        return;
    for (std::size_t source = 0; source < found.paneOfSource.size(); ++source)
        if (const std::size_t pane = found.paneOfSource[source]; pane < wish.pictureSizes.size())
            m_bridge->player()->setPaneSize(source, wish.pictureSizes[pane].width(), wish.pictureSizes[pane].height());
    m_bridge->player()->setStandby(true);
    m_request = m_bridge->player()->seek(wish.moment);
}

void PreparedPlayer::keep(std::size_t source, const PaneImage& frame)
{
    if (source < m_frames.size() && frame.state != media::PaneFrame::State::Nearby)
        m_frames[source] = frame;
}

bool PreparedPlayer::isReady() const
{
    return std::all_of(m_frames.begin(), m_frames.end(), [](const auto& frame) { return frame.has_value(); });
}

std::unique_ptr<PlayerBridge> PreparedPlayer::takeBridge()
{
    if (m_bridge)
        disconnect(m_bridge.get(), nullptr, this, nullptr);
    return std::move(m_bridge);
}

} // namespace cartwright::ui
