#include "core/media/jpeg_planes.h"

#include "core/base/result.h"
#include "core/media/review_copy_picture.h"

#include <turbojpeg.h>

#include <algorithm>
#include <cmath>

namespace cartwright::media {
namespace {

/// Fixed point: how the target's Y, U and V follow from the source's, with 12 bits after the point.
struct Mixing
{
    int lumaScale = 4096;
    int lumaOffset = 0; ///< of the source's black
    std::array<int, 2> luma{};   ///< from U and V
    std::array<int, 4> chroma{}; ///< U from U, U from V, V from U, V from V
};
constexpr int half = 1 << 11;

struct Matrix
{
    double red = 0.299;
    double blue = 0.114;
};

/// ITU-R BT.601 and BT.709: Y = kr R + kg G + kb B, U = (B - Y) / (2 - 2 kb), V = (R - Y) / (2 - 2 kr). With full-range values
/// of the source, R = Y + (2 - 2 kr) V and B = Y + (2 - 2 kb) U; put into the target's formula, that is linear in Y, U, V.
Mixing mixingOf(const Matrix& from, bool fullRange)
{
    const Matrix to;
    const double green = 1 - from.red - from.blue, toGreen = 1 - to.red - to.blue;
    const double redOfV = 2 - 2 * from.red, blueOfU = 2 - 2 * from.blue;
    const double greenOfU = -from.blue * blueOfU / green, greenOfV = -from.red * redOfV / green;
    const double lumaOfU = toGreen * greenOfU + to.blue * blueOfU;
    const double lumaOfV = to.red * redOfV + toGreen * greenOfV;
    const double uScale = 1 / (2 - 2 * to.blue), vScale = 1 / (2 - 2 * to.red);
    const double lumaRange = fullRange ? 1 : 255.0 / 219, chromaRange = fullRange ? 1 : 255.0 / 224;
    const auto fixed = [](double value) { return static_cast<int>(std::lround(value * 4096)); };
    return {fixed(lumaRange),
            fullRange ? 0 : 16,
            {fixed(lumaOfU * chromaRange), fixed(lumaOfV * chromaRange)},
            {fixed((blueOfU - lumaOfU) * uScale * chromaRange), fixed(-lumaOfV * uScale * chromaRange),
             fixed(-lumaOfU * vScale * chromaRange), fixed((redOfV - lumaOfV) * vScale * chromaRange)}};
}

std::uint8_t clamped(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

/// One row of luma; `add` holds what colour adds, one value for two pixels.
void lumaRow(const std::uint8_t* from, std::uint8_t* to, const std::int32_t* add, int pairs, const Mixing& mixing)
{
    for (int pair = 0; pair < pairs; ++pair)
        for (int side = 0; side < 2; ++side)
            to[2 * pair + side] = clamped((from[2 * pair + side] * mixing.lumaScale + add[pair]) >> 12);
}

void chromaRow(const std::uint8_t* u, const std::uint8_t* v, std::uint8_t* toU, std::uint8_t* toV, std::int32_t* add, int width,
               const Mixing& mixing)
{
    const int base = half - mixing.lumaOffset * mixing.lumaScale;
    for (int x = 0; x < width; ++x) {
        const int blue = u[x] - 128, red = v[x] - 128;
        toU[x] = clamped(((mixing.chroma[0] * blue + mixing.chroma[1] * red + half) >> 12) + 128);
        toV[x] = clamped(((mixing.chroma[2] * blue + mixing.chroma[3] * red + half) >> 12) + 128);
        add[x] = mixing.luma[0] * blue + mixing.luma[1] * red + base;
    }
}

struct TurboCloser
{
    void operator()(void* handle) const { tjDestroy(handle); }
};

/// The edges of a cell at the size of the picture.
struct Cell
{
    int left = 0, top = 0, right = 0, bottom = 0;
};

Cell cellAt(const MaskGrid& mask, std::size_t place, double scale, int width, int height)
{
    const int column = static_cast<int>(place) % mask.columns, row = static_cast<int>(place) / mask.columns;
    const auto edge = [&](int number, int most) { return std::clamp(static_cast<int>(std::lround(number * mask.cell * scale)), 0, most); };
    return {edge(column, width), edge(row, height), edge(column + 1, width), edge(row + 1, height)};
}

/// Evens out one rectangle of one channel; `step` bytes from one value to the next.
void evenOut(std::uint8_t* first, std::ptrdiff_t stride, int step, const Cell& cell)
{
    const int count = (cell.right - cell.left) * (cell.bottom - cell.top);
    if (count <= 0)
        return;
    std::uint64_t sum = 0;
    for (int y = cell.top; y < cell.bottom; ++y)
        for (int x = cell.left; x < cell.right; ++x)
            sum += first[y * stride + std::ptrdiff_t{x} * step];
    const auto mean = static_cast<std::uint8_t>((sum + static_cast<std::uint64_t>(count) / 2) / static_cast<std::uint64_t>(count));
    for (int y = cell.top; y < cell.bottom; ++y)
        for (int x = cell.left; x < cell.right; ++x)
            first[y * stride + std::ptrdiff_t{x} * step] = mean;
}

} // namespace

bool JpegPlanes::takes(const AVFrame& frame)
{
    return frame.format == AV_PIX_FMT_YUV420P || frame.format == AV_PIX_FMT_YUVJ420P;
}

void JpegPlanes::fill(const AVFrame& frame, int codedHeight)
{
    m_width = frame.width;
    m_height = frame.height;
    const int chromaWidth = (m_width + 1) / 2, chromaHeight = (m_height + 1) / 2;
    m_strides = {(2 * chromaWidth + 31) / 32 * 32, (chromaWidth + 31) / 32 * 32, (chromaWidth + 31) / 32 * 32};
    for (std::size_t plane = 0; plane < 3; ++plane)
        m_planes[plane].resize(static_cast<std::size_t>(m_strides[plane]) * static_cast<std::size_t>(plane == 0 ? 2 * chromaHeight : chromaHeight));
    const bool fullRange = frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P;
    const bool is709 = frame.colorspace == AVCOL_SPC_BT709 ||
                       (frame.colorspace == AVCOL_SPC_UNSPECIFIED && codedHeight >= 720 && !fullRange);
    const Mixing mixing = mixingOf(is709 ? Matrix{0.2126, 0.0722} : Matrix{}, fullRange);
    std::vector<std::int32_t> add(static_cast<std::size_t>(chromaWidth));
    const auto row = [&](std::size_t plane, int y) { return m_planes[plane].data() + std::ptrdiff_t{y} * m_strides[plane]; };
    for (int y = 0; y < chromaHeight; ++y) {
        chromaRow(frame.data[1] + std::ptrdiff_t{y} * frame.linesize[1], frame.data[2] + std::ptrdiff_t{y} * frame.linesize[2],
                  row(1, y), row(2, y), add.data(), chromaWidth, mixing);
        for (int line = 2 * y; line < 2 * y + 2; ++line) {
            // The decoder's rows are padded, so the pixel beside an odd width may be read; what it holds is then replaced.
            const std::uint8_t* from = frame.data[0] + std::ptrdiff_t{std::min(line, m_height - 1)} * frame.linesize[0];
            std::uint8_t* to = row(0, line);
            lumaRow(from, to, add.data(), m_width / 2, mixing);
            if (m_width % 2 != 0) {
                to[m_width - 1] = clamped((from[m_width - 1] * mixing.lumaScale + add.back()) >> 12);
                to[m_width] = to[m_width - 1];
            }
        }
    }
}

void JpegPlanes::pixelate(const MaskGrid& mask, int gridWidth)
{
    const double scale = static_cast<double>(m_width) / gridWidth;
    for (std::size_t place = 0; place < mask.cells.size(); ++place) {
        if (mask.cells[place] == 0)
            continue;
        const Cell cell = cellAt(mask, place, scale, m_width, m_height);
        evenOut(m_planes[0].data(), m_strides[0], 1, cell);
        const Cell small{cell.left / 2, cell.top / 2, (cell.right + 1) / 2, (cell.bottom + 1) / 2};
        for (std::size_t plane = 1; plane < 3; ++plane)
            evenOut(m_planes[plane].data(), m_strides[plane], 1, small);
    }
}

Result<QByteArray> JpegPlanes::encode(int quality) const
{
    const std::unique_ptr<void, TurboCloser> turbo(tjInitCompress());
    unsigned long size = tjBufSize(m_width, m_height, TJSAMP_420);
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    const unsigned char* planes[] = {m_planes[0].data(), m_planes[1].data(), m_planes[2].data()};
    if (!turbo || tjCompressFromYUVPlanes(turbo.get(), planes, m_width, m_strides.data(), m_height, TJSAMP_420, &out, &size,
                                          std::clamp(quality, 1, 100), TJFLAG_NOREALLOC) != 0)
        return failure(ErrorKind::Failed, QStringLiteral("A picture of %1x%2 could not be written as JPEG: %3.")
                                              .arg(m_width)
                                              .arg(m_height)
                                              .arg(QString::fromUtf8(tjGetErrorStr2(turbo.get()))));
    bytes.resize(static_cast<qsizetype>(size));
    return bytes;
}

void pixelate(std::uint8_t* pixels, const Picture& picture, const MaskGrid& mask, int gridWidth)
{
    const int channels = picture.layout == PixelLayout::Gray8 ? 1 : picture.layout == PixelLayout::Bgr24 ? 3 : 4;
    const double scale = static_cast<double>(picture.width) / gridWidth;
    for (std::size_t place = 0; place < mask.cells.size(); ++place)
        if (mask.cells[place] != 0)
            for (int channel = 0; channel < channels; ++channel)
                evenOut(pixels + channel, picture.stride, channels, cellAt(mask, place, scale, picture.width, picture.height));
}

} // namespace cartwright::media
