#include "core/media/clip_writer.h"

#include "core/media/ffmpeg_handles.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

struct OutputCloser
{
    void operator()(AVFormatContext* context) const
    {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
};
using OutputPtr = std::unique_ptr<AVFormatContext, OutputCloser>;

QString besideName(const QString& path)
{
    const QFileInfo info(path);
    return info.path() + QStringLiteral("/.") + info.fileName() + QLatin1Char('.') +
           QUuid::createUuid().toString(QUuid::Id128).left(8) + QStringLiteral(".part");
}

bool syncPath(const QString& path, int flags)
{
    const int fd = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    const int code = errno;
    if (fd >= 0)
        ::close(fd);
    errno = code;
    return synced;
}

tl::unexpected<Error> writeFailure(const QString& path, const QString& reason)
{
    return failure(
        ErrorKind::Failed,
        QStringLiteral("Writing the clip %1 failed: %2. Check space and permissions and run the same again.")
            .arg(path, reason));
}

} // namespace

struct ClipWriter::Private
{
    QString path;
    QString beside;
    WriterOptions options;
    OutputPtr output;
    CodecPtr encoder;
    ScalerPtr scaler;
    PixelLayout scalerLayout = PixelLayout::Bgr24;
    FramePtr frame;
    PacketPtr packet;
    AVStream* stream = nullptr;
    std::optional<Microseconds> last;
    bool finished = false;
    bool failed = false;

    ~Private()
    {
        output.reset();
        if (!finished)
            ::unlink(QFile::encodeName(beside).constData());
    }
    Result<void> openEncoder();
    Result<void> openOutput();
    Result<void> makeScaler(PixelLayout layout);
    Result<void> encode(const AVFrame* picture);
};

Result<void> ClipWriter::Private::openEncoder()
{
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        return failure(ErrorKind::Failed,
                       QStringLiteral("This FFmpeg has no libx264 encoder; install Debian's libavcodec."));
    encoder.reset(avcodec_alloc_context3(codec));
    encoder->width = options.width;
    encoder->height = options.height;
    encoder->pix_fmt = AV_PIX_FMT_YUV420P;
    encoder->time_base = microsecondBase;
    encoder->framerate = av_d2q(options.nominalRate, 1'000'000);
    encoder->gop_size = options.keyframeEvery;
    encoder->max_b_frames = options.maxBFrames;
    encoder->thread_count = options.threads;
    encoder->color_range = AVCOL_RANGE_MPEG;
    encoder->colorspace = AVCOL_SPC_BT709;
    encoder->color_primaries = AVCOL_PRI_BT709;
    encoder->color_trc = AVCOL_TRC_BT709;
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
    Options choices;
    choices.set("preset", options.preset.toUtf8().constData());
    choices.set("crf", QByteArray::number(options.constantQuality).constData());
    choices.set("sc_threshold", "0");
    if (const int code = avcodec_open2(encoder.get(), codec, choices.entries()); code < 0)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("The H.264 encoder refuses the options for %1: %2.")
                           .arg(path, ffmpegReason(code)));
    return {};
}

Result<void> ClipWriter::Private::openOutput()
{
    AVFormatContext* made = nullptr;
    const QByteArray url = "file:" + QFile::encodeName(beside);
    if (const int code = avformat_alloc_output_context2(&made, nullptr, "mp4", url.constData()); code < 0)
        return writeFailure(path, ffmpegReason(code));
    output.reset(made);
    output->flags |= AVFMT_FLAG_BITEXACT;
    output->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
    stream = avformat_new_stream(output.get(), nullptr);
    if (!stream)
        return writeFailure(path, QStringLiteral("out of memory"));
    stream->time_base = microsecondBase;
    stream->avg_frame_rate = encoder->framerate;
    avcodec_parameters_from_context(stream->codecpar, encoder.get());
    // The file is made here, so that it never has wider rights than 0600.
    const int fd =
        ::open(QFile::encodeName(beside).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return writeFailure(path, QString::fromLocal8Bit(std::strerror(errno)));
    ::close(fd);
    if (const int code = avio_open(&output->pb, url.constData(), AVIO_FLAG_WRITE); code < 0)
        return writeFailure(path, ffmpegReason(code));
    Options choices;
    choices.set("movflags", "+faststart");
    choices.set("video_track_timescale", "1000000");
    choices.set("movie_timescale", "1000000");
    if (const int code = avformat_write_header(output.get(), choices.entries()); code < 0)
        return writeFailure(path, ffmpegReason(code));
    return {};
}

Result<void> ClipWriter::Private::makeScaler(PixelLayout layout)
{
    const AVPixelFormat from = layout == PixelLayout::Bgr24 ? AV_PIX_FMT_BGR24 : AV_PIX_FMT_BGR0;
    scaler.reset(sws_getContext(options.width, options.height, from, options.width, options.height,
                                AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT, nullptr,
                                nullptr, nullptr));
    if (!scaler)
        return failure(ErrorKind::Failed, QStringLiteral("Pictures for %1 cannot be converted.").arg(path));
    const int* table = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler.get(), table, 1, table, 0, 0, 1 << 16, 1 << 16);
    scalerLayout = layout;
    return {};
}

