#pragma once

#include "core/domain/store.h"
#include "core/media/mask_track.h"
#include "core/media/player.h"

namespace cartwright::media {

/// A clip's original, which comes from outside and shows people: it is only ever decoded in a process of its own.

/// Plays the original as it is, nobody masked: for a reveal that somebody was permitted, with the index of the original and
/// the moment of its first frame. It does what every PlayerSource does; where the process dies, the pane says so within
/// two seconds, and the next thing asked of it starts a new one.
PlayerSource revealedSource(const QString& cameraId, const ClipLocation& original, ClipIndex index, UtcMicroseconds firstFrameAt);

/// The index that was saved beside the original when it came in; where there is none the confined process makes it, which
/// decodes the clip once. Any thread that may wait.
Result<ClipIndex> indexOfOriginal(const ClipLocation& original, const Cancellation& cancel = {});

/// A part of a frame to look at in the original's own pixels.
struct ZoomRequest
{
    Microseconds timestamp = 0; ///< of the frame, the same in original and copy
    Box part;                   ///< in the original's pixels, upright
    int maxWidth = 0;           ///< the picture need not be larger; 0 does not bound
    int maxHeight = 0;
};

struct ZoomAnswer
{
    std::uint64_t request = 0;
    Microseconds timestamp = 0;
    Box part;        ///< what the picture shows: the asked part, in whole pixels and cut to the clip's picture
    Picture picture; ///< Bgra32; empty where `trouble` says why there is none
    QString trouble;
};

/// Looks at parts of one original at full resolution, with the same people masked as in its review copy, to the cell: the
/// masks are applied inside the confined process. Nothing is shown of a frame whose mask is not known.
///
/// One thread of its own; the process starts with the first request and ends when it was not needed for a while. Calls
/// return at once, newer requests replace older ones, and an answer is only given to the newest. `onAnswer` is called from
/// that thread, never after the destructor.
class OriginalZoom
{
public:
    OriginalZoom(const ClipLocation& original, const ClipLocation& copy, std::function<void(const ZoomAnswer&)> onAnswer);
    ~OriginalZoom();
    OriginalZoom(const OriginalZoom&) = delete;
    OriginalZoom& operator=(const OriginalZoom&) = delete;

    /// Returns the request's number.
    std::uint64_t ask(const ZoomRequest& request);
    /// What was asked is not wanted any more.
    void forget();
    /// For tests of its dying; -1 where none runs.
    int processId() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace cartwright::media
