#pragma once

#include <QString>

namespace cartwright::media {

/// The version of the FFmpeg that decodes, as it says itself, for example "5.1.6-0+deb12u1". Any thread.
QString decoderVersion();

} // namespace cartwright::media
