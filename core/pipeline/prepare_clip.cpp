#include "core/pipeline/prepare_clip.h"

#include "core/base/part_file.h"
#include "core/base/safe_file.h"
#include "core/vision/confined_jobs.h"

#include <QFileInfo>

namespace cartwright::pipeline {
namespace {

using Part = store::ReviewCopy::Part;

std::vector<vision::ClearArea> binsOf(const Store& store, const QString& cameraId)
{
    std::vector<vision::ClearArea> areas;
    for (const Bin& bin : store.bins)
        for (const BinView& view : bin.views)
            if (view.cameraId == cameraId)
                areas.push_back(view.polygon);
    return areas;
}

/// "store/sale/r1/clips/left.mp4" has its copies in "store/sale/r1/copies/".
QString copyName(const CopyTask& task)
{
    return QStringLiteral("%1/copies/%2-%3.mp4")
        .arg(task.clip.file.section(QLatin1Char('/'), 0, 2))
        .arg(task.position + 1, 2, 10, QLatin1Char('0'))
        .arg(task.part == Part::Whole ? QStringLiteral("whole") : QStringLiteral("decisive"));
}

struct Opened
{
    std::unique_ptr<media::ConfinedDecoder> decoder;
    media::ClipIndex index;
};

Result<Opened> openClip(const ClipLocation& clip, int output, const CopySettings& settings, const Cancellation& cancel)
{
    media::ConfinedOptions options;
    options.output = output;
    options.cancel = cancel;
    options.preparation = vision::preparationFor(settings.people);
    auto decoder = media::ConfinedDecoder::open(clip, options);
    if (!decoder)
        return failure(decoder.error());
    auto index = media::loadOrMakeIndex(clip, **decoder);
    if (!index)
        return failure(index.error());
    return Opened{std::move(*decoder), std::move(*index)};
}

} // namespace

Result<store::ReviewCopy> makeReviewCopy(const store::Workspace& workspace, const Store& store, const CopyTask& task,
                                         const CopySettings& settings, const Cancellation& cancel)
{
    store::ReviewCopy copy;
    copy.position = task.position;
    copy.part = task.part;
    // What is wrong with the clip is a fact about it; stopping, a bad line and the disk are not the clip's fault.
    const auto give = [&](const Error& error) -> Result<store::ReviewCopy> {
        if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Unreachable)
            return failure(error);
        copy.trouble = error.sentence;
        return copy;
    };
    const QString name = copyName(task);
    const QString path = workspace.mediaFolder() + QLatin1Char('/') + name;
    auto file = PartFile::create(path);
    if (!file)
        return failure(file.error());
    const auto places = workspace.mediaPlaces();
    if (!places)
        return failure(places.error());
    auto opened = openClip(places->locate(task.clip.file), file->descriptor(), settings, cancel);
    if (!opened)
        return give(opened.error());
    copy.clipStart = opened->index.firstTimestamp();
    copy.originalWidth = opened->index.info.width;
    copy.originalHeight = opened->index.info.height;
    media::CopyOptions options = settings.copy;
    options.from = task.from;
    options.until = task.until;
    const auto made =
        vision::writeReviewCopyConfined(*opened->decoder, opened->index, options, binsOf(store, task.clip.cameraId));
    if (!made)
        return give(made.error());
    opened->decoder.reset();
    auto sha256 = sha256OfFile(file->pathBeside(), [&] { return cancel.isCancelled(); });
    if (!sha256)
        return failure(sha256.error());
    if (auto saved = writeFile(path + QStringLiteral(".index"), media::toBytes(made->outcome.index)); !saved)
        return failure(saved.error());
    if (auto saved = writeFile(media::maskTrackPath(path), media::toBytes(made->outcome.masks)); !saved)
        return failure(saved.error());
    if (auto finished = file->finish(); !finished)
        return failure(finished.error());
    copy.file = name;
    copy.sha256 = *sha256;
    copy.bytes = QFileInfo(path).size();
    copy.masking = made->masking;
    copy.trouble = made->trouble;
    copy.frames = static_cast<std::int64_t>(made->outcome.frames);
    copy.maskedFrames = static_cast<std::int64_t>(made->outcome.maskedFrames);
    copy.maskedShare = made->outcome.maskedShare;
    return copy;
}

} // namespace cartwright::pipeline
