#pragma once

#include "core/media/picture.h"

#include <memory>

namespace cartwright::media {

struct WriterOptions
{
    int width = 0;
    int height = 0;
    double nominalRate = 15; ///< frames per second, for rate control and headers only; timestamps decide
    int keyframeEvery = 30;  ///< frames
    int maxBFrames = 0;
    int constantQuality = 26; ///< x264's CRF
    QString preset = QStringLiteral("veryfast");
    int threads = 1; ///< one thread gives the same bytes each time
};

/// Writes an H.264 clip in MP4. The container has a microsecond time base, so timestamps are kept exactly.
/// One thread. Nothing stands at `path` until `finish` has returned without error.
class ClipWriter
{
public:
    static Result<std::unique_ptr<ClipWriter>> create(const QString& path, const WriterOptions& options);
    ~ClipWriter();
    ClipWriter(const ClipWriter&) = delete;
    ClipWriter& operator=(const ClipWriter&) = delete;

    /// Bgr24 or Bgra32 of the options' size; timestamps must rise.
    Result<void> write(const Picture& picture, Microseconds timestamp);
    /// Flushes, closes, syncs and renames into place.
    Result<void> finish();

private:
    struct Private;
    explicit ClipWriter(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
