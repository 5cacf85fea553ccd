#pragma once

#include "core/dataset/extraction.h"

#include <QJsonObject>

#include <array>

namespace cartwright::dataset {

/// One COCO document per split, in the order of `allSplits`.
/// Source of the form: COCO, "Data format", object detection (cocodataset.org/#format-data). Provenance
/// stands in the additional members `cartwright` of an image and `attributes` of an annotation. Ids are
/// unique over all splits.
using CocoFiles = std::array<QJsonObject, allSplits.size()>;

inline std::size_t placeOf(Split split) { return static_cast<std::size_t>(split); }
/// "annotations/instances_train.json"
QString annotationFileOf(Split split);

CocoFiles cocoOf(const Plan& plan, const std::vector<PlannedImage>& images,
                 const std::vector<ExtractedImage>& extracted);

/// Counts labels, frames, sales and categories: in all, and per split, product, action, source and camera.
QJsonObject countsOf(const CocoFiles& files);

} // namespace cartwright::dataset
