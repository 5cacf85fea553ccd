#pragma once

#include "core/base/held_folder.h"

#include <optional>

namespace cartwright::dataset {

/// The folder `.<name>.part` beside a dataset folder, in which it grows. Held by one process at a time; a
/// killed process lets go of it. Movable, one thread.
///
///     plan       the hash of the plan that is being worked on
///     progress/  records of finished images
///     data/      what becomes the dataset folder
class PartFolder
{
public:
    /// Makes the folder, or takes over one that was left behind. Locked where another process holds it.
    static Result<PartFolder> take(const QString& datasetFolder);
    /// Only takes over; nothing where none was left behind or another process holds it.
    static std::optional<PartFolder> takeLeftOver(const QString& datasetFolder);

    QString data() const { return m_held.path() + QStringLiteral("/data"); }
    QString progress() const { return m_held.path() + QStringLiteral("/progress"); }

    /// Keeps what lies here where it is of the same plan, and empties the folder otherwise.
    Result<void> begin(const QString& planSha256);
    /// Syncs the data and renames it to `datasetFolder`, which must not exist.
    Result<void> publish(const QString& datasetFolder);
    /// Removes the folder with all that is left in it.
    void remove() { m_held.remove(); }

private:
    explicit PartFolder(HeldFolder held) : m_held(std::move(held)) {}
    HeldFolder m_held;
};

} // namespace cartwright::dataset
