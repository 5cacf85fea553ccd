#include "core/media/ffmpeg_handles.h"

#include <array>
#include <mutex>

namespace cartwright::media {

QString ffmpegReason(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return QString::fromUtf8(text.data());
}

void silenceFfmpeg()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback([](void*, int, const char*, va_list) {}); });
}

std::optional<Microseconds> toMicroseconds(std::int64_t time, AVRational base)
{
    // Times further away than a hundred years come from damage, and arithmetic with them would overflow.
    constexpr Microseconds farthest = 100LL * 366 * 24 * 3600 * microsecondsPerSecond;
    if (time == AV_NOPTS_VALUE || base.num <= 0 || base.den <= 0)
        return std::nullopt;
    const std::int64_t scaled = av_rescale_q_rnd(time, base, microsecondBase, AV_ROUND_DOWN);
    if (scaled < -farthest || scaled > farthest)
        return std::nullopt;
    return scaled;
}

} // namespace cartwright::media
