#include "app/cli/bench_commands.h"

#include "core/domain/names.h"
#include "core/pipeline/demo.h"
#include "core/pipeline/truth.h"

#include <chrono>

namespace cartwright::cli {
namespace {

QString situationNames()
{
    QStringList names;
    for (const auto situation : simulator::allSituations())
        names.append(simulator::nameOf(situation));
    return names.join(QStringLiteral(", "));
}

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
    parser.addOption({QStringLiteral("situations"),
                      QStringLiteral("Which situations and in what shares, as in plain=0.8,held_over_bin=0.1 (a name alone has "
                                     "share 1): %1. Half plain and the others in equal parts where not given.")
                          .arg(situationNames()),
                      QStringLiteral("NAME=SHARE,...")});
    parser.addOption({QStringLiteral("sensors"),
                      QStringLiteral("off: cameras only, neither plates nor smart carts; on: plates in every sale; some: plates in "
                                     "half of the sales and smart carts in a tenth (default)."),
                      QStringLiteral("off|some|on"), QStringLiteral("some")});
    parser.addOption({QStringLiteral("products"),
                      QStringLiteral("Products in the catalogue, 12 to 2000: the usual twelve, then families that look alike "
                                     "(default 12)."),
                      QStringLiteral("N"), QStringLiteral("12")});
    parser.addOption({QStringLiteral("pictures"),
                      QStringLiteral("A folder of product photos (.jpg, one a product, any depth) instead of drawn packs."),
                      QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("store"),
                      QStringLiteral("Which store, 1 to 99: each stocks its shelf with other products of the catalogue (default 1)."),
                      QStringLiteral("N"), QStringLiteral("1")});
    parser.addOption({QStringLiteral("size"), QStringLiteral("Size of the pictures (default 640x360)."),
                      QStringLiteral("WxH"), QStringLiteral("640x360")});
    parser.addOption({QStringLiteral("rate"), QStringLiteral("Frames per second, 5 to 60 (default 15)."), QStringLiteral("R"),
                      QStringLiteral("15")});
    parser.addOption({QStringLiteral("only-make"),
                      QStringLiteral("Make the store's description, bundles and truth in DIR/simulated; ingest nothing.")});
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

Result<void> pictureSettings(const Context& context, simulator::Settings& settings)
{
    const QStringList size = context.options().value(QStringLiteral("size")).split(QLatin1Char('x'));
    bool wide = false, high = false;
    settings.width = size.value(0).toInt(&wide);
    settings.height = size.value(1).toInt(&high);
    if (size.size() != 2 || !wide || !high)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--size takes width and height, as in 640x360."));
    const auto rate = numberOption(context, QStringLiteral("rate"));
    if (!rate)
        return failure(rate.error());
    settings.rate = static_cast<int>(std::min<std::uint64_t>(*rate, 1000));
    return {};
}

Result<void> storySettings(const Context& context, simulator::Settings& settings)
{
    const auto products = numberOption(context, QStringLiteral("products"));
    const auto store = numberOption(context, QStringLiteral("store"));
    for (const auto* number : {&products, &store})
        if (!*number)
            return failure(number->error());
    settings.products = static_cast<int>(std::min<std::uint64_t>(*products, 1'000'000));
    settings.storeNumber = static_cast<int>(std::min<std::uint64_t>(*store, 1'000'000));
    settings.pictures = context.options().value(QStringLiteral("pictures"));
    if (context.options().isSet(QStringLiteral("situations"))) {
        const auto shares = simulator::sharesFromText(context.options().value(QStringLiteral("situations")));
        if (!shares)
            return failure(ErrorKind::WrongUsage, QStringLiteral("--situations: ") + shares.error().sentence);
        settings.shares = *shares;
    }
    const QString sensors = context.options().value(QStringLiteral("sensors"));
    if (sensors == QLatin1String("off"))
        settings.sensorShare = settings.smartCartShare = 0;
    else if (sensors == QLatin1String("on"))
        settings.sensorShare = 1;
    else if (sensors != QLatin1String("some"))
        return failure(ErrorKind::WrongUsage, QStringLiteral("--sensors takes off, some or on."));
    return {};
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
    if (auto read = pictureSettings(context, settings); !read)
        return failure(read.error());
    if (auto read = storySettings(context, settings); !read)
        return failure(read.error());
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

QJsonObject situationsToJson(const pipeline::TruthScore& score)
{
    QJsonObject all;
    for (const auto& [name, one] : pipeline::bySituation(score))
        all.insert(name, QJsonObject{{QStringLiteral("sales"), one.sales}, {QStringLiteral("matched"), one.matched},
                                     {QStringLiteral("missed"), one.missed}, {QStringLiteral("invented"), one.invented},
                                     {QStringLiteral("carts_exact"), one.cartsExact},
                                     {QStringLiteral("flagged"), one.flagged},
                                     {QStringLiteral("unflagged_wrong"), one.unflaggedWrong}});
    return all;
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
            {QStringLiteral("unflagged_wrong"), totals.unflaggedWrong},
            {QStringLiteral("situations"), situationsToJson(score)}};
}

void printSituations(Context& context, const pipeline::TruthScore& score)
{
    const auto situations = pipeline::bySituation(score);
    if (situations.size() < 2)
        return;
    std::vector<QStringList> rows{{QStringLiteral("situation"), QStringLiteral("sales"), QStringLiteral("matched"),
                                   QStringLiteral("missed"), QStringLiteral("invented"), QStringLiteral("carts exact"),
                                   QStringLiteral("flagged"), QStringLiteral("wrong, not flagged")}};
    for (const auto& [name, one] : situations) {
        QStringList row{name};
        for (const int count : {one.sales, one.matched, one.missed, one.invented, one.cartsExact, one.flagged, one.unflaggedWrong})
            row.append(QString::number(count));
        rows.push_back(row);
    }
    context.printTable(rows);
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
    printSituations(context, score);
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
            {QStringLiteral("simulated_seconds"), report.made.saleSeconds},
            {QStringLiteral("ingest_seconds"), report.ingestSeconds},
            {QStringLiteral("analyse_seconds"), report.analyseSeconds}};
}

/// How many times as fast as the sales take a person to watch, all cameras side by side.
double timesRealTime(const simulator::Summary& made, double seconds)
{
    return seconds > 0 ? made.saleSeconds / seconds : 0;
}

Result<ExitCode> onlyMake(Context& context, const QString& folder, const simulator::Settings& settings)
{
    const auto onRendered = context.progress(QStringLiteral("rendered"));
    const auto start = std::chrono::steady_clock::now();
    const auto made = simulator::makeStore(folder, settings, context.cancel(), [&](const simulator::Progress& progress) {
        onRendered({progress.salesDone, progress.sales, {}});
    });
    if (!made)
        return failure(made.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double times = timesRealTime(*made, seconds);
    if (context.wantsJson()) {
        QJsonObject situations;
        for (const auto& [situation, count] : made->situations)
            situations.insert(simulator::nameOf(situation), count);
        context.print(QJsonObject{{QStringLiteral("sales"), made->sales}, {QStringLiteral("clips"), made->clips},
                                  {QStringLiteral("frames"), static_cast<qint64>(made->frames)},
                                  {QStringLiteral("situations"), situations}, {QStringLiteral("seconds"), seconds},
                                  {QStringLiteral("times_real_time"), times},
                                  {QStringLiteral("truth"), made->truthFile}});
    } else {
        context.print(QStringLiteral("%1 sales, %2 clips, %3 frames of %4x%5 in %6 s: %7 times real time")
                          .arg(made->sales).arg(made->clips).arg(made->frames).arg(settings.width).arg(settings.height)
                          .arg(seconds, 0, 'f', 1).arg(times, 0, 'f', 1));
    }
    return Done;
}

Result<ExitCode> runDemo(Context& context)
{
    const auto settings = demoSettings(context);
    if (!settings)
        return failure(settings.error());
    const QString folder = context.arguments().first();
    if (context.options().isSet(QStringLiteral("only-make")))
        return onlyMake(context, folder + QStringLiteral("/simulated"), *settings);
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
    context.print(QStringLiteral("%1 sales, %2 clips, %3 frames: rendered in %4 s (%7 times real time), ingested in %5 s, analysed in %6 s")
                      .arg(report->made.sales).arg(report->made.clips).arg(report->made.frames)
                      .arg(report->simulateSeconds, 0, 'f', 1).arg(report->ingestSeconds, 0, 'f', 1)
                      .arg(report->analyseSeconds, 0, 'f', 1)
                      .arg(timesRealTime(report->made, report->simulateSeconds), 0, 'f', 1));
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
            {QStringLiteral("bench analyse"), QStringLiteral("CLIP..."),
             QStringLiteral("Time analysing clips against decoding them once, and the memory that it takes."),
             QStringLiteral("cartwright-cli bench analyse ./clips/*.mp4 --store ./store --times 3"), 1, -1, analyseBenchOptions,
             runAnalyseBench},
            {QStringLiteral("bench events"), QStringLiteral("FOLDER"),
             QStringLiteral("Count events found, missed and invented against a truth file."),
             QStringLiteral("cartwright-cli bench events ./shelf --truth ./shelf/truth.json --json"), 1, 1, benchOptions,
             runBenchEvents}};
}

} // namespace cartwright::cli
