#include "app/cli/bench_commands.h"

#include "core/store/fill.h"
#include "core/store/measure_repository.h"

#include <QElapsedTimer>

namespace cartwright::cli {

void fillOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("sales"), QStringLiteral("How many sales; 1000000 where not given."),
                      QStringLiteral("N"), QStringLiteral("1000000")});
    parser.addOption({QStringLiteral("waiting"), QStringLiteral("How many of the latest wait for a review; 10000 where not given."),
                      QStringLiteral("N"), QStringLiteral("10000")});
}

Result<ExitCode> runFill(Context& context)
{
    store::FillOptions options;
    bool salesRight = false;
    bool waitingRight = false;
    options.sales = context.options().value(QStringLiteral("sales")).toLongLong(&salesRight);
    options.waiting = context.options().value(QStringLiteral("waiting")).toLongLong(&waitingRight);
    if (!salesRight || !waitingRight || options.sales < 1 || options.waiting < 0 || options.waiting > options.sales)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("--sales is at least 1, and --waiting at most as many."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    QElapsedTimer timer;
    timer.start();
    const auto show = context.progress(QStringLiteral("filled"));
    const auto rows = store::fillDatabase(*open->database, options, context.cancel(), [&](std::int64_t done, std::int64_t total) {
        show({static_cast<int>(done), static_cast<int>(total), {}});
    });
    if (!rows)
        return failure(rows.error());
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    timer.restart();
    if (auto counted = store::MeasureRepository(*open->database).catchUp(context.cancel()); !counted)
        return failure(counted.error());
    const double countSeconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    const double rate = static_cast<double>(*rows) / seconds;
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("sales"), static_cast<qint64>(options.sales)},
                                  {QStringLiteral("rows"), static_cast<qint64>(*rows)},
                                  {QStringLiteral("seconds"), seconds},
                                  {QStringLiteral("rows_per_second"), rate},
                                  {QStringLiteral("counting_seconds"), countSeconds}});
    else
        context.print(QStringLiteral("%1 sales, %2 rows in %3 s: %4 rows/s; counted for the measures in %5 s")
                          .arg(options.sales).arg(*rows).arg(seconds, 0, 'f', 1).arg(rate, 0, 'f', 0)
                          .arg(countSeconds, 0, 'f', 1));
    return Done;
}

} // namespace cartwright::cli
