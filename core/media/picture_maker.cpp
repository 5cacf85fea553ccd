#include "core/media/picture_maker.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <libyuv.h>

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
int matrixOf(const AVFrame& frame, int height)
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
        return height >= 720 && !isFullRange(frame) ? SWS_CS_ITU709 : SWS_CS_ITU601;
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

/// How far the chroma planes are smaller than luma, for the planar forms of eight bits that libyuv takes.
struct Subsampling
{
    int x;
    int y;
};
std::optional<Subsampling> subsamplingOf(int format)
{
    switch (format) {
    case AV_PIX_FMT_YUV420P:
    case AV_PIX_FMT_YUVJ420P:
        return Subsampling{1, 1};
    case AV_PIX_FMT_YUV422P:
    case AV_PIX_FMT_YUVJ422P:
        return Subsampling{1, 0};
    case AV_PIX_FMT_YUV444P:
    case AV_PIX_FMT_YUVJ444P:
        return Subsampling{0, 0};
    default:
        return std::nullopt;
    }
}

const libyuv::YuvConstants* constantsOf(int matrix, bool fullRange)
{
    switch (matrix) {
    case SWS_CS_ITU709:
        return fullRange ? &libyuv::kYuvF709Constants : &libyuv::kYuvH709Constants;
    case SWS_CS_ITU601:
        return fullRange ? &libyuv::kYuvJPEGConstants : &libyuv::kYuvI601Constants;
    case SWS_CS_BT2020:
        return fullRange ? &libyuv::kYuvV2020Constants : &libyuv::kYuv2020Constants;
    default:
        return nullptr;
    }
}

constexpr int halved(int size, int times) { return times == 0 ? size : (size + 1) / 2; }
constexpr int aligned(int width) { return (width + 63) / 64 * 64; }
constexpr std::size_t overrun = 64; // vector code may read past the last row's end

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
    if (isSideways())
        std::swap(m_width, m_height);
}

std::size_t PictureMaker::keptBytes() const
{
    return static_cast<std::size_t>(aligned(m_width)) * static_cast<std::size_t>(m_height) * 3 / 2;
}

KeptFrame PictureMaker::keep(const AVFrame& frame)
{
    const bool fits = frame.width == m_width && frame.height == m_height;
    // What is analysed is scaled in one step by FFmpeg, always to the same pixels; panes go by libyuv.
    if (!subsamplingOf(frame.format) || (!fits && m_layout != PixelLayout::Bgra32)) {
        const Picture picture = convert(frame, m_width, m_height);
        return {nullptr, picture, picture.bytes()};
    }
    if (!fits)
        return scalePlanes(frame);
    KeptFrame kept;
    AVFrame* reference = av_frame_clone(&frame);
    if (!reference)
        return {};
    for (const AVBufferRef* buffer : reference->buf)
        kept.bytes += buffer ? buffer->size : 0;
    kept.planes = std::shared_ptr<AVFrame>(reference, FrameCloser{});
    return kept;
}

KeptFrame PictureMaker::scalePlanes(const AVFrame& frame)
{
    const Subsampling sub = *subsamplingOf(frame.format);
    const int chromaWidth = halved(m_width, sub.x);
    const int chromaHeight = halved(m_height, sub.y);
    const int strides[] = {aligned(m_width), aligned(chromaWidth), aligned(chromaWidth)};
    const std::size_t luma = static_cast<std::size_t>(strides[0]) * static_cast<std::size_t>(m_height);
    const std::size_t chroma = static_cast<std::size_t>(strides[1]) * static_cast<std::size_t>(chromaHeight);
    const std::size_t bytes = luma + 2 * chroma + overrun;
    if (!m_planes || m_planesBytes != bytes) {
        m_planes.reset(av_buffer_pool_init(bytes, nullptr));
        m_planesBytes = bytes;
    }
    FramePtr scaled(av_frame_alloc());
    scaled->buf[0] = av_buffer_pool_get(m_planes.get());
    if (!scaled->buf[0])
        return {};
    scaled->width = m_width;
    scaled->height = m_height;
    scaled->format = frame.format;
    scaled->colorspace = frame.colorspace;
    scaled->color_range = frame.color_range;
    const std::size_t offsets[] = {0, luma, luma + chroma};
    for (int plane = 0; plane < 3; ++plane) {
        scaled->data[plane] = scaled->buf[0]->data + offsets[plane];
        scaled->linesize[plane] = strides[plane];
        const bool isLuma = plane == 0;
        libyuv::ScalePlane(frame.data[plane], frame.linesize[plane],
                           isLuma ? frame.width : halved(frame.width, sub.x),
                           isLuma ? frame.height : halved(frame.height, sub.y), scaled->data[plane],
                           strides[plane], isLuma ? m_width : chromaWidth, isLuma ? m_height : chromaHeight,
                           libyuv::kFilterBox);
    }
    return {std::shared_ptr<AVFrame>(std::move(scaled)), {}, bytes};
}

