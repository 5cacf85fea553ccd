#include "core/media/review_copy_encoder.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace cartwright::media {
namespace {

constexpr int bufferBytes = 256 * 1024;

tl::unexpected<Error> writeFailure(const QString& reason)
{
    return failure(ErrorKind::Failed,
                   QStringLiteral("Writing a review copy failed: %1. Check the space on the disk and prepare the sale again.")
                       .arg(reason));
}

} // namespace

int CopyEncoder::put(void* self, std::uint8_t* bytes, int size)
{
    auto& encoder = *static_cast<CopyEncoder*>(self);
    for (int done = 0; done < size;) {
        const ssize_t count =
            ::pwrite(encoder.m_descriptor, bytes + done, static_cast<std::size_t>(size - done), encoder.m_position);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            encoder.m_writeError = count < 0 ? errno : ENOSPC;
            return AVERROR(encoder.m_writeError);
        }
        done += static_cast<int>(count);
        encoder.m_position += count;
        encoder.m_end = std::max(encoder.m_end, encoder.m_position);
    }
    return size;
}

std::int64_t CopyEncoder::move(void* self, std::int64_t offset, int whence)
{
    auto& encoder = *static_cast<CopyEncoder*>(self);
    if (whence & AVSEEK_SIZE)
        return encoder.m_end;
    const int from = whence & ~AVSEEK_FORCE;
    const std::int64_t base = from == SEEK_CUR ? encoder.m_position : from == SEEK_END ? encoder.m_end : 0;
    if (base + offset < 0)
        return AVERROR(EINVAL);
    return encoder.m_position = base + offset;
}

Result<std::unique_ptr<CopyEncoder>> CopyEncoder::create(int descriptor, const Form& form, const CopyOptions& options)
{
    silenceFfmpeg();
    std::unique_ptr<CopyEncoder> made(new CopyEncoder(descriptor));
    made->m_usualDistance = std::max<Microseconds>(form.usualDistance, 1000);
    if (auto opened = made->openEncoder(form, options); !opened)
        return failure(opened.error());
    if (auto opened = made->openOutput(); !opened)
        return failure(opened.error());
    return made;
}

CopyEncoder::~CopyEncoder()
{
    avformat_free_context(m_output);
    if (m_io)
        av_freep(&m_io->buffer);
    avio_context_free(&m_io);
}

Result<void> CopyEncoder::openEncoder(const Form& form, const CopyOptions& options)
{
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        return failure(ErrorKind::Failed, QStringLiteral("This FFmpeg has no libx264 encoder; install Debian's libavcodec."));
    m_encoder.reset(avcodec_alloc_context3(codec));
    m_encoder->width = form.width;
    m_encoder->height = form.height;
    m_encoder->pix_fmt = AV_PIX_FMT_YUV420P;
    m_encoder->time_base = microsecondBase;
    m_encoder->framerate = av_make_q(1'000'000, static_cast<int>(std::min<Microseconds>(m_usualDistance, 1'000'000)));
    m_encoder->gop_size = options.keyframeEvery;
    m_encoder->max_b_frames = 0;
    m_encoder->thread_count = 1;
    m_encoder->color_range = AVCOL_RANGE_MPEG;
    m_encoder->colorspace = form.colourSpace;
    m_encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    Options choices;
    choices.set("preset", options.preset.toUtf8().constData());
    choices.set("crf", QByteArray::number(options.constantQuality).constData());
    choices.set("sc_threshold", "0");
    if (const int code = avcodec_open2(m_encoder.get(), codec, choices.entries()); code < 0)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("The H.264 encoder refuses the settings of review copies (%1); correct \"review_copies\" in "
                                      "the workspace's settings.")
                           .arg(ffmpegReason(code)));
    return {};
}

Result<void> CopyEncoder::openOutput()
{
    if (avformat_alloc_output_context2(&m_output, nullptr, "mp4", nullptr) < 0)
        return writeFailure(QStringLiteral("out of memory"));
    auto* buffer = static_cast<unsigned char*>(av_malloc(bufferBytes));
    m_io = avio_alloc_context(buffer, bufferBytes, 1, this, nullptr, &CopyEncoder::put, &CopyEncoder::move);
    m_output->pb = m_io;
    m_output->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;
    m_output->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
    m_stream = avformat_new_stream(m_output, nullptr);
    if (!m_io || !m_stream)
        return writeFailure(QStringLiteral("out of memory"));
    m_stream->time_base = microsecondBase;
    m_stream->avg_frame_rate = m_encoder->framerate;
    avcodec_parameters_from_context(m_stream->codecpar, m_encoder.get());
    Options choices;
    choices.set("video_track_timescale", "1000000");
    choices.set("movie_timescale", "1000000");
    if (const int code = avformat_write_header(m_output, choices.entries()); code < 0)
        return writeFailure(ffmpegReason(code));
    return {};
}

Result<void> CopyEncoder::encode(const AVFrame* frame)
{
    int code = avcodec_send_frame(m_encoder.get(), frame);
    while (code >= 0) {
        code = avcodec_receive_packet(m_encoder.get(), m_packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            break;
        if (m_packet->flags & AV_PKT_FLAG_KEY)
            m_keyframes.push_back(m_packet->pts);
        m_packet->stream_index = m_stream->index;
        m_packet->duration = m_usualDistance;
        av_packet_rescale_ts(m_packet.get(), m_encoder->time_base, m_stream->time_base);
        code = av_write_frame(m_output, m_packet.get());
        av_packet_unref(m_packet.get());
    }
    return writeFailure(m_writeError != 0 ? QString::fromLocal8Bit(std::strerror(m_writeError)) : ffmpegReason(code));
}

Result<void> CopyEncoder::write(AVFrame& frame, Microseconds timestamp)
{
    frame.pts = timestamp;
    frame.pict_type = AV_PICTURE_TYPE_NONE;
    return encode(&frame);
}

Result<void> CopyEncoder::finish()
{
    if (auto flushed = encode(nullptr); !flushed)
        return flushed;
    if (const int code = av_write_trailer(m_output); code < 0)
        return writeFailure(ffmpegReason(code));
    avio_flush(m_io);
    if (m_writeError != 0)
        return writeFailure(QString::fromLocal8Bit(std::strerror(m_writeError)));
    return {};
}

} // namespace cartwright::media
