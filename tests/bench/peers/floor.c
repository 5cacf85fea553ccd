// What is physically there: a bare libav program that seeks exactly with nothing but what the task needs. It lists
// the packets once, then for each target goes to the keyframe before it, lets the decoder leave out frames that no
// other one refers to, and empties it at the target. Prints milliseconds per seek, and of first frames after opening.
//   floor CLIP THREADS TIMES.txt     (microseconds, one target a line)
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/time.h>
#include <stdio.h>
#include <stdlib.h>

static AVFormatContext* input;
static AVCodecContext* decoder;
static AVStream* stream;

static int openClip(const char* path, int threads)
{
    input = NULL;
    if (avformat_open_input(&input, path, NULL, NULL) < 0)
        return -1;
    if (input->iformat->name[0] == 'm' && input->iformat->name[1] == 'p') // mpegts
        avformat_find_stream_info(input, NULL);
    int found = av_find_best_stream(input, AVMEDIA_TYPE_VIDEO, -1, -1, NULL, 0);
    if (found < 0)
        return -1;
    stream = input->streams[found];
    const AVCodec* codec = avcodec_find_decoder(stream->codecpar->codec_id);
    decoder = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(decoder, stream->codecpar);
    decoder->thread_count = threads;
    return avcodec_open2(decoder, codec, NULL);
}

static void closeClip(void)
{
    avcodec_free_context(&decoder);
    avformat_close_input(&input);
}

static int seekTo(int64_t target, AVPacket* packet, AVFrame* frame)
{
    avcodec_flush_buffers(decoder);
    if (av_seek_frame(input, stream->index, target, AVSEEK_FLAG_BACKWARD) < 0)
        return 0;
    int drained = 0;
    for (;;) {
        int code = avcodec_receive_frame(decoder, frame);
        if (code >= 0) {
            int64_t pts = frame->pts;
            av_frame_unref(frame);
            if (pts >= target)
                return pts == target;
            continue;
        }
        if (code == AVERROR_EOF || drained)
            return 0;
        do {
            av_packet_unref(packet);
            if (av_read_frame(input, packet) < 0) {
                avcodec_send_packet(decoder, NULL);
                drained = 1;
                break;
            }
        } while (packet->stream_index != stream->index);
        if (drained)
            continue;
        decoder->skip_frame = packet->pts < target ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
        int64_t pts = packet->pts;
        avcodec_send_packet(decoder, packet);
        if (pts == target) {
            avcodec_send_packet(decoder, NULL);
        }
    }
}

int main(int count, char** arguments)
{
    if (count < 4)
        return 2;
    av_log_set_level(AV_LOG_QUIET);
    AVPacket* packet = av_packet_alloc();
    AVFrame* frame = av_frame_alloc();
    int threads = atoi(arguments[2]);
    for (int i = 0; i < 7; ++i) { // first frame after opening
        int64_t start = av_gettime_relative();
        if (openClip(arguments[1], threads) < 0)
            return 1;
        while (avcodec_receive_frame(decoder, frame) == AVERROR(EAGAIN)) {
            if (av_read_frame(input, packet) < 0)
                return 1;
            if (packet->stream_index == stream->index) {
                avcodec_send_packet(decoder, packet);
                avcodec_send_packet(decoder, NULL);
            }
            av_packet_unref(packet);
        }
        printf("first %.3f\n", (double)(av_gettime_relative() - start) / 1000);
        av_frame_unref(frame);
        closeClip();
    }
    openClip(arguments[1], threads);
    FILE* targets = fopen(arguments[3], "r");
    long long time;
    while (targets && fscanf(targets, "%lld", &time) == 1) {
        int64_t target = av_rescale_q_rnd(time, AV_TIME_BASE_Q, stream->time_base, AV_ROUND_UP);
        int64_t start = av_gettime_relative();
        int right = seekTo(target, packet, frame);
        printf("seek %.3f %d\n", (double)(av_gettime_relative() - start) / 1000, right);
    }
    return 0;
}
