#include "core/media/frame_finder.h"

#include <algorithm>

namespace cartwright::media {
namespace {

constexpr std::size_t nearEnough = 8; // decoding this many frames is cheaper than starting anew at a keyframe
constexpr int longestFailedReads = 256;
constexpr int longestDamages = 64;

/// Whether frames that the decoder may leave out are told apart for sure. HEVC marks those that no frame of the same
/// temporal layer refers to, so there must be one layer only; the header of an MP4 or Matroska stream says so
/// (ISO/IEC 14496-15, 8.3.3.1: numTemporalLayers, 1 where there are no more, 0 where unknown).
bool maySkip(const AVCodecContext& decoder)
{
    constexpr int layersByte = 21;
    switch (decoder.codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_MPEG4:
        return true;
    case AV_CODEC_ID_HEVC:
        return decoder.extradata_size > layersByte && decoder.extradata[0] == 1 &&
               (decoder.extradata[layersByte] >> 3 & 7) == 1;
    default:
        return false;
    }
}

} // namespace

FrameFinder::FrameFinder(std::unique_ptr<ClipSource> source, const ClipIndex& index)
    : m_source(std::move(source)), m_index(index)
{
    for (std::size_t i = 0; i < index.frames.size(); ++i) {
        if (index.frames[i].keyframe)
            m_keyframes.push_back(i);
        if (index.identity == FrameIdentity::Position && index.frames[i].position >= 0)
            m_positions.emplace(index.frames[i].position, i);
    }
    const AVCodecID codec = m_source->decoder().codec_id;
    m_maySkip = maySkip(m_source->decoder());
    m_mayDrain = codec != AV_CODEC_ID_AV1; // dav1d does not give all it holds
}

bool FrameFinder::drains() const
{
    const AVCodecContext& decoder = m_source->decoder();
    const bool givesAtOnce = decoder.has_b_frames == 0 && !(decoder.active_thread_type & FF_THREAD_FRAME);
    return m_mayDrain && !givesAtOnce;
}

std::optional<std::size_t> FrameFinder::keyframeBefore(std::size_t index) const
{
    const auto after = std::upper_bound(m_keyframes.begin(), m_keyframes.end(), index);
    return after == m_keyframes.begin() ? std::nullopt : std::optional(*(after - 1));
}

tl::unexpected<Error> FrameFinder::stopped() const
{
    return failure(m_source->interruption());
}

Result<bool> FrameFinder::decode(std::size_t from, std::size_t target, Ending ending, const Take& take)
{
    if (canContinue(from)) {
        switch (run(from, target, ending, take)) {
        case Outcome::Found:
            return true;
        case Outcome::Stopped:
        case Outcome::Cancelled:
            return stopped();
        case Outcome::Passed:
            break;
        }
    }
    return decodeFromFurtherBack(from, target, ending, take);
}

bool FrameFinder::canContinue(std::size_t from) const
{
    const std::size_t next = m_last ? *m_last + 1 : 0;
    if (!m_open || from < next || !m_trusted)
        return false;
    const auto keyframe = keyframeBefore(from);
    return from - next <= nearEnough || !keyframe || *keyframe <= next;
}

Result<bool> FrameFinder::decodeFromFurtherBack(std::size_t from, std::size_t target, Ending ending,
                                                const Take& take)
{
    const auto nearest =
        std::upper_bound(m_keyframes.begin(), m_keyframes.end(), from) - m_keyframes.begin() - 1;
    std::ptrdiff_t place = m_index.identity == FrameIdentity::Sequence ? -1 : nearest;
    // Only the first try ends by draining: should a decoder lose a frame over it, the next try still finds
    // it.
    for (std::ptrdiff_t stride = 1;; place -= stride, stride *= 2, ending = Ending::Continue) {
        if (place < 0) {
            if (auto entered = enterAtStart(); !entered)
                return failure(entered.error());
        } else if (!enterAt(m_keyframes[static_cast<std::size_t>(place)])) {
            continue;
        }
        switch (run(from, target, ending, take)) {
        case Outcome::Found:
            return true;
        case Outcome::Stopped:
        case Outcome::Cancelled:
            return stopped();
        case Outcome::Passed:
            if (place < 0)
                return false;
        }
    }
}

bool FrameFinder::enterAt(std::size_t keyframe)
{
    const IndexedFrame& entry = m_index.frames[keyframe];
    const bool byByte = entry.position >= 0 && m_index.info.container == QLatin1String("mpegts");
    m_open = byByte ? m_source->seekToByte(entry.position) : m_source->seekToTime(entry.timestamp);
    m_ended = false;
    m_trusted = false;
    m_entry = keyframe;
    m_failedReads = 0;
    m_last.reset();
    return m_open;
}

Result<void> FrameFinder::enterAtStart()
{
    m_open = false;
    if (auto opened = m_source->rewind(); !opened)
        return opened;
    m_open = true;
    m_ended = false;
    m_trusted = true;
    m_entry.reset();
    m_failedReads = 0;
    m_last.reset();
    return {};
}

FrameFinder::Outcome FrameFinder::run(std::size_t from, std::size_t target, Ending ending, const Take& take)
{
    for (int damages = 0; damages < longestDamages;) {
        switch (m_source->receive(*m_frame)) {
        case ClipSource::Receive::Frame: {
            const auto index = accept(*m_frame);
            if (index && *index >= from && *index <= target)
                take(*index, *m_frame);
            av_frame_unref(m_frame.get());
            if (index && *index >= target)
                return *index == target ? Outcome::Found : Outcome::Passed;
            break;
        }
        case ClipSource::Receive::Damage:
            ++damages;
            break;
        case ClipSource::Receive::End:
            return Outcome::Passed;
        case ClipSource::Receive::NeedsPacket:
            if (const Outcome fed = feed(from, target, ending); fed != Outcome::Found)
                return fed;
        }
    }
    return Outcome::Passed;
}

/// Gives the decoder its next packet; `Found` means that it may have a frame now.
FrameFinder::Outcome FrameFinder::feed(std::size_t from, std::size_t target, Ending ending)
{
    if (m_stop && m_stop())
        return Outcome::Stopped;
    switch (m_source->readPacket()) {
    case ClipSource::Read::Cancelled:
    case ClipSource::Read::Lost:
        m_open = false;
        return Outcome::Cancelled;
    case ClipSource::Read::Damage:
        if (++m_failedReads < longestFailedReads)
            return Outcome::Found;
        [[fallthrough]];
    case ClipSource::Read::End:
        m_source->drain();
        m_ended = true;
        m_open = false;
        return Outcome::Found;
    case ClipSource::Read::Packet:
        break;
    }
    m_failedReads = 0;
    const AVPacket& packet = m_source->packet();
    const auto index = find(packet.pts, packet.pos);
    if (isBeforeEntry(index))
        return Outcome::Found;
    m_source->decoder().skip_frame =
        m_maySkip && index && *index < from ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    m_source->send();
    if (ending == Ending::Drain && drains() && index == target) {
        m_source->drain();
        m_open = false;
    }
    return Outcome::Found;
}

/// Some containers land far before the keyframe that was sought; what lies between need not be decoded. Where the
/// keyframe does not come, decoding begins at the first one after it, which then counts as too late.
bool FrameFinder::isBeforeEntry(std::optional<std::size_t> index)
{
    if (!m_entry)
        return false;
    if (index && *index < *m_entry)
        return true;
    const bool isKey = m_source->packet().flags & AV_PKT_FLAG_KEY;
    if (!index || *index == *m_entry || isKey)
        m_entry.reset();
    return m_entry.has_value();
}

/// The frame's place in the index, or nothing where it cannot be relied on.
std::optional<std::size_t> FrameFinder::accept(const AVFrame& frame)
{
    const bool guessed = m_index.identity == FrameIdentity::Sequence || frame.pts == AV_NOPTS_VALUE;
    const auto index = find(guessed ? frame.best_effort_timestamp : frame.pts, frame.pkt_pos);
    if (!index || (m_last && *index <= *m_last))
        return std::nullopt;
    if (!m_trusted && !m_index.frames[*index].keyframe)
        return std::nullopt;
    m_trusted = true;
    m_last = index;
    return index;
}

std::optional<std::size_t> FrameFinder::find(std::int64_t time, std::int64_t position) const
{
    if (m_index.identity == FrameIdentity::Position) {
        const auto place = m_positions.find(position);
        return place == m_positions.end() ? std::nullopt : std::optional(place->second);
    }
    const auto timestamp = toMicroseconds(time, m_source->stream().time_base);
    if (!timestamp)
        return std::nullopt;
    const std::size_t index = m_index.frameAt(*timestamp);
    return m_index.frames[index].timestamp == *timestamp ? std::optional(index) : std::nullopt;
}

} // namespace cartwright::media
