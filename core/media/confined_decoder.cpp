#include "core/media/confined_decoder.h"

#include "core/base/safe_file.h"
#include "core/media/byte_source.h"
#include "core/media/confined_process.h"
#include "core/media/picture_buffer.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// Room for one picture at the limit of pixels. Pages that are not touched cost nothing.
constexpr std::size_t memoryBytes = 140u << 20;

tl::unexpected<Error> systemFailure(const QString& what)
{
    return failure(ErrorKind::Failed,
                   QStringLiteral("%1 failed: %2.").arg(what, QString::fromLocal8Bit(std::strerror(errno))));
}

/// Shared memory of a fixed size: sealed, so that the other side cannot pull it away from under a reader.
class SharedMemory
{
public:
    SharedMemory() = default;
    ~SharedMemory()
    {
        if (m_bytes)
            ::munmap(m_bytes, memoryBytes);
    }
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    Result<void> make()
    {
        m_descriptor.reset(::memfd_create("cartwright-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING));
        if (!m_descriptor.isOpen() || ::ftruncate(m_descriptor.number(), memoryBytes) != 0 ||
            ::fcntl(m_descriptor.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
            return systemFailure(QStringLiteral("Making memory for decoded frames"));
        void* mapped = ::mmap(nullptr, memoryBytes, PROT_READ, MAP_SHARED, m_descriptor.number(), 0);
        if (mapped == MAP_FAILED)
            return systemFailure(QStringLiteral("Making memory for decoded frames"));
        m_bytes = static_cast<std::uint8_t*>(mapped);
        return {};
    }
    int descriptor() const { return m_descriptor.number(); }
    const std::uint8_t* bytes() const { return m_bytes; }

private:
    Descriptor m_descriptor;
    std::uint8_t* m_bytes = nullptr;
};

/// The confined process has no network, so a server's clip is fetched for it, whole, into memory that only it is given.
Result<Descriptor> fetchClip(const ClipLocation& clip, const Cancellation& cancel)
{
    auto source = openHttps(clip, cancel);
    if (!source)
        return failure(source.error());
    Descriptor memory(::memfd_create("cartwright-clip", MFD_CLOEXEC));
    QByteArray piece(1 << 20, Qt::Uninitialized);
    for (std::int64_t at = 0; at < (*source)->size();) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Fetching the clip %1 was stopped.").arg(clip.path));
        const std::int64_t got = (*source)->readAt(at, reinterpret_cast<std::uint8_t*>(piece.data()), piece.size());
        if (got <= 0)
            return failure(ErrorKind::Unreachable,
                           QStringLiteral("The clip %1 could not be fetched: %2.").arg(clip.path, (*source)->trouble()));
        if (::pwrite(memory.number(), piece.constData(), static_cast<std::size_t>(got), at) != got)
            return systemFailure(QStringLiteral("Keeping the clip %1 in memory").arg(clip.path));
        at += got;
    }
    return memory;
}

Result<Descriptor> openClip(const ClipLocation& location, const Cancellation& cancel)
{
    if (location.isRemote())
        return fetchClip(location, cancel);
    const QString& path = location.path;
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    Descriptor clip(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!clip.isOpen()) {
        const int code = errno;
        return failure(code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Failed,
                       QStringLiteral("The clip %1 cannot be opened: %2.")
                           .arg(path, QString::fromLocal8Bit(std::strerror(code))));
    }
    struct stat status = {};
    if (::fstat(clip.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorKind::Refused, QStringLiteral("The clip %1 is not a regular file.").arg(path));
    return clip;
}

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
    Result<ConfinedMessage> ask(const ConfinedMessage& question, const std::function<void(double)>& progress);
    Result<ConfinedMessage> waitForAnswer(const std::function<void(double)>& progress);
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
    auto clip = openClip(location, options.cancel);
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
                                        {QStringLiteral("shared_bytes"), static_cast<qint64>(memoryBytes)},
                                        {QStringLiteral("preparation"), options.preparation}},
                            {}},
                           {});
    if (!ready)
        return failure(ready.error());
    filter = ready->object.value(QStringLiteral("filter")).toString();
    return {};
}

Result<ConfinedMessage> ConfinedDecoder::Private::ask(const ConfinedMessage& question,
                                                      const std::function<void(double)>& progress)
{
    if (dead)
        return failure(*dead);
    if (!channel->send(question))
        return die(ErrorKind::Failed, {});
    return waitForAnswer(progress);
}

