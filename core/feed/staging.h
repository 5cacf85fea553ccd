#pragma once

// Internal to feed: how a bundle's files get into the media folder as a whole or not at all.

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QString>

#include <memory>

namespace cartwright::feed {

/// An exclusive hold on a folder (flock on the folder itself), given back when it ends, however the process ends.
class FolderLock
{
public:
    /// Waits until the lock is free, for at most `waitMs`. Locked where it is not; Failed where the folder cannot be opened,
    /// also where it is absent; Cancelled on request.
    static Result<FolderLock> take(const QString& folder, int waitMs, const Cancellation& cancel = {});
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;

private:
    explicit FolderLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

/// A folder `.ingest-…` in the media folder for one ingest. It is removed with everything in it at the end; one that a
/// killed process left is removed by the next `begin`.
class Staging
{
public:
    static Result<std::unique_ptr<Staging>> begin(const QString& mediaFolder, const Cancellation& cancel);
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    QString scratchFolder() const { return m_folder + QStringLiteral("/unpacked"); }
    /// Files copied here appear in the media folder together, by `publish`.
    QString filesFolder() const { return m_folder + QStringLiteral("/files"); }

    /// Renames the files folder to `target`, a path in the media folder. A folder that stands there already is one that no
    /// row of the database names, left by a killed ingest; it is taken away. The caller holds the media folder's lock.
    Result<void> publish(const QString& target);

private:
    Staging(QString mediaFolder, QString folder, FolderLock lock);
    QString m_mediaFolder;
    QString m_folder;
    FolderLock m_lock;
};

} // namespace cartwright::feed
