#pragma once

#include "core/base/guarded.h"
#include "core/media/player.h"
#include "ui/bridge/opened_case.h"
#include "ui/bridge/reaper.h"

#include <QImage>
#include <QObject>

namespace cartwright::ui {

/// What a pane shows, with its picture ready for painting.
struct PaneImage
{
    media::PaneFrame::State state = media::PaneFrame::State::NoFrame;
    UtcMicroseconds moment = 0;
    Microseconds timestamp = 0; ///< of the frame, on the clip's own clock
    std::size_t index = 0;      ///< the frame's place in the clip
    QImage image;
    QString message;
    quint64 request = 0;
};

/// The cameras of a sale that can be played, and which pane is which source.
struct PaneSources
{
    std::vector<media::PlayerSource> sources;
    std::vector<std::optional<std::size_t>> sourceOfPane;
    std::vector<std::size_t> paneOfSource;
};
PaneSources sourcesOf(const std::vector<CameraTrack>& cameras);

/// A Player whose answers arrive as signals on the UI thread. Where the UI is slower than the decoders, only the
/// newest frame of each pane is delivered; frames never pile up. `reaper` must outlive this object; it gets the players that
/// are no longer needed.
class PlayerBridge : public QObject
{
    Q_OBJECT

public:
    explicit PlayerBridge(Reaper& reaper, QObject* parent = nullptr);
    ~PlayerBridge() override;

    /// Replaces the sources; nothing of the former ones is delivered any more. Returns at once.
    void open(std::vector<media::PlayerSource> sources, std::size_t cacheBytesPerPane);
    void close();
    /// Null where nothing is open.
    media::Player* player() { return m_player.get(); }

Q_SIGNALS:
    void frameArrived(std::size_t pane, const cartwright::ui::PaneImage& frame);
    void clockMoved(cartwright::UtcMicroseconds moment, bool playing);

private:
    struct Clock
    {
        UtcMicroseconds moment = 0;
        bool playing = false;
    };
    /// What the player's threads have for the UI thread. A player may go on for a moment after it was closed; its inbox has no
    /// receiver then.
    struct Inbox
    {
        PlayerBridge* receiver = nullptr;
        std::vector<std::optional<media::PaneFrame>> frames;
        std::optional<Clock> clock;
        bool posted = false;
    };
    using SharedInbox = std::shared_ptr<Guarded<Inbox>>;

    void deliver(const SharedInbox& from);

    Reaper& m_reaper;
    SharedInbox m_inbox; ///< of the present player; null without one
    std::unique_ptr<media::Player> m_player;
};

} // namespace cartwright::ui
