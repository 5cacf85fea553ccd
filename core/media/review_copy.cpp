#include "core/media/review_copy.h"

#include "core/media/clip_activity.h"
#include "core/media/frame_finder.h"
#include "core/media/review_copy_encoder.h"
#include "core/media/review_copy_picture.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

namespace cartwright::media {
namespace {

/// So many pictures wait at most for what is seen after them, however dense a clip is.
constexpr std::size_t mostWaiting = 96;

class Copying
{
public:
    Copying(const ClipIndex& index, int descriptor, const CopyOptions& options, CopyMasker& masker)
        : m_index(index), m_descriptor(descriptor), m_options(options), m_masker(masker),
          m_maker(index.info, options.maxWidth, options.maxHeight), m_masks(m_maker.width(), m_maker.height())
    {
    }

    Result<void> copy(FrameFinder& finder, const std::function<void(double)>& progress);
    Result<CopyOutcome> finish();

private:
    struct Waiting
    {
        std::size_t place = 0;
        FramePtr picture;
    };

    bool isInside(Microseconds timestamp) const { return timestamp >= m_options.from && timestamp < until(); }
    Microseconds until() const
    {
        return m_options.until > 0 ? m_options.until : m_index.frames.back().timestamp + 1;
    }
    Result<void> take(std::size_t place, FramePtr picture);
    Result<void> writeUpTo(Microseconds seen);
    Result<void> writeFirst();

    const ClipIndex& m_index;
    int m_descriptor;
    const CopyOptions& m_options;
    CopyMasker& m_masker;
    CopyPictureMaker m_maker;
    AVColorSpace m_colourSpace = AVCOL_SPC_UNSPECIFIED;
    std::unique_ptr<CopyEncoder> m_encoder;
    std::deque<Waiting> m_waiting;
    std::unordered_set<std::size_t> m_written;
    MaskTrack m_masks;
    std::size_t m_maskedFrames = 0;
    double m_maskedArea = 0; ///< in pictures
};

Result<void> Copying::copy(FrameFinder& finder, const std::function<void(double)>& progress)
{
    const Microseconds ahead = m_masker.lookAhead();
    const Microseconds begin = m_options.from > 0 ? m_options.from - ahead : m_index.firstTimestamp();
    const std::size_t first = m_index.frameAt(begin);
    const std::size_t last = m_index.frameAt(m_options.until > 0 ? m_options.until + ahead : m_index.endTimestamp());
    for (std::size_t place = first; place <= last; ++place) {
        noteClipActivity();
        if (progress)
            progress(static_cast<double>(place - first) / static_cast<double>(last - first + 1));
        if (m_index.frames[place].damaged)
            continue;
        FramePtr picture;
        const auto found = finder.decode(place, place, FrameFinder::Ending::Continue, [&](std::size_t at, const AVFrame& frame) {
            if (at != place)
                return;
            picture = m_maker.make(frame);
            if (m_colourSpace == AVCOL_SPC_UNSPECIFIED)
                m_colourSpace = colourSpaceOf(frame);
        });
        if (!found)
            return failure(found.error());
        if (picture)
            if (auto taken = take(place, std::move(picture)); !taken)
                return taken;
    }
    while (!m_waiting.empty())
        if (auto written = writeFirst(); !written)
            return written;
    return {};
}

Result<void> Copying::take(std::size_t place, FramePtr picture)
{
    const Microseconds timestamp = m_index.frames[place].timestamp;
    m_masker.look(lumaOf(*picture), timestamp);
    if (isInside(timestamp))
        m_waiting.push_back({place, std::move(picture)});
    return writeUpTo(timestamp);
}

Result<void> Copying::writeUpTo(Microseconds seen)
{
    while (!m_waiting.empty() && (m_waiting.size() > mostWaiting ||
                                  m_index.frames[m_waiting.front().place].timestamp + m_masker.lookAhead() <= seen))
        if (auto written = writeFirst(); !written)
            return written;
    return {};
}

Result<void> Copying::writeFirst()
{
    const Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    const Microseconds timestamp = m_index.frames[waiting.place].timestamp;
    const MaskGrid mask = m_masker.maskAt(timestamp);
    if (const std::size_t cells = pixelate(*waiting.picture, mask); cells > 0) {
        ++m_maskedFrames;
        m_maskedArea += static_cast<double>(cells) / static_cast<double>(mask.cells.size());
    }
    if (!m_encoder) {
        auto made = CopyEncoder::create(m_descriptor, {m_maker.width(), m_maker.height(), m_colourSpace, m_index.usualDistance()},
                                        m_options);
        if (!made)
            return failure(made.error());
        m_encoder = std::move(*made);
    }
    m_masks.add(timestamp, mask);
    m_written.insert(waiting.place);
    return m_encoder->write(*waiting.picture, timestamp);
}

Result<CopyOutcome> Copying::finish()
{
    if (!m_encoder)
        return failure(ErrorKind::NotFound, QStringLiteral("No frame of the wanted span decodes, so there is nothing to copy."));
    if (auto finished = m_encoder->finish(); !finished)
        return failure(finished.error());
    CopyOutcome outcome;
    outcome.frames = m_written.size();
    outcome.maskedFrames = m_maskedFrames;
    outcome.maskedShare = m_maskedArea / static_cast<double>(m_written.size());
    outcome.masks = m_masks;
    ClipIndex& copy = outcome.index;
    copy.info.container = QStringLiteral("mov,mp4");
    copy.info.codec = QStringLiteral("h264");
    copy.info.codedWidth = copy.info.width = m_maker.width();
    copy.info.codedHeight = copy.info.height = m_maker.height();
    copy.info.claimedDuration = m_index.info.claimedDuration;
    copy.damage = m_index.damage;
    copy.fileBytes = m_encoder->bytes();
    const std::unordered_set<Microseconds> keys(m_encoder->keyframes().begin(), m_encoder->keyframes().end());
    for (std::size_t place = 0; place < m_index.frames.size(); ++place) {
        const Microseconds timestamp = m_index.frames[place].timestamp;
        if (isInside(timestamp))
            copy.frames.push_back({timestamp, keys.contains(timestamp), !m_written.contains(place), -1});
    }
    for (const Gap& gap : m_index.gaps)
        if (const Gap inside{std::max(gap.from, m_options.from), std::min(gap.until, until())}; inside.from < inside.until)
            copy.gaps.push_back(inside);
    return outcome;
}

} // namespace

Result<CopyOutcome> writeReviewCopy(const QString& clipPath, const ClipIndex& index, int outputDescriptor,
                                    const CopyOptions& options, CopyMasker& masker, const std::function<void(double)>& progress)
{
    if (index.frames.empty() || options.maxWidth < 2 || options.maxHeight < 2 || options.keyframeEvery < 1)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A review copy of %1 needs frames, a size of at least 2x2 and a keyframe distance.").arg(clipPath));
    if (index.firstTimestamp() < 0)
        return failure(ErrorKind::Refused,
                       QStringLiteral("The clip %1 starts before its own zero, so a copy could not keep its times.").arg(clipPath));
    auto source = ClipSource::open(clipPath, {{}, options.decoderThreads, {}});
    if (!source)
        return failure(source.error());
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    FrameFinder finder(std::move(*source), index);
    Copying copying(index, outputDescriptor, options, masker);
    if (auto copied = copying.copy(finder, progress); !copied)
        return failure(copied.error());
    return copying.finish();
}

} // namespace cartwright::media
