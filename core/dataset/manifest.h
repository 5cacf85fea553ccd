#pragma once

#include "core/dataset/format.h"
#include "core/dataset/frames.h"

namespace cartwright::dataset {

inline constexpr const char* cardJsonFile = "card.json";

/// What was left out, one sentence for each cause.
QStringList notesOf(const std::vector<LeftOut>& leftOut, const Plan& plan);

/// manifest.json: schema, options, hash of the plan, what was left out and withdrawn; counts and content hash come with writing.
QJsonObject manifestOf(const Plan& plan, const std::vector<LeftOut>& leftOut);

/// Reads and checks the manifest of a dataset folder. NotFound where it holds none; Refused for another
/// schema; Integrity where it is broken.
Result<QJsonObject> readManifest(const QString& folder);

} // namespace cartwright::dataset
