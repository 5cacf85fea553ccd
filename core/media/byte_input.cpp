#include "core/media/byte_input.h"

#include "core/media/clip_activity.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace cartwright::media {
namespace {

constexpr int bufferBytes = 128 * 1024;

/// Whether packets of an MPEG transport stream start at `offset`, `size` bytes apart, as far as `head` goes.
bool hasSyncBytes(const QByteArray& head, qsizetype offset, qsizetype size)
{
    constexpr char sync = 0x47;
    constexpr int wanted = 5;
    int found = 0;
    for (qsizetype at = offset; at < head.size() && found < wanted; at += size, ++found)
        if (head[at] != sync)
            return false;
    return found >= 3;
}

bool isTransportStream(const QByteArray& head)
{
    for (const qsizetype size : {188, 192, 204})
        for (qsizetype offset = 0; offset < size; ++offset)
            if (hasSyncBytes(head, offset, size))
                return true;
    return false;
}

} // namespace

QString containerOf(const QByteArray& head)
{
    static constexpr std::array boxes{"ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot"};
    const QByteArray box = head.mid(4, 4);
    if (std::any_of(boxes.begin(), boxes.end(), [&](const char* name) { return box == name; }))
        return QStringLiteral("mov,mp4");
    if (head.startsWith("\x1A\x45\xDF\xA3"))
        return QStringLiteral("matroska,webm");
    if (head.startsWith("RIFF") && head.mid(8, 3) == "AVI")
        return QStringLiteral("avi");
    if (isTransportStream(head))
        return QStringLiteral("mpegts");
    return {};
}

ByteInput::ByteInput(std::unique_ptr<ByteSource> source, Cancellation cancel)
    : m_source(std::move(source)), m_cancel(std::move(cancel))
{
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferBytes));
    m_context = avio_alloc_context(buffer, bufferBytes, 0, this, &ByteInput::read, nullptr, &ByteInput::seek);
}

ByteInput::~ByteInput()
{
    if (m_context)
        av_freep(&m_context->buffer);
    avio_context_free(&m_context);
}

Result<std::unique_ptr<ByteInput>> ByteInput::open(const ClipLocation& location, const Cancellation& cancel)
{
    auto source = location.isRemote() ? openHttps(location, cancel) : openFile(location.path);
    if (!source)
        return failure(source.error());
    return std::unique_ptr<ByteInput>(new ByteInput(std::move(*source), cancel));
}

QByteArray ByteInput::head(qsizetype size) const
{
    QByteArray bytes(size, Qt::Uninitialized);
    const std::int64_t got = m_source->readAt(0, reinterpret_cast<std::uint8_t*>(bytes.data()), size);
    bytes.resize(std::max<qsizetype>(got, 0));
    return bytes;
}

int ByteInput::read(void* self, std::uint8_t* buffer, int size)
{
    auto& input = *static_cast<ByteInput*>(self);
    if (input.m_cancel.isCancelled())
        return AVERROR_EXIT;
    noteClipActivity();
    const std::int64_t got = input.m_source->readAt(input.m_position, buffer, size);
    if (got < 0)
        return input.m_cancel.isCancelled() ? AVERROR_EXIT : AVERROR(EIO);
    input.m_position += got;
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

std::int64_t ByteInput::seek(void* self, std::int64_t offset, int whence)
{
    auto& input = *static_cast<ByteInput*>(self);
    if (whence & AVSEEK_SIZE)
        return input.m_source->size();
    switch (whence & ~AVSEEK_FORCE) {
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += input.m_position;
        break;
    case SEEK_END:
        offset += input.size();
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    return input.m_position = offset;
}

} // namespace cartwright::media
