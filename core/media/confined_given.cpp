#include "core/media/confined_given.h"

#include "core/media/byte_source.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

/// Into memory that only the process is given.
Result<Descriptor> fetchClip(const ClipLocation& clip, const Cancellation& cancel)
{
    auto source = openHttps(clip, cancel);
    if (!source)
        return failure(source.error());
    Descriptor memory(::memfd_create("cartwright-clip", MFD_CLOEXEC));
    QByteArray piece(1 << 20, Qt::Uninitialized);
    for (std::int64_t at = 0; at < (*source)->size();) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Fetching the clip %1 was stopped.").arg(clip.path));
        const std::int64_t got = (*source)->readAt(at, reinterpret_cast<std::uint8_t*>(piece.data()), piece.size());
        if (got <= 0)
            return failure(ErrorKind::Unreachable,
                           QStringLiteral("The clip %1 could not be fetched: %2.").arg(clip.path, (*source)->trouble()));
        if (::pwrite(memory.number(), piece.constData(), static_cast<std::size_t>(got), at) != got)
            return systemFailure(QStringLiteral("Keeping the clip %1 in memory").arg(clip.path));
        at += got;
    }
    return memory;
}

} // namespace

tl::unexpected<Error> systemFailure(const QString& what)
{
    return failure(ErrorKind::Failed,
                   QStringLiteral("%1 failed: %2.").arg(what, QString::fromLocal8Bit(std::strerror(errno))));
}

SharedMemory::~SharedMemory()
{
    if (m_bytes)
        ::munmap(m_bytes, size);
}

Result<void> SharedMemory::make()
{
    m_descriptor.reset(::memfd_create("cartwright-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!m_descriptor.isOpen() || ::ftruncate(m_descriptor.number(), size) != 0 ||
        ::fcntl(m_descriptor.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return systemFailure(QStringLiteral("Making memory for decoded frames"));
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, m_descriptor.number(), 0);
    if (mapped == MAP_FAILED)
        return systemFailure(QStringLiteral("Making memory for decoded frames"));
    m_bytes = static_cast<std::uint8_t*>(mapped);
    return {};
}

Result<Descriptor> openForDecoder(const ClipLocation& location, const Cancellation& cancel)
{
    if (location.isRemote())
        return fetchClip(location, cancel);
    const QString& path = location.path;
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    Descriptor clip(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!clip.isOpen()) {
        const int code = errno;
        return failure(code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Failed,
                       QStringLiteral("The clip %1 cannot be opened: %2.")
                           .arg(path, QString::fromLocal8Bit(std::strerror(code))));
    }
    struct stat status = {};
    if (::fstat(clip.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorKind::Refused, QStringLiteral("The clip %1 is not a regular file.").arg(path));
    return clip;
}

} // namespace cartwright::media
