#include "core/media/clip_stills.h"

#include "core/media/frame_finder.h"
#include "core/media/jpeg.h"
#include "core/media/jpeg_planes.h"
#include "core/media/picture_maker.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>

namespace cartwright::media {
namespace {

constexpr std::size_t looksEnough = 3;
constexpr Microseconds lookStep = 250'000;

} // namespace

struct ClipStills::Private
{
    Private(std::unique_ptr<ClipSource> source, const ClipIndex& clipIndex, StillsOptions stillsOptions)
        : index(clipIndex), options(std::move(stillsOptions)), finder(std::move(source), clipIndex), grayMaker(clipIndex.info, PixelLayout::Gray8),
          colourMaker(clipIndex.info, PixelLayout::Bgr24)
    {
        grayMaker.setMaxSize(lookWidth, lookWidth);
    }

    struct Waiting
    {
        std::size_t frame = 0;
        std::shared_ptr<AVFrame> picture;
    };

    Picture lumaOf(const AVFrame& frame) { return grayMaker.finish(grayMaker.keep(frame)); }
    void look(std::size_t place, const AVFrame& frame, CopyMasker& masker);
    Result<Still> finish(const Waiting& waiting, CopyMasker* masker);
    Result<QByteArray> encodeMasked(const AVFrame& frame, const MaskGrid& mask, int gridWidth);
    Result<void> run(std::size_t from, std::size_t until, const std::vector<std::size_t>& wanted, CopyMasker* masker,
                     const std::function<Result<void>(Still)>& use);
    Result<void> finishWaiting(CopyMasker* masker, const std::function<Result<void>(Still)>& use);

