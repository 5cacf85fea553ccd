#include "app/cli/command.h"

#include "core/domain/names.h"
#include "core/pipeline/demo.h"
#include "core/pipeline/truth.h"

namespace cartwright::cli {
namespace {

void demoOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("sales"), QStringLiteral("How many sales (default 12)."), QStringLiteral("N"),
                      QStringLiteral("12")});
    parser.addOption({QStringLiteral("cameras"), QStringLiteral("How many cameras, 1 to 8 (default 2)."), QStringLiteral("K"),
                      QStringLiteral("2")});
    parser.addOption({QStringLiteral("seed"), QStringLiteral("The same seed gives the same sales (default 1)."),
                      QStringLiteral("S"), QStringLiteral("1")});
    parser.addOption({QStringLiteral("opens-at"),
                      QStringLiteral("When the first sale begins (RFC 3339; 2026-03-02T08:00:00Z where not given). A sale "
                                     "begins every 3 minutes."),
                      QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("frame-numbers"), QStringLiteral("Draw each frame's number as a pattern of blocks.")});
}

Result<std::uint64_t> numberOption(const Context& context, const QString& name)
{
    bool ok = false;
    const std::uint64_t value = context.options().value(name).toULongLong(&ok);
    if (!ok)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--%1 takes a whole number from 0.").arg(name));
    return value;
}

