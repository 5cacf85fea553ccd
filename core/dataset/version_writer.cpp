#include "core/dataset/version_writer.h"

#include "core/base/json.h"
#include "core/dataset/counts.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/manifest.h"
#include "core/dataset/plots.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace cartwright::dataset {
namespace {

/// Takes away files that `sums` does not list, and folders that are empty then.
Result<void> removeStrays(const QString& folder, const Sums& sums)
{
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    QStringList folders;
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        const bool isFolder = info.isDir() && !info.isSymLink();
        if (isFolder)
            folders.prepend(info.filePath());
        else if (!sums.contains(QDir(folder).relativeFilePath(info.filePath())) && !QFile::remove(info.filePath()))
            return failure(ErrorKind::Failed, QStringLiteral("%1 of an earlier run cannot be removed.").arg(info.filePath()));
    }
    folders.sort();
    for (auto one = folders.rbegin(); one != folders.rend(); ++one)
        QDir().rmdir(*one); // only where nothing is left in it
    return {};
}

} // namespace

Result<WrittenVersion> writeVersion(const QString& folder, const Format& format, const Header& header, const Samples& samples,
                                    const VersionParts& parts)
{
    Sums sums = parts.pictureSums;
    OutFolder out(folder, sums);
    if (auto written = writeLabels(out, QLatin1String(labelsFile), header, samples); !written)
        return failure(written.error());
    // From here on the pictures are read back from the file, one at a time.
    const auto labels = openLabels(out.pathOf(QLatin1String(labelsFile)));
    if (!labels)
        return failure(labels.error());
    if (auto formatted = format.write(out, labels->header, labels->samples, parts.pictures); !formatted)
        return failure(formatted.error());
    const auto counts = countsOf(labels->header, labels->samples);
    if (!counts)
        return failure(counts.error());
    for (const auto& [path, bytes] : {std::pair(QLatin1String(cardFile), cardText(parts.facts, *counts, format)),
                                      std::pair(QLatin1String(cardJsonFile), cardJson(parts.facts, *counts, format))})
        if (auto put = out.put(path, bytes); !put)
            return failure(put.error());
    if (auto drawn = writePlots(out, *counts); !drawn)
        return failure(drawn.error());
    WrittenVersion version{parts.manifest, {}};
    version.manifest.insert(QStringLiteral("counts"), *counts);
    version.manifest.insert(QStringLiteral("content_sha256"), contentHashOf(sums));
    if (auto put = out.put(QLatin1String(manifestFile), toJsonText(version.manifest)); !put)
        return failure(put.error());
    if (auto removed = removeStrays(folder, sums); !removed)
        return failure(removed.error());
    auto hash = writeUnsynced(out.pathOf(QLatin1String(sumsFile)), toText(sums));
    if (!hash)
        return failure(hash.error());
    version.contentHash = std::move(*hash);
    return version;
}

} // namespace cartwright::dataset
