#pragma once

// Inside the room only: a part of a picture with people made unrecognisable.

#include "core/domain/store.h"
#include "core/media/mask_track.h"
#include "core/media/picture.h"

namespace cartwright::media {

/// Cuts `part` out of a Bgra32 picture, gives each masked cell its mean colour and scales what is larger than the size
/// down (0 does not bound). The mask's cells refer to a picture of `maskWidth` x `maskHeight` that shows the same.
/// The part is cut to the picture; empty where nothing is left.
Picture maskedPart(const Picture& whole, const Box& part, const MaskGrid& mask, int maskWidth, int maskHeight, int maxWidth,
                   int maxHeight);

} // namespace cartwright::media
