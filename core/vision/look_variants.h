#pragma once

#include "core/media/picture.h"

#include <vector>

namespace cartwright::vision {

/// What a catalogue picture might look like on a shelf's video: eight pictures about 100 pixels high, cut to the piece itself, with
/// less and more light, blurred, and with an edge missing. Empty for an empty picture.
std::vector<media::Picture> lookVariants(const media::Picture& picture);

} // namespace cartwright::vision
