#pragma once

#include "core/media/player.h"
#include "core/review/desk.h"

#include <memory>
#include <optional>
#include <vector>

namespace cartwright::ui {

/// One camera's clip of the opened sale, as panes and time axis show it. Times are on the sale's clock.
struct CameraTrack
{
    QString cameraId;
    QString name;
    ClipLocation clip;
    int width = 0;                   ///< of the clip's picture after rotation
    int height = 0;
    UtcMicroseconds from = 0;        ///< the first frame
    UtcMicroseconds until = 0;       ///< where the last frame ends
    std::vector<std::pair<UtcMicroseconds, UtcMicroseconds>> gaps;
    std::shared_ptr<const media::ClipIndex> index; ///< null where the clip cannot be read
    QString trouble;                 ///< why it cannot be read or what is damaged, else empty

    bool isPlayable() const { return index != nullptr && !index->frames.empty(); }
    /// From the sale's clock to the clip's own and back; only where the clip is playable.
    Microseconds toClip(UtcMicroseconds moment) const { return index->firstTimestamp() + (moment - from); }
    UtcMicroseconds toSale(Microseconds timestamp) const { return from + (timestamp - index->firstTimestamp()); }
};

/// A sale that was opened for review, with what its panes need. Shared, never changed.
struct OpenedCase
{
    review::ReviewCase reviewCase;
    std::vector<CameraTrack> cameras;
    Microseconds leaseLength = 0;
    std::optional<Error> readOnlyBecause; ///< set where the sale can be looked at but not changed

    const SaleKey& key() const { return reviewCase.sale.key; }
};
using OpenedCasePtr = std::shared_ptr<const OpenedCase>;

/// Loads the clips' timestamp indexes and places the clips on the sale's clock. Reads files: never on the UI thread.
std::vector<CameraTrack> tracksOf(const review::ReviewCase& reviewCase);

} // namespace cartwright::ui

Q_DECLARE_METATYPE(cartwright::ui::OpenedCasePtr)
