#include "ui/bridge/opened_case.h"

#include "core/base/safe_file.h"
#include "core/feed/series.h"
#include "core/media/original.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace cartwright::ui {

namespace {

void placeOnClock(CameraTrack& track, UtcMicroseconds from, media::ClipIndex index)
{
    track.trouble = index.damage;
    track.from = from;
    track.until = track.from;
    track.index = std::make_shared<const media::ClipIndex>(std::move(index));
    if (!track.isPlayable())
        return;
    track.until = track.toSale(track.index->endTimestamp());
    for (const media::Gap& gap : track.index->gaps) {
        const auto& frames = track.index->frames;
        const bool isDamage = std::any_of(frames.begin(), frames.end(), [&](const media::IndexedFrame& frame) {
            return frame.damaged && frame.timestamp >= gap.from && frame.timestamp < gap.until;
        });
        (isDamage ? track.damaged : track.gaps).emplace_back(track.toSale(gap.from), track.toSale(gap.until));
    }
}

/// The whole clip's copy where it is there, else its decisive seconds; null where there is neither.
const store::ReviewCopy* copyOf(const std::vector<store::ReviewCopy>& copies, std::size_t position)
{
    const store::ReviewCopy* best = nullptr;
    for (const store::ReviewCopy& copy : copies)
        if (copy.position == position && !copy.file.isEmpty() && (!best || copy.part == store::ReviewCopy::Part::Whole))
            best = &copy;
    return best;
}

QString whyMissing(const std::vector<store::ReviewCopy>& copies, std::size_t position)
{
    for (const store::ReviewCopy& copy : copies)
        if (copy.position == position && copy.file.isEmpty() && copy.part == store::ReviewCopy::Part::Whole)
            return QObject::tr("This clip has no review copy: %1").arg(copy.trouble);
    return QObject::tr("The review copy of this clip is not made yet. \"cartwright-cli prepare\" makes it.");
}

Result<media::ClipIndex> indexOf(const ClipLocation& copy)
{
    if (copy.isRemote())
        return media::loadOrMakeIndex(copy);
    const QString& copyPath = copy.path;
    const auto bytes = readFile(copyPath + QStringLiteral(".index"));
    if (!bytes)
        return failure(bytes.error());
    auto index = media::clipIndexFromBytes(*bytes);
    if (index && index->fileBytes != QFileInfo(copyPath).size())
        return failure(ErrorKind::Integrity,
                       QObject::tr("The review copy %1 is missing or has changed. \"cartwright-cli prepare\" with the sale and "
                                   "--again makes it anew.")
                           .arg(copyPath));
    return index;
}

/// Spans in which the analysis could see nothing, because the camera was covered or it was dark, are gaps of the evidence too.
void addUnseenSpans(CameraTrack& track, const store::Prediction& prediction)
{
    if (!track.isPlayable())
        return;
    for (const store::ClipState& clip : prediction.clips) {
        if (clip.cameraId != track.cameraId)
            continue;
        for (const auto& [from, until] : clip.gaps)
            if (const auto span = std::pair(track.toSale(from), track.toSale(until));
                std::find(track.gaps.begin(), track.gaps.end(), span) == track.gaps.end())
                track.gaps.push_back(span);
    }
}

CameraTrack trackOf(const review::ReviewCase& reviewCase, const std::vector<store::ReviewCopy>& copies, std::size_t position)
{
    const Clip& clip = reviewCase.sale.clips[position];
    CameraTrack track;
    track.cameraId = clip.cameraId;
    track.name = clip.cameraId;
    track.zone = QTimeZone(reviewCase.store.timeZone.toUtf8());
    for (const Camera& camera : reviewCase.store.cameras) {
        if (camera.cameraId != clip.cameraId)
            continue;
        track.name = camera.name.isEmpty() ? camera.cameraId : camera.name;
        track.width = camera.width;
        track.height = camera.height;
    }
    track.from = track.until = track.originalFrom = clip.startsAt + clip.clockOffset;
    track.original = reviewCase.media.locate(clip.file);
    const store::ReviewCopy* copy = copyOf(copies, position);
    if (!copy) {
        track.trouble = whyMissing(copies, position);
        return track;
    }
    track.width = copy->originalWidth;
    track.height = copy->originalHeight;
    track.clip = reviewCase.media.locate(copy->file);
    // A copy keeps the original's timestamps, so all that differs is where its first frame lies.
    if (Result<media::ClipIndex> index = indexOf(track.clip))
        placeOnClock(track, track.originalFrom + index->firstTimestamp() - copy->clipStart, std::move(*index));
    else
        track.trouble = index.error().sentence;
    addUnseenSpans(track, reviewCase.prediction);
    return track;
}

} // namespace

std::vector<CameraTrack> tracksOf(const review::ReviewCase& reviewCase, const std::vector<store::ReviewCopy>& copies)
{
    std::vector<CameraTrack> tracks;
    tracks.reserve(reviewCase.sale.clips.size());
    for (std::size_t position = 0; position < reviewCase.sale.clips.size(); ++position)
        tracks.push_back(trackOf(reviewCase, copies, position));
    return tracks;
}

Result<CameraTrack> revealedTrack(const CameraTrack& masked, const Cancellation& cancel)
{
    auto index = media::indexOfOriginal(masked.original, cancel);
    if (!index)
        return failure(index.error());
    CameraTrack track = masked;
    track.clip = masked.original;
    track.isRevealed = true;
    track.width = index->info.width;
    track.height = index->info.height;
    track.gaps.clear();
    placeOnClock(track, masked.originalFrom, std::move(*index));
    for (const auto& gap : masked.gaps) // also those that the analysis found
        if (std::find(track.gaps.begin(), track.gaps.end(), gap) == track.gaps.end())
            track.gaps.push_back(gap);
    return track;
}

std::vector<PlateTrace> tracesOf(const review::ReviewCase& reviewCase)
{
    std::vector<PlateTrace> traces;
    for (const Series& series : reviewCase.sale.series) {
        const ClipLocation place = reviewCase.media.locate(series.file);
        if (place.isRemote() || series.rateHz <= 0)
            continue;
        const auto bytes = readFile(place.path);
        if (!bytes)
            continue;
        const auto samples = feed::readTrace(*bytes, series.file);
        if (!samples)
            continue;
        std::vector<float> grams;
        grams.reserve(samples->size());
        for (const auto& sample : *samples) // a silent sensor is drawn at its last word
            grams.push_back(sample ? static_cast<float>(*sample) : grams.empty() ? 0.0F : grams.back());
        traces.push_back({series.plateId, series.startsAt, series.rateHz,
                          std::make_shared<const std::vector<float>>(std::move(grams))});
    }
    return traces;
}

} // namespace cartwright::ui
