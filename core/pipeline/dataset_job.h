#pragma once

#include "core/dataset/dataset.h"
#include "core/pipeline/progress.h"
#include "core/store/database.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// Exports the labels of all verdicts as a dataset version into `folder` and records it in the database.
/// Errors are createDataset's and the database's.
Result<dataset::Created> exportDataset(const store::Workspace& workspace, store::Database& database,
                                       const QString& folder, const dataset::CreateOptions& options,
                                       const Cancellation& cancel, const ProgressCallback& progress);

} // namespace cartwright::pipeline
