#pragma once

#include "core/base/result.h"

#include <utility>

namespace cartwright {

/// A file that somebody writes through a descriptor, for example a confined process: it grows beside its place, with mode
/// 0600, and gets its name when it is whole. One process at a time makes the same file; what a killed one left behind is
/// taken over and emptied. Movable, one thread.
class PartFile
{
public:
    /// Makes `.name.part` beside `path`, and its folder. Locked where another process is making it, Failed where it cannot
    /// be made.
    static Result<PartFile> create(const QString& path);
    /// Removes what is not finished.
    ~PartFile();
    PartFile(PartFile&& other) noexcept
        : m_path(std::move(other.m_path)), m_beside(std::move(other.m_beside)), m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    PartFile& operator=(PartFile&&) = delete;

    int descriptor() const { return m_descriptor; }
    const QString& pathBeside() const { return m_beside; }
    /// Syncs it and gives it its name, in place of an older file of that name. Failed where the disk does not do that.
    Result<void> finish();

private:
    PartFile(QString path, QString beside, int descriptor)
        : m_path(std::move(path)), m_beside(std::move(beside)), m_descriptor(descriptor)
    {
    }
    QString m_path;
    QString m_beside;
    int m_descriptor = -1;
};

} // namespace cartwright
