#pragma once

#include "core/base/cancellation.h"
#include "core/pipeline/reliability.h"
#include "core/store/database.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

struct SourcesLearnt
{
    int sales = 0; ///< reviewed, whose predictions are known
    int facts = 0;
    Reliability reliability;
};

/// Goes through all reviewed sales, learns how far each source is to be believed and keeps that in the workspace's settings
/// ("source_reliability"), from which the next analysis takes it. Sales that nobody could resolve say nothing.
Result<SourcesLearnt> learnSources(const store::Workspace& workspace, store::Database& database, const Cancellation& cancel = {});

} // namespace cartwright::pipeline
