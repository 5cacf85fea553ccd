#pragma once

#include "core/pipeline/fuse.h"
#include "core/store/workspace.h"

namespace cartwright::pipeline {

/// Adds the steps that a sale's traces show, as weight events, and the spans in which its plates were silent, on the common
/// clock. A trace that cannot be read is a silent plate.
void readTraces(Circumstances& known, const store::Workspace& workspace, const Sale& sale);

} // namespace cartwright::pipeline
