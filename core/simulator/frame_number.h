#pragma once

#include "core/media/picture.h"

#include <optional>

namespace cartwright::simulator {

/// Sixteen bits as black and white blocks, most significant first, in a strip at the top left of the picture,
/// framed by one white block before and one black block after them. A block is width/64 pixels wide and high,
/// the strip begins one block from the left and half a block from the top.
///
/// The number of a frame is its place on the store's own time: (moment - entered_at) * rate. Every camera of
/// a sale begins at its own number; the first camera of the store begins at 0, so there it is the frame's
/// index.
inline constexpr int frameNumberBits = 16;

/// Width of one block in pixels for a picture of this width.
int frameNumberBlock(int pictureWidth);

/// Reads the number from a decoded picture of any layout; nothing where there is no such strip.
std::optional<int> readFrameNumber(const media::Picture& picture);

} // namespace cartwright::simulator
