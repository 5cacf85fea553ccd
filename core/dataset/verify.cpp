#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/check.h"
#include "core/dataset/counts.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/leaks.h"
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

/// What all formats share: labels.jsonl agrees with itself, with the listed pictures and with the manifest, and nothing leaks.
Result<void> checkLabels(const LabelsReader& labels, const QJsonObject& manifest, const Format& format, const Sums& sums)
{
    std::set<QString> named;
    const auto walked = labels.samples([&](const Sample& sample) -> Result<void> {
        if (!named.insert(sample.file).second || (!format.packsPictures() && !sums.contains(sample.file)))
            return damaged(QLatin1String(labelsFile), QStringLiteral("%1 is named twice or not there").arg(sample.file));
        for (const Mark& mark : sample.marks) {
            constexpr double slack = 1e-6; // x + width may miss the border by the last bit
            const Box& box = mark.box;
            if (!(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0) || box.x + box.width > sample.width + slack ||
                box.y + box.height > sample.height + slack)
                return damaged(QLatin1String(labelsFile), QStringLiteral("a box on %1 lies outside its picture").arg(sample.file));
        }
        return {};
    });
    if (!walked)
        return walked.error().kind == ErrorKind::Refused ? damaged(QLatin1String(labelsFile), QStringLiteral("it cannot be read"), walked.error().sentence) : walked;
    const bool thinned = manifest.value(QStringLiteral("options"))[QStringLiteral("near_duplicates")].toString() == QLatin1String("thin");
    if (auto leaks = checkLeaks(labels.samples, thinned); !leaks)
        return leaks;
    const QString path = QLatin1String(manifestFile);
    if (manifest.value(QStringLiteral("content_sha256")).toString() != contentHashOf(sums))
        return damaged(path, QStringLiteral("its content hash is not that of the files"));
    const auto counts = countsOf(labels.header, labels.samples);
    if (!counts)
        return failure(counts.error());
    if (manifest.value(QStringLiteral("counts")).toObject() != *counts)
        return damaged(path, QStringLiteral("its counts are not those of the labels"));
    return {};
}

/// The format's own files, read as anybody would read them, say the same boxes.
Result<void> checkFormat(const QString& folder, const Format& format, const QJsonObject& counts)
{
    ReadNotes notes;
    const auto read = format.read(folder, notes);
    if (!read)
        return damaged(format.word(), QStringLiteral("its files cannot be read"), read.error().sentence);
    if (!notes.isEmpty())
        return damaged(format.word(), notes.sentences().first());
    qint64 labels = 0;
    std::map<QString, qint64> bySubset;
    for (const Sample& sample : read->samples) {
        labels += static_cast<qint64>(sample.marks.size());
        bySubset[sample.subset] += static_cast<qint64>(sample.marks.size());
    }
    if (labels != counts.value(QStringLiteral("labels")).toInteger())
        return damaged(format.word(), QStringLiteral("its files hold %1 labels, and the version %2").arg(labels).arg(counts.value(QStringLiteral("labels")).toInteger()));
    for (const auto& [subset, own] : bySubset)
        if (counts.value(QStringLiteral("splits"))[subset][QStringLiteral("labels")].toInteger() != own)
            return damaged(format.word(), QStringLiteral("its files hold %1 labels in %2, and the version others").arg(own).arg(subset));
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
    const auto format = formatOf(manifest->value(QStringLiteral("format")).toString());
    if (!format)
        return damaged(QLatin1String(manifestFile), QStringLiteral("it names a format that is not known"));
    const auto labels = openLabels(folder + QLatin1Char('/') + QLatin1String(labelsFile), cancel);
    if (!labels)
        return damaged(QLatin1String(labelsFile), QStringLiteral("it cannot be read"), labels.error().sentence);
    const bool isCoco = (*format)->word() == QLatin1String("coco");
    const auto files = isCoco ? readCoco(folder) : Result<CocoFiles>();
    if (!files)
        return failure(files.error());
    const auto notes = isCoco ? checkCoco(*files, *sums) : Result<QStringList>();
    if (!notes)
        return failure(notes.error());
    if (auto checked = checkLabels(*labels, *manifest, **format, *sums); !checked)
        return failure(checked.error());
    if (auto checked = checkFormat(folder, **format, manifest->value(QStringLiteral("counts")).toObject()); !checked)
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
