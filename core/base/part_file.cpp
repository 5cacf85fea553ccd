#include "core/base/part_file.h"

#include "core/base/safe_file.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright {
namespace {

tl::unexpected<Error> cannot(const QString& path, int code)
{
    return failure(ErrorKind::Failed, QStringLiteral("Writing %1 failed: %2. Check space and permissions and run the same again.")
                                          .arg(path, QString::fromLocal8Bit(std::strerror(code))));
}

/// Whether the name still leads to the open file; its former holder may have renamed or removed it.
bool isStillNamed(const QByteArray& name, int descriptor)
{
    struct stat named = {}, open = {};
    return ::stat(name.constData(), &named) == 0 && ::fstat(descriptor, &open) == 0 && named.st_ino == open.st_ino &&
           named.st_dev == open.st_dev;
}

} // namespace

Result<PartFile> PartFile::create(const QString& path)
{
    const QFileInfo info(path);
    if (auto made = makeFolder(info.path()); !made)
        return failure(made.error());
    const QString beside = info.path() + QStringLiteral("/.") + info.fileName() + QStringLiteral(".part");
    const QByteArray name = QFile::encodeName(beside);
    for (;;) {
        const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (descriptor < 0)
            return cannot(path, errno);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int code = errno;
            ::close(descriptor);
            if (code != EWOULDBLOCK)
                return cannot(path, code);
            return failure(ErrorKind::Locked, QStringLiteral("%1 is being made by another program.").arg(path));
        }
        if (!isStillNamed(name, descriptor)) {
            ::close(descriptor);
            continue;
        }
        if (::ftruncate(descriptor, 0) != 0) {
            const int code = errno;
            ::close(descriptor);
            return cannot(path, code);
        }
        return PartFile(path, beside, descriptor);
    }
}

PartFile::~PartFile()
{
    if (m_descriptor < 0)
        return;
    ::unlink(QFile::encodeName(m_beside).constData());
    ::close(m_descriptor);
}

Result<void> PartFile::finish()
{
    if (::fsync(m_descriptor) != 0 ||
        std::rename(QFile::encodeName(m_beside).constData(), QFile::encodeName(m_path).constData()) != 0)
        return cannot(m_path, errno);
    ::close(std::exchange(m_descriptor, -1));
    const int folder = ::open(QFile::encodeName(QFileInfo(m_path).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::fsync(folder) == 0;
    const int code = errno;
    if (folder >= 0)
        ::close(folder);
    return synced ? Result<void>() : cannot(m_path, code);
}

} // namespace cartwright
