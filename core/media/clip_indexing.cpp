#include "core/media/clip_index.h"
#include "core/media/clip_source.h"
#include "core/media/rising_times.h"

#include <QStringList>

#include <algorithm>
#include <unordered_set>

namespace cartwright::media {
namespace {

/// A run of packets longer than this that gives no frame, or of reads that fail, ends the reading: no clip
/// hangs.
constexpr int longestFruitlessRun = 20'000;
constexpr int longestFailedReads = 256;

struct SentPacket
{
    std::optional<Microseconds> timestamp;
    std::int64_t position = -1;
    bool keyframe = false;
    bool corrupt = false;
    bool showsNothing = false; ///< outside the edit list, or a frame that is only ever referred to
    bool answered = false;     ///< a frame came out for it
};

struct DecodedFrame
{
    IndexedFrame entry;
    std::size_t packet = 0;
};

/// VP8 and VP9 carry frames that are never shown, in packets of their own (RFC 6386 9.1; VP9 bitstream 7.2).
bool isNeverShown(AVCodecID codec, const AVPacket& packet)
{
    const unsigned first = packet.data[0];
    if (codec == AV_CODEC_ID_VP8)
        return (first & 0x10u) == 0;
    if (codec != AV_CODEC_ID_VP9 || (packet.data[packet.size - 1] & 0xE0u) == 0xC0u)
        return false;
    const bool showsExisting = first & 0x08u;
    return !showsExisting && (first & 0x02u) == 0;
}

class Indexing
{
public:
    Indexing(ClipSource& source, const ClipLimits& limits) : m_source(source), m_limits(limits) {}

    /// Goes on with the index of a shorter state of the clip. False where that is not possible.
    bool continueFrom(const ClipIndex& before);
    Result<void> decodeAll();
    Result<ClipIndex> finish();

private:
    Result<bool> takePacket();
    void takeFrames();
    void takeFrame(const AVFrame& frame);
    void keepRising();
    bool joinBefore();
    void addUnanswered();
    void choosePositions();
    void findGaps();
    void describeDamage();
    tl::unexpected<Error> refusal(const QString& why) const
    {
        return failure(ErrorKind::Refused,
                       QStringLiteral("The clip %1 is refused: %2.").arg(m_source.path(), why));
    }

