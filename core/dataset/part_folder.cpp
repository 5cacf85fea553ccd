#include "core/dataset/part_folder.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>

namespace cartwright::dataset {
namespace {

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
    if (!QFileInfo::exists(HeldFolder::pathBeside(datasetFolder)))
        return std::nullopt;
    auto part = take(datasetFolder);
    return part ? std::optional(std::move(*part)) : std::nullopt;
}

Result<PartFolder> PartFolder::take(const QString& datasetFolder)
{
    auto held = HeldFolder::take(HeldFolder::pathBeside(datasetFolder));
    if (held)
        return PartFolder(std::move(*held));
    if (held.error().kind == ErrorKind::Locked)
        return failure(ErrorKind::Locked,
                       QStringLiteral("Dataset %1 is being made by another process; wait for it.")
                           .arg(datasetFolder));
    return failure(held.error());
}

Result<void> PartFolder::begin(const QString& planSha256)
{
    const QString planPath = m_held.path() + QStringLiteral("/plan");
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

} // namespace cartwright::dataset
