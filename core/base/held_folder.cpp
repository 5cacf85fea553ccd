#include "core/base/held_folder.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright {
namespace {

/// Whether the open folder is still the one at `path`: its last holder may have removed it meanwhile.
bool isStillAt(int descriptor, const QByteArray& path)
{
    struct stat held = {};
    struct stat found = {};
    return ::fstat(descriptor, &held) == 0 && ::stat(path.constData(), &found) == 0 &&
           held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

} // namespace

QString HeldFolder::pathBeside(const QString& path)
{
    const QFileInfo info(path);
    return QStringLiteral("%1/.%2.part").arg(info.path(), info.fileName());
}

Result<HeldFolder> HeldFolder::take(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    for (int attempt = 0; attempt < 10; ++attempt) {
        if (auto made = makeFolder(path); !made)
            return failure(made.error());
        const int descriptor = ::open(name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0)
            continue;
        HeldFolder folder(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
            return failure(ErrorKind::Locked,
                           QStringLiteral("%1 is in use by another process; wait for it.").arg(path));
        if (isStillAt(descriptor, name))
            return folder;
    }
    return failure(
        ErrorKind::Failed,
        QStringLiteral("The folder %1 cannot be opened. Check what it is and remove it.").arg(path));
}

HeldFolder::HeldFolder(HeldFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

HeldFolder::~HeldFolder()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> HeldFolder::clear()
{
    const QDir dir(m_path);
    for (const QFileInfo& entry :
         dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const bool tree = entry.isDir() && !entry.isSymLink();
        const bool removed =
            tree ? QDir(entry.filePath()).removeRecursively() : QFile::remove(entry.filePath());
        if (!removed)
            return failure(
                ErrorKind::Failed,
                QStringLiteral("%1 of an earlier run cannot be removed. Remove it and run the same again.")
                    .arg(entry.filePath()));
    }
    return {};
}

void HeldFolder::remove() { QDir(m_path).removeRecursively(); }

} // namespace cartwright
