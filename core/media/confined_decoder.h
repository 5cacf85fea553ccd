#pragma once

#include "core/media/clip_index.h"
#include "core/domain/store.h"
#include "core/media/confined_channel.h"
#include "core/media/mask_track.h"
#include "core/media/picture.h"

#include <functional>
#include <memory>

namespace cartwright::media {

struct KeptFrame;

/// What a confined decoder may use, and how long it may be silent.
struct ConfinedLimits
{
    std::int64_t memoryBytes = 3LL << 30; ///< of address space
    int processorSeconds = 3600;
    std::int64_t outputBytes = 64LL << 30;
    int silenceMilliseconds = 1500; ///< without a sign of life; it is stopped, swapped out or gone
    int standstillMilliseconds = 30'000; ///< with signs of life and without progress
};

struct ConfinedOptions
{
    ConfinedLimits limits;
    /// What the decoder loads before it locks itself up, as app/decoder takes it; may be empty.
    QJsonObject preparation;
    int output = -1; ///< an open descriptor that it may write to, or none. The caller keeps it.
    QString program; ///< empty: cartwright-decoder beside the running program
    Cancellation cancel;
};

/// A process of its own that decodes one clip and can do nothing else: it has this clip, one output, a socket to its
/// caller and shared memory, and may open, connect or start nothing. It may crash, hang or be killed: the running call
/// returns Failed within two seconds (a standstill where signs of life go on: standstillMilliseconds), and so do all
/// later ones. One thread at a time; the destructor ends the process.
class ConfinedDecoder
{
public:
    /// NotFound or Refused for the clip, Unreachable for its server, NotFound for the program, Failed where it cannot be
    /// locked up. A server's clip is fetched first, because the process has no network.
    static Result<std::unique_ptr<ConfinedDecoder>> open(const ClipLocation& clip, const ConfinedOptions& options = {});
    ~ConfinedDecoder();
    ConfinedDecoder(const ConfinedDecoder&) = delete;
    ConfinedDecoder& operator=(const ConfinedDecoder&) = delete;

    /// As indexClip.
    Result<ClipIndex> index(const ClipLimits& limits = {});
    /// The frame of `index` at this place, fitted into the size (0: its own), copied out of the shared memory.
    Result<Frame> frame(const ClipIndex& index, std::size_t place, PixelLayout layout = PixelLayout::Bgra32, int maxWidth = 0,
                        int maxHeight = 0);
    /// A part of the frame at this place in the clip's own pixels, at most `maxWidth` x `maxHeight` large (0: unbounded).
    /// The process masks it before it gives it, by the cells of `mask`, which refer to a picture of that size.
    struct Part
    {
        std::size_t place = 0;
        Box part;
        MaskGrid mask;
        int maskWidth = 0;
        int maskHeight = 0;
        int maxWidth = 0;
        int maxHeight = 0;
    };
    /// Bgra32. WrongUsage where the part lies outside the picture.
    Result<Frame> part(const ClipIndex& index, const Part& wanted);
    /// As FrameSource::decode, for the room's own sources: frames go to `take` while the following ones are decoded.
    /// `stop` is asked every 10 ms; where it says true, Cancelled comes back and the process goes on.
    struct Run
    {
        QByteArray index; ///< as toBytes gives it
        std::size_t from = 0;
        std::size_t target = 0;
        bool drain = false;
        int maxWidth = 0;
        int maxHeight = 0;
    };
    Result<bool> run(const Run& wanted, const std::function<void(std::size_t, const KeptFrame&)>& take,
                     const std::function<bool()>& stop);
    /// Any other question that app/decoder answers. `progress` gets the share done, 0 to 1, on this thread.
    Result<ConfinedMessage> ask(const ConfinedMessage& question, const std::function<void(double)>& progress = {});

    /// Whether its process is gone, so that every further call fails.
    bool hasDied() const;
    /// For tests of its dying.
    int processId() const;
    /// "full", or "loose" in programs built with sanitizers, which need more of the system.
    const QString& filter() const;

private:
    struct Private;
    explicit ConfinedDecoder(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// As loadOrMakeIndex, with the decoding done by this decoder, which was opened for the same clip.
Result<ClipIndex> loadOrMakeIndex(const ClipLocation& clip, ConfinedDecoder& decoder);

/// Where the decoder's program is. NotFound where it is not beside the running program.
Result<QString> confinedDecoderProgram();

} // namespace cartwright::media
