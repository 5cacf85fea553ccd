#include "core/feed/staging.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace cartwright::feed {
namespace {

constexpr int retryMs = 20;
constexpr int mediaWaitMs = 60'000;

QString prefix() { return QStringLiteral(".ingest-"); }

/// Removes what killed ingests left: staging folders that nobody holds.
void sweep(const QString& mediaFolder)
{
    const QDir media(mediaFolder);
    for (const auto& name : media.entryList({prefix() + QLatin1Char('*')}, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks)) {
        const QString path = media.filePath(name);
        if (const auto lock = FolderLock::take(path, 0))
            QDir(path).removeRecursively();
    }
}

} // namespace

Result<FolderLock> FolderLock::take(const QString& folder, int waitMs, const Cancellation& cancel)
{
    FolderLock lock(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.m_fd < 0)
        return failure(ErrorKind::Failed,
                       QStringLiteral("%1 cannot be opened: %2.").arg(folder, QString::fromLocal8Bit(std::strerror(errno))));
    for (int waited = 0; ::flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0; waited += retryMs) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be locked: %2.")
                                                  .arg(folder, QString::fromLocal8Bit(std::strerror(errno))));
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Waiting for %1 was stopped.").arg(folder));
        if (waited >= waitMs)
            return failure(ErrorKind::Locked, QStringLiteral("Another process works on %1; try again when it has ended.")
                                                  .arg(folder));
        std::this_thread::sleep_for(std::chrono::milliseconds(retryMs));
    }
    return lock;
}

FolderLock::~FolderLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

Staging::Staging(QString mediaFolder, QString folder, FolderLock lock)
    : m_mediaFolder(std::move(mediaFolder)), m_folder(std::move(folder)), m_lock(std::move(lock))
{
}

Staging::~Staging() { QDir(m_folder).removeRecursively(); }

Result<std::unique_ptr<Staging>> Staging::begin(const QString& mediaFolder, const Cancellation& cancel)
{
    // Under the media folder's lock nobody can take a folder that was just made for one that was left.
    const auto mediaLock = FolderLock::take(mediaFolder, mediaWaitMs, cancel);
    if (!mediaLock)
        return failure(mediaLock.error());
    sweep(mediaFolder);
    const QString folder =
        mediaFolder + QLatin1Char('/') + prefix() + QUuid::createUuid().toString(QUuid::Id128);
    if (auto made = makeFolder(folder); !made)
        return failure(made.error());
    auto lock = FolderLock::take(folder, 0);
    if (!lock)
        return failure(lock.error());
    std::unique_ptr<Staging> staging(new Staging(mediaFolder, folder, std::move(*lock)));
    if (auto made = makeFolder(staging->filesFolder()); !made)
        return failure(made.error());
    return staging;
}

Result<void> Staging::publish(const QString& target)
{
    if (auto synced = syncFolder(filesFolder()); !synced)
        return synced;
    if (auto made = makeFolder(QFileInfo(target).path()); !made)
        return made;
    if (QFileInfo::exists(target))
        if (auto away = renameIntoPlace(target, m_folder + QStringLiteral("/orphan")); !away)
            return away;
    return renameIntoPlace(filesFolder(), target);
}

} // namespace cartwright::feed
