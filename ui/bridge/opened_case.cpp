#include "ui/bridge/opened_case.h"

#include <algorithm>

namespace cartwright::ui {

namespace {

void placeOnClock(CameraTrack& track, const Clip& clip, media::ClipIndex index)
{
    track.width = index.info.width;
    track.height = index.info.height;
    track.trouble = index.damage;
    track.from = clip.startsAt + clip.clockOffset;
    track.until = track.from;
    track.index = std::make_shared<const media::ClipIndex>(std::move(index));
    if (!track.isPlayable())
        return;
    track.until = track.toSale(track.index->endTimestamp());
    for (const media::Gap& gap : track.index->gaps)
        track.gaps.emplace_back(track.toSale(gap.from), track.toSale(gap.until));
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

CameraTrack trackOf(const review::ReviewCase& reviewCase, const Clip& clip)
{
    CameraTrack track;
    track.cameraId = clip.cameraId;
    track.name = clip.cameraId;
    for (const Camera& camera : reviewCase.store.cameras) {
        if (camera.cameraId != clip.cameraId)
            continue;
        track.name = camera.name.isEmpty() ? camera.cameraId : camera.name;
        track.width = camera.width;
        track.height = camera.height;
    }
    track.clip = reviewCase.media.locate(clip.file);
    track.from = track.until = clip.startsAt + clip.clockOffset;
    if (Result<media::ClipIndex> index = media::loadOrMakeIndex(track.clip))
        placeOnClock(track, clip, std::move(*index));
    else
        track.trouble = index.error().sentence;
    addUnseenSpans(track, reviewCase.prediction);
    return track;
}

} // namespace

std::vector<CameraTrack> tracksOf(const review::ReviewCase& reviewCase)
{
    std::vector<CameraTrack> tracks;
    tracks.reserve(reviewCase.sale.clips.size());
    for (const Clip& clip : reviewCase.sale.clips)
        tracks.push_back(trackOf(reviewCase, clip));
    return tracks;
}

} // namespace cartwright::ui
