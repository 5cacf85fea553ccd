#include "core/media/numbered_clip.h"

#include "core/media/ffmpeg_handles.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <random>

namespace cartwright::media {
namespace {

constexpr int framesPerSecond = 25;
constexpr AVRational clock90k{1, 90'000};
constexpr int panWidth = 256; ///< how far the ground is wider than the picture
constexpr int most = 65'536;

struct Place
{
    int x;
    int y;
    int width;
    int height;
};

/// Where block 0 to 15 stands: four in a row, the most significant first.
Place blockPlace(int block, int width, int height)
{
    const auto x = [&](int column) { return width * (1 + column) / 16; };
    const auto y = [&](int row) { return height * (3 + 4 * row) / 48; };
    return {x(block % 4), y(block / 4), x(block % 4 + 1) - x(block % 4), y(block / 4 + 1) - y(block / 4)};
}

/// Draws frames in planes, without a detour over RGB.
class Painter
{
public:
    Painter(int width, int height) : m_width(width), m_height(height), m_stride(width + panWidth)
    {
        std::mt19937 random(7); // always the same grounds
        for (auto& ground : m_grounds) {
            ground.resize(static_cast<std::size_t>(m_stride) * static_cast<std::size_t>(height));
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < m_stride; ++x) {
                    const int tile = (x / 37 * 53 + y / 29 * 91) % 97;
                    const int ramp = (x + 2 * y) / 16 % 48;
                    const int noise = static_cast<int>(random() % 12);
                    ground[static_cast<std::size_t>(y * m_stride + x)] =
                        static_cast<std::uint8_t>(50 + tile + ramp + noise);
                }
        }
    }
    void draw(AVFrame& frame, int number) const
    {
        const int phase = number * 2 % (2 * panWidth);
        const int shift = phase < panWidth ? phase : 2 * panWidth - 1 - phase;
        for (int y = 0; y < m_height; ++y)
            std::memcpy(frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0], ground(number, shift, y),
                        static_cast<std::size_t>(m_width));
        for (int plane : {1, 2})
            for (int y = 0; y < m_height / 2; ++y)
                std::memset(frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane],
                            120 + (y / 40 + plane) % 3 * 8, static_cast<std::size_t>(m_width / 2));
        for (int thing = 0; thing < 3; ++thing)
            drawThing(frame, number, thing);
        for (int block = 0; block < 16; ++block)
            fill(frame, blockPlace(block, m_width, m_height), number >> (15 - block) & 1 ? 235 : 16);
    }

private:
    /// The same place with the noise of this frame.
    const std::uint8_t* ground(int number, int shift, int y) const
    {
        return m_grounds[static_cast<std::size_t>(number) % m_grounds.size()].data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(m_stride) + shift;
    }
    void drawThing(AVFrame& frame, int number, int thing) const
    {
        const int size = m_height / 6;
        const int x = m_width / 3 + (number * (5 + thing) + thing * 211) % (m_width * 2 / 3 - size);
        const int top = m_height * (1 + thing) / 4;
        for (int y = top; y < std::min(top + size, m_height); ++y)
            for (int i = 0; i < size; ++i)
                frame.data[0][std::ptrdiff_t{y} * frame.linesize[0] + x + i] =
                    static_cast<std::uint8_t>(255 - *ground(number, i % panWidth, y - top));
    }
    static void fill(AVFrame& frame, const Place& place, int luma)
    {
        for (int y = place.y; y < place.y + place.height; ++y)
            std::memset(frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0] + place.x, luma,
                        static_cast<std::size_t>(place.width));
        for (int plane : {1, 2})
            for (int y = place.y / 2; y < (place.y + place.height) / 2; ++y)
                std::memset(frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane] + place.x / 2, 128,
                            static_cast<std::size_t>(place.width / 2));
    }

    int m_width;
    int m_height;
    int m_stride;
    std::array<std::vector<std::uint8_t>, 3> m_grounds; ///< alike but for the noise that each camera has
};

tl::unexpected<Error> cannotMake(const QString& path, const QString& why)
{
    return failure(ErrorKind::Failed, QStringLiteral("The clip %1 cannot be made: %2.").arg(path, why));
}

