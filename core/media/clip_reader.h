#pragma once

#include "core/media/clip_index.h"
#include "core/media/picture.h"

#include <functional>
#include <memory>

namespace cartwright::media {

struct ReaderOptions
{
    PixelLayout layout = PixelLayout::Bgr24;
    /// Pictures are scaled down to fit into this size, keeping their shape; 0 keeps the clip's own size.
    int maxWidth = 0;
    int maxHeight = 0;
    int threads = 0; ///< decoder threads; 0 lets FFmpeg choose
    /// Bytes of decoded pictures kept, so that steps back inside a group of pictures cost nothing.
    std::size_t cacheBytes = 64u << 20;
    Cancellation cancel; ///< reaches into blocking reads
};

/// What a caller does next, so that what was decoded for one frame also serves the following ones. The frame
/// that comes back is the same in each case.
enum class Approach : std::uint8_t {
    Single,   ///< anything; the one frame as fast as possible
    Forward,  ///< later frames follow
    Backward, ///< earlier frames follow: those before it are kept in the cache on the way
};

/// Reads frames of one clip, exact by timestamp. One thread at a time; it may be moved between threads.
/// A frame that does not decode comes back with `damaged` set; an Error means that the clip as a whole is
/// unreadable (Failed) or that the reader was cancelled (Cancelled).
class ClipReader
{
public:
    static Result<std::unique_ptr<ClipReader>> open(const ClipLocation& clip, ClipIndex index,
                                                    ReaderOptions options = {});
    ~ClipReader();
    ClipReader(const ClipReader&) = delete;
    ClipReader& operator=(const ClipReader&) = delete;

    const ClipIndex& index() const;

    /// The frame at this place of the index. NotFound where there is no such place.
    Result<Frame> frame(std::size_t index);
    Result<Frame> frame(std::size_t index, Approach approach);
    /// The latest frame not after `timestamp` (the first one where all are after it).
    Result<Frame> frameAt(Microseconds timestamp);
    /// The frame after the one last returned, in order; NotFound after the last. Sequential reading is this
    /// in a loop and costs one decode per frame. Before any other call it gives the first frame.
    Result<Frame> next();
    /// The frame before the one last returned; NotFound before the first.
    Result<Frame> previous();

    /// Decodes the frames [from, until) into the cache, as far as its bytes go; the place of next() and
    /// previous() stays. Later calls for these frames cost no decoding.
    Result<void> warm(std::size_t from, std::size_t until);
    bool isCached(std::size_t index) const;
    /// How many pictures the cache can hold, at least 1.
    std::size_t cacheFrames() const;
    /// Asked between packets: where it says true, the running call returns Cancelled and the reader stays
    /// usable.
    void setStop(std::function<bool()> stop);
    /// Changes the size that pictures are fitted into, as in ReaderOptions; the cache is emptied.
    void setMaxSize(int maxWidth, int maxHeight);

private:
    struct Private;
    explicit ClipReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
