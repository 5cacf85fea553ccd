#pragma once

// Inside the room only: no other room may include this header.

#include "core/base/time.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <optional>

namespace cartwright::media {

struct InputCloser
{
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct CodecCloser
{
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct FrameCloser
{
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct PacketCloser
{
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct ScalerCloser
{
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using InputPtr = std::unique_ptr<AVFormatContext, InputCloser>;
using CodecPtr = std::unique_ptr<AVCodecContext, CodecCloser>;
using FramePtr = std::unique_ptr<AVFrame, FrameCloser>;
using PacketPtr = std::unique_ptr<AVPacket, PacketCloser>;
using ScalerPtr = std::unique_ptr<SwsContext, ScalerCloser>;

/// A dictionary of options that frees what was not taken.
class Options
{
public:
    Options() = default;
    ~Options() { av_dict_free(&m_entries); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    void set(const char* key, const char* value) { av_dict_set(&m_entries, key, value, 0); }
    AVDictionary** entries() { return &m_entries; }

private:
    AVDictionary* m_entries = nullptr;
};

inline constexpr AVRational microsecondBase{1, 1'000'000};

/// FFmpeg's own words for an error code.
QString ffmpegReason(int code);

/// Keeps FFmpeg from writing to stderr; what matters is said in our own errors. Any thread, any number of
/// times.
void silenceFfmpeg();

/// A time of a stream in microseconds, rounded down; nothing where the stream gives none or an impossible
/// one.
std::optional<Microseconds> toMicroseconds(std::int64_t time, AVRational base);

} // namespace cartwright::media
