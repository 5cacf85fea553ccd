#pragma once

#include "core/media/player.h"
#include "core/review/desk.h"
#include "core/store/copy_repository.h"

#include <QTimeZone>

#include <memory>
#include <optional>
#include <vector>

namespace cartwright::ui {

/// One camera's clip of the opened sale, as panes and time axis show it: its review copy, or, where somebody was permitted
/// to see it, the original, which comes from outside and shows people. Times are on the sale's clock.
struct CameraTrack
{
    QString cameraId;
    QString name;
    ClipLocation clip;               ///< of the copy: a file of the workspace; of the original where it is revealed
    ClipLocation original;           ///< only ever opened in a process of its own
    UtcMicroseconds originalFrom = 0; ///< the original's first frame
    bool isRevealed = false;         ///< the original is shown, nobody masked
    QTimeZone zone;                  ///< of the store
    int width = 0;                   ///< of the original's picture after rotation, which boxes and polygons refer to
    int height = 0;
    UtcMicroseconds from = 0;        ///< the first frame
    UtcMicroseconds until = 0;       ///< where the last frame ends
    std::vector<std::pair<UtcMicroseconds, UtcMicroseconds>> gaps;    ///< without frames, or where nothing could be seen
    std::vector<std::pair<UtcMicroseconds, UtcMicroseconds>> damaged; ///< frames that do not decode
    std::shared_ptr<const media::ClipIndex> index; ///< of the copy; null where there is none
    QString trouble;                 ///< why there is nothing to see or what is damaged, else empty

    bool isPlayable() const { return index != nullptr && !index->frames.empty(); }
    /// From the sale's clock to the clip's own and back; only where the clip is playable.
    Microseconds toClip(UtcMicroseconds moment) const { return index->firstTimestamp() + (moment - from); }
    UtcMicroseconds toSale(Microseconds timestamp) const { return from + (timestamp - index->firstTimestamp()); }
};

/// What one shelf plate measured, sample by sample.
struct PlateTrace
{
    QString plateId;
    UtcMicroseconds startsAt = 0;
    double rateHz = 0;
    std::shared_ptr<const std::vector<float>> grams;

    UtcMicroseconds momentOf(std::size_t sample) const
    {
        return startsAt + static_cast<Microseconds>(static_cast<double>(sample) * microsecondsPerSecond / rateHz);
    }
};

/// A sale that was opened for review, with what its panes need. Shared, never changed.
struct OpenedCase
{
    review::ReviewCase reviewCase;
    std::vector<CameraTrack> cameras;
    std::vector<PlateTrace> traces;
    Microseconds leaseLength = 0;
    std::optional<Error> readOnlyBecause; ///< set where the sale can be looked at but not changed

    const SaleKey& key() const { return reviewCase.sale.key; }
    /// In which the sale's times are shown.
    QTimeZone zone() const { return QTimeZone(reviewCase.store.timeZone.toUtf8()); }
};
using OpenedCasePtr = std::shared_ptr<const OpenedCase>;

/// Loads the copies' timestamp indexes and places them on the sale's clock. Reads files: never on the UI thread.
std::vector<CameraTrack> tracksOf(const review::ReviewCase& reviewCase, const std::vector<store::ReviewCopy>& copies);

/// The same camera with its original in the place of the copy, nobody masked. Whoever calls this has the right, the reason
/// and the entry in the log. Reads files and may decode the clip once: never on the UI thread.
Result<CameraTrack> revealedTrack(const CameraTrack& masked, const Cancellation& cancel = {});
/// Reads the sale's sensor files; one that is missing or broken is left out. Never on the UI thread.
std::vector<PlateTrace> tracesOf(const review::ReviewCase& reviewCase);

} // namespace cartwright::ui

Q_DECLARE_METATYPE(cartwright::ui::OpenedCasePtr)
