#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace cartwright::media {

/// Memory layout of a Picture. Bgra32 has bytes B, G, R, 255 in this order; Bgr24 has B, G, R; Gray8 has
/// luma.
enum class PixelLayout : std::uint8_t { Gray8, Bgr24, Bgra32 };

/// A decoded picture after rotation. The pixels are shared and never written after decoding.
struct Picture
{
    int width = 0;
    int height = 0;
    std::ptrdiff_t stride = 0; ///< bytes from one row to the next
    PixelLayout layout = PixelLayout::Bgr24;
    std::shared_ptr<const std::uint8_t> pixels;

    bool isEmpty() const { return !pixels; }
    std::size_t bytes() const { return static_cast<std::size_t>(stride) * static_cast<std::size_t>(height); }
};

/// A frame of a clip. `index` is its place in the clip's timestamp index; a frame that does not decode is an
/// item at its time with `damaged` set and an empty picture.
struct Frame
{
    Microseconds timestamp = 0;
    std::size_t index = 0;
    bool damaged = false;
    Picture picture;
};

} // namespace cartwright::media
