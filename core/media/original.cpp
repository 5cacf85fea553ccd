#include "core/media/original.h"

#include "core/base/thread_role.h"
#include "core/media/confined_source.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace cartwright::media {
namespace {

/// A decoder that nobody asks any more takes memory for nothing.
constexpr std::chrono::seconds idle(20);

/// Whole pixels of the picture.
Box wholePixels(const Box& part, const ClipInfo& info)
{
    const double left = std::clamp(std::floor(part.x), 0.0, static_cast<double>(info.width));
    const double top = std::clamp(std::floor(part.y), 0.0, static_cast<double>(info.height));
    const double right = std::clamp(std::ceil(part.x + part.width), left, static_cast<double>(info.width));
    const double bottom = std::clamp(std::ceil(part.y + part.height), top, static_cast<double>(info.height));
    return {left, top, right - left, bottom - top};
}

} // namespace

PlayerSource revealedSource(const QString& cameraId, const ClipLocation& original, ClipIndex index, UtcMicroseconds firstFrameAt)
{
    PlayerSource source{cameraId, original, std::move(index), firstFrameAt};
    source.open = [](const PlayerSource& self, const Cancellation& cancel) {
        return ConfinedSource::open(self.clip, self.index, cancel);
    };
    return source;
}

Result<ClipIndex> indexOfOriginal(const ClipLocation& original, const Cancellation& cancel)
{
    if (!original.isRemote())
        if (auto saved = savedIndex(original.path))
            return std::move(*saved);
    ConfinedOptions options;
    options.cancel = cancel;
    auto decoder = ConfinedDecoder::open(original, options);
    if (!decoder)
        return failure(decoder.error());
    return (*decoder)->index();
}

struct OriginalZoom::Private
{
    Private(const ClipLocation& originalClip, const ClipLocation& copyClip, std::function<void(const ZoomAnswer&)> onAnswer)
        : original(originalClip), copy(copyClip), answered(std::move(onAnswer))
    {
    }

    // Never changed after construction.
    const ClipLocation original;
    const ClipLocation copy;
    const std::function<void(const ZoomAnswer&)> answered;
    const Cancellation cancel;

    // Shared, under the lock.
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<ZoomRequest> wanted;
    std::uint64_t request = 0;
    bool quit = false;
    std::atomic<int> processId = -1;

    // The thread's only.
    std::unique_ptr<ConfinedDecoder> decoder;
    std::optional<ClipIndex> index;
    std::optional<MaskTrack> masks;

    std::thread thread;

    void run();
    Result<void> open();
    Result<ZoomAnswer> look(const ZoomRequest& request);
};

void OriginalZoom::Private::run()
{
    beThread("cw-zoom", ThreadRank::Ahead);
    std::unique_lock lock(mutex);
    while (!quit) {
        const bool asked = changed.wait_for(lock, idle, [this] { return quit || wanted.has_value(); });
        if (quit)
            return;
        if (!asked) {
            decoder.reset();
            processId = -1;
            changed.wait(lock, [this] { return quit || wanted.has_value(); });
            continue;
        }
        const ZoomRequest next = *wanted;
        const std::uint64_t number = request;
        wanted.reset();
        lock.unlock();
        auto found = look(next);
        ZoomAnswer answer = found ? std::move(*found) : ZoomAnswer{0, next.timestamp, next.part, {}, found.error().sentence};
        answer.request = number;
        lock.lock();
        if (quit || number != request)
            continue;
        lock.unlock();
        answered(answer);
        lock.lock();
    }
}

Result<void> OriginalZoom::Private::open()
{
    if (!masks) {
        auto loaded = loadMaskTrack(copy, cancel);
        if (!loaded)
            return failure(loaded.error());
        masks = std::move(*loaded);
    }
    if (decoder && !decoder->hasDied())
        return {};
    ConfinedOptions options;
    options.limits = interactiveLimits();
    options.cancel = cancel;
    auto opened = ConfinedDecoder::open(original, options);
    if (!opened)
        return failure(opened.error());
    decoder = std::move(*opened);
    processId = decoder->processId();
    if (index)
        return {};
    auto made = loadOrMakeIndex(original, *decoder);
    if (!made)
        return failure(made.error());
    index = std::move(*made);
    return {};
}

Result<ZoomAnswer> OriginalZoom::Private::look(const ZoomRequest& asked)
{
    if (auto opened = open(); !opened)
        return failure(opened.error());
    const auto mask = masks->at(asked.timestamp);
    if (!mask || index->frames.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("The review copy says nothing of who is to be masked in this frame, so "
                                                           "it is not shown at full resolution."));
    const std::size_t place = index->frameAt(asked.timestamp);
    if (index->frames[place].timestamp != asked.timestamp)
        return failure(ErrorKind::Integrity, QStringLiteral("The clip %1 has no frame at the copy's time; \"cartwright-cli prepare\" "
                                                            "with --again makes the copy anew.")
                                                 .arg(original.path));
    const Box part = wholePixels(asked.part, index->info);
    auto frame = decoder->part(*index, {place, part, *mask, masks->width(), masks->height(), asked.maxWidth, asked.maxHeight});
    if (!frame)
        return failure(frame.error());
    if (frame->picture.isEmpty())
        return failure(ErrorKind::Failed, QStringLiteral("This frame of the original is damaged."));
    return ZoomAnswer{0, asked.timestamp, part, frame->picture, {}};
}

OriginalZoom::OriginalZoom(const ClipLocation& original, const ClipLocation& copy, std::function<void(const ZoomAnswer&)> onAnswer)
    : d(std::make_unique<Private>(original, copy, std::move(onAnswer)))
{
    d->thread = std::thread([this] { d->run(); });
}

OriginalZoom::~OriginalZoom()
{
    {
        const std::scoped_lock lock(d->mutex);
        d->quit = true;
        d->changed.notify_all();
    }
    d->cancel.cancel();
    d->thread.join();
}

std::uint64_t OriginalZoom::ask(const ZoomRequest& request)
{
    const std::scoped_lock lock(d->mutex);
    d->wanted = request;
    d->changed.notify_all();
    return ++d->request;
}

void OriginalZoom::forget()
{
    const std::scoped_lock lock(d->mutex);
    d->wanted.reset();
    ++d->request;
}

int OriginalZoom::processId() const { return d->processId; }

} // namespace cartwright::media
