#pragma once

#include "core/media/clip_reader.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cartwright::media {

class FrameSource;

/// One camera of a sale, for playing.
struct PlayerSource
{
    QString cameraId;
    ClipLocation clip;
    ClipIndex index;
    UtcMicroseconds firstFrameAt = 0; ///< the moment of the clip's first frame, offset applied
    /// Where frames come from when not from decoding the clip in this process (core/media/frame_source.h says what a
    /// source must do). Called once, in a thread of the player's own, where it may wait; the index outlives it.
    std::function<Result<std::unique_ptr<FrameSource>>(const PlayerSource&, const Cancellation&)> open = {};
};

/// What one pane shows at one moment.
struct PaneFrame
{
    enum class State : std::uint8_t {
        Shown,   ///< `frame` is the latest frame not after `moment`
        Nearby,  ///< `frame` is a near one that was ready; the exact one follows with the same request number
        NoFrame, ///< the camera has no frame at that moment (before, after, or in a gap)
        Damaged, ///< the frame at that moment does not decode
        Failed,  ///< the clip cannot be read; `message` says why
    };
    std::size_t pane = 0;
    std::uint64_t request =
        0; ///< the request that this answers; older answers are never delivered after newer
    UtcMicroseconds moment = 0;
    State state = State::NoFrame;
    Frame frame;
    QString message;
};

enum class Direction : std::int8_t { Backward = -1, Forward = 1 };

/// Plays several clips on one clock. Each source has a worker thread of its own with a decoder and a frame
/// cache; the clock is computed from a steady clock, never from frame counts, so faster speeds drop frames
/// evenly.
///
/// Calls are made by one owner thread and return at once. `onFrame` and `onClock` are called from worker
/// threads; the owner posts them to where it wants them. After the destructor returns nothing is called any
/// more.
class Player
{
public:
    struct Callbacks
    {
        std::function<void(const PaneFrame&)> onFrame;
        /// The clock moved while playing, or playing stopped at an end (`playing` false). About 30 times a
        /// second.
        std::function<void(UtcMicroseconds moment, bool playing)> onClock;
    };

    Player(std::vector<PlayerSource> sources, Callbacks callbacks,
           std::size_t cacheBytesPerPane = 128u << 20);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    UtcMicroseconds startsAt() const; ///< the earliest first frame
    UtcMicroseconds endsAt() const;   ///< the latest end of a last frame
    UtcMicroseconds moment() const;
    bool isPlaying() const;

    /// Pane sizes in device pixels; pictures are scaled to fit off the owner's thread. What the pane shows is
    /// delivered again in the new size, with the number of the request that it answers.
    void setPaneSize(std::size_t pane, int width, int height);
    /// From now on each pane keeps at most so many bytes of decoded frames. With more room it decodes further ahead.
    void setCacheBytes(std::size_t perPane);
    /// The pane that eyes are on: after a seek or step it decodes before the others. None: all at once.
    void setLeader(std::optional<std::size_t> pane);
    /// Not shown yet: its panes decode when those of other players have nothing to do.
    void setStandby(bool on);
    /// Stops playing and shows this moment in every pane. Returns the request's number.
    std::uint64_t seek(UtcMicroseconds moment);
    /// Goes to the next or previous frame of this pane's clip and shows that moment in every pane.
    std::uint64_t step(std::size_t pane, Direction direction);
    /// 0.1 to 16, negative plays backwards. Playing on from an end starts at the other one; it stops on the
    /// last (or first) moment that has a frame. While playing a pane is called only when what it shows
    /// changes.
    void play(double speed = 1);
    /// Stops and shows the moment reached in every pane, as a seek does.
    void pause();
    /// Plays [from, until) again and again; nothing stops it.
    void setLoop(std::optional<std::pair<UtcMicroseconds, UtcMicroseconds>> span);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
