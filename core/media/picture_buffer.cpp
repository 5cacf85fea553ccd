#include "core/media/picture_buffer.h"

#include <new>

namespace cartwright::media {
namespace {

constexpr std::align_val_t alignment{64};
constexpr std::size_t freeBlocks = 4;
constexpr std::size_t overrun = 64; // vector code may write past the last row's end

std::uint8_t* allocate(std::size_t bytes)
{
    return static_cast<std::uint8_t*>(::operator new(bytes, alignment));
}
void release(std::uint8_t* block) { ::operator delete(block, alignment); }

Picture describe(int width, int height, PixelLayout layout)
{
    Picture picture;
    picture.width = width;
    picture.height = height;
    picture.layout = layout;
    picture.stride = (std::ptrdiff_t{width} * bytesPerPixel(layout) + 31) / 32 * 32;
    return picture;
}

} // namespace

PicturePool::Store::~Store()
{
    for (std::uint8_t* block : free)
        release(block);
}

PictureBuffer PicturePool::take(int width, int height, PixelLayout layout)
{
    PictureBuffer buffer{describe(width, height, layout), nullptr};
    const std::size_t size = buffer.picture.bytes() + overrun;
    {
        const std::scoped_lock lock(m_store->mutex);
        if (m_store->blockBytes != size) {
            for (std::uint8_t* block : m_store->free)
                release(block);
            m_store->free.clear();
            m_store->blockBytes = size;
        }
        if (!m_store->free.empty()) {
            buffer.bytes = m_store->free.back();
            m_store->free.pop_back();
        }
    }
    if (!buffer.bytes)
        buffer.bytes = allocate(size);
    buffer.picture.pixels = std::shared_ptr<const std::uint8_t>(
        buffer.bytes, [store = m_store, block = buffer.bytes, size](const std::uint8_t*) {
            {
                const std::scoped_lock lock(store->mutex);
                if (store->blockBytes == size && store->free.size() < freeBlocks) {
                    store->free.push_back(block);
                    return;
                }
            }
            release(block);
        });
    return buffer;
}

PictureBuffer makePictureBuffer(int width, int height, PixelLayout layout)
{
    PictureBuffer buffer{describe(width, height, layout), nullptr};
    buffer.bytes = allocate(buffer.picture.bytes() + overrun);
    buffer.picture.pixels = std::shared_ptr<const std::uint8_t>(
        buffer.bytes, [block = buffer.bytes](const std::uint8_t*) { release(block); });
    return buffer;
}

} // namespace cartwright::media
