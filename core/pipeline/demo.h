#pragma once

#include "core/pipeline/jobs.h"
#include "core/simulator/simulator.h"

namespace cartwright::pipeline {

struct DemoReport
{
    simulator::Summary made;
    QString storeId;
    int ingested = 0;
    Processed processed;
    double simulateSeconds = 0;
    double ingestSeconds = 0;
    double analyseSeconds = 0;
};

/// Makes a workspace in `folder` with a simulated store in `folder/simulated`, ingests its bundles and analyses them.
/// Called again with the same settings it goes on where it was stopped. Errors are those of the steps.
Result<DemoReport> makeDemo(const QString& folder, const simulator::Settings& settings, const Clock& clock,
                            const Cancellation& cancel, const std::function<ProgressCallback(const QString&)>& progress);

} // namespace cartwright::pipeline