    const ClipIndex& index;
    StillsOptions options;
    FrameFinder finder;
    PictureMaker grayMaker;
    PictureMaker colourMaker;
    JpegPlanes planes;
    std::deque<Waiting> waiting;
    std::optional<Microseconds> looked;
    std::size_t looks = 0; ///< since the finder last jumped
};

std::size_t groupOf(const ClipIndex& index, std::size_t frame)
{
    while (frame > 0 && !index.frames[frame].keyframe)
        --frame;
    return frame;
}

ClipStills::ClipStills(std::unique_ptr<Private> parts) : d(std::move(parts)) {}
ClipStills::~ClipStills() = default;

Result<std::unique_ptr<ClipStills>> ClipStills::open(const ClipLocation& clip, const ClipIndex& index, const StillsOptions& options)
{
    auto source = ClipSource::open(clip, {{}, 1, options.cancel});
    if (!source)
        return failure(source.error());
    if (index.frames.empty() || (index.fileBytes != 0 && index.fileBytes != (*source)->fileBytes()))
        return failure(ErrorKind::Integrity, QStringLiteral("The clip %1 and its index do not belong together; make the index again.").arg(clip.path));
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    auto parts = std::make_unique<Private>(std::move(*source), index, options);
    parts->finder.setStop([cancel = options.cancel] { return cancel.isCancelled(); });
    return std::unique_ptr<ClipStills>(new ClipStills(std::move(parts)));
}

void ClipStills::Private::look(std::size_t place, const AVFrame& frame, CopyMasker& masker)
{
    const Microseconds time = index.frames[place].timestamp;
    if (looked && time - *looked < lookStep)
        return;
    const Picture luma = lumaOf(frame);
    if (luma.isEmpty())
        return;
    masker.look(luma, time);
    looked = time;
    ++looks;
}

Result<QByteArray> ClipStills::Private::encodeMasked(const AVFrame& frame, const MaskGrid& mask, int gridWidth)
{
    if (JpegPlanes::takes(frame) && index.info.rotationDegrees == 0) {
        planes.fill(frame, index.info.codedHeight);
        planes.pixelate(mask, gridWidth);
        return planes.encode(options.quality);
    }
    const Picture colour = colourMaker.finish(colourMaker.keep(frame));
    if (colour.isEmpty())
        return QByteArray();
    if (mask.cells.empty())
        return encodeJpeg(colour, options.quality);
    PictureBuffer own = makePictureBuffer(colour.width, colour.height, colour.layout);
    for (int y = 0; y < colour.height; ++y)
        std::memcpy(own.bytes + y * own.picture.stride, colour.pixels.get() + y * colour.stride, static_cast<std::size_t>(colour.width) * 3);
    pixelate(own.bytes, own.picture, mask, gridWidth);
    return encodeJpeg(own.picture, options.quality);
}

Result<Still> ClipStills::Private::finish(const Waiting& one, CopyMasker* masker)
{
    Still still{one.frame, {}, lumaOf(*one.picture), 0};
    MaskGrid mask;
    if (masker && !still.luma.isEmpty()) {
        mask = masker->maskAt(index.frames[one.frame].timestamp);
        still.masked = maskedShare(mask, 0, 0, still.luma.width, still.luma.height);
    }
    auto jpeg = encodeMasked(*one.picture, mask, std::max(1, still.luma.width));
    if (!jpeg)
        return failure(jpeg.error());
    still.jpeg = std::move(*jpeg);
    return still;
}

Result<void> ClipStills::Private::finishWaiting(CopyMasker* masker, const std::function<Result<void>(Still)>& use)
{
    while (!waiting.empty()) {
        auto still = finish(waiting.front(), masker);
        waiting.pop_front();
        if (!still)
            return failure(still.error());
        if (auto used = use(std::move(*still)); !used)
            return used;
    }
    return {};
}

/// Decodes [from, until] and stores what is wanted of it.
Result<void> ClipStills::Private::run(std::size_t from, std::size_t until, const std::vector<std::size_t>& wanted, CopyMasker* masker,
                                      const std::function<Result<void>(Still)>& use)
{
    Result<void> state;
    const auto found = finder.decode(from, until, FrameFinder::Ending::Continue, [&](std::size_t place, const AVFrame& frame) {
        if (!state || index.frames[place].damaged)
            return;
        if (masker)
            look(place, frame, *masker);
        if (std::binary_search(wanted.begin(), wanted.end(), place))
            waiting.push_back({place, std::shared_ptr<AVFrame>(av_frame_clone(&frame), [](AVFrame* own) { av_frame_free(&own); })});
        if (!masker || looks >= looksEnough)
            state = finishWaiting(masker, use);
    });
    if (!found)
        return failure(found.error());
    return state;
}

Result<void> ClipStills::take(const std::vector<std::size_t>& frames, CopyMasker* masker, const std::function<Result<void>(Still)>& use)
{
    if (!d->options.masks)
        masker = nullptr;
    std::vector<std::size_t> stored;
    const auto note = [&](Still still) {
        stored.push_back(still.frame);
        return use(std::move(still));
    };
    const auto& all = d->index.frames;
    for (std::size_t at = 0; at < frames.size();) {
        const std::size_t group = groupOf(d->index, frames[at]);
        std::size_t end = at + 1;
        while (end < frames.size() && groupOf(d->index, frames[end]) == group)
            ++end;
        d->looked.reset();
        d->looks = 0;
        for (std::size_t place = at; place < end; ++place) {
            const Microseconds back = all[frames[place]].timestamp - (masker ? d->options.lookBack : 0);
            const std::size_t earliest = place > at ? frames[place - 1] + 1 : group;
            const std::size_t from = std::clamp(d->index.frameAt(back), std::min(earliest, frames[place]), frames[place]);
            if (auto ran = d->run(from, frames[place], frames, masker, note); !ran)
                return ran;
        }
        // The first ones of a group look ahead where they could not look back.
        for (std::size_t next = frames[end - 1] + 1; !d->waiting.empty() && next < all.size() && !all[next].keyframe && d->looks < looksEnough; next += 1)
            if (auto ran = d->run(next, next, frames, masker, note); !ran)
                return ran;
        if (auto finished = d->finishWaiting(masker, note); !finished)
            return finished;
        at = end;
    }
    for (const std::size_t frame : frames)
        if (std::find(stored.begin(), stored.end(), frame) == stored.end())
            if (auto used = use({frame, {}, {}, 0}); !used)
                return used;
    return {};
}

} // namespace cartwright::media
