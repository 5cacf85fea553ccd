#include "core/media/confined_decoder.h"

#include "core/base/safe_file.h"
#include "core/media/confined_given.h"
#include "core/media/confined_words.h"
#include "core/media/kept_form.h"
#include "core/media/picture_buffer.h"

#include <QJsonArray>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace cartwright::media {
namespace {

using SteadyClock = std::chrono::steady_clock;

ErrorKind kindOf(int number)
{
    return number >= 0 && number <= static_cast<int>(ErrorKind::Cancelled) ? static_cast<ErrorKind>(number) : ErrorKind::Failed;
}

} // namespace

struct ConfinedDecoder::Private
{
    QString path;
    ConfinedOptions options;
    SharedMemory memory;
    Descriptor socket;
    std::optional<ConfinedProcess> process;
    std::optional<ConfinedChannel> channel;
    QString filter;
    QByteArray knownIndex; ///< what the decoder was told last
    std::optional<Error> dead;

    Result<void> start(const ClipLocation& location);
    /// What happens while an answer is waited for; each may be empty.
    struct Meanwhile
    {
        std::function<void(double)> progress;
        std::function<Result<void>(const QJsonObject&)> frameCame; ///< its error ends the process
        std::function<bool()> stop;
    };
    Result<ConfinedMessage> ask(const ConfinedMessage& question, const Meanwhile& meanwhile);
    Result<ConfinedMessage> waitForAnswer(const Meanwhile& meanwhile);
    Result<std::optional<ConfinedMessage>> receive(std::chrono::milliseconds silence, const std::function<bool()>& stop, bool& stopping);
    QByteArray unknownIndex(const QByteArray& index);
    Result<Frame> frameFrom(const ConfinedMessage& answer, const ClipIndex& index, std::size_t place, PixelLayout layout);
    Result<void> takeFromSlot(const QJsonObject& came, const std::function<void(std::size_t, const KeptFrame&)>& take);
    tl::unexpected<Error> die(ErrorKind kind, const QString& how);
};

tl::unexpected<Error> ConfinedDecoder::Private::die(ErrorKind kind, const QString& how)
{
    const QString ending = process->end(how.isEmpty() ? ConfinedProcess::Grace::Moment : ConfinedProcess::Grace::None);
    dead = Error{kind,
                 kind == ErrorKind::Cancelled
                     ? QStringLiteral("Decoding the clip %1 was stopped.").arg(path)
                     : QStringLiteral("Decoding the clip %1 failed in its own process: %2. Other clips are not affected; send "
                                      "the clip again if this repeats.")
                           .arg(path, !how.isEmpty()      ? how
                                      : ending.isEmpty() ? QStringLiteral("it broke off")
                                                         : ending),
                 {}};
    return failure(*dead);
}

Result<void> ConfinedDecoder::Private::start(const ClipLocation& location)
{
    auto clip = openForDecoder(location, options.cancel);
    if (!clip)
        return failure(clip.error());
    if (auto made = memory.make(); !made)
        return made;
    auto program = options.program.isEmpty() ? confinedProgram() : Result<QString>(options.program);
    if (!program)
        return failure(program.error());
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return systemFailure(QStringLiteral("Making a channel to the decoder"));
    socket.reset(ends[0]);
    const Descriptor theirs(ends[1]);
    auto started = ConfinedProcess::start(*program, {theirs.number(), clip->number(), options.output, memory.descriptor()});
    if (!started)
        return failure(started.error());
    process.emplace(std::move(*started));
    channel.emplace(socket.number());
    const ConfinedLimits& limits = options.limits;
    const auto ready = ask({QJsonObject{{QStringLiteral("do"), QStringLiteral("prepare")},
                                        {QStringLiteral("memory_bytes"), static_cast<qint64>(limits.memoryBytes)},
                                        {QStringLiteral("processor_seconds"), limits.processorSeconds},
                                        {QStringLiteral("output_bytes"), static_cast<qint64>(options.output < 0 ? 0 : limits.outputBytes)},
                                        {QStringLiteral("shared_bytes"), static_cast<qint64>(SharedMemory::size)},
                                        {QStringLiteral("preparation"), options.preparation}},
                            {}},
                           {});
    if (!ready)
        return failure(ready.error());
    filter = ready->object.value(QStringLiteral("filter")).toString();
    return {};
}

