#pragma once

// Inside the room only: frames of a clip that a process of its own decodes.

#include "core/media/confined_decoder.h"
#include "core/media/frame_source.h"
#include "core/media/picture_maker.h"

namespace cartwright::media {

/// What an interactive user of a confined decoder waits for at most before the pane says that it has failed.
ConfinedLimits interactiveLimits();

/// Where the process dies, the running `decode` returns Failed within two seconds; the next one starts a new process, so
/// that a clip is not lost for good over one bad frame.
class ConfinedSource : public FrameSource
{
public:
    /// Errors as of ConfinedDecoder::open; Integrity where the index belongs to other bytes shows at the first `decode`.
    static Result<std::unique_ptr<FrameSource>> open(const ClipLocation& clip, const ClipIndex& index, const Cancellation& cancel);

    Result<bool> decode(std::size_t from, std::size_t target, Ending ending, const Take& take) override;
    void setMaxSize(int width, int height) override;
    void setStop(std::function<bool()> stop) override { m_stop = std::move(stop); }
    std::size_t frameBytes() const override { return m_size.keptBytes(); }
    /// For tests of its dying; -1 where none runs.
    int processId() const { return m_decoder ? m_decoder->processId() : -1; }

private:
    ConfinedSource(ClipLocation clip, const ClipIndex& index, Cancellation cancel);
    Result<void> start();

    ClipLocation m_clip;
    Cancellation m_cancel;
    std::unique_ptr<ConfinedDecoder> m_decoder;
    ConfinedDecoder::Run m_run;
    std::function<bool()> m_stop;
    PictureMaker m_size; ///< only to know how large frames are
};

} // namespace cartwright::media
