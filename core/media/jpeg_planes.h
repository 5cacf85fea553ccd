#pragma once

// Inside the room only: a decoded frame as the planes that a JPEG holds.

#include "core/media/ffmpeg_handles.h"
#include "core/media/review_copy.h"

#include <QByteArray>

#include <array>
#include <vector>

namespace cartwright::media {

/// Luma and half-size colour in full range with the matrix of JFIF (BT.601), upright as they are. One thread; kept for the
/// next frame, so that no memory is asked for again.
class JpegPlanes
{
public:
    /// Whether this form of frame is taken without a detour over RGB: planar YUV 4:2:0 with 8 bits.
    static bool takes(const AVFrame& frame);

    /// Converts range and matrix on the way. `codedHeight` decides where the stream names no matrix.
    void fill(const AVFrame& frame, int codedHeight);
    /// Each marked cell gets its mean colour; the grid's own picture is `gridWidth` wide.
    void pixelate(const MaskGrid& mask, int gridWidth);
    Result<QByteArray> encode(int quality) const;

private:
    int m_width = 0;
    int m_height = 0;
    std::array<int, 3> m_strides{};
    std::array<std::vector<std::uint8_t>, 3> m_planes;
};

/// The same for pictures in memory.
void pixelate(std::uint8_t* pixels, const Picture& picture, const MaskGrid& mask, int gridWidth);

} // namespace cartwright::media
