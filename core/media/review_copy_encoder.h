#pragma once

// Inside the room only: frames in, an MP4 in an open file out.

#include "core/media/ffmpeg_handles.h"
#include "core/media/review_copy.h"

namespace cartwright::media {

/// H.264 with x264, without B-frames, with exact microseconds as times. One thread; `finish` ends it.
class CopyEncoder
{
public:
    struct Form
    {
        int width = 0;
        int height = 0;
        AVColorSpace colourSpace = AVCOL_SPC_SMPTE170M;
        Microseconds usualDistance = 40'000;
    };
    /// The descriptor stays the caller's.
    static Result<std::unique_ptr<CopyEncoder>> create(int descriptor, const Form& form, const CopyOptions& options);
    ~CopyEncoder();
    CopyEncoder(const CopyEncoder&) = delete;
    CopyEncoder& operator=(const CopyEncoder&) = delete;

    /// Times must rise and be at least 0.
    Result<void> write(AVFrame& frame, Microseconds timestamp);
    Result<void> finish();
    /// Times at which decoding can start, in order.
    const std::vector<Microseconds>& keyframes() const { return m_keyframes; }
    std::int64_t bytes() const { return m_end; }

private:
    explicit CopyEncoder(int descriptor) : m_descriptor(descriptor) {}
    Result<void> openEncoder(const Form& form, const CopyOptions& options);
    Result<void> openOutput();
    Result<void> encode(const AVFrame* frame);
    static int put(void* self, std::uint8_t* bytes, int size);
    static std::int64_t move(void* self, std::int64_t offset, int whence);

    int m_descriptor;
    std::int64_t m_position = 0;
    std::int64_t m_end = 0;
    int m_writeError = 0;
    Microseconds m_usualDistance = 0;
    AVIOContext* m_io = nullptr;
    AVFormatContext* m_output = nullptr;
    AVStream* m_stream = nullptr;
    CodecPtr m_encoder;
    PacketPtr m_packet{av_packet_alloc()};
    std::vector<Microseconds> m_keyframes;
};

} // namespace cartwright::media
