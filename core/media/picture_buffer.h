#pragma once

// Inside the room only: memory for pictures while they are being filled.

#include "core/media/picture.h"

#include <mutex>
#include <vector>

namespace cartwright::media {

constexpr int bytesPerPixel(PixelLayout layout)
{
    return layout == PixelLayout::Gray8 ? 1 : layout == PixelLayout::Bgr24 ? 3 : 4;
}

/// A picture and the only pointer through which its pixels may be written, until it is handed out.
struct PictureBuffer
{
    Picture picture;
    std::uint8_t* bytes = nullptr;
};

/// Keeps a few blocks of one size for reuse: a fresh 1080p block costs more in page faults than in filling
/// it. Any thread; pictures may outlive it.
class PicturePool
{
public:
    PictureBuffer take(int width, int height, PixelLayout layout);

private:
    struct Store
    {
        std::mutex mutex;
        std::size_t blockBytes = 0;
        std::vector<std::uint8_t*> free;
        ~Store();
    };
    std::shared_ptr<Store> m_store = std::make_shared<Store>();
};

/// A buffer from plain memory. Rows are aligned to 32 bytes.
PictureBuffer makePictureBuffer(int width, int height, PixelLayout layout);

} // namespace cartwright::media
