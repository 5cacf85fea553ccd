#pragma once

#include "core/media/clip_index.h"
#include "core/media/picture.h"

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

/// Reads frames of one clip, exact by timestamp. One thread at a time; it may be moved between threads.
/// A frame that does not decode comes back with `damaged` set; an Error means that the clip as a whole is
/// unreadable (Failed) or that the reader was cancelled (Cancelled).
class ClipReader
{
public:
    static Result<std::unique_ptr<ClipReader>> open(const QString& path, ClipIndex index,
                                                    ReaderOptions options = {});
    ~ClipReader();
    ClipReader(const ClipReader&) = delete;
    ClipReader& operator=(const ClipReader&) = delete;

    const ClipIndex& index() const;

    /// The frame at this place of the index. NotFound where there is no such place.
    Result<Frame> frame(std::size_t index);
    /// The latest frame not after `timestamp` (the first one where all are after it).
    Result<Frame> frameAt(Microseconds timestamp);
    /// The frame after the one last returned, in order; NotFound after the last. Sequential reading is this in a
    /// loop and costs one decode per frame. Before any other call it gives the first frame.
    Result<Frame> next();
    /// The frame before the one last returned; NotFound before the first.
    Result<Frame> previous();

private:
    struct Private;
    explicit ClipReader(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
