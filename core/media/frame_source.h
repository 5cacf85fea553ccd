#pragma once

// Inside the room only: where a pane's decoded frames come from, in this process or in a confined one.

#include "core/media/kept_frame.h"

#include <functional>

namespace cartwright::media {

/// What a source must do. It reads one clip, of which the caller has the index, and gives frames by their place
/// in that index. It is opened, used and destroyed by one thread, which may wait in it: nothing here is called
/// from the UI thread.
class FrameSource
{
public:
    /// What happens to the decoder at the target. Only a hint: the frames that come are the same.
    enum class Ending : std::uint8_t {
        Continue, ///< later frames are likely to be asked for next
        Drain,    ///< the target is wanted as fast as possible, whatever the next call costs
    };
    /// Called in the caller's thread, from inside `decode`.
    using Take = std::function<void(std::size_t place, const KeptFrame& frame)>;

    virtual ~FrameSource() = default;

    /// Decodes the frames [from, target] and gives those that decode to `take`, each at most once, rising, none
    /// outside that range and never a frame under another one's place. True where the target was among them,
    /// false where it does not decode. Cancelled where it was told to stop; it stays usable then. Failed where the
    /// clip cannot be read any more (also: its process has died or hangs), with the sentence for the pane.
    virtual Result<bool> decode(std::size_t from, std::size_t target, Ending ending, const Take& take) = 0;

    /// Whether Drain does anything; where not, the frames after a target are as cheap as the next ones always are.
    virtual bool drains() const { return true; }
    /// Frames that `decode` gives from now on fit into this size, keeping their shape; 0 does not bound.
    virtual void setMaxSize(int width, int height) = 0;
    /// Asked at least between packets (elsewhere: each 50 ms); where it says true, `decode` ends with Cancelled.
    virtual void setStop(std::function<bool()> stop) = 0;
    /// Bytes of a KeptFrame at the present size, for budgets.
    virtual std::size_t frameBytes() const = 0;
};

} // namespace cartwright::media
