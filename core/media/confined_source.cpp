#include "core/media/confined_source.h"

namespace cartwright::media {

ConfinedLimits interactiveLimits()
{
    ConfinedLimits limits;
    limits.standstillMilliseconds = 1500;
    return limits;
}

ConfinedSource::ConfinedSource(ClipLocation clip, const ClipIndex& index, Cancellation cancel)
    : m_clip(std::move(clip)), m_cancel(std::move(cancel)), m_size(index.info, PixelLayout::Bgra32)
{
    m_run.index = toBytes(index);
}

Result<std::unique_ptr<FrameSource>> ConfinedSource::open(const ClipLocation& clip, const ClipIndex& index,
                                                          const Cancellation& cancel)
{
    std::unique_ptr<ConfinedSource> source(new ConfinedSource(clip, index, cancel));
    if (auto started = source->start(); !started)
        return failure(started.error());
    return source;
}

Result<void> ConfinedSource::start()
{
    ConfinedOptions options;
    options.limits = interactiveLimits();
    options.cancel = m_cancel;
    m_decoder.reset();
    auto decoder = ConfinedDecoder::open(m_clip, options);
    if (!decoder)
        return failure(decoder.error());
    m_decoder = std::move(*decoder);
    return {};
}

void ConfinedSource::setMaxSize(int width, int height)
{
    m_run.maxWidth = width;
    m_run.maxHeight = height;
    m_size.setMaxSize(width, height);
}

Result<bool> ConfinedSource::decode(std::size_t from, std::size_t target, Ending ending, const Take& take)
{
    if (!m_decoder || m_decoder->hasDied())
        if (auto started = start(); !started)
            return failure(started.error());
    m_run.from = from;
    m_run.target = target;
    m_run.drain = ending == Ending::Drain;
    return m_decoder->run(m_run, take, m_stop);
}

} // namespace cartwright::media
