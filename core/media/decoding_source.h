#pragma once

// Inside the room only: frames of a clip that is decoded in this process.

#include "core/media/frame_finder.h"
#include "core/media/frame_source.h"
#include "core/media/picture_maker.h"

namespace cartwright::media {

class DecodingSource : public FrameSource
{
public:
    /// `index` outlives the source. WrongUsage for an empty index, Integrity where it belongs to other bytes;
    /// otherwise as ClipSource::open.
    static Result<std::unique_ptr<DecodingSource>> open(const ClipLocation& clip, const ClipIndex& index,
                                                        PixelLayout layout, int threads,
                                                        const Cancellation& cancel);

    Result<bool> decode(std::size_t from, std::size_t target, Ending ending, const Take& take) override;
    bool drains() const override { return m_finder.drains(); }
    void setMaxSize(int width, int height) override { m_maker.setMaxSize(width, height); }
    void setStop(std::function<bool()> stop) override { m_finder.setStop(std::move(stop)); }
    std::size_t frameBytes() const override { return m_maker.keptBytes(); }

    const FrameFinder& finder() const { return m_finder; }
    PictureMaker& maker() { return m_maker; }

private:
    DecodingSource(std::unique_ptr<ClipSource> source, const ClipIndex& index, PixelLayout layout)
        : m_finder(std::move(source), index), m_maker(index.info, layout)
    {
    }
    FrameFinder m_finder;
    PictureMaker m_maker;
};

} // namespace cartwright::media
