#include "core/media/decoder_version.h"

extern "C" {
#include <libavutil/avutil.h>
}

namespace cartwright::media {

QString decoderVersion() { return QString::fromUtf8(av_version_info()); }

} // namespace cartwright::media
