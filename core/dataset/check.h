#pragma once

#include "core/dataset/coco.h"
#include "core/dataset/sums.h"

namespace cartwright::dataset {

/// The error that names a bad file of a dataset.
[[nodiscard]] tl::unexpected<Error> damaged(const QString& path, const QString& why,
                                            const QString& details = {});

/// Whether the annotations agree with themselves and with the listed images: ids unique and resolved, boxes
/// inside the pictures, one file per image and one image per file, no sale in two splits. Gives notes on what
/// is allowed but worth knowing; Integrity names the file.
Result<QStringList> checkCoco(const CocoFiles& files, const Sums& sums);

} // namespace cartwright::dataset
