#include "app/cli/command.h"

#include "core/pipeline/loop_bench.h"

#include <algorithm>

namespace cartwright::cli {
namespace {

void loopOptions(QCommandLineParser& parser)
{
    const auto add = [&](const char* name, const char* text, const char* value, const char* standard) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value), QString::fromLatin1(standard)});
    };
    add("sales", "Sales in each round (default 300).", "N", "300");
    add("rounds", "Rounds, the cold start among them (default 6).", "N", "6");
    add("seed", "The same seed gives the same sales (default 1).", "S", "1");
    add("reviewer-error", "Share of reviews that end with a wrong cart (default 0).", "SHARE", "0");
    add("audit-share", "Share of the sales that are audited at random (default 0.1).", "SHARE", "0.1");
    add("cameras", "How many cameras, 1 to 8 (default 2).", "K", "2");
    add("rate", "Frames per second, 5 to 60 (default 15).", "N", "15");
    parser.addOption({QStringLiteral("no-sensors"), QStringLiteral("Cameras only: no shelf plate sends weights.")});
}

Result<double> numberOption(const Context& context, const char* name, double low, double high)
{
    bool ok = false;
    const double value = context.options().value(QString::fromLatin1(name)).toDouble(&ok);
    if (!ok || value < low || value > high)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--%1 takes a number from %2 to %3.").arg(QString::fromLatin1(name)).arg(low).arg(high));
    return value;
}

Result<pipeline::LoopSettings> loopSettings(const Context& context)
{
    const auto sales = numberOption(context, "sales", 1, 10'000);
    const auto rounds = numberOption(context, "rounds", 1, 50);
    const auto seed = numberOption(context, "seed", 0, 1e9);
    const auto mistakes = numberOption(context, "reviewer-error", 0, 1);
    const auto audits = numberOption(context, "audit-share", 0, 1);
    const auto cameras = numberOption(context, "cameras", 1, 8);
    const auto rate = numberOption(context, "rate", 5, 60);
    for (const auto* number : {&sales, &rounds, &seed, &mistakes, &audits, &cameras, &rate})
        if (!*number)
            return failure(number->error());
    pipeline::LoopSettings settings;
    settings.sales = static_cast<int>(*sales);
    settings.rounds = static_cast<int>(*rounds);
    settings.seed = static_cast<std::uint64_t>(*seed);
    settings.reviewerError = *mistakes;
    settings.auditShare = *audits;
    settings.store.cameras = static_cast<int>(*cameras);
    settings.store.rate = static_cast<int>(*rate);
    settings.sensors = !context.options().isSet(QStringLiteral("no-sensors"));
    return settings;
}

QString percent(int part, int whole)
{
    return whole == 0 ? QStringLiteral("-") : QString::number(100.0 * part / whole, 'f', 1) + QStringLiteral(" %");
}

std::vector<QStringList> tableOf(const std::vector<pipeline::LoopRound>& rounds)
{
    std::vector<QStringList> rows{{QStringLiteral("round"), QStringLiteral("reviews/1,000"), QStringLiteral("audits"), QStringLiteral("wrong unseen"),
                                   QStringLiteral("wrong overall"), QStringLiteral("exact"), QStringLiteral("item F1"),
                                   QStringLiteral("calibration error"), QStringLiteral("seconds")}};
    for (const auto& round : rounds)
        rows.push_back({QString::number(round.round), QString::number(1000.0 * round.flagged / round.sales, 'f', 0),
                        QString::number(round.audits), percent(round.unflaggedWrong, round.unflagged), percent(round.finalWrong, round.sales),
                        percent(round.exact, round.sales), QString::number(round.itemF1, 'f', 3),
                        QString::number(round.calibrationError, 'f', 3),
                        QString::number(round.simulateSeconds + round.analyseSeconds + round.reviewSeconds + round.trainSeconds, 'f', 0)});
    return rows;
}

/// The reasons of the last round, the dearest first.
std::vector<QStringList> reasonsOf(const pipeline::LoopRound& round)
{
    std::vector<std::pair<QString, pipeline::LoopRound::Reason>> reasons(round.reasons.begin(), round.reasons.end());
    std::sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second.flagged > b.second.flagged; });
    std::vector<QStringList> rows{{QStringLiteral("reason in the last round"), QStringLiteral("reviews/1,000"), QStringLiteral("of these false")}};
    for (const auto& [name, reason] : reasons)
        rows.push_back({name, QString::number(1000.0 * reason.flagged / round.sales, 'f', 0), percent(reason.falseFlags, reason.flagged)});
    return rows;
}

Result<ExitCode> runLoop(Context& context)
{
    const auto settings = loopSettings(context);
    if (!settings)
        return failure(settings.error());
    const auto rounds = pipeline::benchLoop(*settings, context.clock(), context.cancel(), context.progress(QStringLiteral("loop")),
                                            [&](const pipeline::LoopRound& round) {
                                                context.say(QString::fromUtf8(toJsonLine(pipeline::toJson(round))).trimmed());
                                            });
    if (!rounds)
        return failure(rounds.error());
    if (context.wantsJson()) {
        QJsonArray array;
        for (const auto& round : *rounds)
            array.append(pipeline::toJson(round));
        context.print(QJsonObject{{QStringLiteral("seed"), static_cast<qint64>(settings->seed)}, {QStringLiteral("rounds"), array}});
        return Done;
    }
    context.printTable(tableOf(*rounds));
    context.printTable(reasonsOf(rounds->back()));
    for (const auto& round : *rounds)
        if (!round.trained.isEmpty())
            context.print(round.trained);
    return Done;
}

} // namespace

std::vector<Command> loopBenchCommands()
{
    return {{QStringLiteral("bench loop"), QString(),
             QStringLiteral("Run the loop of a learning store: sales, reviews by truth, training, the next store."),
             QStringLiteral("cartwright-cli bench loop --sales 300 --rounds 6 --seed 1 --reviewer-error 0.02 --json"), 0, 0, loopOptions, runLoop}};
}

} // namespace cartwright::cli
