#include "core/feed/container.h"

#include <algorithm>
#include <array>

namespace cartwright::feed {
namespace {

bool isMov(const QByteArray& bytes)
{
    static constexpr std::array<const char*, 8> firstAtoms{"ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "styp"};
    static constexpr std::array<const char*, 5> pictureBrands{"heic", "heix", "mif1", "avif", "msf1"};
    const QByteArray atom = bytes.mid(4, 4);
    const auto is = [](const QByteArray& four) { return [&four](const char* name) { return four == name; }; };
    if (!std::any_of(firstAtoms.begin(), firstAtoms.end(), is(atom)))
        return false;
    const QByteArray brand = bytes.mid(8, 4);
    return atom != "ftyp" || !std::any_of(pictureBrands.begin(), pictureBrands.end(), is(brand));
}

bool isTransportStream(const QByteArray& bytes, qsizetype first, qsizetype packet)
{
    qsizetype packets = 0;
    for (qsizetype at = first; at < bytes.size(); at += packet, ++packets)
        if (bytes[at] != 'G') // 0x47
            return false;
    return packets >= 3;
}

} // namespace

QString containerOf(const QByteArray& firstBytes)
{
    if (isMov(firstBytes))
        return QStringLiteral("mp4");
    if (firstBytes.startsWith("\x1A\x45\xDF\xA3"))
        return QStringLiteral("mkv");
    if (firstBytes.startsWith("RIFF") && firstBytes.mid(8, 4) == "AVI ")
        return QStringLiteral("avi");
    if (isTransportStream(firstBytes, 0, 188) || isTransportStream(firstBytes, 4, 192))
        return QStringLiteral("ts");
    return {};
}

} // namespace cartwright::feed
