#include "core/media/clip_source.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::media {
namespace {

struct ContainerRule
{
    const char* name;    ///< as containerOf calls it
    const char* demuxer; ///< the short name of FFmpeg
    const char* allowed; ///< the demuxer's full name, for the white-list
};
constexpr std::array containers{
    ContainerRule{"mov,mp4", "mov", "mov,mp4,m4a,3gp,3g2,mj2"},
    ContainerRule{"matroska,webm", "matroska", "matroska,webm"},
    ContainerRule{"mpegts", "mpegts", "mpegts"},
    ContainerRule{"avi", "avi", "avi"},
};
constexpr std::array codecs{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MJPEG, AV_CODEC_ID_MPEG4,
                            AV_CODEC_ID_VP8,  AV_CODEC_ID_VP9,  AV_CODEC_ID_AV1};
constexpr qsizetype encryptionHeadBytes = 64 * 1024;
constexpr const char* decoderNames = "h264,hevc,mjpeg,mpeg4,vp8,vp9,libdav1d,libaom-av1,av1";

tl::unexpected<Error> refusal(const QString& path, const QString& why)
{
    return failure(ErrorKind::Refused, QStringLiteral("The clip %1 is refused: %2.").arg(path, why));
}

int refuseToOpen(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

int isCancelled(void* token) { return static_cast<const Cancellation*>(token)->isCancelled() ? 1 : 0; }

bool isAllowed(AVCodecID codec) { return std::find(codecs.begin(), codecs.end(), codec) != codecs.end(); }

QString fourLetters(std::uint32_t tag)
{
    QString text;
    for (int i = 0; i < 4; ++i, tag >>= 8)
        text +=
            tag % 256 >= 32 && tag % 256 < 127 ? QLatin1Char(static_cast<char>(tag % 256)) : QLatin1Char('?');
    return text;
}

QString codecName(const AVCodecParameters& parameters)
{
    return parameters.codec_id == AV_CODEC_ID_NONE
               ? QStringLiteral("unknown (%1)").arg(fourLetters(parameters.codec_tag))
               : QString::fromLatin1(avcodec_get_name(parameters.codec_id));
}

bool isEncrypted(const AVStream& stream)
{
    return stream.codecpar->codec_tag == MKTAG('e', 'n', 'c', 'v') ||
           av_stream_get_side_data(&stream, AV_PKT_DATA_ENCRYPTION_INIT_INFO, nullptr);
}

/// Some encrypted files stop FFmpeg in their headers; the names of their boxes tell the reason.
bool namesEncryption(const QByteArray& head) { return head.contains("encv") || head.contains("pssh"); }

int rotationOf(const AVStream& stream)
{
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (!data || size < 9 * sizeof(std::int32_t))
        return 0;
    const double counterClockwise = av_display_rotation_get(reinterpret_cast<const std::int32_t*>(data));
    if (!std::isfinite(counterClockwise))
        return 0;
    const int quarters = static_cast<int>(std::lround(-counterClockwise / 90.0));
    return (quarters % 4 + 4) % 4 * 90;
}

} // namespace

Result<std::unique_ptr<ClipSource>> ClipSource::open(const ClipLocation& location, const SourceOptions& options)
{
    silenceFfmpeg();
    std::unique_ptr<ClipSource> source(new ClipSource);
    source->m_location = location;
    source->m_options = options;
    source->m_packet.reset(av_packet_alloc());
    if (auto opened = source->openContainer(); !opened)
        return failure(opened.error());
    if (auto chosen = source->chooseStream(); !chosen)
        return failure(chosen.error());
    source->fillInfo();
    if (auto checked = source->checkStream(); !checked)
        return failure(checked.error());
    return source;
}

Result<void> ClipSource::openContainer()
{
    m_input.reset();
    auto file = ByteInput::open(m_location, m_options.cancel);
    if (!file)
        return failure(file.error());
    m_file = std::move(*file);
    m_info.container = containerOf(m_file->head());
    const auto rule = std::find_if(containers.begin(), containers.end(), [&](const ContainerRule& one) {
        return m_info.container == QLatin1String(one.name);
    });
    if (rule == containers.end())
        return refusal(
            path(),
            QStringLiteral("its first bytes name none of the containers MP4, Matroska, MPEG-TS and AVI"));
    AVFormatContext* input = avformat_alloc_context();
    input->pb = m_file->context();
    input->io_open = refuseToOpen;
    input->interrupt_callback = {isCancelled, &m_options.cancel};
    Options choices;
    choices.set("format_whitelist", rule->allowed);
    choices.set("protocol_whitelist", "file");
    choices.set("codec_whitelist", decoderNames);
    choices.set("enable_drefs", "0");
    choices.set("use_absolute_path", "0");
    if (const int code =
            avformat_open_input(&input, nullptr, av_find_input_format(rule->demuxer), choices.entries());
        code < 0) {
        if (m_options.cancel.isCancelled())
            return failure(interruption());
        if (!m_file->trouble().isEmpty())
            return failure(ErrorKind::Failed,
                           QStringLiteral("The clip %1 cannot be read: %2.").arg(path(), m_file->trouble()));
        return refusal(path(),
                       namesEncryption(m_file->head(encryptionHeadBytes))
                           ? QStringLiteral("its video is encrypted")
                           : QStringLiteral("its headers cannot be read (%1)").arg(ffmpegReason(code)));
    }
    m_input.reset(input);
    if (needsProbing())
        avformat_find_stream_info(m_input.get(), nullptr);
    if (m_options.cancel.isCancelled())
        return failure(interruption());
    return {};
}

/// MP4 and Matroska say all in their headers; reading ahead there would only cost time.
bool ClipSource::needsProbing() const
{
    if (m_info.container != QLatin1String("mov,mp4") && m_info.container != QLatin1String("matroska,webm"))
        return true;
    for (unsigned i = 0; i < m_input->nb_streams; ++i) {
        const AVCodecParameters& parameters = *m_input->streams[i]->codecpar;
        if (parameters.codec_type == AVMEDIA_TYPE_VIDEO && isAllowed(parameters.codec_id) &&
            parameters.width > 0)
            return false;
    }
    return true;
}

Result<void> ClipSource::chooseStream()
{
    m_stream = nullptr;
    AVStream* other = nullptr;
    for (unsigned i = 0; i < m_input->nb_streams; ++i) {
        AVStream* stream = m_input->streams[i];
        stream->discard = AVDISCARD_ALL;
        if (stream->codecpar->codec_type != AVMEDIA_TYPE_VIDEO ||
            stream->disposition & AV_DISPOSITION_ATTACHED_PIC)
            continue;
        if (!m_stream && (isAllowed(stream->codecpar->codec_id) || isEncrypted(*stream)))
            m_stream = stream;
        other = stream;
    }
    if (!m_stream)
        return refusal(
            path(), other
                        ? QStringLiteral("its video codec %1 is not allowed").arg(codecName(*other->codecpar))
                        : QStringLiteral("it has no video stream"));
    m_stream->discard = AVDISCARD_DEFAULT;
    return {};
}

void ClipSource::fillInfo()
{
    const AVCodecParameters& parameters = *m_stream->codecpar;
    m_info.codec = QString::fromLatin1(avcodec_get_name(parameters.codec_id));
    m_info.codedWidth = parameters.width;
    m_info.codedHeight = parameters.height;
    m_info.rotationDegrees = rotationOf(*m_stream);
    const bool sideways = m_info.rotationDegrees % 180 != 0;
    m_info.width = sideways ? parameters.height : parameters.width;
    m_info.height = sideways ? parameters.width : parameters.height;
    // The whole file's duration says something of the video only where nothing else is in it.
    std::optional<Microseconds> claimed = toMicroseconds(m_stream->duration, m_stream->time_base);
    if (!claimed && m_input->nb_streams == 1)
        claimed = toMicroseconds(m_input->duration, microsecondBase);
    m_info.claimedDuration = std::max<Microseconds>(claimed.value_or(0), 0);
}

Result<void> ClipSource::checkStream()
{
    if (isEncrypted(*m_stream))
        return refusal(path(), QStringLiteral("its video is encrypted"));
    if (m_info.codedWidth <= 0 || m_info.codedHeight <= 0)
        return refusal(path(), QStringLiteral("its video has no picture size"));
    if (std::int64_t{m_info.codedWidth} * m_info.codedHeight > m_options.limits.maxPixels)
        return refusal(path(), QStringLiteral("its pictures have %1x%2 pixels, and at most %3 are allowed")
                                   .arg(m_info.codedWidth)
                                   .arg(m_info.codedHeight)
                                   .arg(m_options.limits.maxPixels));
    return {};
}

Result<void> ClipSource::openDecoder()
{
    const AVCodec* codec = avcodec_find_decoder(m_stream->codecpar->codec_id);
    if (!codec)
        return failure(ErrorKind::Failed,
                       QStringLiteral("This FFmpeg has no decoder for %1; install Debian's libavcodec.")
                           .arg(m_info.codec));
    m_decoder.reset(avcodec_alloc_context3(codec));
    avcodec_parameters_to_context(m_decoder.get(), m_stream->codecpar);
    m_decoder->pkt_timebase = m_stream->time_base;
    m_decoder->thread_count = m_options.threads;
    m_decoder->thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE;
    // Decoders count whole blocks of up to 64 pixels, so a picture exactly at the limit needs a little more.
    m_decoder->max_pixels = m_options.limits.maxPixels + m_options.limits.maxPixels / 16 + 128 * 128;
    // Without this the H.264 decoder guesses how far frames are reordered and throws away those it guessed
    // wrong.
    if (codec->id == AV_CODEC_ID_H264)
        m_decoder->strict_std_compliance = FF_COMPLIANCE_STRICT;
    if (const int code = avcodec_open2(m_decoder.get(), codec, nullptr); code < 0)
        return refusal(
            path(),
            QStringLiteral("its %1 video cannot be decoded (%2)").arg(m_info.codec, ffmpegReason(code)));
    return {};
}

std::int64_t ClipSource::packetsClaimed() const
{
    return m_info.container == QLatin1String("mov,mp4") ? avformat_index_get_entries_count(m_stream) : 0;
}

ClipSource::Read ClipSource::readPacket()
{
    for (;;) {
        av_packet_unref(m_packet.get());
        const int code = av_read_frame(m_input.get(), m_packet.get());
        if (m_options.cancel.isCancelled())
            return Read::Cancelled;
        if (isRemote() && !m_file->trouble().isEmpty())
            return Read::Lost;
        if (code == AVERROR_EOF)
            return !m_file->trouble().isEmpty() ? Read::Damage : Read::End;
        if (code < 0)
            return Read::Damage;
        // A packet without bytes would mean "no more comes" to the decoder.
        if (m_packet->stream_index == m_stream->index && m_packet->size > 0)
            return Read::Packet;
    }
}

Error ClipSource::interruption() const
{
    if (m_options.cancel.isCancelled() || !isRemote() || m_file->trouble().isEmpty())
        return {ErrorKind::Cancelled, QStringLiteral("Reading the clip %1 was stopped.").arg(path()), {}};
    return {ErrorKind::Unreachable, QStringLiteral("The clip %1 cannot be read: %2.").arg(path(), m_file->trouble()), {}};
}

bool ClipSource::send() { return avcodec_send_packet(m_decoder.get(), m_packet.get()) >= 0; }

void ClipSource::drain() { avcodec_send_packet(m_decoder.get(), nullptr); }

ClipSource::Receive ClipSource::receive(AVFrame& frame)
{
    const int code = avcodec_receive_frame(m_decoder.get(), &frame);
    if (code >= 0)
        return Receive::Frame;
    if (code == AVERROR(EAGAIN))
        return Receive::NeedsPacket;
    return code == AVERROR_EOF ? Receive::End : Receive::Damage;
}

bool ClipSource::seekToTime(Microseconds time)
{
    const std::int64_t target = av_rescale_q_rnd(time, microsecondBase, m_stream->time_base, AV_ROUND_UP);
    if (m_decoder)
        avcodec_flush_buffers(m_decoder.get());
    return av_seek_frame(m_input.get(), m_stream->index, target, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool ClipSource::seekToByte(std::int64_t position)
{
    if (m_decoder)
        avcodec_flush_buffers(m_decoder.get());
    return av_seek_frame(m_input.get(), -1, position, AVSEEK_FLAG_BYTE) >= 0;
}

Result<void> ClipSource::rewind()
{
    if (auto opened = openContainer(); !opened)
        return opened;
    if (auto chosen = chooseStream(); !chosen)
        return chosen;
    return m_decoder ? openDecoder() : Result<void>{};
}

} // namespace cartwright::media
