#pragma once

#include "core/base/guarded.h"
#include "core/media/player.h"

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

/// A Player whose answers arrive as signals on the UI thread. Where the UI is slower than the decoders, only the
/// newest frame of each pane is delivered; frames never pile up.
class PlayerBridge : public QObject
{
    Q_OBJECT

public:
    explicit PlayerBridge(QObject* parent = nullptr);
    ~PlayerBridge() override;

    /// Replaces the sources; nothing of the former ones is delivered any more.
    void open(std::vector<media::PlayerSource> sources);
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
    struct Inbox
    {
        quint64 generation = 0;
        std::vector<std::optional<media::PaneFrame>> frames;
        std::optional<Clock> clock;
        bool posted = false;
    };
    /// Lives as long as any callback may hold it, also after the bridge.
    using SharedInbox = std::shared_ptr<Guarded<Inbox>>;

    void postDelivery(Inbox& inbox);
    void deliver();

    SharedInbox m_inbox;
    quint64 m_generation = 0;
    std::unique_ptr<media::Player> m_player;
};

} // namespace cartwright::ui
