#include "core/simulator/frame_number.h"

#include "core/simulator/frame_number_drawing.h"

#include <algorithm>

namespace cartwright::simulator {
namespace {

cv::Rect blockAt(int place, int pictureWidth)
{
    const int block = frameNumberBlock(pictureWidth);
    return {block * (place + 1), block / 2, block, block};
}

/// Mean luma of the middle of a block; coding smears its edges.
double meanOf(const media::Picture& picture, cv::Rect block)
{
    const int bytes = picture.layout == media::PixelLayout::Gray8   ? 1
                      : picture.layout == media::PixelLayout::Bgr24 ? 3
                                                                    : 4;
    const int inset = block.width / 4;
    double sum = 0;
    int count = 0;
    for (int y = block.y + inset; y < block.y + block.height - inset; ++y)
        for (int x = block.x + inset; x < block.x + block.width - inset; ++x) {
            // Black and white have no colour, so the middle channel alone tells them apart.
            sum += *(picture.pixels.get() + y * picture.stride + static_cast<std::ptrdiff_t>(x) * bytes +
                     (bytes > 1 ? 1 : 0));
            ++count;
        }
    return sum / std::max(1, count);
}

} // namespace

int frameNumberBlock(int pictureWidth) { return std::max(4, pictureWidth / 64); }

void drawFrameNumber(cv::Mat& picture, int number)
{
    const auto paint = [&](int place, int white) {
        picture(blockAt(place, picture.cols) & cv::Rect({}, picture.size()))
            .setTo(cv::Scalar::all(white != 0 ? 235 : 16));
    };
    paint(0, 1);
    for (int bit = 0; bit < frameNumberBits; ++bit)
        paint(1 + bit, (number >> (frameNumberBits - 1 - bit)) & 1);
    paint(frameNumberBits + 1, 0);
}

std::optional<int> readFrameNumber(const media::Picture& picture)
{
    const cv::Rect last = blockAt(frameNumberBits + 1, picture.width);
    if (picture.isEmpty() || last.x + last.width > picture.width || last.y + last.height > picture.height)
        return std::nullopt;
    const double white = meanOf(picture, blockAt(0, picture.width));
    const double black = meanOf(picture, last);
    if (white - black < 120)
        return std::nullopt;
    int number = 0;
    for (int bit = 0; bit < frameNumberBits; ++bit) {
        const double level = (meanOf(picture, blockAt(1 + bit, picture.width)) - black) / (white - black);
        if (level > 0.3 && level < 0.7)
            return std::nullopt; // no such strip: a block is neither black nor white
        number = number * 2 + (level >= 0.5 ? 1 : 0);
    }
    return number;
}

} // namespace cartwright::simulator
