#pragma once

#include "core/dataset/dataset.h"
#include "core/domain/actor.h"
#include "core/pipeline/progress.h"
#include "core/store/database.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// Exports the labels of all verdicts as a dataset version into `folder` and records it in the database.
/// What the log is then is written beside the folder (core/trust/checkpoint.h); where that fails: DoneInPart.
/// Errors are createDataset's and the database's. `actor` is who exports, for the log.
Result<dataset::Created> exportDataset(const store::Workspace& workspace, store::Database& database,
                                       const QString& folder, const dataset::CreateOptions& options,
                                       const Cancellation& cancel, const ProgressCallback& progress,
                                       const Actor& actor = pipelineActor());

} // namespace cartwright::pipeline