struct OutputCloser
{
    void operator()(AVFormatContext* context) const
    {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

/// An encoder and its file.
class Output
{
public:
    Output(const NumberedClip& clip, QString path) : m_clip(clip), m_path(std::move(path)) {}
    ~Output()
    {
        m_output.reset();
        QFile::remove(beside());
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    Result<void> open();
    /// A null frame ends it.
    Result<void> encode(const AVFrame* frame);
    Result<void> finish();

private:
    QString beside() const { return m_path + QStringLiteral(".part"); }
    Result<void> openEncoder();
    void setCodecOptions(Options& choices) const;

    const NumberedClip& m_clip;
    QString m_path;
    std::unique_ptr<AVFormatContext, OutputCloser> m_output;
    CodecPtr m_encoder;
    PacketPtr m_packet{av_packet_alloc()};
    AVStream* m_stream = nullptr;
};

void Output::setCodecOptions(Options& choices) const
{
    const QByteArray keys = QByteArray::number(m_clip.keyframeEvery);
    switch (m_clip.codec) {
    case NumberedClip::Codec::H264: // quick to make, but with what cameras send: CABAC, deblocking, B-frames
        choices.set("preset", "superfast");
        choices.set("sc_threshold", "0");
        break;
    case NumberedClip::Codec::Hevc:
        choices.set("preset", "ultrafast");
        choices.set("x265-params", QByteArray("log-level=none:scenecut=0:bframes=3:keyint=" + keys + ":min-keyint=" + keys)
                                       .constData());
        break;
    case NumberedClip::Codec::Mjpeg:
        break;
    }
}

Result<void> Output::openEncoder()
{
    constexpr std::array names{"libx264", "libx265", "mjpeg"};
    const AVCodec* codec = avcodec_find_encoder_by_name(names[static_cast<std::size_t>(m_clip.codec)]);
    if (!codec)
        return cannotMake(m_path, QStringLiteral("this FFmpeg lacks the encoder; install Debian's libavcodec"));
    m_encoder.reset(avcodec_alloc_context3(codec));
    m_encoder->width = m_clip.width;
    m_encoder->height = m_clip.height;
    const bool mjpeg = m_clip.codec == NumberedClip::Codec::Mjpeg;
    m_encoder->pix_fmt = mjpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
    m_encoder->color_range = mjpeg ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
    m_encoder->time_base = clock90k;
    m_encoder->framerate = {framesPerSecond, 1};
    m_encoder->gop_size = m_clip.keyframeEvery;
    m_encoder->max_b_frames = m_clip.codec == NumberedClip::Codec::H264 ? 3 : 0;
    m_encoder->thread_count = mjpeg ? 1 : 2;
    if (m_clip.container != NumberedClip::Container::MpegTs)
        m_encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    m_encoder->bit_rate = std::int64_t{m_clip.width} * m_clip.height * 3; // 6 Mbit/s at 1080p
    if (mjpeg) {
        m_encoder->flags |= AV_CODEC_FLAG_QSCALE;
        m_encoder->global_quality = 4 * FF_QP2LAMBDA;
    }
    Options choices;
    setCodecOptions(choices);
    if (const int code = avcodec_open2(m_encoder.get(), codec, choices.entries()); code < 0)
        return cannotMake(m_path, ffmpegReason(code));
    return {};
}

Result<void> Output::open()
{
    if (auto opened = openEncoder(); !opened)
        return opened;
    AVFormatContext* made = nullptr;
    const bool stream = m_clip.container == NumberedClip::Container::MpegTs;
    const QByteArray url = "file:" + QFile::encodeName(beside());
    if (const int code = avformat_alloc_output_context2(&made, nullptr, stream ? "mpegts" : "mp4", url.constData());
        code < 0)
        return cannotMake(m_path, ffmpegReason(code));
    m_output.reset(made);
    m_stream = avformat_new_stream(made, nullptr);
    m_stream->time_base = clock90k;
    m_stream->avg_frame_rate = {framesPerSecond, 1};
    avcodec_parameters_from_context(m_stream->codecpar, m_encoder.get());
    Options choices;
    if (m_clip.container == NumberedClip::Container::FragmentedMp4)
        choices.set("movflags", "+frag_keyframe+empty_moov+default_base_moof");
    int code = avio_open(&made->pb, url.constData(), AVIO_FLAG_WRITE);
    if (code >= 0)
        code = avformat_write_header(made, choices.entries());
    return code < 0 ? cannotMake(m_path, ffmpegReason(code)) : Result<void>{};
}

Result<void> Output::encode(const AVFrame* frame)
{
    int code = avcodec_send_frame(m_encoder.get(), frame);
    while (code >= 0) {
        code = avcodec_receive_packet(m_encoder.get(), m_packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            break;
        m_packet->stream_index = m_stream->index;
        m_packet->duration = 90'000 / framesPerSecond;
        av_packet_rescale_ts(m_packet.get(), clock90k, m_stream->time_base);
        code = av_interleaved_write_frame(m_output.get(), m_packet.get());
    }
    return cannotMake(m_path, ffmpegReason(code));
}

Result<void> Output::finish()
{
    if (auto flushed = encode(nullptr); !flushed)
        return flushed;
    int code = av_write_trailer(m_output.get());
    if (code >= 0)
        code = avio_closep(&m_output->pb);
    if (code < 0)
        return cannotMake(m_path, ffmpegReason(code));
    if (std::rename(QFile::encodeName(beside()).constData(), QFile::encodeName(m_path).constData()) != 0)
        return cannotMake(m_path, QStringLiteral("it cannot be put in its place"));
    return {};
}

} // namespace

std::vector<NumberedClip> numberedClips(int seconds)
{
    using Codec = NumberedClip::Codec;
    using Container = NumberedClip::Container;
    const auto frames = [&](int longest) {
        return std::min(std::clamp(seconds, 2, longest) * framesPerSecond, most);
    };
    const int usual = frames(120);
    return {
        {QStringLiteral("h264-1080p-key250.mp4"), Codec::H264, Container::Mp4, 1920, 1080, frames(2600), 250, false},
        {QStringLiteral("h264-1080p-key50.mp4"), Codec::H264, Container::Mp4, 1920, 1080, usual, 50, false},
        {QStringLiteral("h264-720p-key12.mp4"), Codec::H264, Container::Mp4, 1280, 720, usual, 12, false},
        {QStringLiteral("hevc-720p.mp4"), Codec::Hevc, Container::Mp4, 1280, 720, usual, 250, false},
        {QStringLiteral("mjpeg-1080p.mp4"), Codec::Mjpeg, Container::Mp4, 1920, 1080, frames(60), 1, false},
        {QStringLiteral("h264-1080p-fragmented.mp4"), Codec::H264, Container::FragmentedMp4, 1920, 1080, usual, 50,
         false},
        {QStringLiteral("h264-1080p-stream.ts"), Codec::H264, Container::MpegTs, 1920, 1080, usual, 50, false},
        {QStringLiteral("h264-720p-variable.mp4"), Codec::H264, Container::Mp4, 1280, 720, usual, 100, true},
    };
}

Result<void> writeNumberedClip(const NumberedClip& clip, const QString& path, const Cancellation& cancel,
                               const std::function<void(int done)>& progress)
{
    silenceFfmpeg();
    if (clip.frames < 1 || clip.frames > most || clip.width < 64 || clip.height < 64 || clip.width % 2 != 0 ||
        clip.height % 2 != 0)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A clip of %1 frames of %2x%3 cannot be numbered; ask for 1 to %4 frames of an "
                                      "even size of at least 64x64.")
                           .arg(clip.frames)
                           .arg(clip.width)
                           .arg(clip.height)
                           .arg(most));
    Output output(clip, path);
    if (auto opened = output.open(); !opened)
        return opened;
    const Painter painter(clip.width, clip.height);
    std::int64_t time = 0;
    for (int number = 0; number < clip.frames; ++number) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Making %1 was stopped.").arg(path));
        const FramePtr frame(av_frame_alloc()); // the encoder may keep it
        frame->width = clip.width;
        frame->height = clip.height;
        frame->format = clip.codec == NumberedClip::Codec::Mjpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
        frame->pts = time;
        if (av_frame_get_buffer(frame.get(), 0) < 0)
            return cannotMake(path, QStringLiteral("out of memory"));
        painter.draw(*frame, number);
        if (auto encoded = output.encode(frame.get()); !encoded)
            return encoded;
        time += clip.variableRate ? 1'000 + number * 7919L % 8'101 : 90'000 / framesPerSecond;
        if (progress)
            progress(number + 1);
    }
    return output.finish();
}

int numberIn(const Picture& picture)
{
    if (picture.isEmpty() || picture.width < 64 || picture.height < 36)
        return -1;
    const int pixelBytes = picture.layout == PixelLayout::Gray8 ? 1 : picture.layout == PixelLayout::Bgr24 ? 3 : 4;
    int number = 0;
    for (int block = 0; block < 16; ++block) {
        const Place place = blockPlace(block, picture.width, picture.height);
        const int value = picture.pixels.get()[(place.y + place.height / 2) * picture.stride +
                                               std::ptrdiff_t{place.x + place.width / 2} * pixelBytes];
        if (value > 90 && value < 165)
            return -1;
        number = number * 2 + (value > 127 ? 1 : 0);
    }
    return number;
}

} // namespace cartwright::media
