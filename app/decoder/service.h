#pragma once

#include "core/media/confined_serving.h"
#include "core/vision/confined_jobs.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>

namespace cartwright::decoder {

/// Answers questions about the one clip that this process was given, until its caller closes the channel. The first
/// question is "prepare", which locks the process up; before that the clip is not touched.
class Service
{
public:
    Service();
    ~Service();
    /// The process's exit code.
    int run();

private:
    using Answer = Result<media::ConfinedMessage>;

    Answer prepare(const QJsonObject& question);
    Answer answer(const media::ConfinedMessage& question);
    Result<void> say(const media::ConfinedMessage& message);
    void giveSignsOfLife(const std::stop_token& stop);

    media::ConfinedChannel m_channel{media::confined::control};
    std::mutex m_sending; ///< one message at a time
    std::atomic<double> m_share = 0;

    vision::PreparedModels m_models;
    std::uint8_t* m_shared = nullptr;
    std::size_t m_sharedBytes = 0;
    std::unique_ptr<media::ConfinedServing> m_frames;
};

} // namespace cartwright::decoder
