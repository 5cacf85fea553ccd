#include "core/dataset/dataset.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/manifest.h"
#include "core/dataset/part_folder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace cartwright::dataset {
namespace {

Created createdFrom(const QJsonObject& manifest)
{
    const QJsonObject counts = manifest.value(QStringLiteral("counts")).toObject();
    Created created;
    created.labels = counts.value(QStringLiteral("labels")).toInt();
    created.frames = counts.value(QStringLiteral("frames")).toInt();
    created.categories = counts.value(QStringLiteral("categories")).toInt();
    for (const auto& note : manifest.value(QStringLiteral("notes")).toArray())
        created.notes.append(note.toString());
    return created;
}

/// The answer where the folder is there already: done before, or not ours to change.
Result<Created> compareExisting(const QString& folder, const Plan& plan, const Cancellation& cancel)
{
    const auto manifest = readManifest(folder);
    if (!manifest && manifest.error().kind == ErrorKind::Integrity)
        return failure(manifest.error());
    if (!manifest)
        return failure(
            ErrorKind::Refused,
            QStringLiteral("%1 exists already and is no dataset. Name a folder that does not exist.")
                .arg(folder));
    if (manifest->value(QStringLiteral("plan_sha256")).toString() != plan.sha256)
        return failure(
            ErrorKind::Refused,
            QStringLiteral("%1 holds a dataset of other labels or options, and a dataset is never changed. "
                           "Name a new folder for this version.")
                .arg(folder));
    const auto verified = verifyDataset(folder, cancel);
    if (!verified)
        return failure(verified.error());
    // A run that was killed after the renaming left its working folder; one that is held is not touched.
    if (auto part = PartFolder::takeLeftOver(folder))
        part->remove();
    Created created = createdFrom(*manifest);
    created.contentHash = verified->contentHash;
    created.already = true;
    return created;
}

/// Takes away what a killed run left behind and no list names.
Result<void> removeStrays(const QString& folder, const Sums& sums)
{
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        const bool isFolder = info.isDir() && !info.isSymLink();
        if (!isFolder && !sums.contains(QDir(folder).relativeFilePath(info.filePath())) &&
            !QFile::remove(info.filePath()))
            return failure(ErrorKind::Failed,
                           QStringLiteral("%1 of an earlier run cannot be removed.").arg(info.filePath()));
    }
    return {};
}

/// Writes one file of the dataset and notes its hash.
Result<void> put(const QString& folder, const QString& path, const QByteArray& bytes, Sums& sums)
{
    const QString full = folder + QLatin1Char('/') + path;
    if (auto made = makeFolder(QFileInfo(full).path()); !made)
        return made;
    sums[path] = sha256Of(bytes);
    return writeFile(full, bytes);
}

struct Extracted
{
    std::vector<PlannedImage> images;
    std::vector<ExtractedImage> files;
    std::vector<LeftOut> leftOut;
};

tl::unexpected<Error> noUsableLabel(const std::vector<LeftOut>& leftOut)
{
    return failure(ErrorKind::NotFound, QStringLiteral("No label can be used, so there is no dataset. %1")
                                            .arg(notesOf(leftOut).join(QLatin1Char(' '))));
}

Result<Extracted> extract(const Plan& plan, FramePlan frames, const PartFolder& part,
                          const Cancellation& cancel, const Progress& progress)
{
    auto files = extractImages(frames.images, plan.options.jpegQuality, {part.data(), part.progress()},
                               cancel, progress);
    if (!files)
        return failure(files.error());
    Extracted extracted{std::move(frames.images), std::move(*files), std::move(frames.leftOut)};
    bool usable = false;
    for (std::size_t place = 0; place < extracted.images.size(); ++place) {
        usable = usable || !extracted.files[place].damaged;
        if (extracted.files[place].damaged)
            for (const PlacedLabel& placed : extracted.images[place].labels)
                extracted.leftOut.push_back({placed.place, WhyLeftOut::DamagedFrame});
    }
    if (!usable)
        return noUsableLabel(extracted.leftOut);
    return extracted;
}

/// Writes all files beside the images; SHA256SUMS comes last.
Result<Created> writeDescriptions(const Plan& plan, const Extracted& extracted, const QString& folder)
{
    Sums sums;
    for (std::size_t place = 0; place < extracted.images.size(); ++place)
        if (!extracted.files[place].damaged)
            sums[extracted.images[place].file] = extracted.files[place].sha256;
    if (auto removed = removeStrays(folder, sums); !removed)
        return failure(removed.error());
    const CocoFiles files = cocoOf(plan, extracted.images, extracted.files);
    for (const Split split : allSplits)
        if (auto written = put(folder, annotationFileOf(split), toJsonLine(files[placeOf(split)]), sums);
            !written)
            return failure(written.error());
    const QByteArray card = cardOf(plan, countsOf(files), notesOf(extracted.leftOut));
    if (auto written = put(folder, QLatin1String(cardFile), card, sums); !written)
        return failure(written.error());
    const QJsonObject manifest = manifestOf(plan, files, extracted.leftOut, sums);
    if (auto written = put(folder, QLatin1String(manifestFile), toJsonText(manifest), sums); !written)
        return failure(written.error());
    const QByteArray text = toText(sums);
    if (auto written = writeFile(folder + QLatin1Char('/') + QLatin1String(sumsFile), text); !written)
        return failure(written.error());
    Created created = createdFrom(manifest);
    created.contentHash = sha256Of(text);
    return created;
}

} // namespace

Result<Created> createDataset(const QString& folder, std::vector<Label> labels,
                              const std::map<Gtin, QString>& productNames, const QString& mediaFolder,
                              const CreateOptions& options, const Cancellation& cancel,
                              const Progress& progress)
{
    const auto plan = makePlan(std::move(labels), productNames, options);
    if (!plan)
        return failure(plan.error());
    const QString target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (folder.isEmpty() || QFileInfo(target).fileName().isEmpty())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("\"%1\" is no folder for a dataset.").arg(folder));
    if (QFileInfo::exists(target))
        return compareExisting(target, *plan, cancel);
    auto frames = planFrames(*plan, mediaFolder, cancel);
    if (!frames)
        return failure(frames.error());
    if (frames->images.empty())
        return noUsableLabel(frames->leftOut);
    auto part = PartFolder::take(target);
    if (!part)
        return failure(part.error());
    // Looked at again under the lock: another process may have finished meanwhile.
    if (QFileInfo::exists(target)) {
        part->remove();
        return compareExisting(target, *plan, cancel);
    }
    if (auto begun = part->begin(plan->sha256); !begun)
        return failure(begun.error());
    const auto extracted = extract(*plan, std::move(*frames), *part, cancel, progress);
    if (!extracted)
        return failure(extracted.error());
    auto created = writeDescriptions(*plan, *extracted, part->data());
    if (!created)
        return created;
    if (auto published = part->publish(target); !published)
        return failure(published.error());
    part->remove();
    return created;
}

} // namespace cartwright::dataset
