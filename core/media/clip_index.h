#pragma once

#include "core/base/cancellation.h"
#include "core/base/time.h"
#include "core/domain/clip_location.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace cartwright::media {

/// Limits for clips from outside. Sources: the feed's rules for containers, codecs and picture size.
struct ClipLimits
{
    std::int64_t maxPixels = 33'000'000;
    std::int64_t maxFrames = 4'000'000;
};

/// What a clip's container says of its video stream, before any frame is decoded.
struct ClipInfo
{
    QString container; ///< "mov,mp4", "matroska,webm", "mpegts", "avi"
    QString codec;     ///< "h264", "hevc", "mjpeg", "mpeg4", "vp8", "vp9", "av1"
    int codedWidth = 0;
    int codedHeight = 0;
    int width = 0; ///< after rotation; what boxes and polygons refer to
    int height = 0;
    int rotationDegrees = 0;          ///< clockwise turn that shows the picture upright: 0, 90, 180, 270
    Microseconds claimedDuration = 0; ///< as the container claims; may be wrong, 0 where unknown
    bool operator==(const ClipInfo&) const = default;
};

struct IndexedFrame
{
    Microseconds timestamp = 0;
    bool keyframe = false; ///< decoding can start here
    bool damaged = false;  ///< it has a place in time but no whole picture
    /// Byte position of its packet in the file where the reader needs it (see ClipIndex::identity), else -1.
    std::int64_t position = -1;
    bool operator==(const IndexedFrame&) const = default;
};

/// A span [from, until) of the stream clock without good frames.
struct Gap
{
    Microseconds from = 0;
    Microseconds until = 0;
    bool operator==(const Gap&) const = default;
};

/// How the reader recognises a decoded frame as an entry of the index.
enum class FrameIdentity : std::uint8_t {
    Timestamp, ///< the container gives each frame its time
    Position,  ///< times are missing or contradict each other; the packet's place in the file decides
    Sequence,  ///< neither is dependable: frames are only recognised when decoding runs from the start
};

/// Every frame of a clip in order of time, found by decoding it once, whole. Timestamps are the stream's own,
/// strictly rising, in microseconds (rounded down), edit lists applied. It is kept with the clip.
struct ClipIndex
{
    ClipInfo info;
    std::vector<IndexedFrame> frames;
    std::vector<Gap> gaps; ///< holes longer than 3 usual frame distances (and 0.5 s), and damaged runs
    QString damage;        ///< a sentence on what is wrong with the clip, empty where nothing is
    FrameIdentity identity = FrameIdentity::Timestamp;
    std::int64_t fileBytes = 0; ///< size of the clip that was indexed; 0 where unknown
    bool operator==(const ClipIndex&) const = default;

    Microseconds firstTimestamp() const { return frames.empty() ? 0 : frames.front().timestamp; }
    /// Where the last frame ends: its timestamp and one median frame distance.
    Microseconds endTimestamp() const;
    /// The median distance between frames; 0 where there are fewer than two.
    Microseconds usualDistance() const;
    /// Place of the latest frame not after `timestamp`; 0 where all are after it. Undefined for an empty
    /// index.
    std::size_t frameAt(Microseconds timestamp) const;
};

/// Opens the clip and reads its headers only. Any thread. Of an address, errors also as openHttps: Refused where
/// its host is not allowed, Unreachable.
/// Refused: a container, codec or protocol that is not allowed, playlists, encrypted or empty video, too many
/// pixels, no video stream. NotFound and Failed for the file itself.
Result<ClipInfo> probeClip(const ClipLocation& clip, const ClipLimits& limits = {});

/// Decodes the clip once and lists its frames. A clip that is damaged or cut gives an index with `damage`
/// set, as far as it decodes. Refused as in probeClip, and where not one frame decodes. Cancelled on request.
Result<ClipIndex> indexClip(const ClipLocation& clip, const ClipLimits& limits = {},
                            const Cancellation& cancel = {});

/// The index of a clip that has grown since `before` was made: only the last group of pictures and what came after it are
/// decoded. The result is that of indexClip; where the clip has not only grown, or a frame of it is damaged or doubtful, it
/// is indexed anew. Errors as of indexClip.
Result<ClipIndex> extendIndex(const ClipLocation& clip, const ClipIndex& before, const ClipLimits& limits = {},
                              const Cancellation& cancel = {});

/// A compact, versioned byte form with a checksum. `fromBytes` gives Integrity where the bytes are not whole.
QByteArray toBytes(const ClipIndex& index);
Result<ClipIndex> clipIndexFromBytes(const QByteArray& bytes);

/// The index that was saved beside a file; nothing where there is none, or where the clip's size says that it belongs to
/// other bytes.
std::optional<ClipIndex> savedIndex(const QString& clipPath);

/// `clip.mp4` has its index in `clip.mp4.index`. Loads it, or makes and saves it where absent or broken, or
/// where the clip's size says that it belongs to other bytes; where the clip is longer than it was, it is extended. Beside an address it is only read, never saved.
Result<ClipIndex> loadOrMakeIndex(const ClipLocation& clip, const ClipLimits& limits = {},
                                  const Cancellation& cancel = {});

} // namespace cartwright::media
