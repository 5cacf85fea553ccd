#pragma once

#include "ui/bridge/player_bridge.h"

#include <QSize>

namespace cartwright::ui {

/// A player of a sale that is not shown yet, with the frames of its deciding moment decoded. It keeps few frames until it is
/// taken over (ui/player/playback.h).
class PreparedPlayer : public QObject
{
    Q_OBJECT

public:
    struct Wish
    {
        UtcMicroseconds moment = 0;
        std::vector<QSize> pictureSizes; ///< of each pane
        std::size_t cacheBytesPerPane = 16u << 20;
    };
    PreparedPlayer(Reaper& reaper, const std::vector<CameraTrack>& cameras, const Wish& wish);

    /// Whether each camera that can be played has answered.
    bool isReady() const;
    const Wish& wish() const { return m_wish; }
    quint64 request() const { return m_request; } ///< the number of the answers in `frames`
    /// The answers so far, by source.
    const std::vector<std::optional<PaneImage>>& frames() const { return m_frames; }
    /// The player with all that it has decoded; this object is of no more use afterwards.
    std::unique_ptr<PlayerBridge> takeBridge();

private:
    void keep(std::size_t source, const PaneImage& frame);

    Wish m_wish;
    std::unique_ptr<PlayerBridge> m_bridge;
    std::vector<std::optional<PaneImage>> m_frames;
    quint64 m_request = 0;
};

} // namespace cartwright::ui
