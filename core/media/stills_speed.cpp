#include "core/media/stills_speed.h"

#include "core/media/frame_finder.h"
#include "core/media/jpeg.h"
#include "core/media/jpeg_planes.h"
#include "core/media/picture_maker.h"

#include <algorithm>
#include <chrono>

namespace cartwright::media {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Result<std::unique_ptr<FrameFinder>> finderOf(const ClipLocation& clip, const ClipIndex& index, const Cancellation& cancel)
{
    auto source = ClipSource::open(clip, {{}, 1, cancel});
    if (!source)
        return failure(source.error());
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    auto finder = std::make_unique<FrameFinder>(std::move(*source), index);
    finder->setStop([cancel] { return cancel.isCancelled(); });
    return finder;
}

} // namespace

Result<StillsSpeed> measureStills(const ClipLocation& clip, const ClipIndex& index, int frames, int quality, const Cancellation& cancel)
{
    StillsSpeed speed;
    const auto last = static_cast<std::size_t>(std::min<std::ptrdiff_t>(frames, std::ssize(index.frames)) - 1);
    auto finder = finderOf(clip, index, cancel);
    if (!finder)
        return failure(finder.error());
    const auto start = Clock::now();
    auto decoded = (*finder)->decode(0, last, FrameFinder::Ending::Continue, [&](std::size_t, const AVFrame&) { ++speed.frames; });
    if (!decoded)
        return failure(decoded.error());
    speed.decode = speed.frames / secondsSince(start);

    double yuv = 0, bgr = 0, bgrOnly = 0;
    int coded = 0;
    JpegPlanes planes;
    PictureMaker maker(index.info, PixelLayout::Bgr24);
    auto again = finderOf(clip, index, cancel);
    if (!again)
        return failure(again.error());
    constexpr int everyTenth = 10;
    decoded = (*again)->decode(0, last, FrameFinder::Ending::Continue, [&](std::size_t place, const AVFrame& frame) {
        if (place % everyTenth != 0 || !JpegPlanes::takes(frame))
            return;
        const auto first = Clock::now();
        planes.fill(frame, index.info.codedHeight);
        const bool isMade = planes.encode(quality).has_value();
        yuv += secondsSince(first);
        const auto second = Clock::now();
        const Picture picture = maker.finish(maker.keep(frame));
        const auto third = Clock::now();
        coded += isMade && encodeJpeg(picture, quality).has_value() ? 1 : 0;
        bgr += secondsSince(second);
        bgrOnly += secondsSince(third);
    });
    if (!decoded)
        return failure(decoded.error());
    if (coded > 0) {
        speed.jpegFromYuv = coded / yuv;
        speed.jpegFromBgr = coded / bgr;
        speed.jpegBgrOnly = coded / bgrOnly;
    }
    return speed;
}

} // namespace cartwright::media
