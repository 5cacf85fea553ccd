#pragma once

// Inside the room only: gets the decoder to exactly the frames that the index names.

#include "core/media/clip_source.h"
#include "core/media/frame_source.h"

#include <functional>
#include <unordered_map>

namespace cartwright::media {

/// Seeks and decodes. It never believes where a seek landed: a frame counts only when it is recognised as an
/// entry of the index and decoding has passed a keyframe of the index (or began at the file's start). Where a
/// seek lands too late it goes further back, at last to the start of the file. One thread at a time.
class FrameFinder
{
public:
    /// Drain: the decoder is emptied to give the target at once, and the next call has to seek.
    using Ending = FrameSource::Ending;
    using Take = std::function<void(std::size_t index, const AVFrame& frame)>;

    FrameFinder(std::unique_ptr<ClipSource> source, const ClipIndex& index);

    /// Decodes up to `target` and gives the frames [from, target] to `take`, in order, as far as they decode.
    /// False where the target itself does not decode; Cancelled, or Failed where the file cannot be read.
    Result<bool> decode(std::size_t from, std::size_t target, Ending ending, const Take& take);

    /// The last keyframe not after this frame, if there is one.
    std::optional<std::size_t> keyframeBefore(std::size_t index) const;
    /// Whether Drain does anything; a decoder that holds no frame back gives the target at once and reads on cheaply.
    bool drains() const;
    void setStop(std::function<bool()> stop) { m_stop = std::move(stop); }

private:
    enum class Outcome : std::uint8_t { Found, Passed, Stopped, Cancelled };

    bool canContinue(std::size_t from) const;
    bool enterAt(std::size_t keyframe);
    Result<void> enterAtStart();
    Result<bool> decodeFromFurtherBack(std::size_t from, std::size_t target, Ending ending, const Take& take);
    Outcome run(std::size_t from, std::size_t target, Ending ending, const Take& take);
    Outcome feed(std::size_t from, std::size_t target, Ending ending);
    bool isBeforeEntry(std::optional<std::size_t> index);
    std::optional<std::size_t> accept(const AVFrame& frame);
    std::optional<std::size_t> find(std::int64_t time, std::int64_t position) const;
    tl::unexpected<Error> stopped() const;

    std::unique_ptr<ClipSource> m_source;
    const ClipIndex& m_index;
    std::vector<std::size_t> m_keyframes;
    std::unordered_map<std::int64_t, std::size_t> m_positions;
    std::function<bool()> m_stop;
    FramePtr m_frame{av_frame_alloc()};
    bool m_maySkip = false;  ///< the stream says reliably which frames no other one refers to
    bool m_mayDrain = false; ///< the decoder gives all that it holds when no more packets come

    // Where decoding stands.
    bool m_open = true;    ///< packets can be sent; false after draining
    bool m_ended = false;  ///< the file has been read to its end
    bool m_trusted = true; ///< a keyframe has been passed, or decoding began at the start
    std::optional<std::size_t> m_entry; ///< the keyframe that was sought and has not come yet
    int m_failedReads = 0;
    std::optional<std::size_t> m_last; ///< the latest frame that came out
};

} // namespace cartwright::media
