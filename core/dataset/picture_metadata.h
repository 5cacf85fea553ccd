#pragma once

#include <QByteArray>

namespace cartwright::dataset {

/// The picture without what is not picture: comments and application data of a JPEG (all but JFIF's own and Adobe's colour
/// marker), texts, times and Exif of a PNG. Pixels stay as they are. Anything else comes back empty.
QByteArray withoutMetadata(const QByteArray& picture);

} // namespace cartwright::dataset
