#pragma once

#include "core/media/clip_index.h"
#include "core/media/mask_track.h"
#include "core/media/picture.h"

#include <functional>

namespace cartwright::media {

/// How review copies are made. `preset` and `constantQuality` are x264's.
struct CopyOptions
{
    int maxWidth = 1280; ///< pictures are fitted into this size and never made larger
    int maxHeight = 720;
    int keyframeEvery = 12; ///< frames
    int constantQuality = 23;
    QString preset = QStringLiteral("veryfast");
    int decoderThreads = 1;
    /// Only frames of [from, until) of the clip's own clock; the whole clip where both are 0.
    Microseconds from = 0;
    Microseconds until = 0;
    bool operator==(const CopyOptions&) const = default;
};

/// Decides what of each frame is masked. Frames are looked at in order of time, and a frame's mask is asked for only when
/// all frames up to `lookAhead` later have been looked at (or the clip has ended), so that a mask can begin before the
/// first detection. One thread.
class CopyMasker
{
public:
    virtual ~CopyMasker() = default;
    virtual Microseconds lookAhead() const = 0;
    /// `luma` is Gray8 in the copy's size and only lent.
    virtual void look(const Picture& luma, Microseconds timestamp) = 0;
    virtual MaskGrid maskAt(Microseconds timestamp) = 0;
};

/// What became of a copy.
struct CopyOutcome
{
    /// Of the copy: the original's frames one for one with their timestamps, damaged ones as items that have no picture.
    ClipIndex index;
    std::size_t frames = 0;       ///< pictures written
    std::size_t maskedFrames = 0; ///< of them with a mask
    double maskedShare = 0;       ///< of the pictures' area, over all frames
    MaskTrack masks;              ///< of the pictures written
};

/// Writes a review copy of a clip to an open, empty file: H.264 in MP4 without B-frames. A frame that does not decode is
/// left out and marked damaged in the outcome's index.
/// Refused where the clip cannot be decoded or starts before its own zero, where a copy cannot keep its times; Failed where
/// writing fails, NotFound where no frame of the span decodes. One thread; `progress` gets the share done.
Result<CopyOutcome> writeReviewCopy(const QString& clipPath, const ClipIndex& index, int outputDescriptor,
                                    const CopyOptions& options, CopyMasker& masker,
                                    const std::function<void(double)>& progress = {});

} // namespace cartwright::media
