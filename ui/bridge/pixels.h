#pragma once

#include "core/media/picture.h"

#include <QImage>

namespace cartwright::ui {

/// Wraps a Bgra32 picture as Format_RGB32 without copying; the pixels live as long as the image does.
/// A null image for an empty picture or another layout. Any thread.
QImage wrapped(const media::Picture& picture);

} // namespace cartwright::ui
