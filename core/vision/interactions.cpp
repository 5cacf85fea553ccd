#include "core/vision/interactions.h"

#include "core/vision/bin_watcher.h"
#include "core/vision/picture_view.h"

namespace cartwright::vision {
namespace {

Result<Findings> watch(media::ClipReader& reader, const std::vector<WatchedBin>& bins,
                       const std::vector<AskedMoment>& asked, const Cancellation& cancel,
                       const std::function<void(double)>& progress)
{
    const media::ClipIndex& index = reader.index();
    BinWatcher watcher(cv::Size(index.info.width, index.info.height), bins, asked);
    const std::size_t count = index.frames.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("The analysis of the clip was stopped on request."));
        // The first frame is asked for by its place, so that it does not matter where the reader stood.
        const Result<media::Frame> frame = i == 0 ? reader.frame(0) : reader.next();
        if (!frame)
            return failure(frame.error());
        if (!frame->damaged && !frame->picture.isEmpty() && watcher.wants(frame->timestamp))
            watcher.add(viewOf(frame->picture), frame->timestamp);
        if (progress && i % 16 == 0)
            progress(static_cast<double>(i) / static_cast<double>(count));
    }
    Findings findings = watcher.finish();
    if (progress)
        progress(1);
    return findings;
}

} // namespace

Result<Findings> findInteractions(media::ClipReader& reader, const std::vector<WatchedBin>& bins,
                                  const std::vector<AskedMoment>& asked, const Cancellation& cancel,
                                  const std::function<void(double)>& progress)
{
    try {
        return watch(reader, bins, asked, cancel, progress);
    } catch (const cv::Exception& exception) {
        return failure(ErrorKind::Failed,
                       QStringLiteral("The clip could not be analysed because the picture library gave up; "
                                      "queue the sale for a person."),
                       QString::fromLocal8Bit(exception.what()));
    }
}

} // namespace cartwright::vision
