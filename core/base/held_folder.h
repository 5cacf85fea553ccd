#pragma once

#include "core/base/result.h"

namespace cartwright {

/// A folder in which something grows until it is renamed to its place, held by one process at a time; a killed process
/// lets go of it. Movable, one thread.
class HeldFolder
{
public:
    /// The usual place: `.<name>.part` beside `path`.
    static QString pathBeside(const QString& path);

    /// Makes the folder (mode 0700), or takes over one that was left behind with what is in it. Locked where another
    /// process holds it, Failed where it cannot be made.
    static Result<HeldFolder> take(const QString& path);
    ~HeldFolder();
    HeldFolder(HeldFolder&& other) noexcept;
    HeldFolder& operator=(HeldFolder&&) = delete;

    const QString& path() const { return m_path; }
    /// Empties it. Failed where something in it cannot be removed.
    Result<void> clear();
    /// Removes it with all that is left in it.
    void remove();

private:
    HeldFolder(QString path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}
    QString m_path;
    int m_descriptor = -1;
};

} // namespace cartwright