Result<void> ClipWriter::Private::encode(const AVFrame* picture)
{
    int code = avcodec_send_frame(encoder.get(), picture);
    while (code >= 0) {
        code = avcodec_receive_packet(encoder.get(), packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            break;
        packet->stream_index = stream->index;
        packet->duration = std::llround(1e6 / options.nominalRate);
        av_packet_rescale_ts(packet.get(), encoder->time_base, stream->time_base);
        code = av_interleaved_write_frame(output.get(), packet.get());
    }
    failed = true;
    return writeFailure(path, ffmpegReason(code));
}

ClipWriter::ClipWriter(std::unique_ptr<Private> parts) : d(std::move(parts)) {}
ClipWriter::~ClipWriter() = default;

Result<std::unique_ptr<ClipWriter>> ClipWriter::create(const QString& path, const WriterOptions& options)
{
    silenceFfmpeg();
    if (options.width <= 0 || options.height <= 0 || options.width % 2 != 0 || options.height % 2 != 0)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A clip of %1x%2 cannot be written; width and height must be even.")
                           .arg(options.width)
                           .arg(options.height));
    if (!(options.nominalRate > 0) || options.keyframeEvery < 1 || options.maxBFrames < 0)
        return failure(
            ErrorKind::WrongUsage,
            QStringLiteral("The clip %1 needs a rate above 0, a keyframe distance of at least 1 and no "
                           "negative number of B-frames.")
                .arg(path));
    auto parts = std::make_unique<Private>();
    parts->path = path;
    parts->beside = besideName(path);
    parts->options = options;
    parts->packet.reset(av_packet_alloc());
    parts->frame.reset(av_frame_alloc());
    parts->frame->width = options.width;
    parts->frame->height = options.height;
    parts->frame->format = AV_PIX_FMT_YUV420P;
    if (av_frame_get_buffer(parts->frame.get(), 0) < 0)
        return writeFailure(path, QStringLiteral("out of memory"));
    if (auto opened = parts->openEncoder(); !opened)
        return failure(opened.error());
    if (auto opened = parts->openOutput(); !opened)
        return failure(opened.error());
    return std::unique_ptr<ClipWriter>(new ClipWriter(std::move(parts)));
}

Result<void> ClipWriter::write(const Picture& picture, Microseconds timestamp)
{
    const auto wrong = [&](const QString& what) {
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A frame for %1 is left out: %2.").arg(d->path, what));
    };
    if (d->finished || d->failed)
        return wrong(QStringLiteral("the clip is closed already"));
    if (picture.isEmpty() || picture.width != d->options.width || picture.height != d->options.height ||
        picture.layout == PixelLayout::Gray8)
        return wrong(QStringLiteral("it needs a colour picture of %1x%2")
                         .arg(d->options.width)
                         .arg(d->options.height));
    if (timestamp < 0 || (d->last && timestamp <= *d->last))
        return wrong(QStringLiteral("its timestamp %1 is not above the one before").arg(timestamp));
    if (!d->scaler || d->scalerLayout != picture.layout)
        if (auto made = d->makeScaler(picture.layout); !made)
            return made;
    if (av_frame_make_writable(d->frame.get()) < 0)
        return writeFailure(d->path, QStringLiteral("out of memory"));
    const std::uint8_t* const rows[] = {picture.pixels.get()};
    const int strides[] = {static_cast<int>(picture.stride)};
    sws_scale(d->scaler.get(), rows, strides, 0, picture.height, d->frame->data, d->frame->linesize);
    d->frame->pts = timestamp;
    d->frame->pict_type = AV_PICTURE_TYPE_NONE;
    d->last = timestamp;
    return d->encode(d->frame.get());
}

Result<void> ClipWriter::finish()
{
    if (d->finished || d->failed || !d->last)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("The clip %1 cannot be finished: %2.")
                           .arg(d->path, d->last ? QStringLiteral("it is closed already")
                                                 : QStringLiteral("it has no frame")));
    if (auto flushed = d->encode(nullptr); !flushed)
        return flushed;
    d->failed = true; // until all below has worked
    if (const int code = av_write_trailer(d->output.get()); code < 0)
        return writeFailure(d->path, ffmpegReason(code));
    if (const int code = avio_closep(&d->output->pb); code < 0)
        return writeFailure(d->path, ffmpegReason(code));
    if (!syncPath(d->beside, O_RDONLY) ||
        std::rename(QFile::encodeName(d->beside).constData(), QFile::encodeName(d->path).constData()) != 0)
        return writeFailure(d->path, QString::fromLocal8Bit(std::strerror(errno)));
    d->finished = true;
    d->failed = false;
    if (!syncPath(QFileInfo(d->path).path(), O_RDONLY | O_DIRECTORY))
        return writeFailure(d->path, QString::fromLocal8Bit(std::strerror(errno)));
    return {};
}

} // namespace cartwright::media
