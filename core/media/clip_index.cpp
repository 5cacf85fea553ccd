#include "core/media/clip_index.h"

#include "core/base/safe_file.h"
#include "core/media/clip_source.h"

#include <QFileInfo>

#include <algorithm>

namespace cartwright::media {

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

Result<ClipInfo> probeClip(const QString& path, const ClipLimits& limits)
{
    auto source = ClipSource::open(path, {limits, 1, {}});
    if (!source)
        return failure(source.error());
    return (*source)->info();
}

Result<ClipIndex> loadOrMakeIndex(const QString& clipPath, const ClipLimits& limits,
                                  const Cancellation& cancel)
{
    const QString indexPath = clipPath + QStringLiteral(".index");
    if (const auto bytes = readFile(indexPath))
        if (auto index = clipIndexFromBytes(*bytes); index && index->fileBytes == QFileInfo(clipPath).size())
            return index;
    auto made = indexClip(clipPath, limits, cancel);
    if (!made)
        return made;
    if (auto saved = writeFile(indexPath, toBytes(*made)); !saved)
        return failure(saved.error());
    return made;
}

} // namespace cartwright::media
