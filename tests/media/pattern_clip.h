#pragma once

// Clips whose frames carry their own number in the picture, so that a test reads which frame it really got.

#include "core/media/clip_writer.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <memory>
#include <vector>

namespace cartwright::media::testing {

/// The number stands as 16 blocks, black or white, four in a row, most significant first, over the whole
/// picture but for a margin of an eighth on each side; a grey ramp that moves with the number lies behind
/// them.
inline Picture drawNumber(int width, int height, unsigned number)
{
    Picture picture;
    picture.width = width;
    picture.height = height;
    picture.stride = std::ptrdiff_t{width} * 3;
    picture.layout = PixelLayout::Bgr24;
    const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[picture.bytes()],
                                               std::default_delete<std::uint8_t[]>());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int column = (x - width / 8) * 4 / (width * 3 / 4);
            const int row = (y - height / 8) * 4 / (height * 3 / 4);
            const bool inside = x >= width / 8 && y >= height / 8 && column < 4 && row < 4;
            const bool white = inside && (number >> (15 - (row * 4 + column)) & 1u);
            const auto ramp = static_cast<std::uint8_t>(64 + (static_cast<unsigned>(x) + number * 3) % 128);
            std::uint8_t* pixel = pixels.get() + y * picture.stride + std::ptrdiff_t{x} * 3;
            std::fill_n(pixel, 3, inside ? static_cast<std::uint8_t>(white ? 235 : 20) : ramp);
        }
    picture.pixels = pixels;
    return picture;
}

/// Reads the number back from the middles of the blocks; -1 where a block is neither black nor white.
inline int readNumber(const Picture& picture)
{
    if (picture.isEmpty())
        return -1;
    const int pixelBytes = picture.layout == PixelLayout::Gray8   ? 1
                           : picture.layout == PixelLayout::Bgr24 ? 3
                                                                  : 4;
    int number = 0;
    for (int block = 0; block < 16; ++block) {
        const int x = picture.width / 8 + (2 * (block % 4) + 1) * picture.width * 3 / 32;
        const int y = picture.height / 8 + (2 * (block / 4) + 1) * picture.height * 3 / 32;
        const int value = picture.pixels.get()[y * picture.stride + std::ptrdiff_t{x} * pixelBytes];
        if (value > 90 && value < 165)
            return -1;
        number = number * 2 + (value > 127 ? 1 : 0);
    }
    return number;
}

struct PatternOptions
{
    int width = 160;
    int height = 120;
    int frames = 200;
    WriterOptions writer;
    Microseconds start = 0;
    bool variableRate = false;
};

inline std::vector<Microseconds> patternTimes(const PatternOptions& options)
{
    std::vector<Microseconds> times;
    Microseconds time = options.start;
    for (int i = 0; i < options.frames; ++i) {
        times.push_back(time);
        time += options.variableRate ? 11'111 + (i * 7919) % 90'001 : 66'667;
    }
    return times;
}

/// Writes the clip; returns its timestamps, or nothing where writing failed.
inline std::vector<Microseconds> writePatternClip(const QString& path, PatternOptions options = {})
{
    options.writer.width = options.width;
    options.writer.height = options.height;
    auto writer = ClipWriter::create(path, options.writer);
    if (!writer)
        return {};
    const std::vector<Microseconds> times = patternTimes(options);
    for (std::size_t i = 0; i < times.size(); ++i)
        if (!(*writer)->write(drawNumber(options.width, options.height, static_cast<unsigned>(i)), times[i]))
            return {};
    return (*writer)->finish() ? times : std::vector<Microseconds>{};
}

inline bool hasFfmpeg() { return !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty(); }

/// Runs the ffmpeg command line; false where it fails.
inline bool runFfmpeg(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("ffmpeg"), QStringList{QStringLiteral("-nostdin"), QStringLiteral("-v"),
                                                        QStringLiteral("error"), QStringLiteral("-y")} +
                                                arguments);
    const bool done = process.waitForFinished(120'000) && process.exitCode() == 0;
    if (!done)
        qWarning("ffmpeg: %s", process.readAllStandardError().constData());
    return done;
}

} // namespace cartwright::media::testing