Result<ConfinedMessage> ConfinedDecoder::Private::waitForAnswer(const std::function<void(double)>& progress)
{
    // Until it is ready the process loads its libraries and gives no signs of life yet.
    const std::chrono::milliseconds silence(filter.isEmpty() ? 20'000 : options.limits.silenceMilliseconds);
    const std::chrono::milliseconds standstill(options.limits.standstillMilliseconds);
    auto movedAt = SteadyClock::now();
    double work = -1;
    for (;;) {
        auto got = channel->receive(SteadyClock::now() + silence, options.cancel);
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
        if (is != QLatin1String("alive"))
            return std::move(**got);
        if (const double now = object.value(QStringLiteral("work")).toDouble(); now != work) {
            work = now;
            movedAt = SteadyClock::now();
        } else if (SteadyClock::now() - movedAt > standstill) {
            return die(ErrorKind::Failed, QStringLiteral("it made no progress for %1 s")
                                              .arg(options.limits.standstillMilliseconds / 1000.0));
        }
        if (progress)
            progress(object.value(QStringLiteral("share")).toDouble());
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
    return d->ask(question, progress);
}

int ConfinedDecoder::processId() const { return d->process ? d->process->pid() : -1; }
const QString& ConfinedDecoder::filter() const { return d->filter; }

Result<ClipIndex> ConfinedDecoder::index(const ClipLimits& limits)
{
    auto answer = d->ask({QJsonObject{{QStringLiteral("do"), QStringLiteral("index")},
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

Result<Frame> ConfinedDecoder::frame(const ClipIndex& index, std::size_t place, PixelLayout layout, int maxWidth, int maxHeight)
{
    if (place >= index.frames.size())
        return failure(ErrorKind::NotFound, QStringLiteral("The clip %1 has no frame %2.").arg(d->path).arg(place));
    ConfinedMessage question{QJsonObject{{QStringLiteral("do"), QStringLiteral("frame")},
                                         {QStringLiteral("place"), static_cast<qint64>(place)},
                                         {QStringLiteral("layout"), static_cast<int>(layout)},
                                         {QStringLiteral("max_width"), maxWidth},
                                         {QStringLiteral("max_height"), maxHeight}},
                             {}};
    // The index travels only where the decoder does not have it yet.
    if (const QByteArray bytes = toBytes(index); bytes != d->knownIndex)
        d->knownIndex = question.bytes = bytes;
    const auto answer = d->ask(question, {});
    if (!answer)
        return failure(answer.error());
    Frame frame{index.frames[place].timestamp, place, answer->object.value(QStringLiteral("damaged")).toBool(), {}};
    const int width = answer->object.value(QStringLiteral("width")).toInt();
    const int height = answer->object.value(QStringLiteral("height")).toInt();
    const std::int64_t stride = answer->object.value(QStringLiteral("stride")).toInteger();
    if (frame.damaged)
        return frame;
    if (width <= 0 || height <= 0 || stride < std::int64_t{width} * bytesPerPixel(layout) ||
        stride > static_cast<std::int64_t>(memoryBytes) / height)
        return d->die(ErrorKind::Failed, QStringLiteral("its answer makes no sense"));
    PictureBuffer buffer = makePictureBuffer(width, height, layout);
    const auto rowBytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(bytesPerPixel(layout));
    for (int y = 0; y < height; ++y)
        std::memcpy(buffer.bytes + y * buffer.picture.stride, d->memory.bytes() + y * stride, rowBytes);
    frame.picture = std::move(buffer.picture);
    return frame;
}

Result<ClipIndex> loadOrMakeIndex(const ClipLocation& clip, ConfinedDecoder& decoder)
{
    const QString indexPath = clip.path + QStringLiteral(".index");
    if (clip.isRemote())
        return decoder.index();
    if (const auto bytes = readFile(indexPath))
        if (auto index = clipIndexFromBytes(*bytes); index && index->fileBytes == QFileInfo(clip.path).size())
            return index;
    auto made = decoder.index();
    if (!made)
        return made;
    if (auto saved = writeFile(indexPath, toBytes(*made)); !saved)
        return failure(saved.error());
    return made;
}

Result<QString> confinedDecoderProgram() { return confinedProgram(); }

} // namespace cartwright::media
