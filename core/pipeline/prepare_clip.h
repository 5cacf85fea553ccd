#pragma once

// Inside the room only: the review copy of one clip.

#include "core/base/cancellation.h"
#include "core/domain/store.h"
#include "core/pipeline/copy_settings.h"
#include "core/store/copy_repository.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

struct CopyTask
{
    Clip clip;
    std::size_t position = 0;
    store::ReviewCopy::Part part = store::ReviewCopy::Part::Whole;
    Microseconds from = 0; ///< of the decisive part, on the clip's clock
    Microseconds until = 0;
};

/// Decodes and encodes in a confined process and gives the fact to save. A clip that cannot be copied is such a fact too;
/// Cancelled, Locked and Failed (disk) are errors. Any thread, no database.
Result<store::ReviewCopy> makeReviewCopy(const store::Workspace& workspace, const Store& store, const CopyTask& task,
                                         const CopySettings& settings, const Cancellation& cancel);

} // namespace cartwright::pipeline
