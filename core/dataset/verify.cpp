#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/check.h"
#include "core/dataset/manifest.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <set>

namespace cartwright::dataset {
namespace {

/// Files that are there but not listed, or that are no regular files; first by name.
Result<void> checkListing(const QString& folder, const Sums& sums)
{
    std::set<QString> missing;
    for (const auto& [path, sha256] : sums)
        missing.insert(path);
    std::set<QString> extra;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        const QString path = QDir(folder).relativeFilePath(info.filePath());
        if (info.isSymLink() || (!info.isFile() && !info.isDir()))
            return damaged(path, QStringLiteral("it is no regular file"));
        if (info.isFile() && missing.erase(path) == 0 && path != QLatin1String(sumsFile))
            extra.insert(path);
    }
    if (!missing.empty())
        return damaged(*missing.begin(), QStringLiteral("it is missing"));
    if (!extra.empty())
        return damaged(*extra.begin(), QStringLiteral("SHA256SUMS does not list it"));
    return {};
}

Result<void> checkHashes(const QString& folder, const Sums& sums, const Cancellation& cancel)
{
    for (const auto& [path, sha256] : sums) {
        const auto found =
            sha256OfFile(folder + QLatin1Char('/') + path, [&] { return cancel.isCancelled(); });
        if (!found)
            return failure(found.error());
        if (*found != sha256)
            return damaged(path, QStringLiteral("its content has changed"));
    }
    return {};
}

Result<CocoFiles> readCoco(const QString& folder)
{
    CocoFiles files;
    for (const Split split : allSplits) {
        const QString path = annotationFileOf(split);
        constexpr std::int64_t limit = std::int64_t{1} << 31;
        const auto bytes = readFile(folder + QLatin1Char('/') + path, limit);
        if (!bytes)
            return damaged(path, QStringLiteral("it cannot be read"), bytes.error().sentence);
        const auto object = parseJsonObject(*bytes, path, {.bytes = limit});
        if (!object)
            return damaged(path, QStringLiteral("it is no JSON object"), object.error().sentence);
        files[placeOf(split)] = *object;
    }
    return files;
}

Result<void> checkManifest(const QJsonObject& manifest, const CocoFiles& files, const Sums& sums)
{
    const QString path = QLatin1String(manifestFile);
    if (manifest.value(QStringLiteral("content_sha256")).toString() != contentHashOf(sums))
        return damaged(path, QStringLiteral("its content hash is not that of the files"));
    const QJsonObject counts = countsOf(files);
    if (manifest.value(QStringLiteral("counts")).toObject() != counts)
        return damaged(path, QStringLiteral("its counts are not those of the annotations"));
    if (manifest.value(QStringLiteral("labels")).toArray().size() !=
        counts.value(QStringLiteral("labels")).toInteger())
        return damaged(path, QStringLiteral("its labels are not those of the annotations"));
    return {};
}

} // namespace

tl::unexpected<Error> damaged(const QString& path, const QString& why, const QString& details)
{
    return failure(ErrorKind::Integrity,
                   QStringLiteral("The dataset is damaged at %1: %2. Get it again, or make a new version.")
                       .arg(path, why),
                   details);
}

Result<Verified> verifyDataset(const QString& folder, const Cancellation& cancel)
{
    const auto manifest = readManifest(folder);
    if (!manifest)
        return failure(manifest.error());
    const auto sumsText =
        readFile(folder + QLatin1Char('/') + QLatin1String(sumsFile), std::int64_t{1} << 31);
    if (!sumsText)
        return damaged(QLatin1String(sumsFile), QStringLiteral("it cannot be read"),
                       sumsText.error().sentence);
    const auto sums = sumsFromText(*sumsText);
    if (!sums)
        return failure(sums.error());
    if (auto checked = checkListing(folder, *sums); !checked)
        return failure(checked.error());
    if (auto checked = checkHashes(folder, *sums, cancel); !checked)
        return failure(checked.error());
    const auto files = readCoco(folder);
    if (!files)
        return failure(files.error());
    const auto notes = checkCoco(*files, *sums);
    if (!notes)
        return failure(notes.error());
    if (auto checked = checkManifest(*manifest, *files, *sums); !checked)
        return failure(checked.error());
    const QJsonObject counts = manifest->value(QStringLiteral("counts")).toObject();
    return Verified{.files = static_cast<int>(sums->size()),
                    .labels = counts.value(QStringLiteral("labels")).toInt(),
                    .frames = counts.value(QStringLiteral("frames")).toInt(),
                    .categories = counts.value(QStringLiteral("categories")).toInt(),
                    .contentHash = sha256Of(*sumsText),
                    .notes = *notes};
}

} // namespace cartwright::dataset
