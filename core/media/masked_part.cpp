#include "core/media/masked_part.h"

#include "core/media/picture_buffer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <libyuv.h>

namespace cartwright::media {
namespace {

constexpr int bytesEach = 4;

/// Whole pixels: [left, right) x [top, bottom).
struct Area
{
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    bool isEmpty() const { return left >= right || top >= bottom; }
};

Area common(const Area& a, const Area& b)
{
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

std::array<std::uint8_t, bytesEach> meanOf(const Picture& picture, const Area& area)
{
    std::array<std::uint64_t, bytesEach> sums{};
    for (int y = area.top; y < area.bottom; ++y) {
        const std::uint8_t* pixel = picture.pixels.get() + y * picture.stride + std::ptrdiff_t{area.left} * bytesEach;
        for (int x = area.left; x < area.right; ++x)
            for (std::uint64_t& sum : sums)
                sum += *pixel++;
    }
    const auto count = static_cast<std::uint64_t>(area.right - area.left) * static_cast<std::uint64_t>(area.bottom - area.top);
    std::array<std::uint8_t, bytesEach> mean{};
    std::transform(sums.begin(), sums.end(), mean.begin(),
                   [count](std::uint64_t sum) { return static_cast<std::uint8_t>((sum + count / 2) / count); });
    return mean;
}

Picture scaledDown(const Picture& picture, int maxWidth, int maxHeight)
{
    const double scale = std::min({1.0, maxWidth > 0 ? static_cast<double>(maxWidth) / picture.width : 1.0,
                                   maxHeight > 0 ? static_cast<double>(maxHeight) / picture.height : 1.0});
    if (scale >= 1)
        return picture;
    const PictureBuffer to = makePictureBuffer(std::max(1, static_cast<int>(std::lround(picture.width * scale))),
                                               std::max(1, static_cast<int>(std::lround(picture.height * scale))), PixelLayout::Bgra32);
    libyuv::ARGBScale(picture.pixels.get(), static_cast<int>(picture.stride), picture.width, picture.height, to.bytes,
                      static_cast<int>(to.picture.stride), to.picture.width, to.picture.height, libyuv::kFilterBox);
    return to.picture;
}

} // namespace

Picture maskedPart(const Picture& whole, const Box& part, const MaskGrid& mask, int maskWidth, int maskHeight, int maxWidth,
                   int maxHeight)
{
    const Area all{0, 0, whole.width, whole.height};
    const auto pixel = [](double at) { return static_cast<int>(std::clamp(at, -1e6, 1e6)); };
    const Area cut = common(all, {pixel(std::floor(part.x)), pixel(std::floor(part.y)), pixel(std::ceil(part.x + part.width)),
                                  pixel(std::ceil(part.y + part.height))});
    if (cut.isEmpty() || whole.layout != PixelLayout::Bgra32 || maskWidth <= 0 || maskHeight <= 0)
        return {};
    const PictureBuffer out = makePictureBuffer(cut.right - cut.left, cut.bottom - cut.top, PixelLayout::Bgra32);
    for (int y = cut.top; y < cut.bottom; ++y)
        std::memcpy(out.bytes + (y - cut.top) * out.picture.stride, whole.pixels.get() + y * whole.stride + std::ptrdiff_t{cut.left} * bytesEach,
                    static_cast<std::size_t>(out.picture.width) * bytesEach);
    const double across = static_cast<double>(whole.width) / maskWidth * mask.cell;
    const double down = static_cast<double>(whole.height) / maskHeight * mask.cell;
    for (std::size_t i = 0; i < mask.cells.size(); ++i) {
        if (mask.cells[i] == 0)
            continue;
        const int column = static_cast<int>(i) % mask.columns;
        const int row = static_cast<int>(i) / mask.columns;
        // Rounded outwards: what the copy hides is hidden here to the last pixel.
        const Area cell = common(all, {pixel(std::floor(column * across)), pixel(std::floor(row * down)),
                                       pixel(std::ceil((column + 1) * across)), pixel(std::ceil((row + 1) * down))});
        const Area inside = common(cell, cut);
        if (inside.isEmpty())
            continue;
        const auto mean = meanOf(whole, cell);
        for (int y = inside.top; y < inside.bottom; ++y)
            for (int x = inside.left; x < inside.right; ++x)
                std::memcpy(out.bytes + (y - cut.top) * out.picture.stride + std::ptrdiff_t{x - cut.left} * bytesEach, mean.data(), bytesEach);
    }
    return scaledDown(out.picture, maxWidth, maxHeight);
}

} // namespace cartwright::media
