#include "core/media/jpeg.h"

#include "core/media/picture_buffer.h"

#include <turbojpeg.h>

#include <algorithm>

namespace cartwright::media {
namespace {

constexpr std::int64_t maxPixels = 33'000'000;

struct TurboCloser
{
    void operator()(void* handle) const { tjDestroy(handle); }
};
using TurboPtr = std::unique_ptr<void, TurboCloser>;

int turboLayout(PixelLayout layout)
{
    switch (layout) {
    case PixelLayout::Gray8:
        return TJPF_GRAY;
    case PixelLayout::Bgr24:
        return TJPF_BGR;
    case PixelLayout::Bgra32:
        return TJPF_BGRA;
    }
    return TJPF_BGR;
}

QString reasonOf(tjhandle handle) { return QString::fromUtf8(tjGetErrorStr2(handle)); }

} // namespace

Result<QByteArray> encodeJpeg(const Picture& picture, int quality)
{
    if (picture.isEmpty() || picture.width <= 0 || picture.height <= 0)
        return failure(ErrorKind::WrongUsage, QStringLiteral("An empty picture cannot be written as JPEG."));
    const TurboPtr turbo(tjInitCompress());
    if (!turbo)
        return failure(ErrorKind::Failed, QStringLiteral("The JPEG encoder could not be started."));
    const int chroma = picture.layout == PixelLayout::Gray8 ? TJSAMP_GRAY : TJSAMP_420;
    const unsigned long room = tjBufSize(picture.width, picture.height, chroma);
    QByteArray bytes(static_cast<qsizetype>(room), Qt::Uninitialized);
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    unsigned long size = room;
    if (tjCompress2(turbo.get(), picture.pixels.get(), picture.width, static_cast<int>(picture.stride),
                    picture.height, turboLayout(picture.layout), &out, &size, chroma,
                    std::clamp(quality, 1, 100), TJFLAG_NOREALLOC) != 0)
        return failure(ErrorKind::Failed,
                       QStringLiteral("A picture of %1x%2 could not be written as JPEG: %3.")
                           .arg(picture.width)
                           .arg(picture.height)
                           .arg(reasonOf(turbo.get())));
    bytes.resize(static_cast<qsizetype>(size));
    bytes.squeeze();
    return bytes;
}

Result<Picture> decodeJpeg(const QByteArray& bytes, PixelLayout layout)
{
    const TurboPtr turbo(tjInitDecompress());
    if (!turbo)
        return failure(ErrorKind::Failed, QStringLiteral("The JPEG decoder could not be started."));
    const auto* in = reinterpret_cast<const unsigned char*>(bytes.constData());
    const auto size = static_cast<unsigned long>(bytes.size());
    int width = 0;
    int height = 0;
    int chroma = 0;
    int colours = 0;
    if (bytes.isEmpty() ||
        tjDecompressHeader3(turbo.get(), in, size, &width, &height, &chroma, &colours) != 0)
        return failure(ErrorKind::Refused,
                       QStringLiteral("The picture is not a JPEG that can be read: %1.")
                           .arg(bytes.isEmpty() ? QStringLiteral("it is empty") : reasonOf(turbo.get())));
    if (std::int64_t{width} * height > maxPixels)
        return failure(ErrorKind::Refused, QStringLiteral("The JPEG has %1x%2 pixels; at most %3 are read.")
                                               .arg(width)
                                               .arg(height)
                                               .arg(maxPixels));
    PictureBuffer buffer = makePictureBuffer(width, height, layout);
    if (tjDecompress2(turbo.get(), in, size, buffer.bytes, width, static_cast<int>(buffer.picture.stride),
                      height, turboLayout(layout), TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        return failure(
            ErrorKind::Refused,
            QStringLiteral("The JPEG is damaged or of an unusual kind: %1.").arg(reasonOf(turbo.get())));
    return buffer.picture;
}

} // namespace cartwright::media
