#include "app/cli/bench_commands.h"

#include "core/feed/store_description.h"
#include "core/pipeline/analyse_bench.h"

#include <algorithm>

namespace cartwright::cli {
namespace {

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

void analyseBenchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("store"),
                      QStringLiteral("The store's description; a clip's name is its camera's id. Without it, eight bins in two "
                                     "rows."),
                      QStringLiteral("FOLDER")});
    parser.addOption({QStringLiteral("times"), QStringLiteral("How often, in turns (default 3)."), QStringLiteral("N"),
                      QStringLiteral("3")});
}

Result<ExitCode> runAnalyseBench(Context& context)
{
    bool isNumber = false;
    const int times = context.options().value(QStringLiteral("times")).toInt(&isNumber);
    if (!isNumber || times < 1 || times > 1000)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--times takes 1 to 1000."));
    Store store;
    if (context.options().isSet(QStringLiteral("store"))) {
        const auto read = feed::readStoreDescription(context.options().value(QStringLiteral("store")));
        if (!read)
            return failure(read.error());
        store = read->store;
    }
    const auto bench = pipeline::benchAnalyse(context.arguments(), store, times, context.cancel(),
                                              context.progress(QStringLiteral("run")));
    if (!bench)
        return failure(bench.error());
    const double decode = medianOf(bench->decodeSeconds), analyse = medianOf(bench->analyseSeconds);
    const auto megabytes = [](std::int64_t bytes) { return static_cast<double>(bytes) / 1e6; };
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("clips"), bench->clips},
                                  {QStringLiteral("clip_seconds"), bench->clipSeconds},
                                  {QStringLiteral("frames"), static_cast<qint64>(bench->frames)},
                                  {QStringLiteral("interactions"), bench->interactions},
                                  {QStringLiteral("decode_seconds"), decode},
                                  {QStringLiteral("analyse_seconds"), analyse},
                                  {QStringLiteral("ratio"), analyse / decode},
                                  {QStringLiteral("resident_at_tenth"), static_cast<qint64>(bench->residentAtStart)},
                                  {QStringLiteral("resident_at_end"), static_cast<qint64>(bench->residentAtEnd)}});
        return Done;
    }
    context.print(QStringLiteral("%1 clips, %2 s, %3 frames, %4 interactions; medians of %5 runs in turns, two clips side by side")
                      .arg(bench->clips).arg(bench->clipSeconds, 0, 'f', 1).arg(bench->frames).arg(bench->interactions)
                      .arg(times));
    context.print(QStringLiteral("decoded once %1 s, decoded and analysed %2 s: %3 times as long")
                      .arg(decode, 0, 'f', 2).arg(analyse, 0, 'f', 2).arg(analyse / decode, 0, 'f', 2));
    context.print(QStringLiteral("memory %1 MB when a tenth was analysed, %2 MB at the end")
                      .arg(megabytes(bench->residentAtStart), 0, 'f', 0).arg(megabytes(bench->residentAtEnd), 0, 'f', 0));
    return Done;
}

} // namespace cartwright::cli
