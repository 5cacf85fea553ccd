#pragma once

// Inside the room only: from a decoder's frame to a Picture.

#include "core/media/clip_reader.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/picture_buffer.h"

namespace cartwright::media {

/// Converts, scales and turns frames of one clip; every picture gets the same size. One thread at a time.
class PictureMaker
{
public:
    PictureMaker(const ClipInfo& info, PixelLayout layout);

    /// 0 keeps the clip's own size. Pictures are never made larger.
    void setMaxSize(int maxWidth, int maxHeight);
    /// An empty picture where the frame's form is not one that can be converted.
    Picture make(const AVFrame& frame);
    std::size_t pictureBytes() const;

private:
    bool prepareScaler(const AVFrame& frame);
    struct Form
    {
        int width = 0;
        int height = 0;
        int format = -1;
        int range = 0;
        int matrix = 0;
        bool operator==(const Form&) const = default;
    };

    ClipInfo m_info;
    PixelLayout m_layout;
    int m_width = 0; ///< of the picture, upright
    int m_height = 0;
    Form m_form;
    ScalerPtr m_scaler;
    PicturePool m_pool;
};

} // namespace cartwright::media
