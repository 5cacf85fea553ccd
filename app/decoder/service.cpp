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
        if (!*question || media::ConfinedServing::isLate(**question))
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
    m_frames = std::make_unique<media::ConfinedServing>(
        m_shared, m_sharedBytes,
        media::ConfinedServing::Line{[this](const media::ConfinedMessage& message) { return say(message); },
                                     [this](std::chrono::steady_clock::time_point until) { return m_channel.receive(until); }});
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
    if (auto given = m_frames->answer(question))
        return std::move(*given);
    return vision::answerConfined(question, m_models, [this](double share) { m_share = share; });
}

} // namespace cartwright::decoder
