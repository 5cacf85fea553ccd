#include "core/media/mask_track.h"

#include "core/base/safe_file.h"
#include "core/media/byte_source.h"

#include <QBitArray>
#include <QBuffer>
#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <limits>

namespace cartwright::media {
namespace {

constexpr QByteArrayView mark("CWMASKS\x01", 8);
constexpr qsizetype digestBytes = 32;
constexpr quint32 longestTrack = 256u << 20;
constexpr auto streamVersion = QDataStream::Qt_6_0;

tl::unexpected<Error> notWhole()
{
    return failure(ErrorKind::Integrity, QStringLiteral("The masks of a review copy are damaged; \"cartwright-cli prepare\" with "
                                                        "--again makes the copy anew."));
}

QBitArray bitsOf(const MaskGrid& mask)
{
    QBitArray bits(static_cast<qsizetype>(mask.cells.size()));
    for (qsizetype i = 0; i < bits.size(); ++i)
        bits.setBit(i, mask.cells[static_cast<std::size_t>(i)] != 0);
    return bits;
}

bool isSensible(const MaskGrid& mask)
{
    constexpr int most = 1 << 14;
    return mask.cells.empty() ||
           (mask.cell > 0 && mask.columns > 0 && mask.rows > 0 && mask.columns < most && mask.rows < most &&
            mask.cells.size() == static_cast<std::size_t>(mask.columns) * static_cast<std::size_t>(mask.rows));
}

} // namespace

double maskedShare(const MaskGrid& mask, double x, double y, double width, double height)
{
    double masked = 0;
    for (std::size_t i = 0; i < mask.cells.size(); ++i) {
        if (mask.cells[i] == 0)
            continue;
        const double left = static_cast<double>(static_cast<int>(i) % mask.columns * mask.cell);
        const double top = static_cast<double>(static_cast<int>(i) / mask.columns * mask.cell);
        const double across = std::min(x + width, left + mask.cell) - std::max(x, left);
        const double down = std::min(y + height, top + mask.cell) - std::max(y, top);
        masked += std::max(0.0, across) * std::max(0.0, down);
    }
    return width > 0 && height > 0 ? masked / (width * height) : 0;
}

void MaskTrack::add(Microseconds timestamp, const MaskGrid& mask)
{
    if (!m_spans.empty() && m_spans.back().mask == mask)
        m_spans.back().until = timestamp;
    else
        m_spans.push_back({timestamp, timestamp, mask});
}

std::optional<MaskGrid> MaskTrack::at(Microseconds timestamp) const
{
    const auto after = std::upper_bound(m_spans.begin(), m_spans.end(), timestamp,
                                        [](Microseconds time, const Span& span) { return time < span.from; });
    if (after == m_spans.begin() || timestamp > (after - 1)->until)
        return std::nullopt;
    return (after - 1)->mask;
}

QByteArray toBytes(const MaskTrack& track)
{
    QByteArray plain;
    QBuffer buffer(&plain);
    buffer.open(QIODevice::WriteOnly);
    QDataStream out(&buffer);
    out.setVersion(streamVersion);
    out << qint32{track.m_width} << qint32{track.m_height} << static_cast<quint32>(track.m_spans.size());
    for (const MaskTrack::Span& span : track.m_spans)
        out << static_cast<qint64>(span.from) << static_cast<qint64>(span.until) << qint32{span.mask.cell}
            << qint32{span.mask.columns} << qint32{span.mask.rows} << bitsOf(span.mask);
    const QByteArray bytes = mark.toByteArray() + qCompress(plain);
    return bytes + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

Result<MaskTrack> maskTrackFromBytes(const QByteArray& bytes)
{
    if (!bytes.startsWith(mark) || bytes.size() < mark.size() + digestBytes + 4)
        return notWhole();
    const QByteArray sealed = bytes.chopped(digestBytes);
    if (QCryptographicHash::hash(sealed, QCryptographicHash::Sha256) != bytes.last(digestBytes))
        return notWhole();
    const QByteArray packed = sealed.sliced(mark.size());
    if (quint32 length = 0; QDataStream(packed) >> length, length > longestTrack)
        return notWhole();
    const QByteArray plain = qUncompress(packed);
    QDataStream in(plain);
    in.setVersion(streamVersion);
    MaskTrack track;
    quint32 count = 0;
    in >> track.m_width >> track.m_height >> count;
    Microseconds last = std::numeric_limits<Microseconds>::min();
    for (quint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        MaskTrack::Span span;
        qint64 from = 0;
        qint64 until = 0;
        QBitArray cells;
        in >> from >> until >> span.mask.cell >> span.mask.columns >> span.mask.rows >> cells;
        span.from = from;
        span.until = until;
        for (qsizetype place = 0; place < cells.size(); ++place)
            span.mask.cells.push_back(cells.testBit(place) ? 1 : 0);
        if (!isSensible(span.mask) || from < last || until < from)
            return notWhole();
        last = until;
        track.m_spans.push_back(std::move(span));
    }
    if (in.status() != QDataStream::Ok || !in.atEnd() || track.m_width <= 0 || track.m_height <= 0)
        return notWhole();
    return track;
}

QString maskTrackPath(const QString& copyPath) { return copyPath + QStringLiteral(".masks"); }

Result<MaskTrack> loadMaskTrack(const ClipLocation& copy, const Cancellation& cancel)
{
    const QString path = maskTrackPath(copy.path);
    const auto bytes = copy.isRemote() ? fetchHttps({path, copy.remote}, longestTrack, cancel) : readFile(path);
    if (!bytes && bytes.error().kind == ErrorKind::NotFound)
        return failure(ErrorKind::NotFound, QStringLiteral("The review copy %1 was made without a list of its masks; "
                                                           "\"cartwright-cli prepare\" with --again makes it anew.")
                                                .arg(copy.path));
    return bytes ? maskTrackFromBytes(*bytes) : failure(bytes.error());
}

} // namespace cartwright::media
