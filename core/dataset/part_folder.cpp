#include "core/dataset/part_folder.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cartwright::dataset {
namespace {

QString partPath(const QString& datasetFolder)
{
    const QFileInfo info(datasetFolder);
    return QStringLiteral("%1/.%2.part").arg(info.path(), info.fileName());
}

/// Whether the open folder is still the one at `path`: its last holder may have removed it meanwhile.
bool isStillAt(int descriptor, const QByteArray& path)
{
    struct stat held = {};
    struct stat found = {};
    return ::fstat(descriptor, &held) == 0 && ::stat(path.constData(), &found) == 0 &&
           held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

Result<void> removeTree(const QString& path)
{
    if (QFileInfo::exists(path) && !QDir(path).removeRecursively())
        return failure(
            ErrorKind::Failed,
            QStringLiteral("%1 of an earlier run cannot be removed. Remove it and run the same again.")
                .arg(path));
    return {};
}

} // namespace

std::optional<PartFolder> PartFolder::takeLeftOver(const QString& datasetFolder)
{
    if (!QFileInfo::exists(partPath(datasetFolder)))
        return std::nullopt;
    auto part = take(datasetFolder);
    return part ? std::optional(std::move(*part)) : std::nullopt;
}

Result<PartFolder> PartFolder::take(const QString& datasetFolder)
{
    const QString path = partPath(datasetFolder);
    const QByteArray name = QFile::encodeName(path);
    for (int attempt = 0; attempt < 10; ++attempt) {
        if (auto made = makeFolder(path); !made)
            return failure(made.error());
        const int descriptor = ::open(name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0)
            continue;
        PartFolder part(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
            return failure(ErrorKind::Locked,
                           QStringLiteral("Dataset %1 is being made by another process; wait for it.")
                               .arg(datasetFolder));
        if (isStillAt(descriptor, name))
            return part;
    }
    return failure(
        ErrorKind::Failed,
        QStringLiteral("The folder %1 cannot be opened. Check what it is and remove it.").arg(path));
}

PartFolder::PartFolder(PartFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

PartFolder::~PartFolder()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> PartFolder::begin(const QString& planSha256)
{
    const QString planPath = m_path + QStringLiteral("/plan");
    const auto earlier = readFile(planPath, 1024);
    if (!earlier || *earlier != planSha256.toLatin1()) {
        for (const QString& path : {data(), progress()})
            if (auto removed = removeTree(path); !removed)
                return removed;
        if (auto written = writeFile(planPath, planSha256.toLatin1()); !written)
            return written;
    }
    return makeFolder(data());
}

Result<void> PartFolder::publish(const QString& datasetFolder)
{
    if (auto synced = syncFolder(data()); !synced)
        return synced;
    return renameIntoPlace(data(), datasetFolder);
}

void PartFolder::remove() { QDir(m_path).removeRecursively(); }

} // namespace cartwright::dataset