Result<ConfinedMessage> ConfinedDecoder::Private::ask(const ConfinedMessage& question, const Meanwhile& meanwhile)
{
    if (dead)
        return failure(*dead);
    if (!channel->send(question))
        return die(ErrorKind::Failed, {});
    return waitForAnswer(meanwhile);
}

/// As the channel's; asks `stop` now and then and passes it on once.
Result<std::optional<ConfinedMessage>> ConfinedDecoder::Private::receive(std::chrono::milliseconds silence,
                                                                         const std::function<bool()>& stop, bool& stopping)
{
    constexpr std::chrono::milliseconds pause(10);
    const auto until = SteadyClock::now() + silence;
    for (;;) {
        if (stop && !stopping && stop()) {
            stopping = true;
            if (!channel->send({QJsonObject{{QStringLiteral("do"), words::stop()}}, {}}))
                return failure(ErrorKind::Failed, QStringLiteral("gone"));
        }
        auto got = channel->receive(stop && !stopping ? std::min(until, SteadyClock::now() + pause) : until, options.cancel);
        if (!got || *got || SteadyClock::now() >= until)
            return got;
    }
}

Result<ConfinedMessage> ConfinedDecoder::Private::waitForAnswer(const Meanwhile& meanwhile)
{
    // Until it is ready the process loads its libraries and gives no signs of life yet.
    const std::chrono::milliseconds silence(filter.isEmpty() ? 20'000 : options.limits.silenceMilliseconds);
    const std::chrono::milliseconds standstill(options.limits.standstillMilliseconds);
    auto movedAt = SteadyClock::now();
    double work = -1;
    bool stopping = false;
    for (;;) {
        auto got = receive(silence, meanwhile.stop, stopping);
        if (!got && got.error().kind == ErrorKind::Cancelled)
            return die(ErrorKind::Cancelled, QStringLiteral("stopped"));
        if (!got)
            return die(ErrorKind::Failed, got.error().kind == ErrorKind::Integrity ? QStringLiteral("its answer makes no sense")
                                                                                   : QString());
        if (!*got)
            return die(ErrorKind::Failed, QStringLiteral("it stopped answering"));
        const QJsonObject& object = (*got)->object;
        const QString is = object.value(QStringLiteral("is")).toString();
        if (is == QLatin1String("failed"))
            return failure(kindOf(object.value(QStringLiteral("kind")).toInt()),
                           object.value(QStringLiteral("sentence")).toString().replace(confined::clipName(), path),
                           object.value(QStringLiteral("details")).toString());
        if (is == words::frame() && meanwhile.frameCame) {
            if (auto taken = meanwhile.frameCame(object); !taken)
                return die(ErrorKind::Failed, taken.error().sentence);
            movedAt = SteadyClock::now();
            continue;
        }
        if (is != QLatin1String("alive"))
            return std::move(**got);
        if (const double now = object.value(QStringLiteral("work")).toDouble(); now != work) {
            work = now;
            movedAt = SteadyClock::now();
        } else if (SteadyClock::now() - movedAt > standstill) {
            return die(ErrorKind::Failed, QStringLiteral("it made no progress for %1 s")
                                              .arg(options.limits.standstillMilliseconds / 1000.0));
        }
        if (meanwhile.progress)
            meanwhile.progress(object.value(QStringLiteral("share")).toDouble());
    }
}

ConfinedDecoder::ConfinedDecoder(std::unique_ptr<Private> parts) : d(std::move(parts)) {}
ConfinedDecoder::~ConfinedDecoder() = default;

Result<std::unique_ptr<ConfinedDecoder>> ConfinedDecoder::open(const ClipLocation& clip, const ConfinedOptions& options)
{
    auto parts = std::make_unique<Private>();
    parts->path = clip.path;
    parts->options = options;
    if (auto started = parts->start(clip); !started)
        return failure(started.error());
    return std::unique_ptr<ConfinedDecoder>(new ConfinedDecoder(std::move(parts)));
}

Result<ConfinedMessage> ConfinedDecoder::ask(const ConfinedMessage& question, const std::function<void(double)>& progress)
{
    return d->ask(question, {progress, {}, {}});
}

bool ConfinedDecoder::hasDied() const { return d->dead.has_value(); }
int ConfinedDecoder::processId() const { return d->process ? d->process->pid() : -1; }
const QString& ConfinedDecoder::filter() const { return d->filter; }

Result<ClipIndex> ConfinedDecoder::index(const ClipLimits& limits)
{
    auto answer = d->ask({QJsonObject{{QStringLiteral("do"), words::index()},
                                      {QStringLiteral("max_pixels"), static_cast<qint64>(limits.maxPixels)},
                                      {QStringLiteral("max_frames"), static_cast<qint64>(limits.maxFrames)}},
                          {}},
                         {});
    if (!answer)
        return failure(answer.error());
    auto index = clipIndexFromBytes(answer->bytes);
    if (index)
        d->knownIndex = answer->bytes;
    return index;
}

/// The index travels only where the decoder does not have it yet.
QByteArray ConfinedDecoder::Private::unknownIndex(const QByteArray& index)
{
    if (index == knownIndex)
        return {};
    return knownIndex = index;
}

Result<Frame> ConfinedDecoder::Private::frameFrom(const ConfinedMessage& answer, const ClipIndex& index, std::size_t place,
                                                  PixelLayout layout)
{
    Frame frame{index.frames[place].timestamp, place, answer.object.value(QStringLiteral("damaged")).toBool(), {}};
    if (frame.damaged)
        return frame;
    const int width = answer.object.value(QStringLiteral("width")).toInt();
    const int height = answer.object.value(QStringLiteral("height")).toInt();
    const std::int64_t stride = answer.object.value(QStringLiteral("stride")).toInteger();
    if (width <= 0 || height <= 0 || stride < std::int64_t{width} * bytesPerPixel(layout) ||
        stride > static_cast<std::int64_t>(SharedMemory::size) / height)
        return die(ErrorKind::Failed, QStringLiteral("its answer makes no sense"));
    PictureBuffer buffer = makePictureBuffer(width, height, layout);
    const auto rowBytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(bytesPerPixel(layout));
    for (int y = 0; y < height; ++y)
        std::memcpy(buffer.bytes + y * buffer.picture.stride, memory.bytes() + y * stride, rowBytes);
    frame.picture = std::move(buffer.picture);
    return frame;
}

Result<Frame> ConfinedDecoder::frame(const ClipIndex& index, std::size_t place, PixelLayout layout, int maxWidth, int maxHeight)
{
    if (place >= index.frames.size())
        return failure(ErrorKind::NotFound, QStringLiteral("The clip %1 has no frame %2.").arg(d->path).arg(place));
    const auto answer = d->ask({QJsonObject{{QStringLiteral("do"), words::frame()},
                                            {QStringLiteral("place"), static_cast<qint64>(place)},
                                            {QStringLiteral("layout"), static_cast<int>(layout)},
                                            {QStringLiteral("max_width"), maxWidth},
                                            {QStringLiteral("max_height"), maxHeight}},
                                d->unknownIndex(toBytes(index))},
                               {});
    return answer ? d->frameFrom(*answer, index, place, layout) : failure(answer.error());
}

Result<Frame> ConfinedDecoder::part(const ClipIndex& index, const Part& wanted)
{
    if (wanted.place >= index.frames.size())
        return failure(ErrorKind::NotFound, QStringLiteral("The clip %1 has no frame %2.").arg(d->path).arg(wanted.place));
    MaskGrid mask = wanted.mask;
    if (mask.cells.empty()) // nothing is masked
        mask = {mask.cell, 1, 1, {0}};
    const Box& part = wanted.part;
    const QByteArray cells(reinterpret_cast<const char*>(mask.cells.data()), static_cast<qsizetype>(mask.cells.size()));
    const auto answer = d->ask({QJsonObject{{QStringLiteral("do"), words::part()},
                                            {QStringLiteral("place"), static_cast<qint64>(wanted.place)},
                                            {QStringLiteral("part"), QJsonArray{part.x, part.y, part.width, part.height}},
                                            {QStringLiteral("cell"), mask.cell},
                                            {QStringLiteral("columns"), mask.columns},
                                            {QStringLiteral("rows"), mask.rows},
                                            {QStringLiteral("mask_width"), wanted.maskWidth},
                                            {QStringLiteral("mask_height"), wanted.maskHeight},
                                            {QStringLiteral("max_width"), wanted.maxWidth},
                                            {QStringLiteral("max_height"), wanted.maxHeight}},
                                cells + d->unknownIndex(toBytes(index))},
                               {});
    return answer ? d->frameFrom(*answer, index, wanted.place, PixelLayout::Bgra32) : failure(answer.error());
}

Result<void> ConfinedDecoder::Private::takeFromSlot(const QJsonObject& came,
                                                    const std::function<void(std::size_t, const KeptFrame&)>& take)
{
    const KeptForm form = keptFormFrom(came);
    const std::int64_t offset = came.value(QStringLiteral("offset")).toInteger(-1);
    const std::int64_t place = came.value(QStringLiteral("place")).toInteger(-1);
    const std::size_t bytes = form.bytes();
    if (bytes == 0 || bytes > SharedMemory::size || place < 0 || offset < 0 || static_cast<std::size_t>(offset) > SharedMemory::size - bytes)
        return failure(ErrorKind::Failed, QStringLiteral("its answer makes no sense"));
    const KeptFrame kept = unpack(form, memory.bytes() + offset);
    if (!channel->send({QJsonObject{{QStringLiteral("do"), words::next()}}, {}}))
        return failure(ErrorKind::Failed, {});
    if (!kept.isEmpty())
        take(static_cast<std::size_t>(place), kept);
    return {};
}

Result<bool> ConfinedDecoder::run(const Run& wanted, const std::function<void(std::size_t, const KeptFrame&)>& take,
                                  const std::function<bool()>& stop)
{
    std::size_t least = wanted.from;
    const auto answer = d->ask({QJsonObject{{QStringLiteral("do"), words::run()},
                                            {QStringLiteral("from"), static_cast<qint64>(wanted.from)},
                                            {QStringLiteral("target"), static_cast<qint64>(wanted.target)},
                                            {QStringLiteral("drain"), wanted.drain ? 1 : 0},
                                            {QStringLiteral("max_width"), wanted.maxWidth},
                                            {QStringLiteral("max_height"), wanted.maxHeight}},
                                d->unknownIndex(wanted.index)},
                               {{},
                                [&](const QJsonObject& came) {
                                    return d->takeFromSlot(came, [&](std::size_t place, const KeptFrame& kept) {
                                        // What was promised of the order is not believed of the other side.
                                        if (place >= least && place <= wanted.target)
                                            take(place, kept);
                                        least = std::max(least, place + 1);
                                    });
                                },
                                stop});
    if (!answer)
        return failure(answer.error());
    return answer->object.value(QStringLiteral("found")).toBool();
}

Result<ClipIndex> loadOrMakeIndex(const ClipLocation& clip, ConfinedDecoder& decoder)
{
    if (clip.isRemote())
        return decoder.index();
    if (auto saved = savedIndex(clip.path))
        return std::move(*saved);
    auto made = decoder.index();
    if (!made)
        return made;
    if (auto saved = writeFile(clip.path + QStringLiteral(".index"), toBytes(*made)); !saved)
        return failure(saved.error());
    return made;
}

Result<QString> confinedDecoderProgram() { return confinedProgram(); }

} // namespace cartwright::media
