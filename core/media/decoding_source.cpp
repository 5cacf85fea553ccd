#include "core/media/decoding_source.h"

namespace cartwright::media {

Result<std::unique_ptr<DecodingSource>> DecodingSource::open(const ClipLocation& clip, const ClipIndex& index,
                                                             PixelLayout layout, int threads,
                                                             const Cancellation& cancel)
{
    if (index.frames.empty() || index.info.width <= 0 || index.info.height <= 0)
        return failure(ErrorKind::WrongUsage, QStringLiteral("The clip %1 has an empty index.").arg(clip.path));
    auto source = ClipSource::open(clip, {{}, threads, cancel});
    if (!source)
        return failure(source.error());
    if (index.fileBytes != 0 && index.fileBytes != (*source)->fileBytes())
        return failure(
            ErrorKind::Integrity,
            QStringLiteral("The clip %1 has %2 bytes, and its index was made from %3; make the index again.")
                .arg(clip.path)
                .arg((*source)->fileBytes())
                .arg(index.fileBytes));
    if (auto opened = (*source)->openDecoder(); !opened)
        return failure(opened.error());
    return std::unique_ptr<DecodingSource>(new DecodingSource(std::move(*source), index, layout));
}

Result<bool> DecodingSource::decode(std::size_t from, std::size_t target, Ending ending, const Take& take)
{
    bool whole = false;
    const auto found = m_finder.decode(from, target, ending, [&](std::size_t place, const AVFrame& frame) {
        const KeptFrame kept = m_maker.keep(frame);
        if (kept.isEmpty())
            return;
        whole = whole || place == target;
        take(place, kept);
    });
    if (!found)
        return failure(found.error());
    return *found && whole;
}

} // namespace cartwright::media
