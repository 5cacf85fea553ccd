#include "core/dataset/picture_metadata.h"

#include <cstdint>

namespace cartwright::dataset {
namespace {

int byteAt(const QByteArray& bytes, qsizetype at) { return static_cast<int>(static_cast<std::uint8_t>(bytes[at])); }

/// Segments up to the start of the scan; what follows is picture.
QByteArray plainJpeg(const QByteArray& bytes)
{
    QByteArray kept = bytes.left(2);
    for (qsizetype at = 2; at + 4 <= bytes.size();) {
        const int marker = byteAt(bytes, at + 1);
        if (byteAt(bytes, at) != 0xff)
            return {};
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker == 0xda)
            return kept + bytes.mid(at);
        const qsizetype length = 2 + byteAt(bytes, at + 2) * 256 + byteAt(bytes, at + 3);
        constexpr int jfif = 0xe0, adobe = 0xee, lastApplication = 0xef, comment = 0xfe;
        const bool isOther = marker == comment || (marker > jfif && marker <= lastApplication && marker != adobe);
        if (!isOther)
            kept += bytes.mid(at, length);
        at += length;
    }
    return {};
}

QByteArray plainPng(const QByteArray& bytes)
{
    QByteArray kept = bytes.left(8);
    for (qsizetype at = 8; at + 12 <= bytes.size();) {
        const qsizetype length = (qsizetype{byteAt(bytes, at)} << 24) + byteAt(bytes, at + 1) * 65536 + byteAt(bytes, at + 2) * 256 + byteAt(bytes, at + 3);
        const QByteArray kind = bytes.mid(at + 4, 4);
        const bool isText = kind == "tEXt" || kind == "zTXt" || kind == "iTXt" || kind == "tIME" || kind == "eXIf";
        if (!isText)
            kept += bytes.mid(at, 12 + length);
        at += 12 + length;
        if (kind == "IEND")
            return kept;
    }
    return {};
}

} // namespace

QByteArray withoutMetadata(const QByteArray& picture)
{
    if (picture.startsWith("\xff\xd8"))
        return plainJpeg(picture);
    return picture.startsWith("\x89PNG\r\n\x1a\n") ? plainPng(picture) : QByteArray();
}

} // namespace cartwright::dataset
