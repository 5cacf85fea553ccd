#include "app/decoder/service.h"

#include "app/decoder/confinement.h"

#include "core/media/clip_activity.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

namespace cartwright::decoder {
namespace {

using namespace std::chrono_literals;

constexpr auto pulse = 100ms;

media::ConfinedMessage done(QJsonObject object = {}, QByteArray bytes = {})
{
    object.insert(QStringLiteral("is"), QStringLiteral("done"));
    return {std::move(object), std::move(bytes)};
}

media::ConfinedMessage failed(const Error& error)
{
    return {QJsonObject{{QStringLiteral("is"), QStringLiteral("failed")},
                        {QStringLiteral("kind"), static_cast<int>(error.kind)},
                        {QStringLiteral("sentence"), error.sentence},
                        {QStringLiteral("details"), error.details}},
            {}};
}

[[noreturn]] void onNoMemory() { ::_exit(media::confined::exitOutOfMemory); }

} // namespace

Service::Service() = default;

Service::~Service()
{
    if (m_shared)
        ::munmap(m_shared, m_sharedBytes);
}

Result<void> Service::say(const media::ConfinedMessage& message)
{
    const std::scoped_lock lock(m_sending);
    return m_channel.send(message);
}

void Service::giveSignsOfLife(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (!say({QJsonObject{{QStringLiteral("is"), QStringLiteral("alive")},
                              {QStringLiteral("work"), static_cast<double>(media::clipActivity())},
                              {QStringLiteral("share"), m_share.load()}},
                  {}}))
            ::_exit(0); // nobody waits for this any more
        std::this_thread::sleep_for(pulse);
    }
}

int Service::run()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::set_new_handler(onNoMemory);
    std::jthread life;
    for (;;) {
        const auto question = m_channel.receive(std::chrono::steady_clock::now() + 1h);
        if (!question)
            return 0; // the caller has what it wanted
        if (!*question)
            continue;
        const bool first = !life.joinable();
        const Answer given = first ? prepare((*question)->object) : answer(**question);
        m_share = 0;
        if (!say(given ? *given : failed(given.error())) || (first && !given))
            return 1;
        if (first)
            life = std::jthread([this](const std::stop_token& stop) { giveSignsOfLife(stop); });
    }
}

Service::Answer Service::prepare(const QJsonObject& question)
{
    m_sharedBytes = static_cast<std::size_t>(question.value(QStringLiteral("shared_bytes")).toInteger());
    void* mapped = ::mmap(nullptr, m_sharedBytes, PROT_READ | PROT_WRITE, MAP_SHARED, media::confined::memory, 0);
    if (mapped == MAP_FAILED)
        return failure(ErrorKind::Failed, QStringLiteral("The decoder gets no memory for its frames: %1.")
                                              .arg(QString::fromLocal8Bit(std::strerror(errno))));
    m_shared = static_cast<std::uint8_t*>(mapped);
    m_models = vision::prepareModels(question.value(QStringLiteral("preparation")).toObject());
    const auto filter = confine({question.value(QStringLiteral("memory_bytes")).toInteger(),
                                 question.value(QStringLiteral("processor_seconds")).toInt(),
                                 question.value(QStringLiteral("output_bytes")).toInteger()});
    if (!filter)
        return failure(filter.error());
    return media::ConfinedMessage{QJsonObject{{QStringLiteral("is"), QStringLiteral("ready")}, {QStringLiteral("filter"), *filter}},
                                  {}};
}

Service::Answer Service::answer(const media::ConfinedMessage& question)
{
    const QString wanted = question.object.value(QStringLiteral("do")).toString();
    if (wanted == QLatin1String("index"))
        return index(question.object);
    if (wanted == QLatin1String("frame"))
        return frame(question);
    return vision::answerConfined(question, m_models, [this](double share) { m_share = share; });
}

Service::Answer Service::index(const QJsonObject& question)
{
    media::ClipLimits limits;
    limits.maxPixels = question.value(QStringLiteral("max_pixels")).toInteger(limits.maxPixels);
    limits.maxFrames = question.value(QStringLiteral("max_frames")).toInteger(limits.maxFrames);
    const auto made = media::indexClip(media::confined::clipName(), limits);
    if (!made)
        return failure(made.error());
    m_reader.reset();
    m_index = media::toBytes(*made);
    return done({}, m_index);
}

/// A reader is kept between questions, so that neighbouring frames cost little.
Result<void> Service::openReader(const media::ConfinedMessage& question)
{
    if (!question.bytes.isEmpty()) {
        m_index = question.bytes;
        m_reader.reset();
    }
    const auto layout = static_cast<media::PixelLayout>(question.object.value(QStringLiteral("layout")).toInt());
    const int maxWidth = question.object.value(QStringLiteral("max_width")).toInt();
    const int maxHeight = question.object.value(QStringLiteral("max_height")).toInt();
    if (!m_reader || layout != m_layout) {
        auto index = media::clipIndexFromBytes(m_index);
        if (!index)
            return failure(index.error());
        media::ReaderOptions options;
        options.layout = m_layout = layout;
        options.threads = 2;
        auto reader = media::ClipReader::open(media::confined::clipName(), std::move(*index), options);
        if (!reader)
            return failure(reader.error());
        m_reader = std::move(*reader);
    }
    m_reader->setMaxSize(maxWidth, maxHeight);
    return {};
}

Service::Answer Service::frame(const media::ConfinedMessage& question)
{
    if (auto opened = openReader(question); !opened)
        return failure(opened.error());
    const auto frame = m_reader->frame(static_cast<std::size_t>(question.object.value(QStringLiteral("place")).toInteger()));
    if (!frame)
        return failure(frame.error());
    const media::Picture& picture = frame->picture;
    if (frame->damaged || picture.isEmpty())
        return done({{QStringLiteral("damaged"), true}});
    if (picture.bytes() > m_sharedBytes)
        return failure(ErrorKind::Refused, QStringLiteral("A frame of %1 is larger than any that is allowed.")
                                               .arg(media::confined::clipName()));
    std::memcpy(m_shared, picture.pixels.get(), picture.bytes());
    return done({{QStringLiteral("width"), picture.width},
                 {QStringLiteral("height"), picture.height},
                 {QStringLiteral("stride"), static_cast<qint64>(picture.stride)}});
}

} // namespace cartwright::decoder
