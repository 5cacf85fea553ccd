#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/pipeline/progress.h"

#include <QString>

namespace cartwright::pipeline {

/// A workspace to measure the Review place on: made-up sales, all waiting, each with several cameras of numbered 1080p H.264
/// and their review copies (nobody is on them, so nothing is masked). Sales share a few sets of clips, and each has six events
/// with candidates, weights and scans.
struct ReviewBenchOptions
{
    int sales = 100;
    int cameras = 4;  ///< 1 to 9
    int seconds = 12; ///< of each clip
    int sets = 3;     ///< of clips that differ
};

/// Makes the workspace, or adds waiting sales to one that was made so before until as many wait as asked for.
/// Errors: Cancelled, Refused where the folder holds something else, Failed where the disk is full.
Result<void> makeReviewBench(const QString& folder, const ReviewBenchOptions& options, const Clock& clock,
                             const Cancellation& cancel = {}, const ProgressCallback& progress = {});

} // namespace cartwright::pipeline
