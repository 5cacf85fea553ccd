#pragma once

#include "core/dataset/dataset.h"

#include <QJsonObject>

namespace cartwright::dataset {

/// One COCO document per split, in the order of `allSplits`.
using CocoFiles = std::array<QJsonObject, allSplits.size()>;

inline std::size_t placeOf(Split split) { return static_cast<std::size_t>(split); }
/// "annotations/instances_train.json"
inline QString annotationFileOf(Split split) { return QStringLiteral("annotations/instances_%1.json").arg(nameOf(split)); }

} // namespace cartwright::dataset