Picture PictureMaker::finish(const KeptFrame& frame)
{
    if (!frame.picture.isEmpty() || !frame.planes)
        return frame.picture;
    const Picture flat = convertQuickly(*frame.planes);
    if (!flat.isEmpty())
        return turnUpright(flat);
    return convert(*frame.planes, frame.planes->width, frame.planes->height);
}

/// What panes show goes by libyuv, several times as fast as the general way; empty for everything else.
Picture PictureMaker::convertQuickly(const AVFrame& frame)
{
    // The matrix depends on the clip's own height where the stream names none.
    const int matrix = matrixOf(frame, m_info.codedHeight);
    const libyuv::YuvConstants* constants = constantsOf(matrix, isFullRange(frame));
    const Subsampling sub = *subsamplingOf(frame.format);
    if (!constants || m_layout != PixelLayout::Bgra32)
        return {};
    PicturePool& pool = m_info.rotationDegrees == 0 ? m_pool : m_flatPool;
    const PictureBuffer to = pool.take(frame.width, frame.height, m_layout);
    const auto by = [&](auto convertPlanes) {
        return convertPlanes(frame.data[0], frame.linesize[0], frame.data[1], frame.linesize[1], frame.data[2],
                             frame.linesize[2], to.bytes, static_cast<int>(to.picture.stride), constants,
                             frame.width, frame.height) == 0;
    };
    const bool done = sub.y == 1   ? by(libyuv::I420ToARGBMatrix)
                      : sub.x == 1 ? by(libyuv::I422ToARGBMatrix)
                                   : by(libyuv::I444ToARGBMatrix);
    return done ? to.picture : Picture{};
}

bool PictureMaker::prepareScaler(const AVFrame& frame, int width, int height)
{
    const Form form{frame.width, frame.height, frame.format, isFullRange(frame), matrixOf(frame, m_info.codedHeight),
                    width,       height};
    if (m_scaler && form == m_form)
        return true;
    m_form = form;
    m_scaler.reset(sws_alloc_context());
    SwsContext* scaler = m_scaler.get();
    av_opt_set_int(scaler, "srcw", frame.width, 0);
    av_opt_set_int(scaler, "srch", frame.height, 0);
    av_opt_set_int(scaler, "src_format", frame.format, 0);
    av_opt_set_int(scaler, "dstw", width, 0);
    av_opt_set_int(scaler, "dsth", height, 0);
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

/// The general way, for every form that FFmpeg can scale; the picture is upright.
Picture PictureMaker::convert(const AVFrame& frame, int width, int height)
{
    if (!prepareScaler(frame, width, height))
        return {};
    PicturePool& pool = m_info.rotationDegrees == 0 ? m_pool : m_flatPool;
    const PictureBuffer flat = pool.take(width, height, m_layout);
    std::uint8_t* const rows[] = {flat.bytes};
    const int strides[] = {static_cast<int>(flat.picture.stride)};
    if (sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, strides) <= 0)
        return {};
    return turnUpright(flat.picture);
}

Picture PictureMaker::turnUpright(const Picture& flat)
{
    if (m_info.rotationDegrees == 0)
        return flat;
    PictureBuffer upright = isSideways() ? m_pool.take(flat.height, flat.width, m_layout)
                                         : m_pool.take(flat.width, flat.height, m_layout);
    switch (m_layout) {
    case PixelLayout::Gray8:
        turn<1>(flat, upright, m_info.rotationDegrees);
        break;
    case PixelLayout::Bgr24:
        turn<3>(flat, upright, m_info.rotationDegrees);
        break;
    case PixelLayout::Bgra32:
        turn<4>(flat, upright, m_info.rotationDegrees);
        break;
    }
    return upright.picture;
}

} // namespace cartwright::media