    ClipSource& m_source;
    const ClipLimits& m_limits;
    FramePtr m_frame{av_frame_alloc()};
    std::vector<SentPacket> m_sent;
    std::vector<DecodedFrame> m_decoded;
    ClipIndex m_index;
    std::vector<IndexedFrame> m_before; ///< known already, earlier than the keyframe where reading began
    std::vector<IndexedFrame> m_again;  ///< known already, from that keyframe on
    int m_fruitless = 0;
    int m_failedReads = 0;
    std::size_t m_readErrors = 0;
    std::size_t m_leftOut = 0;
    bool m_interlaced = false;
    bool m_guessedTimes = false;
    bool m_gaveUp = false;
};

bool Indexing::continueFrom(const ClipIndex& before)
{
    if (before.identity != FrameIdentity::Timestamp || !before.damage.isEmpty() || before.fileBytes <= 0 ||
        before.fileBytes >= m_source.fileBytes())
        return false;
    // The last group may have been cut off where the file ended, so it is decoded again.
    const auto last = std::find_if(before.frames.rbegin(), before.frames.rend(), [](const IndexedFrame& frame) { return frame.keyframe; });
    if (last == before.frames.rend() || last + 1 == before.frames.rend())
        return false;
    const auto begin = last.base() - 1;
    m_before.assign(before.frames.begin(), begin);
    m_again.assign(begin, before.frames.end());
    const bool stream = before.info.container == QLatin1String("mpegts");
    return stream && begin->position >= 0 ? m_source.seekToByte(begin->position) : m_source.seekToTime(begin->timestamp);
}

/// Puts what was known before in front. False where what was read again is not what it was.
bool Indexing::joinBefore()
{
    if (m_before.empty())
        return true;
    auto& frames = m_index.frames;
    std::erase_if(frames, [&](const IndexedFrame& frame) { return frame.timestamp < m_again.front().timestamp; });
    if (frames.size() < m_again.size() || !std::equal(m_again.begin(), m_again.end(), frames.begin()))
        return false;
    frames.insert(frames.begin(), m_before.begin(), m_before.end());
    return true;
}

Result<void> Indexing::decodeAll()
{
    for (;;) {
        auto more = takePacket();
        if (!more)
            return failure(more.error());
        if (!*more)
            break;
        takeFrames();
    }
    m_source.drain();
    takeFrames();
    return {};
}

/// False where reading is over.
Result<bool> Indexing::takePacket()
{
    switch (m_source.readPacket()) {
    case ClipSource::Read::Cancelled:
    case ClipSource::Read::Lost: // a bad line is no damage of the clip
        return failure(m_source.interruption());
    case ClipSource::Read::End:
        return false;
    case ClipSource::Read::Damage:
        ++m_readErrors;
        return ++m_failedReads < longestFailedReads && m_source.fileTrouble().isEmpty();
    case ClipSource::Read::Packet:
        break;
    }
    m_failedReads = 0;
    const AVPacket& packet = m_source.packet();
    if (av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr))
        return refusal(QStringLiteral("its video is encrypted"));
    if (static_cast<std::int64_t>(m_sent.size()) >= m_limits.maxFrames)
        return refusal(QStringLiteral("it has more than %1 frames").arg(m_limits.maxFrames));
    SentPacket sent;
    sent.timestamp = toMicroseconds(packet.pts, m_source.stream().time_base);
    sent.position = packet.pos;
    sent.keyframe = packet.flags & AV_PKT_FLAG_KEY;
    sent.corrupt = packet.flags & AV_PKT_FLAG_CORRUPT;
    sent.showsNothing =
        packet.flags & AV_PKT_FLAG_DISCARD || isNeverShown(m_source.decoder().codec_id, packet);
    m_source.decoder().reordered_opaque = static_cast<std::int64_t>(m_sent.size());
    m_sent.push_back(sent);
    m_source.send(); // what the decoder refuses shows as a packet without a frame
    m_gaveUp = ++m_fruitless > longestFruitlessRun;
    return !m_gaveUp;
}

void Indexing::takeFrames()
{
    // While draining, a decoder may report each frame it holds as damaged; more than this it cannot hold.
    for (int damages = 0; damages < 64;) {
        switch (m_source.receive(*m_frame)) {
        case ClipSource::Receive::Frame:
            takeFrame(*m_frame);
            av_frame_unref(m_frame.get());
            break;
        case ClipSource::Receive::Damage:
            ++damages;
            break;
        case ClipSource::Receive::NeedsPacket:
        case ClipSource::Receive::End:
            return;
        }
    }
}

void Indexing::takeFrame(const AVFrame& frame)
{
    m_fruitless = 0;
    DecodedFrame decoded;
    decoded.packet = static_cast<std::size_t>(frame.reordered_opaque);
    const bool known = frame.reordered_opaque >= 0 && decoded.packet < m_sent.size();
    if (known)
        m_sent[decoded.packet].answered = true;
    auto timestamp = toMicroseconds(frame.best_effort_timestamp, m_source.stream().time_base);
    m_guessedTimes = m_guessedTimes || !timestamp || frame.pts != frame.best_effort_timestamp;
    if (!timestamp) { // one usual distance after the one before is the best that can be said
        const AVRational rate = m_source.stream().avg_frame_rate;
        const Microseconds distance =
            rate.num > 0 ? av_rescale(microsecondsPerSecond, rate.den, rate.num) : 40'000;
        timestamp = m_decoded.empty() ? 0 : m_decoded.back().entry.timestamp + distance;
    }
    decoded.entry.timestamp = *timestamp;
    decoded.entry.position = known ? m_sent[decoded.packet].position : -1;
    decoded.entry.damaged = frame.decode_error_flags != 0 || frame.flags & AV_FRAME_FLAG_CORRUPT ||
                            (known && m_sent[decoded.packet].corrupt);
    decoded.entry.keyframe = frame.key_frame && frame.pict_type == AV_PICTURE_TYPE_I &&
                             !decoded.entry.damaged && (!known || m_sent[decoded.packet].keyframe);
    m_interlaced = m_interlaced || frame.interlaced_frame;
    if (m_decoded.empty() || m_index.info.codedWidth == 0) {
        m_index.info = m_source.info();
        const bool sideways = m_index.info.rotationDegrees % 180 != 0;
        m_index.info.width = sideways ? frame.height : frame.width;
        m_index.info.height = sideways ? frame.width : frame.height;
    }
    m_decoded.push_back(decoded);
}

void Indexing::keepRising()
{
    std::vector<Microseconds> times;
    for (const DecodedFrame& decoded : m_decoded)
        times.push_back(decoded.entry.timestamp);
    const std::vector<std::size_t> chain = longestRising(times);
    m_leftOut = m_decoded.size() - chain.size();
    m_index.frames.reserve(chain.size());
    for (const std::size_t i : chain)
        m_index.frames.push_back(m_decoded[i].entry);
}

/// Packets for which no frame came become damaged frames at their time, except where nothing was to be
/// expected.
void Indexing::addUnanswered()
{
    std::unordered_set<Microseconds> taken;
    for (const IndexedFrame& frame : m_index.frames)
        taken.insert(frame.timestamp);
    const Microseconds first = m_index.frames.front().timestamp;
    const std::size_t firstAnswered = static_cast<std::size_t>(
        std::find_if(m_sent.begin(), m_sent.end(), [](const SentPacket& sent) { return sent.answered; }) -
        m_sent.begin());
    std::vector<IndexedFrame> lost;
    for (std::size_t i = 0; i < m_sent.size(); ++i) {
        const SentPacket& sent = m_sent[i];
        if (sent.answered || sent.showsNothing || !sent.timestamp)
            continue;
        // Frames that follow the first keyframe in the file but precede it in time refer to what was cut off.
        const bool leading = i > firstAnswered && *sent.timestamp < first;
        const bool secondField = m_interlaced && i > 0 && m_sent[i - 1].answered;
        if (!leading && !secondField && taken.insert(*sent.timestamp).second)
            lost.push_back({*sent.timestamp, false, true, sent.position});
    }
    m_index.frames.insert(m_index.frames.end(), lost.begin(), lost.end());
    std::sort(m_index.frames.begin(), m_index.frames.end(),
              [](const IndexedFrame& a, const IndexedFrame& b) { return a.timestamp < b.timestamp; });
}

/// AVI has no times of its own, and doubtful times do not name a frame: there the position does. A transport
/// stream is entered at the position of a keyframe, because its own seeking lands anywhere.
void Indexing::choosePositions()
{
    const bool stream = m_index.info.container == QLatin1String("mpegts");
    bool usable =
        !stream && (m_index.info.container == QLatin1String("avi") || m_guessedTimes || m_leftOut > 0);
    std::unordered_set<std::int64_t> seen;
    for (const DecodedFrame& decoded : m_decoded)
        usable = usable && decoded.entry.position >= 0 && seen.insert(decoded.entry.position).second;
    m_index.identity = usable           ? FrameIdentity::Position
                       : m_guessedTimes ? FrameIdentity::Sequence
                                        : FrameIdentity::Timestamp;
    for (IndexedFrame& frame : m_index.frames)
        if (!usable && !(stream && frame.keyframe))
            frame.position = -1;
}

void Indexing::findGaps()
{
    const auto& frames = m_index.frames;
    const Microseconds usual = m_index.usualDistance();
    const Microseconds longest = std::max(3 * usual, microsecondsPerSecond / 2);
    const auto add = [&](Microseconds from, Microseconds until) {
        if (!m_index.gaps.empty() && m_index.gaps.back().until >= from)
            m_index.gaps.back().until = std::max(until, m_index.gaps.back().until);
        else
            m_index.gaps.push_back({from, until});
    };
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const Microseconds next = i + 1 < frames.size() ? frames[i + 1].timestamp : m_index.endTimestamp();
        if (frames[i].damaged)
            add(frames[i].timestamp, next);
        else if (next - frames[i].timestamp > longest)
            add(frames[i].timestamp + usual, next);
    }
}

