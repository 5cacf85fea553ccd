#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/clip_location.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <vector>

namespace cartwright::media {

/// Which square cells of a picture are made unrecognisable: each gets its mean colour. Rows of cells from the top left.
struct MaskGrid
{
    int cell = 16; ///< pixels, even
    int columns = 0;
    int rows = 0;
    std::vector<std::uint8_t> cells; ///< 1 where pixelated; empty where nothing is
    bool operator==(const MaskGrid&) const = default;
};

/// How much of this part of the picture is pixelated, 0 to 1.
double maskedShare(const MaskGrid& mask, double x, double y, double width, double height);

/// What was masked in each frame of a review copy, so that the original can be shown with the same parts masked. Plain
/// value; reading from several threads is fine.
class MaskTrack
{
public:
    /// `width` and `height` are those of the pictures that the masks' cells refer to.
    MaskTrack() = default;
    MaskTrack(int width, int height) : m_width(width), m_height(height) {}

    int width() const { return m_width; }
    int height() const { return m_height; }
    bool isEmpty() const { return m_spans.empty(); }
    /// Frames come in order of time.
    void add(Microseconds timestamp, const MaskGrid& mask);
    /// The mask of the frame at this time. Nothing outside the frames that were added: what was never looked at may not be
    /// shown.
    std::optional<MaskGrid> at(Microseconds timestamp) const;
    bool operator==(const MaskTrack&) const = default;

private:
    friend QByteArray toBytes(const MaskTrack& track);
    friend Result<MaskTrack> maskTrackFromBytes(const QByteArray& bytes);
    /// Frames in a row with one mask.
    struct Span
    {
        Microseconds from = 0;
        Microseconds until = 0; ///< of its last frame
        MaskGrid mask;
        bool operator==(const Span&) const = default;
    };
    int m_width = 0;
    int m_height = 0;
    std::vector<Span> m_spans;
};

/// A compact, versioned form with a checksum. `fromBytes` gives Integrity where the bytes are not whole.
QByteArray toBytes(const MaskTrack& track);
Result<MaskTrack> maskTrackFromBytes(const QByteArray& bytes);

/// The copy "x.mp4" has its masks in "x.mp4.masks".
QString maskTrackPath(const QString& copyPath);
/// NotFound where the copy was made without; Unreachable of a server.
Result<MaskTrack> loadMaskTrack(const ClipLocation& copy, const Cancellation& cancel = {});

} // namespace cartwright::media
