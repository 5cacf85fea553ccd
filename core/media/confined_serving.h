#pragma once

#include "core/media/clip_reader.h"
#include "core/media/confined_channel.h"

#include <functional>
#include <memory>

namespace cartwright::media {

/// The decoder's own side of what a ConfinedDecoder asks about frames: index, single frames, parts of a frame at full
/// resolution, and runs of frames that go out while they are decoded. Pictures go through the shared memory. One thread.
class ConfinedServing
{
public:
    using Answer = Result<ConfinedMessage>;
    struct Line
    {
        std::function<Result<void>(const ConfinedMessage&)> say;
        /// As ConfinedChannel::receive. Asked only during a run, for what the caller says about it.
        std::function<Result<std::optional<ConfinedMessage>>(std::chrono::steady_clock::time_point until)> hear;
    };

    ConfinedServing(std::uint8_t* shared, std::size_t sharedBytes, Line line);
    ~ConfinedServing();
    ConfinedServing(const ConfinedServing&) = delete;
    ConfinedServing& operator=(const ConfinedServing&) = delete;

    /// Whether a message belongs to a run that has ended meanwhile; it needs no answer.
    static bool isLate(const ConfinedMessage& message);
    /// Nothing where it is no question about frames.
    std::optional<Answer> answer(const ConfinedMessage& question);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
