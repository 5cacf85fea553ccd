#pragma once

// Inside the room only: how a kept frame lies in memory that two processes share.

#include "core/media/kept_frame.h"

#include <QJsonObject>

namespace cartwright::media {

/// What must be known of a frame to read its bytes: planes of luma and colour one after the other, or BGRA.
struct KeptForm
{
    int width = 0;
    int height = 0;
    int format = -1; ///< of the planes, one of those that PictureMaker keeps; -1 for a picture in BGRA
    int matrix = 0;  ///< as the frame names it
    int range = 0;

    /// 0 where the form makes no sense, so that what comes from the other side need not be believed.
    std::size_t bytes() const;
};

KeptForm formOf(const KeptFrame& frame);
/// Writes `form.bytes()` bytes.
void pack(const KeptFrame& frame, const KeptForm& form, std::uint8_t* to);
/// Copies out of the memory. Empty where there is no room.
KeptFrame unpack(const KeptForm& form, const std::uint8_t* from);

QJsonObject toJson(const KeptForm& form);
KeptForm keptFormFrom(const QJsonObject& object);

} // namespace cartwright::media
