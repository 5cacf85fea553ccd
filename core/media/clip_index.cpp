#include "core/media/clip_index.h"

#include "core/base/safe_file.h"
#include "core/media/clip_source.h"

#include <QFileInfo>

#include <algorithm>

namespace cartwright::media {

constexpr std::int64_t longestIndex = 256 << 20;

Microseconds ClipIndex::usualDistance() const
{
    if (frames.size() < 2)
        return 0;
    std::vector<Microseconds> distances(frames.size() - 1);
    for (std::size_t i = 0; i < distances.size(); ++i)
        distances[i] = frames[i + 1].timestamp - frames[i].timestamp;
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

Microseconds ClipIndex::endTimestamp() const
{
    return frames.empty() ? 0 : frames.back().timestamp + usualDistance();
}

std::size_t ClipIndex::frameAt(Microseconds timestamp) const
{
    const auto after =
        std::upper_bound(frames.begin(), frames.end(), timestamp,
                         [](Microseconds time, const IndexedFrame& frame) { return time < frame.timestamp; });
    return after == frames.begin() ? 0 : static_cast<std::size_t>(after - frames.begin()) - 1;
}

Result<ClipInfo> probeClip(const ClipLocation& clip, const ClipLimits& limits)
{
    auto source = ClipSource::open(clip, {limits, 1, {}});
    if (!source)
        return failure(source.error());
    return (*source)->info();
}

namespace {

/// Whatever clip it was made from.
std::optional<ClipIndex> indexBeside(const QString& clipPath)
{
    const auto bytes = readFile(clipPath + QStringLiteral(".index"), longestIndex);
    if (!bytes)
        return std::nullopt;
    auto index = clipIndexFromBytes(*bytes);
    return index ? std::optional(std::move(*index)) : std::nullopt;
}

} // namespace

std::optional<ClipIndex> savedIndex(const QString& clipPath)
{
    auto index = indexBeside(clipPath);
    return index && index->fileBytes == QFileInfo(clipPath).size() ? std::move(index) : std::nullopt;
}

Result<ClipIndex> loadOrMakeIndex(const ClipLocation& clip, const ClipLimits& limits, const Cancellation& cancel)
{
    const QString indexPath = clip.path + QStringLiteral(".index");
    if (clip.isRemote()) {
        if (const auto bytes = fetchHttps({indexPath, clip.remote}, longestIndex, cancel))
            if (auto index = clipIndexFromBytes(*bytes))
                return index; // the reader compares its size with the clip's
        return indexClip(clip, limits, cancel);
    }
    const auto known = indexBeside(clip.path);
    if (known && known->fileBytes == QFileInfo(clip.path).size())
        return *known;
    auto made = known ? extendIndex(clip, *known, limits, cancel) : indexClip(clip, limits, cancel);
    if (!made)
        return made;
    if (auto saved = writeFile(indexPath, toBytes(*made)); !saved)
        return failure(saved.error());
    return made;
}

} // namespace cartwright::media
