#pragma once

#include "core/media/picture.h"

#include <QByteArray>

namespace cartwright::media {

/// JPEG with 4:2:0 chroma. The same picture and quality give the same bytes. Any thread.
Result<QByteArray> encodeJpeg(const Picture& picture, int quality = 92);

/// Decodes a baseline or progressive JPEG of at most 33 megapixels. Refused for anything else.
Result<Picture> decodeJpeg(const QByteArray& bytes, PixelLayout layout = PixelLayout::Bgr24);

} // namespace cartwright::media
