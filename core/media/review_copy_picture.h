#pragma once

// Inside the room only: a review copy's pictures, as planes of luma and colour.

#include "core/media/ffmpeg_handles.h"
#include "core/media/review_copy.h"

namespace cartwright::media {

/// Brings decoded frames into a copy's form: YUV 4:2:0, limited range, upright, fitted into the size. One thread.
class CopyPictureMaker
{
public:
    CopyPictureMaker(const ClipInfo& info, int maxWidth, int maxHeight);

    int width() const { return m_width; }
    int height() const { return m_height; }
    /// A picture of its own, that may be written to; null where the frame's form cannot be converted.
    FramePtr make(const AVFrame& frame);

private:
    bool prepareScaler(const AVFrame& frame);

    int m_rotation;
    int m_width; ///< upright, even
    int m_height;
    int m_form[3] = {0, 0, -1};
    ScalerPtr m_scaler;
};

/// The luma of a copy's picture, lent.
Picture lumaOf(const AVFrame& frame);

/// The matrix that the stream names; where it names none, the one that is usual for its size.
AVColorSpace colourSpaceOf(const AVFrame& frame);

/// Gives each marked cell its mean colour; returns how many were marked.
std::size_t pixelate(AVFrame& frame, const MaskGrid& mask);

} // namespace cartwright::media
