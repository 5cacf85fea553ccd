#pragma once

#include "core/dataset/coco.h"
#include "core/dataset/sums.h"

namespace cartwright::dataset {

/// What was left out, one sentence for each cause.
QStringList notesOf(const std::vector<LeftOut>& leftOut);

/// manifest.json: schema, options, hashes of plan and content, counts, and each label's id and hash.
QJsonObject manifestOf(const Plan& plan, const CocoFiles& files, const std::vector<LeftOut>& leftOut,
                       const Sums& sums);

/// Reads and checks the manifest of a dataset folder. NotFound where it holds none; Refused for another
/// schema; Integrity where it is broken.
Result<QJsonObject> readManifest(const QString& folder);

/// card.md: what a person should know before using the dataset.
QByteArray cardOf(const Plan& plan, const QJsonObject& counts, const QStringList& notes);

} // namespace cartwright::dataset
