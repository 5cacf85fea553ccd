#include "core/media/clip_index.h"

#include <QCryptographicHash>

namespace cartwright::media {
namespace {

// The form: the mark, then numbers as LEB128 (signed ones zigzag), texts as a length and UTF-8, and at the
// end the SHA-256 of all before it. Frames are differences to the one before with their two flags in the
// lowest bits.
constexpr QByteArrayView mark("CWCLIPIX\x01", 9);
constexpr qsizetype digestBytes = 32;

class Writer
{
public:
    explicit Writer(QByteArrayView start) : m_bytes(start.toByteArray()) {}
    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes.append(static_cast<char>((value & 0x7F) | 0x80));
        m_bytes.append(static_cast<char>(value));
    }
    void signedNumber(std::int64_t value)
    {
        const auto bits = static_cast<std::uint64_t>(value);
        number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    }
    void text(const QString& value)
    {
        const QByteArray utf8 = value.toUtf8();
        number(static_cast<std::uint64_t>(utf8.size()));
        m_bytes.append(utf8);
    }
    QByteArray sealed() const
    {
        return m_bytes + QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256);
    }

private:
    QByteArray m_bytes;
};

/// Reads what Writer wrote; after a mistake all reads give zero and `isWhole` is false.
class Reader
{
public:
    explicit Reader(QByteArrayView bytes) : m_bytes(bytes) {}
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_bytes.isEmpty())
                break;
            const auto byte = static_cast<unsigned char>(m_bytes.front());
            m_bytes = m_bytes.sliced(1);
            value |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80)
                return value;
        }
        m_whole = false;
        return 0;
    }
    std::int64_t signedNumber()
    {
        const std::uint64_t bits = number();
        return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    }
    int small() { return static_cast<int>(std::min<std::uint64_t>(number(), 1u << 30)); }
    /// A count of items that take at least one byte each.
    std::size_t count()
    {
        const std::uint64_t value = number();
        m_whole = m_whole && value <= static_cast<std::uint64_t>(m_bytes.size());
        return m_whole ? static_cast<std::size_t>(value) : 0;
    }
    QString text()
    {
        const auto size = static_cast<qsizetype>(count());
        const QString value = QString::fromUtf8(m_bytes.first(size));
        m_bytes = m_bytes.sliced(size);
        return value;
    }
    bool isWhole() const { return m_whole; }
    bool isAtEnd() const { return m_bytes.isEmpty(); }

private:
    QByteArrayView m_bytes;
    bool m_whole = true;
};

/// The sum of two times or positions; overflow in bytes from outside must wrap, not break.
std::int64_t sum(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

void writeInfo(Writer& out, const ClipInfo& info)
{
    out.text(info.container);
    out.text(info.codec);
    for (const int value : {info.codedWidth, info.codedHeight, info.width, info.height, info.rotationDegrees})
        out.number(static_cast<std::uint64_t>(value));
    out.signedNumber(info.claimedDuration);
}

ClipInfo readInfo(Reader& in)
{
    ClipInfo info;
    info.container = in.text();
    info.codec = in.text();
    for (int* value : {&info.codedWidth, &info.codedHeight, &info.width, &info.height, &info.rotationDegrees})
        *value = in.small();
    info.claimedDuration = in.signedNumber();
    return info;
}

bool makesSense(const ClipIndex& index)
{
    for (std::size_t i = 1; i < index.frames.size(); ++i)
        if (index.frames[i].timestamp <= index.frames[i - 1].timestamp)
            return false;
    return index.info.width > 0 && index.info.height > 0 && index.info.rotationDegrees < 360 &&
           index.info.rotationDegrees % 90 == 0;
}

tl::unexpected<Error> notWhole(const QString& why)
{
    return failure(
        ErrorKind::Integrity,
        QStringLiteral("The clip's index is not usable: %1. It can be made again from the clip.").arg(why));
}

} // namespace

QByteArray toBytes(const ClipIndex& index)
{
    Writer out(mark);
    writeInfo(out, index.info);
    out.text(index.damage);
    out.number(static_cast<std::uint64_t>(index.identity));
    out.signedNumber(index.fileBytes);
    out.number(index.frames.size());
    IndexedFrame before{0, false, false, 0};
    for (const IndexedFrame& frame : index.frames) {
        const unsigned flags =
            (frame.keyframe ? 1u : 0u) | (frame.damaged ? 2u : 0u) | (frame.position >= 0 ? 4u : 0u);
        out.number(flags);
        out.signedNumber(frame.timestamp - before.timestamp);
        if (frame.position >= 0) {
            out.signedNumber(frame.position - before.position);
            before.position = frame.position;
        }
        before.timestamp = frame.timestamp;
    }
    out.number(index.gaps.size());
    for (const Gap& gap : index.gaps) {
        out.signedNumber(gap.from);
        out.signedNumber(gap.until);
    }
    return out.sealed();
}

Result<ClipIndex> clipIndexFromBytes(const QByteArray& bytes)
{
    if (!bytes.startsWith(mark))
        return notWhole(QStringLiteral("it is not in a form that this version knows"));
    if (bytes.size() < mark.size() + digestBytes)
        return notWhole(QStringLiteral("it is cut short"));
    const QByteArrayView body = QByteArrayView(bytes).chopped(digestBytes);
    if (QByteArrayView(bytes).last(digestBytes) !=
        QCryptographicHash::hash(body.toByteArray(), QCryptographicHash::Sha256))
        return notWhole(QStringLiteral("its checksum does not match"));
    Reader in(body.sliced(mark.size()));
    ClipIndex index;
    index.info = readInfo(in);
    index.damage = in.text();
    index.identity = static_cast<FrameIdentity>(std::min<std::uint64_t>(in.number(), 2));
    index.fileBytes = in.signedNumber();
    index.frames.resize(in.count());
    IndexedFrame before{0, false, false, 0};
    for (IndexedFrame& frame : index.frames) {
        const std::uint64_t flags = in.number();
        frame.keyframe = flags & 1;
        frame.damaged = flags & 2;
        frame.timestamp = before.timestamp = sum(before.timestamp, in.signedNumber());
        if (flags & 4)
            frame.position = before.position = sum(before.position, in.signedNumber());
    }
    index.gaps.resize(in.count());
    for (Gap& gap : index.gaps) {
        gap.from = in.signedNumber();
        gap.until = in.signedNumber();
    }
    if (!in.isWhole() || !in.isAtEnd() || !makesSense(index))
        return notWhole(QStringLiteral("its content contradicts itself"));
    return index;
}

} // namespace cartwright::media
