#include "core/media/kept_form.h"

#include "core/media/picture_buffer.h"

#include <array>
#include <cstring>

namespace cartwright::media {
namespace {

constexpr int longestSide = 1 << 15;
constexpr std::size_t alignment = 64;

struct PlaneSize
{
    std::size_t rowBytes = 0;
    std::size_t rows = 0;
    std::size_t bytes() const { return (rowBytes * rows + alignment - 1) / alignment * alignment; }
};

/// The planes of this form; none for one that is not known.
std::array<PlaneSize, 3> planesOf(const KeptForm& form)
{
    if (form.width <= 0 || form.height <= 0 || form.width > longestSide || form.height > longestSide)
        return {};
    const auto width = static_cast<std::size_t>(form.width);
    const auto height = static_cast<std::size_t>(form.height);
    const auto three = [&](std::size_t chromaWidth, std::size_t chromaHeight) {
        const PlaneSize chroma{chromaWidth, chromaHeight};
        return std::array{PlaneSize{width, height}, chroma, chroma};
    };
    switch (form.format) {
    case -1:
        return {PlaneSize{width * 4, height}};
    case AV_PIX_FMT_YUV420P:
    case AV_PIX_FMT_YUVJ420P:
        return three((width + 1) / 2, (height + 1) / 2);
    case AV_PIX_FMT_YUV422P:
    case AV_PIX_FMT_YUVJ422P:
        return three((width + 1) / 2, height);
    case AV_PIX_FMT_YUV444P:
    case AV_PIX_FMT_YUVJ444P:
        return three(width, height);
    default:
        return {};
    }
}

void copyRows(const std::uint8_t* from, std::ptrdiff_t fromStride, std::uint8_t* to, std::ptrdiff_t toStride, const PlaneSize& plane)
{
    for (std::size_t row = 0; row < plane.rows; ++row, from += fromStride, to += toStride)
        std::memcpy(to, from, plane.rowBytes);
}

} // namespace

std::size_t KeptForm::bytes() const
{
    std::size_t sum = 0;
    for (const PlaneSize& plane : planesOf(*this))
        sum += plane.bytes();
    return sum;
}

KeptForm formOf(const KeptFrame& frame)
{
    if (!frame.planes)
        return {frame.picture.width, frame.picture.height, frame.picture.layout == PixelLayout::Bgra32 ? -1 : AV_PIX_FMT_NB, 0, 0};
    return {frame.planes->width, frame.planes->height, frame.planes->format, frame.planes->colorspace, frame.planes->color_range};
}

void pack(const KeptFrame& frame, const KeptForm& form, std::uint8_t* to)
{
    const auto planes = planesOf(form);
    for (std::size_t i = 0; i < planes.size() && planes[i].rows > 0; to += planes[i].bytes(), ++i) {
        const std::uint8_t* from = frame.planes ? frame.planes->data[i] : frame.picture.pixels.get();
        const std::ptrdiff_t stride = frame.planes ? frame.planes->linesize[i] : frame.picture.stride;
        copyRows(from, stride, to, static_cast<std::ptrdiff_t>(planes[i].rowBytes), planes[i]);
    }
}

KeptFrame unpack(const KeptForm& form, const std::uint8_t* from)
{
    const auto sizes = planesOf(form);
    if (form.format < 0) {
        PictureBuffer buffer = makePictureBuffer(form.width, form.height, PixelLayout::Bgra32);
        copyRows(from, static_cast<std::ptrdiff_t>(sizes[0].rowBytes), buffer.bytes, buffer.picture.stride, sizes[0]);
        return {nullptr, buffer.picture, buffer.picture.bytes()};
    }
    FramePtr planes(av_frame_alloc());
    planes->width = form.width;
    planes->height = form.height;
    planes->format = form.format;
    planes->colorspace = static_cast<AVColorSpace>(form.matrix);
    planes->color_range = static_cast<AVColorRange>(form.range);
    if (av_frame_get_buffer(planes.get(), 0) < 0)
        return {};
    KeptFrame kept;
    for (std::size_t i = 0; i < sizes.size(); from += sizes[i].bytes(), ++i) {
        copyRows(from, static_cast<std::ptrdiff_t>(sizes[i].rowBytes), planes->data[i], planes->linesize[i], sizes[i]);
        kept.bytes += sizes[i].bytes();
    }
    kept.planes = std::shared_ptr<AVFrame>(std::move(planes));
    return kept;
}

QJsonObject toJson(const KeptForm& form)
{
    return {{QStringLiteral("width"), form.width},
            {QStringLiteral("height"), form.height},
            {QStringLiteral("format"), form.format},
            {QStringLiteral("matrix"), form.matrix},
            {QStringLiteral("range"), form.range}};
}

KeptForm keptFormFrom(const QJsonObject& object)
{
    const auto number = [&](const char* key) { return object.value(QLatin1String(key)).toInt(-2); };
    KeptForm form{number("width"), number("height"), number("format"), number("matrix"), number("range")};
    form.matrix = form.matrix >= 0 && form.matrix < AVCOL_SPC_NB ? form.matrix : AVCOL_SPC_UNSPECIFIED;
    form.range = form.range >= 0 && form.range < AVCOL_RANGE_NB ? form.range : AVCOL_RANGE_UNSPECIFIED;
    return form;
}

} // namespace cartwright::media
