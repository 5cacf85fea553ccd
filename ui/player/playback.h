#pragma once

#include "ui/bridge/opened_case.h"
#include "ui/bridge/prepared_player.h"

namespace cartwright::ui {

/// The clock of the opened sale as keys move it: play, shuttle, step, jump, loop. It knows which pane leads.
class Playback : public QObject
{
    Q_OBJECT

public:
    /// `reaper` must outlive it.
    explicit Playback(Reaper& reaper, QObject* parent = nullptr);

    /// How many bytes of decoded frames the opened sale may keep, over all its cameras; counts from the next opening on.
    void setCacheBytes(std::size_t bytes) { m_cacheBytes = bytes; }

    void open(const std::vector<CameraTrack>& cameras, UtcMicroseconds from, UtcMicroseconds until);
    /// Other tracks of the same cameras, as when an original is revealed or masked again: moment, speed and loop stay, and
    /// it is paused. The panes must say their sizes again.
    void reopen(const std::vector<CameraTrack>& cameras);
    /// The same with a player that has its frames already; it stands at the moment that was wished for. Its frames are said
    /// by `showPrepared`, so that the panes can be made before.
    void open(const std::vector<CameraTrack>& cameras, UtcMicroseconds from, UtcMicroseconds until, PreparedPlayer& prepared);
    void showPrepared(const PreparedPlayer& prepared);
    void close();

    UtcMicroseconds moment() const { return m_moment; }
    /// Of the store, for writing moments.
    const QTimeZone& zone() const { return m_zone; }
    UtcMicroseconds startsAt() const { return m_from; }
    UtcMicroseconds endsAt() const { return m_until; }
    bool isPlaying() const { return m_playing; }
    double speed() const { return m_playing && m_shuttle != 0 ? m_shuttle : m_speed; }
    std::optional<UtcMicroseconds> loopIn() const { return m_loopIn; }
    std::optional<UtcMicroseconds> loopOut() const { return m_loopOut; }

    void setLeader(std::size_t pane);
    void setPictureSize(std::size_t pane, int width, int height);
    void setStepOnShuttle(bool held) { m_stopHeld = held; }

    void seek(UtcMicroseconds moment);
    void jump(Microseconds by) { seek(m_moment + by); }
    void step(media::Direction direction);
    void togglePlaying();
    void pause();
    /// J and L: plays this way, again doubles; while K is held, steps one frame.
    void shuttle(media::Direction direction);
    void changeSpeed(int steps);
    void resetSpeed();
    void setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until);

Q_SIGNALS:
    void momentChanged(cartwright::UtcMicroseconds moment);
    void frameShown(std::size_t pane, const cartwright::ui::PaneImage& frame);
    void stateChanged(); ///< playing, speed or loop

private:
    void openSources(const std::vector<CameraTrack>& cameras);
    void play(double speed);
    void takeMoment(UtcMicroseconds moment);
    void onFrame(std::size_t source, const PaneImage& frame);
    void onClock(UtcMicroseconds moment, bool playing);

    void use(std::unique_ptr<PlayerBridge> bridge);
    void setSpan(UtcMicroseconds from, UtcMicroseconds until);
    std::size_t bytesPerPane() const;
    void tellLeader();

    std::unique_ptr<PlayerBridge> m_bridge;
    std::size_t m_cacheBytes = 512u << 20;
    std::vector<QSize> m_pictureSizes; ///< that were asked for, by pane
    std::vector<std::optional<std::size_t>> m_sourceOfPane;
    std::vector<std::size_t> m_paneOfSource;
    QTimeZone m_zone;
    UtcMicroseconds m_from = 0;
    UtcMicroseconds m_until = 0;
    UtcMicroseconds m_moment = 0;
    std::size_t m_leader = 0;
    bool m_playing = false;
    bool m_stopHeld = false;
    double m_speed = 1;
    double m_shuttle = 0; ///< 0 while not shuttling
    quint64 m_lastRequest = 0;
    std::optional<UtcMicroseconds> m_loopIn;
    std::optional<UtcMicroseconds> m_loopOut;
};

} // namespace cartwright::ui
