#include "core/media/picture_maker.h"

#include <algorithm>
#include <cmath>
#include <cstring>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace cartwright::media {
namespace {

AVPixelFormat formatOf(PixelLayout layout)
{
    switch (layout) {
    case PixelLayout::Gray8:
        return AV_PIX_FMT_GRAY8;
    case PixelLayout::Bgr24:
        return AV_PIX_FMT_BGR24;
    case PixelLayout::Bgra32:
        return AV_PIX_FMT_BGRA;
    }
    return AV_PIX_FMT_BGR24;
}

bool isFullRange(const AVFrame& frame)
{
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

/// The matrix that the stream names; where it names none, the one that is usual for its size.
int matrixOf(const AVFrame& frame)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return SWS_CS_ITU709;
    case AVCOL_SPC_FCC:
        return SWS_CS_FCC;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return SWS_CS_ITU601;
    case AVCOL_SPC_SMPTE240M:
        return SWS_CS_SMPTE240M;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return SWS_CS_BT2020;
    default:
        return frame.height >= 720 && !isFullRange(frame) ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

template <int Bytes> void turn(const Picture& from, PictureBuffer& to, int degrees)
{
    const int width = to.picture.width;
    const int height = to.picture.height;
    for (int y = 0; y < height; ++y) {
        std::uint8_t* out = to.bytes + y * to.picture.stride;
        for (int x = 0; x < width; ++x, out += Bytes) {
            const int fromX = degrees == 90 ? y : degrees == 180 ? width - 1 - x : height - 1 - y;
            const int fromY = degrees == 90 ? width - 1 - x : degrees == 180 ? height - 1 - y : x;
            std::memcpy(out, from.pixels.get() + fromY * from.stride + std::ptrdiff_t{fromX} * Bytes, Bytes);
        }
    }
}

} // namespace

PictureMaker::PictureMaker(const ClipInfo& info, PixelLayout layout) : m_info(info), m_layout(layout)
{
    setMaxSize(0, 0);
}

void PictureMaker::setMaxSize(int maxWidth, int maxHeight)
{
    double scale = 1;
    if (maxWidth > 0)
        scale = std::min(scale, static_cast<double>(maxWidth) / m_info.width);
    if (maxHeight > 0)
        scale = std::min(scale, static_cast<double>(maxHeight) / m_info.height);
    m_width = std::max(1, static_cast<int>(std::lround(m_info.width * scale)));
    m_height = std::max(1, static_cast<int>(std::lround(m_info.height * scale)));
    m_scaler.reset();
}

std::size_t PictureMaker::pictureBytes() const
{
    return static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height) *
           static_cast<std::size_t>(bytesPerPixel(m_layout));
}

bool PictureMaker::prepareScaler(const AVFrame& frame)
{
    const Form form{frame.width, frame.height, frame.format, isFullRange(frame), matrixOf(frame)};
    if (m_scaler && form == m_form)
        return true;
    const bool sideways = m_info.rotationDegrees % 180 != 0;
    m_form = form;
    m_scaler.reset(sws_alloc_context());
    SwsContext* scaler = m_scaler.get();
    av_opt_set_int(scaler, "srcw", frame.width, 0);
    av_opt_set_int(scaler, "srch", frame.height, 0);
    av_opt_set_int(scaler, "src_format", frame.format, 0);
    av_opt_set_int(scaler, "dstw", sideways ? m_height : m_width, 0);
    av_opt_set_int(scaler, "dsth", sideways ? m_width : m_height, 0);
    av_opt_set_int(scaler, "dst_format", formatOf(m_layout), 0);
    av_opt_set_int(scaler, "src_range", form.range, 0);
    av_opt_set_int(scaler, "dst_range", 1, 0);
    av_opt_set_int(scaler, "sws_flags", SWS_BILINEAR, 0);
    if (sws_init_context(scaler, nullptr, nullptr) < 0) {
        m_scaler.reset();
        return false;
    }
    sws_setColorspaceDetails(scaler, sws_getCoefficients(form.matrix), form.range,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    return true;
}

Picture PictureMaker::make(const AVFrame& frame)
{
    if (!prepareScaler(frame))
        return {};
    const bool sideways = m_info.rotationDegrees % 180 != 0;
    PictureBuffer flat =
        m_info.rotationDegrees == 0
            ? m_pool.take(m_width, m_height, m_layout)
            : makePictureBuffer(sideways ? m_height : m_width, sideways ? m_width : m_height, m_layout);
    std::uint8_t* const rows[] = {flat.bytes};
    const int strides[] = {static_cast<int>(flat.picture.stride)};
    if (sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, strides) <= 0)
        return {};
    if (m_info.rotationDegrees == 0)
        return flat.picture;
    PictureBuffer upright = m_pool.take(m_width, m_height, m_layout);
    switch (m_layout) {
    case PixelLayout::Gray8:
        turn<1>(flat.picture, upright, m_info.rotationDegrees);
        break;
    case PixelLayout::Bgr24:
        turn<3>(flat.picture, upright, m_info.rotationDegrees);
        break;
    case PixelLayout::Bgra32:
        turn<4>(flat.picture, upright, m_info.rotationDegrees);
        break;
    }
    return upright.picture;
}

} // namespace cartwright::media
