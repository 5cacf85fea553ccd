#include "core/dataset/dataset.h"

#include "core/base/json.h"
#include "core/dataset/assembly.h"
#include "core/dataset/leaks.h"
#include "core/dataset/manifest.h"
#include "core/dataset/part_folder.h"

#include <QDir>
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
    for (const auto& out : manifest.value(QStringLiteral("left_out")).toArray()) {
        const QString why = out[QStringLiteral("why")].toString();
        created.notExported += why == nameOf(WhyLeftOut::ClipMissing) || why == nameOf(WhyLeftOut::ClipChanged) ? 1 : 0;
    }
    created.withdrawn = static_cast<int>(manifest.value(QStringLiteral("withdrawn")).toArray().size());
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

tl::unexpected<Error> noUsableLabel(const std::vector<LeftOut>& leftOut, const Plan& plan)
{
    return failure(ErrorKind::NotFound, QStringLiteral("No label can be used, so there is no dataset. %1")
                                            .arg(notesOf(leftOut, plan).join(QLatin1Char(' '))));
}

/// Leaves out the labels of one picture.
void leaveOut(const PlannedImage& image, WhyLeftOut why, std::vector<LeftOut>& leftOut)
{
    for (const PlacedLabel& placed : image.labels)
        leftOut.push_back({placed.place, why});
}

/// Takes the images that cannot be used or look alike out of both lists.
void weedOut(const Plan& plan, std::vector<PlannedImage>& images, std::vector<ExtractedImage>& extracted, std::vector<LeftOut>& leftOut)
{
    for (std::size_t place = 0; place < images.size(); ++place)
        if (extracted[place].damaged)
            leaveOut(images[place], WhyLeftOut::DamagedFrame, leftOut);
    if (plan.options.nearDuplicates == NearDuplicates::Keep)
        return;
    for (const std::size_t place : nearDuplicates(images, extracted, plan)) {
        leaveOut(images[place], WhyLeftOut::NearDuplicate, leftOut);
        extracted[place].damaged = true; // so that nothing names it any more
    }
}

/// Sequences are numbered without gaps, so pictures whose names hold numbers move up where some were left out.
Result<void> closeGaps(const Format& format, std::vector<PlannedImage>& images, std::vector<ExtractedImage>& extracted, const QString& folder)
{
    std::vector<PlannedImage> left;
    std::vector<ExtractedImage> made;
    for (std::size_t place = 0; place < images.size(); ++place)
        if (!extracted[place].damaged) {
            left.push_back(std::move(images[place]));
            made.push_back(std::move(extracted[place]));
        }
    std::vector<QString> before;
    for (const PlannedImage& image : left)
        before.push_back(image.file);
    placePictures(left, format);
    for (std::size_t place = 0; place < left.size(); ++place) {
        const QString from = folder + QLatin1Char('/') + before[place], to = folder + QLatin1Char('/') + left[place].file;
        // Forward, so the place that one moves to has been left before.
        if (from != to && (QFile::remove(to), !QFile::rename(from, to)))
            return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be renamed. Check the folder's permissions and run the same again.").arg(from));
    }
    images = std::move(left);
    extracted = std::move(made);
    return {};
}

/// Makes the version inside its working folder.
Result<Created> make(const Plan& plan, const Format& format, FramePlan frames, const PartFolder& part, const Cancellation& cancel,
                     const Progress& progress)
{
    const ExtractionOptions options{plan.options.jpegQuality, plan.options.people, plan.options.clear};
    auto extracted = extractImages(frames.images, options, {part.data(), part.progress()}, cancel, progress);
    if (!extracted)
        return failure(extracted.error());
    weedOut(plan, frames.images, *extracted, frames.leftOut);
    if (auto closed = closeGaps(format, frames.images, *extracted, part.data()); !closed)
        return failure(closed.error());
    if (frames.images.empty())
        return noUsableLabel(frames.leftOut, plan);
    const auto assembled = assemble(plan, frames.images, *extracted, frames.leftOut, part.data());
    if (!assembled)
        return failure(assembled.error());
    Created created = createdFrom(assembled->manifest);
    created.contentHash = assembled->contentHash;
    return created;
}

} // namespace

Result<Created> createDataset(const QString& folder, std::vector<Selected> labels, const std::map<Gtin, QString>& productNames,
                              const store::MediaPlaces& media, const CreateOptions& options, const Cancellation& cancel,
                              const Progress& progress)
{
    const auto plan = makePlan(std::move(labels), productNames, options);
    if (!plan)
        return failure(plan.error());
    const auto format = formatOf(options.format);
    const QString target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (folder.isEmpty() || QFileInfo(target).fileName().isEmpty())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("\"%1\" is no folder for a dataset.").arg(folder));
    if (QFileInfo::exists(target))
        return compareExisting(target, *plan, cancel);
    auto frames = planFrames(*plan, media, cancel);
    if (!frames)
        return failure(frames.error());
    if (frames->images.empty())
        return noUsableLabel(frames->leftOut, *plan);
    placePictures(frames->images, **format);
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
    auto created = make(*plan, **format, std::move(*frames), *part, cancel, progress);
    if (!created)
        return created;
    if (auto published = part->publish(target); !published)
        return failure(published.error());
    part->remove();
    return created;
}

} // namespace cartwright::dataset