Result<simulator::Settings> demoSettings(const Context& context)
{
    simulator::Settings settings;
    const auto sales = numberOption(context, QStringLiteral("sales"));
    const auto cameras = numberOption(context, QStringLiteral("cameras"));
    const auto seed = numberOption(context, QStringLiteral("seed"));
    for (const auto* number : {&sales, &cameras, &seed})
        if (!*number)
            return failure(number->error());
    if (*sales < 1 || *sales > 10'000 || *cameras < 1 || *cameras > 8)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--sales takes 1 to 10000, --cameras 1 to 8."));
    settings.sales = static_cast<int>(*sales);
    settings.cameras = static_cast<int>(*cameras);
    settings.seed = *seed;
    if (context.options().isSet(QStringLiteral("opens-at"))) {
        const auto opensAt = parseUtc(context.options().value(QStringLiteral("opens-at")));
        if (!opensAt)
            return failure(ErrorKind::WrongUsage, QStringLiteral("--opens-at: ") + opensAt.error().sentence);
        settings.opensAt = *opensAt;
    }
    if (context.options().isSet(QStringLiteral("frame-numbers")))
        settings.frameNumbers = simulator::FrameNumbers::Drawn;
    return settings;
}

struct Totals
{
    int matched = 0;
    int missed = 0;
    int invented = 0;
    int cartsExact = 0;
    int unflagged = 0;
    int unflaggedWrong = 0;
};

Totals totalsOf(const pipeline::TruthScore& score)
{
    Totals totals;
    for (const auto& sale : score.sales) {
        totals.matched += sale.matched;
        totals.missed += static_cast<int>(sale.missed.size());
        totals.invented += static_cast<int>(sale.invented.size());
        totals.cartsExact += sale.cartExact ? 1 : 0;
        totals.unflagged += sale.flagged ? 0 : 1;
        totals.unflaggedWrong += !sale.flagged && !sale.cartExact ? 1 : 0;
    }
    return totals;
}

QJsonObject toJson(const pipeline::TruthScore& score)
{
    const Totals totals = totalsOf(score);
    return {{QStringLiteral("matched"), totals.matched},
            {QStringLiteral("missed"), totals.missed},
            {QStringLiteral("invented"), totals.invented},
            {QStringLiteral("carts_exact"), totals.cartsExact},
            {QStringLiteral("sales"), static_cast<int>(score.sales.size())},
            {QStringLiteral("not_found"), score.notFound},
            {QStringLiteral("unflagged"), totals.unflagged},
            {QStringLiteral("unflagged_wrong"), totals.unflaggedWrong}};
}

QString describe(const std::vector<pipeline::TruthEvent>& events)
{
    QStringList texts;
    for (const auto& event : events)
        texts.append(QStringLiteral("%1 %2 %3-%4 s").arg(nameOf(event.kind), event.binId)
                         .arg(static_cast<double>(event.from) / 1e6, 0, 'f', 2)
                         .arg(static_cast<double>(event.until) / 1e6, 0, 'f', 2));
    return texts.join(QStringLiteral("; "));
}

void printScore(Context& context, const pipeline::TruthScore& score)
{
    std::vector<QStringList> rows{{QStringLiteral("sale"), QStringLiteral("matched"), QStringLiteral("missed"),
                                   QStringLiteral("invented"), QStringLiteral("cart"), QStringLiteral("flagged"),
                                   QStringLiteral("situation"), QStringLiteral("what")}};
    for (const auto& sale : score.sales) {
        QStringList what;
        if (!sale.missed.empty())
            what.append(QStringLiteral("missed ") + describe(sale.missed));
        if (!sale.invented.empty())
            what.append(QStringLiteral("invented ") + describe(sale.invented));
        rows.push_back({sale.saleId, QString::number(sale.matched), QString::number(sale.missed.size()),
                        QString::number(sale.invented.size()),
                        sale.cartExact ? QStringLiteral("exact") : QStringLiteral("wrong"),
                        sale.flagged ? QStringLiteral("yes") : QStringLiteral("no"), sale.situation,
                        what.join(QStringLiteral(", "))});
    }
    context.printTable(rows);
    const Totals totals = totalsOf(score);
    context.print(QStringLiteral("%1 matched, %2 missed, %3 invented; %4 of %5 carts exact; %6 not flagged, %7 of them wrong")
                      .arg(totals.matched).arg(totals.missed).arg(totals.invented).arg(totals.cartsExact)
                      .arg(score.sales.size()).arg(totals.unflagged).arg(totals.unflaggedWrong));
}

QJsonObject toJson(const pipeline::DemoReport& report)
{
    return {{QStringLiteral("sales"), report.made.sales},
            {QStringLiteral("clips"), report.made.clips},
            {QStringLiteral("frames"), static_cast<qint64>(report.made.frames)},
            {QStringLiteral("closed"), report.processed.closed},
            {QStringLiteral("queued"), report.processed.queued},
            {QStringLiteral("audits"), report.processed.audits},
            {QStringLiteral("simulate_seconds"), report.simulateSeconds},
            {QStringLiteral("ingest_seconds"), report.ingestSeconds},
            {QStringLiteral("analyse_seconds"), report.analyseSeconds}};
}

Result<ExitCode> runDemo(Context& context)
{
    const auto settings = demoSettings(context);
    if (!settings)
        return failure(settings.error());
    const QString folder = context.arguments().first();
    const auto report = pipeline::makeDemo(folder, *settings, context.clock(), context.cancel(),
                                           [&](const QString& verb) { return context.progress(verb); });
    if (!report)
        return failure(report.error());
    const auto open = context.openWorkspace(folder);
    if (!open)
        return failure(open.error());
    const auto truth = pipeline::readTruth(report->made.truthFile);
    if (!truth)
        return failure(truth.error());
    const auto score = pipeline::scoreAll(*truth, report->storeId, *open->database);
    if (!score)
        return failure(score.error());
    if (context.wantsJson()) {
        QJsonObject object = toJson(*report);
        object.insert(QStringLiteral("truth"), toJson(*score));
        context.print(object);
        return Done;
    }
    printScore(context, *score);
    context.print(QStringLiteral("%1 sales, %2 clips, %3 frames: rendered in %4 s, ingested in %5 s, analysed in %6 s")
                      .arg(report->made.sales).arg(report->made.clips).arg(report->made.frames)
                      .arg(report->simulateSeconds, 0, 'f', 1).arg(report->ingestSeconds, 0, 'f', 1)
                      .arg(report->analyseSeconds, 0, 'f', 1));
    context.print(QStringLiteral("Next: cartwright --workspace %1").arg(folder));
    return Done;
}

void benchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("truth"), QStringLiteral("What really happened (see `demo`)."), QStringLiteral("FILE")});
}

Result<ExitCode> runBenchEvents(Context& context)
{
    const QString folder = context.arguments().first();
    const QString truth = context.options().value(QStringLiteral("truth"));
    if (truth.isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("--truth FILE is missing."));
    const auto score = pipeline::benchEvents(folder, truth, context.clock(), context.cancel(),
                                             context.progress(QStringLiteral("analysed")));
    if (!score)
        return failure(score.error());
    if (context.wantsJson())
        context.print(toJson(*score));
    else
        printScore(context, *score);
    return Done;
}

} // namespace

std::vector<Command> demoCommands()
{
    return {{QStringLiteral("demo"), QStringLiteral("DIR"),
             QStringLiteral("Make a workspace with a simulated store, ingest and analyse its sales."),
             QStringLiteral("cartwright-cli demo ./demo --sales 12 --cameras 2 --seed 7"), 1, 1, demoOptions, runDemo},
            {QStringLiteral("bench events"), QStringLiteral("FOLDER"),
             QStringLiteral("Count events found, missed and invented against a truth file."),
             QStringLiteral("cartwright-cli bench events ./shelf --truth ./shelf/truth.json --json"), 1, 1, benchOptions,
             runBenchEvents}};
}

} // namespace cartwright::cli
