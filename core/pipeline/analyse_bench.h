#pragma once

#include "core/base/cancellation.h"
#include "core/domain/store.h"
#include "core/pipeline/progress.h"

#include <QStringList>

namespace cartwright::pipeline {

struct AnalyseBench
{
    int clips = 0;
    double clipSeconds = 0;           ///< of all clips together
    std::size_t frames = 0;
    int interactions = 0;
    std::vector<double> decodeSeconds;  ///< of each run: all clips decoded once to BGR, two side by side
    std::vector<double> analyseSeconds; ///< of each run, alternating with the above: decoded and analysed, two side by side
    std::int64_t residentAtStart = 0;   ///< bytes, when a tenth of the first analysis was done
    std::int64_t residentAtEnd = 0;     ///< bytes, when all of it was done
};

/// Decodes and analyses the clips in turns, `times` each, two clips side by side with one decoder thread each, as the pipeline
/// does it, in this process. Bins are the store's, by the clip's file name without ending as the camera's id; where there are
/// none, eight in two rows. Errors are the readers', or Cancelled.
Result<AnalyseBench> benchAnalyse(const QStringList& clips, const Store& store, int times, const Cancellation& cancel,
                                  const ProgressCallback& progress);

} // namespace cartwright::pipeline
