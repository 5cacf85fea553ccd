#include "core/media/review_copy_picture.h"

#include <algorithm>

namespace cartwright::media {
namespace {

constexpr int planes = 3;

int evenAtMost(double size) { return std::max(2, static_cast<int>(size) / 2 * 2); }

FramePtr blank(int width, int height)
{
    FramePtr frame(av_frame_alloc());
    frame->width = width;
    frame->height = height;
    frame->format = AV_PIX_FMT_YUV420P;
    return av_frame_get_buffer(frame.get(), 0) < 0 ? nullptr : std::move(frame);
}

bool isFullRange(const AVFrame& frame)
{
    return frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P ||
           frame.format == AV_PIX_FMT_YUVJ422P || frame.format == AV_PIX_FMT_YUVJ444P || frame.format == AV_PIX_FMT_YUVJ440P ||
           frame.format == AV_PIX_FMT_YUVJ411P;
}

void turnPlane(const AVFrame& from, AVFrame& to, int plane, int degrees)
{
    const int half = plane == 0 ? 0 : 1;
    const int width = to.width >> half;
    const int height = to.height >> half;
    for (int y = 0; y < height; ++y) {
        std::uint8_t* out = to.data[plane] + std::ptrdiff_t{y} * to.linesize[plane];
        for (int x = 0; x < width; ++x) {
            const int fromX = degrees == 90 ? y : degrees == 180 ? width - 1 - x : height - 1 - y;
            const int fromY = degrees == 90 ? width - 1 - x : degrees == 180 ? height - 1 - y : x;
            out[x] = from.data[plane][std::ptrdiff_t{fromY} * from.linesize[plane] + fromX];
        }
    }
}

void evenOut(AVFrame& frame, int plane, int cell, int left, int top)
{
    const int half = plane == 0 ? 0 : 1;
    const int right = std::min((left + cell) >> half, (frame.width + half) >> half);
    const int bottom = std::min((top + cell) >> half, (frame.height + half) >> half);
    const int startX = left >> half;
    const int startY = top >> half;
    if (right <= startX || bottom <= startY)
        return;
    unsigned sum = 0;
    for (int y = startY; y < bottom; ++y)
        for (int x = startX; x < right; ++x)
            sum += frame.data[plane][std::ptrdiff_t{y} * frame.linesize[plane] + x];
    const auto count = static_cast<unsigned>((right - startX) * (bottom - startY));
    const auto mean = static_cast<std::uint8_t>((sum + count / 2) / count);
    for (int y = startY; y < bottom; ++y)
        std::fill_n(frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane] + startX, right - startX, mean);
}

} // namespace

AVColorSpace colourSpaceOf(const AVFrame& frame)
{
    if (frame.colorspace != AVCOL_SPC_UNSPECIFIED && frame.colorspace != AVCOL_SPC_RGB &&
        frame.colorspace != AVCOL_SPC_RESERVED)
        return frame.colorspace;
    return frame.height >= 720 && !isFullRange(frame) ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
}

CopyPictureMaker::CopyPictureMaker(const ClipInfo& info, int maxWidth, int maxHeight) : m_rotation(info.rotationDegrees)
{
    const double scale = std::min({1.0, static_cast<double>(maxWidth) / info.width, static_cast<double>(maxHeight) / info.height});
    m_width = evenAtMost(info.width * scale + 0.5);
    m_height = evenAtMost(info.height * scale + 0.5);
}

bool CopyPictureMaker::prepareScaler(const AVFrame& frame)
{
    const int form[] = {frame.width, frame.height, frame.format};
    if (m_scaler && std::equal(std::begin(form), std::end(form), m_form))
        return true;
    std::copy(std::begin(form), std::end(form), m_form);
    const bool sideways = m_rotation % 180 != 0;
    m_scaler.reset(sws_alloc_context());
    SwsContext* scaler = m_scaler.get();
    av_opt_set_int(scaler, "srcw", frame.width, 0);
    av_opt_set_int(scaler, "srch", frame.height, 0);
    av_opt_set_int(scaler, "src_format", frame.format, 0);
    av_opt_set_int(scaler, "dstw", sideways ? m_height : m_width, 0);
    av_opt_set_int(scaler, "dsth", sideways ? m_width : m_height, 0);
    av_opt_set_int(scaler, "dst_format", AV_PIX_FMT_YUV420P, 0);
    av_opt_set_int(scaler, "src_range", isFullRange(frame) ? 1 : 0, 0);
    av_opt_set_int(scaler, "dst_range", 0, 0);
    av_opt_set_int(scaler, "sws_flags", SWS_BILINEAR, 0);
    if (sws_init_context(scaler, nullptr, nullptr) < 0) {
        m_scaler.reset();
        return false;
    }
    const int* matrix = sws_getCoefficients(colourSpaceOf(frame) == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler, matrix, isFullRange(frame) ? 1 : 0, matrix, 0, 0, 1 << 16, 1 << 16);
    return true;
}

FramePtr CopyPictureMaker::make(const AVFrame& frame)
{
    if (!prepareScaler(frame))
        return nullptr;
    const bool sideways = m_rotation % 180 != 0;
    FramePtr flat = blank(sideways ? m_height : m_width, sideways ? m_width : m_height);
    if (!flat || sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, flat->data, flat->linesize) <= 0)
        return nullptr;
    if (m_rotation == 0)
        return flat;
    FramePtr upright = blank(m_width, m_height);
    for (int plane = 0; upright && plane < planes; ++plane)
        turnPlane(*flat, *upright, plane, m_rotation);
    return upright;
}

Picture lumaOf(const AVFrame& frame)
{
    Picture luma;
    luma.width = frame.width;
    luma.height = frame.height;
    luma.stride = frame.linesize[0];
    luma.layout = PixelLayout::Gray8;
    luma.pixels = std::shared_ptr<const std::uint8_t>(std::shared_ptr<const std::uint8_t>(), frame.data[0]);
    return luma;
}

std::size_t pixelate(AVFrame& frame, const MaskGrid& mask)
{
    std::size_t marked = 0;
    for (std::size_t i = 0; i < mask.cells.size(); ++i) {
        if (mask.cells[i] == 0)
            continue;
        ++marked;
        const int left = static_cast<int>(i) % mask.columns * mask.cell;
        const int top = static_cast<int>(i) / mask.columns * mask.cell;
        for (int plane = 0; plane < planes; ++plane)
            evenOut(frame, plane, mask.cell, left, top);
    }
    return marked;
}

} // namespace cartwright::media
