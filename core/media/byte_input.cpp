#include "core/media/byte_input.h"

#include "core/media/clip_activity.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

/// In the confined decoder nothing can be opened: there a clip is the number of a descriptor that it was given.
int openClip(const QString& path)
{
    static const QString prefix = QStringLiteral("descriptor:");
    if (path.startsWith(prefix))
        return ::fcntl(path.mid(prefix.size()).toInt(), F_DUPFD_CLOEXEC, 0);
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    return ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
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

FileInput::FileInput(int fd, std::int64_t size, Cancellation cancel)
    : m_fd(fd), m_size(size), m_cancel(std::move(cancel))
{
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferBytes));
    m_context = avio_alloc_context(buffer, bufferBytes, 0, this, &FileInput::read, nullptr, &FileInput::seek);
}

FileInput::~FileInput()
{
    if (m_context)
        av_freep(&m_context->buffer);
    avio_context_free(&m_context);
    ::close(m_fd);
}

Result<std::unique_ptr<FileInput>> FileInput::open(const QString& path, const Cancellation& cancel)
{
    const int fd = openClip(path);
    if (fd < 0) {
        const int code = errno;
        return failure(code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Failed,
                       QStringLiteral("The clip %1 cannot be opened: %2.")
                           .arg(path, QString::fromLocal8Bit(std::strerror(code))));
    }
    struct stat status = {};
    const bool known = ::fstat(fd, &status) == 0;
    if (!known || !S_ISREG(status.st_mode) || status.st_size == 0) {
        ::close(fd);
        return failure(ErrorKind::Refused,
                       known && S_ISREG(status.st_mode)
                           ? QStringLiteral("The clip %1 is empty.").arg(path)
                           : QStringLiteral("The clip %1 is not a regular file.").arg(path));
    }
    return std::unique_ptr<FileInput>(new FileInput(fd, status.st_size, cancel));
}

QByteArray FileInput::head(qsizetype size) const
{
    QByteArray bytes(size, Qt::Uninitialized);
    const ssize_t got = ::pread(m_fd, bytes.data(), static_cast<std::size_t>(size), 0);
    bytes.resize(std::max<ssize_t>(got, 0));
    return bytes;
}

int FileInput::read(void* self, std::uint8_t* buffer, int size)
{
    auto& input = *static_cast<FileInput*>(self);
    if (input.m_cancel.isCancelled())
        return AVERROR_EXIT;
    ssize_t got = 0;
    do
        got = ::pread(input.m_fd, buffer, static_cast<std::size_t>(size), input.m_position);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        input.m_readError = input.m_readError ? input.m_readError : errno;
        return AVERROR(errno);
    }
    input.m_position += got;
    return got == 0 ? AVERROR_EOF : static_cast<int>(got);
}

std::int64_t FileInput::seek(void* self, std::int64_t offset, int whence)
{
    auto& input = *static_cast<FileInput*>(self);
    if (whence & AVSEEK_SIZE)
        return input.m_size;
    switch (whence & ~AVSEEK_FORCE) {
    case SEEK_SET:
        break;
    case SEEK_CUR:
        offset += input.m_position;
        break;
    case SEEK_END:
        offset += input.m_size;
        break;
    default:
        return AVERROR(EINVAL);
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    return input.m_position = offset;
}

} // namespace cartwright::media