void Indexing::describeDamage()
{
    const auto seconds = [](Microseconds time) {
        return QString::number(static_cast<double>(time) / 1e6, 'f', 1);
    };
    const auto damaged = std::count_if(m_index.frames.begin(), m_index.frames.end(),
                                       [](const IndexedFrame& frame) { return frame.damaged; });
    QStringList parts;
    if (damaged > 0)
        parts
            << QStringLiteral("%1 of %2 frames do not decode whole").arg(damaged).arg(m_index.frames.size());
    if (m_leftOut > 0)
        parts
            << QStringLiteral("%1 frames are left out because their times repeat or go back").arg(m_leftOut);
    const auto known = static_cast<std::int64_t>(m_before.size() + m_sent.size());
    if (const auto claimed = m_source.packetsClaimed(); claimed > known)
        parts << QStringLiteral("the file ends before %1 of its %2 frames")
                     .arg(claimed - known)
                     .arg(claimed);
    const Microseconds length = m_index.endTimestamp() - m_index.firstTimestamp();
    const Microseconds tolerance = std::max(3 * m_index.usualDistance(), microsecondsPerSecond);
    if (const Microseconds claimed = m_index.info.claimedDuration; claimed - length > tolerance)
        parts << QStringLiteral("it claims %1 s and has frames for %2 s")
                     .arg(seconds(claimed), seconds(length));
    if (!m_source.fileTrouble().isEmpty())
        parts << QStringLiteral("the file could not be read to its end");
    else if (m_readErrors > 0)
        parts << QStringLiteral("%1 places in the file could not be read").arg(m_readErrors);
    if (m_gaveUp)
        parts << QStringLiteral("reading stopped after %1 packets without a frame").arg(longestFruitlessRun);
    if (!parts.isEmpty())
        m_index.damage = QStringLiteral("The clip is damaged: %1.").arg(parts.join(QStringLiteral("; ")));
}

