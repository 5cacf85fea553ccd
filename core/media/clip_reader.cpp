#include "core/media/clip_reader.h"

#include "core/media/decoding_source.h"
#include "core/media/frame_cache.h"

#include <algorithm>
#include <unordered_set>

namespace cartwright::media {

using Ending = FrameSource::Ending;

struct ClipReader::Private
{
    explicit Private(ClipIndex clipIndex) : index(std::move(clipIndex)) {}

    ClipIndex index;
    std::unique_ptr<DecodingSource> source; // refers to `index`
    FrameCache cache{0};
    std::optional<std::size_t> last;             ///< what was returned last
    std::unordered_set<std::size_t> undecodable; ///< good by the index, but they no longer decode
    std::optional<std::size_t> finished;         ///< the place of `picture`
    Picture picture;                             ///< so that asking again converts nothing

    std::size_t cacheFrames() const { return std::max<std::size_t>(1, cache.budget() / source->frameBytes()); }
    Result<KeptFrame> decode(std::size_t from, std::size_t target, Ending ending);
    Result<Frame> get(std::size_t place, std::size_t from, Ending ending);
    tl::unexpected<Error> noFrame(const QString& which) const
    {
        return failure(ErrorKind::NotFound, QStringLiteral("The clip has no frame %1; it has %2 frames.")
                                                .arg(which)
                                                .arg(index.frames.size()));
    }
};

/// Decodes [from, target] into the cache and gives the target, empty where it does not decode.
Result<KeptFrame> ClipReader::Private::decode(std::size_t from, std::size_t target, Ending ending)
{
    KeptFrame wanted;
    const auto found = source->decode(from, target, ending, [&](std::size_t place, const KeptFrame& frame) {
        if (index.frames[place].damaged)
            return;
        if (place == target)
            wanted = frame;
        cache.put(place, frame, target);
    });
    if (!found)
        return failure(found.error());
    return wanted;
}

/// One frame; where it has to be decoded, the frames from `from` on are kept on the way.
Result<Frame> ClipReader::Private::get(std::size_t place, std::size_t from, Ending ending)
{
    if (place >= index.frames.size())
        return noFrame(QString::number(place));
    Frame frame{index.frames[place].timestamp, place, index.frames[place].damaged, {}};
    if (finished == place) {
        frame.picture = picture;
    } else if (!frame.damaged && !undecodable.contains(place)) {
        KeptFrame kept = cache.find(place);
        if (kept.isEmpty()) {
            auto decoded = decode(from, place, ending);
            if (!decoded)
                return failure(decoded.error());
            kept = std::move(*decoded);
        }
        picture = {}; // its block is free for the next one
        frame.picture = source->maker().finish(kept);
        if (frame.picture.isEmpty())
            undecodable.insert(place);
        finished = place;
        picture = frame.picture;
    }
    frame.damaged = frame.picture.isEmpty();
    last = place;
    return frame;
}

ClipReader::ClipReader(std::unique_ptr<Private> parts) : d(std::move(parts)) {}
ClipReader::~ClipReader() = default;

Result<std::unique_ptr<ClipReader>> ClipReader::open(const ClipLocation& clip, ClipIndex index,
                                                     ReaderOptions options)
{
    auto parts = std::make_unique<Private>(std::move(index));
    auto source = DecodingSource::open(clip, parts->index, options.layout, options.threads, options.cancel);
    if (!source)
        return failure(source.error());
    parts->source = std::move(*source);
    parts->source->setMaxSize(options.maxWidth, options.maxHeight);
    parts->cache = FrameCache(options.cacheBytes);
    return std::unique_ptr<ClipReader>(new ClipReader(std::move(parts)));
}

const ClipIndex& ClipReader::index() const { return d->index; }

Result<Frame> ClipReader::frame(std::size_t index)
{
    // A single look ends at its frame at once; a caller who walks on with small steps keeps the decoder
    // running.
    constexpr std::size_t smallStep = 32;
    const bool walking = d->last && index > *d->last && index - *d->last <= smallStep;
    return frame(index, walking ? Approach::Forward : Approach::Single);
}

Result<Frame> ClipReader::frame(std::size_t index, Approach approach)
{
    if (approach != Approach::Backward)
        return d->get(index, index, approach == Approach::Single ? Ending::Drain : Ending::Continue);
    // Three quarters of the cache for what comes before leave room for what was just seen.
    const std::size_t keep = std::max<std::size_t>(1, d->cacheFrames() * 3 / 4);
    const std::size_t from = index + 1 > keep ? index + 1 - keep : 0;
    return d->get(index, std::max(from, d->source->finder().keyframeBefore(index).value_or(0)), Ending::Continue);
}

Result<Frame> ClipReader::frameAt(Microseconds timestamp) { return frame(d->index.frameAt(timestamp)); }

Result<Frame> ClipReader::next()
{
    const std::size_t place = d->last ? *d->last + 1 : 0;
    if (place >= d->index.frames.size())
        return d->noFrame(QStringLiteral("after the last"));
    return frame(place, Approach::Forward);
}

Result<Frame> ClipReader::previous()
{
    if (!d->last || *d->last == 0)
        return d->noFrame(QStringLiteral("before the first"));
    return frame(*d->last - 1, Approach::Backward);
}

Result<void> ClipReader::warm(std::size_t from, std::size_t until)
{
    const auto missing = [&](std::size_t place) {
        return !d->index.frames[place].damaged && !d->undecodable.contains(place) &&
               !d->cache.contains(place);
    };
    until = std::min(until, d->index.frames.size());
    while (from < until && !missing(from))
        ++from;
    while (until > from && !missing(until - 1))
        --until;
    if (from >= until)
        return {};
    auto decoded = d->decode(from, until - 1, Ending::Continue);
    if (!decoded)
        return failure(decoded.error());
    return {};
}

bool ClipReader::isCached(std::size_t index) const { return d->cache.contains(index); }
std::size_t ClipReader::cacheFrames() const { return d->cacheFrames(); }
void ClipReader::setStop(std::function<bool()> stop) { d->source->setStop(std::move(stop)); }

void ClipReader::setMaxSize(int maxWidth, int maxHeight)
{
    d->source->setMaxSize(maxWidth, maxHeight);
    d->cache.clear();
    d->finished.reset();
    d->picture = {};
}

} // namespace cartwright::media
