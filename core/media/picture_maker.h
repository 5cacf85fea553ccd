#pragma once

// Inside the room only: from a decoder's frame to a Picture.

#include "core/media/clip_index.h"
#include "core/media/kept_frame.h"
#include "core/media/picture_buffer.h"

namespace cartwright::media {

struct BufferPoolCloser
{
    void operator()(AVBufferPool* pool) const { av_buffer_pool_uninit(&pool); } // frames may outlive it
};

/// Scales, converts and turns frames of one clip in two steps, so that what is decoded ahead costs only the first;
/// every picture gets the same size. One thread at a time; two makers of one clip may share the steps.
class PictureMaker
{
public:
    PictureMaker(const ClipInfo& info, PixelLayout layout);

    /// 0 keeps the clip's own size. Pictures are never made larger.
    void setMaxSize(int maxWidth, int maxHeight);
    /// The frame at the size of the picture, without a copy where that is its own. Empty where its form is not
    /// one that can be converted.
    KeptFrame keep(const AVFrame& frame);
    /// The picture of a kept frame, upright. Independent of setMaxSize: the kept frame has its size.
    Picture finish(const KeptFrame& frame);
    std::size_t keptBytes() const;

private:
    KeptFrame scalePlanes(const AVFrame& frame);
    Picture convert(const AVFrame& frame, int width, int height);
    Picture convertQuickly(const AVFrame& frame);
    Picture turnUpright(const Picture& flat);
    bool prepareScaler(const AVFrame& frame, int width, int height);
    bool isSideways() const { return m_info.rotationDegrees % 180 != 0; }
    struct Form
    {
        int width = 0;
        int height = 0;
        int format = -1;
        int range = 0;
        int matrix = 0;
        int toWidth = 0;
        int toHeight = 0;
        bool operator==(const Form&) const = default;
    };

    ClipInfo m_info;
    PixelLayout m_layout;
    int m_width = 0; ///< of the picture before it is turned
    int m_height = 0;
    Form m_form;
    ScalerPtr m_scaler;
    PicturePool m_pool;
    PicturePool m_flatPool; ///< of pictures that still have to be turned
    std::unique_ptr<AVBufferPool, BufferPoolCloser> m_planes;
    std::size_t m_planesBytes = 0;
};

} // namespace cartwright::media
