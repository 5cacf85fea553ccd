#include "core/media/byte_source.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

class FileSource : public ByteSource
{
public:
    FileSource(int fd, std::int64_t size) : m_fd(fd), m_size(size) {}
    ~FileSource() override { ::close(m_fd); }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    std::int64_t size() const override { return m_size; }
    QString trouble() const override { return m_trouble; }
    std::int64_t readAt(std::int64_t position, std::uint8_t* buffer, std::int64_t size) override
    {
        ssize_t got = 0;
        do
            got = ::pread(m_fd, buffer, static_cast<std::size_t>(size), position);
        while (got < 0 && errno == EINTR);
        if (got < 0 && m_trouble.isEmpty())
            m_trouble = QString::fromLocal8Bit(std::strerror(errno));
        return got;
    }

private:
    int m_fd;
    std::int64_t m_size;
    QString m_trouble;
};

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

Result<std::unique_ptr<ByteSource>> openFile(const QString& path)
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
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(fd, status.st_size));
}

} // namespace cartwright::media
