#include "core/dataset/plots.h"

#include "core/vision/chart.h"

#include <algorithm>
#include <array>

namespace cartwright::dataset {
namespace {

/// The checksum of a PNG's chunks (W3C, "PNG Specification", annex D).
std::uint32_t crcOf(const QByteArray& bytes)
{
    std::uint32_t crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

QByteArray bigEndian(std::uint32_t value)
{
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

QByteArray chunk(const QByteArray& kind, const QByteArray& data)
{
    return bigEndian(static_cast<std::uint32_t>(data.size())) + kind + data + bigEndian(crcOf(kind + data));
}

/// 8 bits of gray, no filter; qCompress gives the zlib stream behind four bytes of its own.
QByteArray pngOf(const media::Picture& picture)
{
    QByteArray rows;
    for (int y = 0; y < picture.height; ++y) {
        rows.append('\0');
        rows.append(reinterpret_cast<const char*>(picture.pixels.get() + y * picture.stride), picture.width);
    }
    const QByteArray head = bigEndian(static_cast<std::uint32_t>(picture.width)) + bigEndian(static_cast<std::uint32_t>(picture.height)) +
                            QByteArray("\x08\x00\x00\x00\x00", 5);
    return QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", head) + chunk("IDAT", qCompress(rows).mid(4)) + chunk("IEND", {});
}

/// The largest counts; scales stay in their order.
std::vector<vision::Bar> barsOf(const QJsonObject& counts, bool isScale)
{
    std::vector<vision::Bar> bars;
    for (auto one = counts.begin(); one != counts.end(); ++one)
        bars.push_back({one.key(), one.value().toDouble()});
    std::stable_sort(bars.begin(), bars.end(), [&](const vision::Bar& one, const vision::Bar& other) {
        return isScale ? one.name.toDouble() < other.name.toDouble() : one.value > other.value;
    });
    constexpr std::size_t most = 30;
    if (bars.size() > most)
        bars.resize(most);
    return bars;
}

} // namespace

Result<void> writePlots(OutFolder& out, const QJsonObject& counts)
{
    struct Plot
    {
        const char* file;
        const char* key;
        const char* title;
        bool isScale;
    };
    constexpr std::array plots{Plot{"products", "labels_per_product", "Labels per product", false},
                               Plot{"actions", "labels_per_action", "Labels per action", false},
                               Plot{"sources", "labels_per_source", "Labels by where they are from", false},
                               Plot{"stores", "frames_per_store", "Pictures per store", false},
                               Plot{"cameras", "frames_per_camera", "Pictures per camera", false},
                               Plot{"sizes", "labels_per_size", "Sizes of boxes: side in pixels, from .. to twice as many", true},
                               Plot{"sharpness", "frames_per_sharpness", "Sharpness of pictures: variance of the Laplacian, from ..", true}};
    for (const Plot& plot : plots) {
        const auto bars = barsOf(counts.value(QLatin1String(plot.key)).toObject(), plot.isScale);
        if (auto put = out.put(QStringLiteral("plots/%1.png").arg(QLatin1String(plot.file)), pngOf(vision::barChart(QLatin1String(plot.title), bars))); !put)
            return put;
    }
    std::vector<vision::Bar> splits;
    const QJsonObject each = counts.value(QStringLiteral("splits")).toObject();
    for (auto one = each.begin(); one != each.end(); ++one)
        splits.push_back({one.key(), double(one.value()[QStringLiteral("labels")].toInteger())});
    return out.put(QStringLiteral("plots/splits.png"), pngOf(vision::barChart(QStringLiteral("Labels per split"), splits)));
}

} // namespace cartwright::dataset
