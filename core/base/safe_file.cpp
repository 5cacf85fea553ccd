#include "core/base/safe_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright {
namespace {

constexpr qint64 pieceBytes = 1 << 20;

tl::unexpected<Error> systemFailure(const QString& what, const QString& path)
{
    const int code = errno;
    const QString next = code == ENOSPC ? QStringLiteral("Free some space and run the same again.")
                                        : QStringLiteral("Check the folder's permissions and run the same again.");
    return failure(ErrorKind::Failed,
                   QStringLiteral("%1 %2 failed: %3. %4")
                       .arg(what, path, QString::fromLocal8Bit(std::strerror(code)), next));
}

/// A file descriptor that closes itself.
class Descriptor
{
public:
    Descriptor(const QString& path, int flags)
        : m_fd(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600))
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int fd() const { return m_fd; }
    /// Closes now, so that an error that only shows on closing is not lost.
    bool close() { return ::close(std::exchange(m_fd, -1)) == 0; }

private:
    int m_fd;
};

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool syncPath(const QString& path, int flags)
{
    const Descriptor descriptor(path, flags);
    return descriptor.fd() >= 0 && ::fsync(descriptor.fd()) == 0;
}

/// Without replacing what somebody else put there meanwhile, where the file system can say so.
bool renameToFreeName(const QByteArray& from, const QByteArray& to)
{
    if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    return errno == EINVAL && std::rename(from.constData(), to.constData()) == 0;
}

QString besideName(const QString& path)
{
    const QFileInfo info(path);
    return info.path() + QStringLiteral("/.") + info.fileName() + QLatin1Char('.')
           + QUuid::createUuid().toString(QUuid::Id128).left(8) + QStringLiteral(".part");
}

/// Calls `fill` with a descriptor of a file beside `path`, then syncs and renames it over `path`.
template <class Fill> Result<void> replaceFile(const QString& path, Fill fill)
{
    const QString beside = besideName(path);
    {
        Descriptor file(beside, O_WRONLY | O_CREAT | O_EXCL);
        if (file.fd() < 0)
            return systemFailure(QStringLiteral("Writing"), path);
        if (auto filled = fill(file.fd()); !filled) {
            ::unlink(QFile::encodeName(beside).constData());
            return filled;
        }
        if (::fsync(file.fd()) != 0 || !file.close()) {
            auto error = systemFailure(QStringLiteral("Writing"), path);
            ::unlink(QFile::encodeName(beside).constData());
            return error;
        }
    }
    if (std::rename(QFile::encodeName(beside).constData(), QFile::encodeName(path).constData()) != 0) {
        auto error = systemFailure(QStringLiteral("Writing"), path);
        ::unlink(QFile::encodeName(beside).constData());
        return error;
    }
    if (!syncPath(QFileInfo(path).path(), O_RDONLY | O_DIRECTORY))
        return systemFailure(QStringLiteral("Syncing the folder of"), path);
    return {};
}

} // namespace

Result<void> writeFile(const QString& path, QByteArrayView bytes)
{
    return replaceFile(path, [&](int fd) -> Result<void> {
        if (!writeAll(fd, bytes))
            return systemFailure(QStringLiteral("Writing"), path);
        return {};
    });
}

Result<void> writeFileInPieces(const QString& path, const std::function<Result<QByteArray>()>& next)
{
    return replaceFile(path, [&](int fd) -> Result<void> {
        for (;;) {
            const auto piece = next();
            if (!piece)
                return failure(piece.error());
            if (piece->isEmpty())
                return {};
            if (!writeAll(fd, *piece))
                return systemFailure(QStringLiteral("Writing"), path);
        }
    });
}

Result<void> copyFile(const QString& from, const QString& to, QString* sha256)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(from, source.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    auto copied = replaceFile(to, [&](int fd) -> Result<void> {
        while (!source.atEnd()) {
            const QByteArray piece = source.read(pieceBytes);
            if (piece.isEmpty())
                return failure(ErrorKind::Failed,
                               QStringLiteral("%1 cannot be read to its end: %2.").arg(from, source.errorString()));
            hash.addData(piece);
            if (!writeAll(fd, piece))
                return systemFailure(QStringLiteral("Writing"), to);
        }
        return {};
    });
    if (copied && sha256)
        *sha256 = QString::fromLatin1(hash.result().toHex());
    return copied;
}

Result<QByteArray> readFile(const QString& path, std::int64_t limit)
{
    const QFileInfo info(path);
    if (!info.exists())
        return failure(ErrorKind::NotFound, QStringLiteral("%1 does not exist.").arg(path));
    if (!info.isFile())
        return failure(ErrorKind::Refused, QStringLiteral("%1 is not a regular file.").arg(path));
    if (info.size() > limit)
        return failure(ErrorKind::Refused, QStringLiteral("%1 has %2 bytes; at most %3 are read.")
                                               .arg(path).arg(info.size()).arg(limit));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return file.readAll();
}

Result<void> makeFolder(const QString& path)
{
    if (QFileInfo(path).isDir())
        return {};
    if (const QString parent = QFileInfo(QDir::cleanPath(path)).path(); !QFileInfo(parent).isDir())
        if (auto made = makeFolder(parent); !made)
            return made;
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST)
        return systemFailure(QStringLiteral("Making the folder"), path);
    return {};
}

Result<void> renameIntoPlace(const QString& from, const QString& to)
{
    if (QFileInfo::exists(to))
        return failure(ErrorKind::Failed, QStringLiteral("%1 exists already and is left as it is.").arg(to));
    if (!renameToFreeName(QFile::encodeName(from), QFile::encodeName(to)))
        return systemFailure(QStringLiteral("Renaming to"), to);
    if (!syncPath(QFileInfo(to).path(), O_RDONLY | O_DIRECTORY))
        return systemFailure(QStringLiteral("Syncing the folder of"), to);
    return {};
}

Result<void> exchangeNames(const QString& one, const QString& other)
{
    const auto exchange = [&] {
        return ::renameat2(AT_FDCWD, QFile::encodeName(one).constData(), AT_FDCWD,
                           QFile::encodeName(other).constData(), RENAME_EXCHANGE) == 0;
    };
    if (!exchange())
        return systemFailure(QStringLiteral("Exchanging the names of %1 and").arg(one), other);
    if (syncPath(QFileInfo(other).path(), O_RDONLY | O_DIRECTORY))
        return {};
    auto error = systemFailure(QStringLiteral("Syncing the folder of"), other);
    exchange();
    return error;
}

Result<void> syncFolder(const QString& path)
{
    QDirIterator walk(path, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        if (!info.isSymLink() && !syncPath(info.filePath(), info.isDir() ? O_RDONLY | O_DIRECTORY : O_RDONLY))
            return systemFailure(QStringLiteral("Syncing"), info.filePath());
    }
    if (!syncPath(path, O_RDONLY | O_DIRECTORY))
        return systemFailure(QStringLiteral("Syncing"), path);
    return {};
}

Result<QString> sha256OfFile(const QString& path, const std::function<bool()>& cancelled)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd()) {
        if (cancelled && cancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Hashing %1 was stopped.").arg(path));
        const QByteArray piece = file.read(pieceBytes);
        if (piece.isEmpty())
            return failure(ErrorKind::Failed,
                           QStringLiteral("%1 cannot be read to its end: %2.").arg(path, file.errorString()));
        hash.addData(piece);
    }
    return QString::fromLatin1(hash.result().toHex());
}

QString sha256Of(QByteArrayView bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace cartwright
