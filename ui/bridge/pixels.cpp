#include "ui/bridge/pixels.h"

namespace cartwright::ui {

QImage wrapped(const media::Picture& picture)
{
    using Pixels = std::shared_ptr<const std::uint8_t>;
    if (picture.isEmpty() || picture.layout != media::PixelLayout::Bgra32)
        return {};
    auto* holder = new Pixels(picture.pixels);
    return QImage(picture.pixels.get(), picture.width, picture.height, picture.stride, QImage::Format_RGB32,
                  [](void* kept) { delete static_cast<Pixels*>(kept); }, holder);
}

} // namespace cartwright::ui
