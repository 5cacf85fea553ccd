#pragma once

#include "app/cli/command.h"

namespace cartwright::cli {

void fillOptions(QCommandLineParser& parser);
Result<ExitCode> runFill(Context& context);

void storeBenchOptions(QCommandLineParser& parser);
Result<ExitCode> runStoreBench(Context& context);

void analyseBenchOptions(QCommandLineParser& parser);
Result<ExitCode> runAnalyseBench(Context& context);

void claimsBenchOptions(QCommandLineParser& parser);
Result<ExitCode> runClaimsBench(Context& context);

} // namespace cartwright::cli
