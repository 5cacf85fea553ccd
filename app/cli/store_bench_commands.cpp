#include "app/cli/bench_commands.h"

namespace cartwright::cli {

std::vector<Command> storeBenchCommands()
{
    return {
        {QStringLiteral("bench fill"), {}, QStringLiteral("Fill a workspace with made-up sales, to measure at size."),
         QStringLiteral("cartwright-cli bench fill --sales 1000000 --waiting 10000 --workspace ./large"), 0, 0, fillOptions, runFill},
        {QStringLiteral("bench store"), {},
         QStringLiteral("Measure claims, submits, pages, look-ups, product search, measures and ingest of a filled workspace."),
         QStringLiteral("cartwright-cli bench store --calls 500 --catalogue products.tsv --workspace ./large"), 0, 0,
         storeBenchOptions, runStoreBench},
        {QStringLiteral("bench claims"), {}, QStringLiteral("Measure how many sales many clients claim in a second, all at once."),
         QStringLiteral("cartwright-cli bench claims --clients 64 --seconds 10 --workspace ./large"), 0, 0, claimsBenchOptions,
         runClaimsBench},
    };
}

} // namespace cartwright::cli