Result<ClipIndex> Indexing::finish()
{
    const bool anyWhole = std::any_of(m_decoded.begin(), m_decoded.end(),
                                      [](const DecodedFrame& decoded) { return !decoded.entry.damaged; });
    if (!anyWhole && !m_source.fileTrouble().isEmpty())
        return failure(ErrorKind::Failed,
                       QStringLiteral("The clip %1 cannot be read: %2.").arg(m_source.path(), m_source.fileTrouble()));
    if (!anyWhole)
        return refusal(m_sent.empty() ? QStringLiteral("it has no video frames")
                                      : QStringLiteral("not one of its frames can be decoded"));
    m_index.fileBytes = m_source.fileBytes();
    keepRising();
    choosePositions();
    addUnanswered();
    if (!joinBefore())
        return failure(ErrorKind::Integrity, QStringLiteral("The clip %1 has not only grown but changed.").arg(m_source.path()));
    findGaps();
    describeDamage();
    return std::move(m_index);
}

} // namespace

Result<ClipIndex> indexClip(const ClipLocation& clip, const ClipLimits& limits, const Cancellation& cancel)
{
    auto source = ClipSource::open(clip, {limits, 0, cancel});
    if (!source)
        return failure(source.error());
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    Indexing indexing(**source, limits);
    if (auto decoded = indexing.decodeAll(); !decoded)
        return failure(decoded.error());
    return indexing.finish();
}

Result<ClipIndex> extendIndex(const ClipLocation& clip, const ClipIndex& before, const ClipLimits& limits, const Cancellation& cancel)
{
    auto source = ClipSource::open(clip, {limits, 0, cancel});
    if (!source)
        return failure(source.error());
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    Indexing indexing(**source, limits);
    if (!indexing.continueFrom(before))
        return indexClip(clip, limits, cancel);
    if (auto decoded = indexing.decodeAll(); !decoded)
        return failure(decoded.error());
    auto extended = indexing.finish();
    if (!extended && extended.error().kind != ErrorKind::Cancelled)
        return indexClip(clip, limits, cancel);
    return extended;
}

} // namespace cartwright::media
