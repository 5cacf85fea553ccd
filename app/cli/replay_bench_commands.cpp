#include "app/cli/command.h"
#include "app/cli/replay_bench.h"

#include "core/base/safe_file.h"
#include "core/media/numbered_clip.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <cmath>

namespace cartwright::cli {
namespace {

void replayOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("make"),
                      QStringLiteral("Make the clips to measure in this folder first; those that are there are kept. "
                                     "Without clips named, measure nothing."),
                      QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("seconds"),
                      QStringLiteral("With --make, length of the longest clip; 600 where not given."),
                      QStringLiteral("N"), QStringLiteral("600")});
    parser.addOption({QStringLiteral("seeks"), QStringLiteral("Random exact seeks in each clip; 200 where not given."),
                      QStringLiteral("N"), QStringLiteral("200")});
    parser.addOption({QStringLiteral("frames"), QStringLiteral("Frames read in order for each rate; 500 where not given."),
                      QStringLiteral("N"), QStringLiteral("500")});
    parser.addOption({QStringLiteral("places"), QStringLiteral("Where 40 steps each way are made; 8 where not given."),
                      QStringLiteral("N"), QStringLiteral("8")});
    parser.addOption({QStringLiteral("play"), QStringLiteral("Seconds of each kind of playing; 5 where not given."),
                      QStringLiteral("SECONDS"), QStringLiteral("5")});
    parser.addOption({QStringLiteral("copy"),
                      QStringLiteral("Length of the review copy that is made of each clip and measured too; 60 where not given, 0 for none."),
                      QStringLiteral("SECONDS"), QStringLiteral("60")});
    parser.addOption({QStringLiteral("targets"),
                      QStringLiteral("Seek to these timestamps in microseconds, one a line, instead of random ones."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("seeks-only"), QStringLiteral("Nothing but exact seeks, to count wrong frames over many.")});
}

Result<void> makeClips(Context& context, const QString& folder, int seconds)
{
    if (!QDir().mkpath(folder))
        return failure(ErrorKind::Failed,
                       QStringLiteral("The folder %1 cannot be made; choose another one.").arg(folder));
    for (const auto& clip : media::numberedClips(seconds)) {
        const QString path = QDir(folder).filePath(clip.name);
        if (QFileInfo::exists(path))
            continue;
        const auto show = context.progress(QStringLiteral("made"));
        if (auto made = media::writeNumberedClip(clip, path, context.cancel(),
                                                 [&](int done) { show({done, clip.frames, clip.name}); });
            !made)
            return made;
    }
    return {};
}

QJsonValue number(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonObject spread(const Spread& times)
{
    return {{QStringLiteral("n"), static_cast<qint64>(times.times.size())},
            {QStringLiteral("p50_ms"), number(times.quantile(0.5))},
            {QStringLiteral("p95_ms"), number(times.quantile(0.95))},
            {QStringLiteral("worst_ms"), number(times.quantile(1))}};
}

QJsonObject json(const ReplayFigures& figures)
{
    const FourPanes& four = figures.fourPanes;
    return {{QStringLiteral("clip"), figures.clip},
            {QStringLiteral("codec"), figures.info.codec},
            {QStringLiteral("width"), figures.info.width},
            {QStringLiteral("height"), figures.info.height},
            {QStringLiteral("frames"), figures.frames},
            {QStringLiteral("keyframes"), figures.keyframes},
            {QStringLiteral("numbered"), figures.numbered},
            {QStringLiteral("seek_cold"), spread(figures.coldSeek)},
            {QStringLiteral("seek_warm"), spread(figures.warmSeek)},
            {QStringLiteral("step_back"), spread(figures.stepBack)},
            {QStringLiteral("copy"), QJsonObject{{QStringLiteral("seek_cold"), spread(figures.copySeek)},
                                                 {QStringLiteral("seek_warm"), spread(figures.copyWarmSeek)},
                                                 {QStringLiteral("step_back"), spread(figures.copyStepBack)},
                                                 {QStringLiteral("first_frame"), spread(figures.copyFirstFrame)}}},
            {QStringLiteral("step_forward"), spread(figures.stepForward)},
            {QStringLiteral("first_frame"), spread(figures.firstFrame)},
            {QStringLiteral("reverse_fps"), number(figures.reverseRate)},
            {QStringLiteral("own_fps"), number(figures.ownRate)},
            {QStringLiteral("sequential_pane_fps"), QJsonArray{number(figures.paneRate1), number(figures.paneRate2)}},
            {QStringLiteral("sequential_bgr_fps"), QJsonArray{number(figures.fullRate1), number(figures.fullRate2)}},
            {QStringLiteral("four_decoders_fps"), number(figures.fourReadersRate)},
            {QStringLiteral("four_panes"), QJsonObject{{QStringLiteral("fps"), number(four.framesPerSecond)},
                                                       {QStringLiteral("due"), four.due},
                                                       {QStringLiteral("dropped"), four.dropped},
                                                       {QStringLiteral("lag_p95_ms"), number(four.lagP95)},
                                                       {QStringLiteral("drift_ms"), number(four.drift)}}},
            {QStringLiteral("memory_mb"), number(figures.memoryMegabytes)},
            {QStringLiteral("checked"), figures.checked},
            {QStringLiteral("wrong"), figures.wrong}};
}

QString rounded(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', value < 10 ? 2 : 0) : QStringLiteral("-");
}

QString pair(double first, double second)
{
    return rounded(first) + QStringLiteral(" / ") + rounded(second);
}

QString pair(const Spread& times)
{
    return pair(times.quantile(0.5), times.quantile(0.95));
}

void addColumn(std::vector<QStringList>& table, const ReplayFigures& figures)
{
    const FourPanes& four = figures.fourPanes;
    const QStringList cells{
        QFileInfo(figures.clip).completeBaseName(),
        QString::number(figures.frames),
        pair(figures.coldSeek),
        pair(figures.warmSeek),
        pair(figures.copySeek),
        pair(figures.copyWarmSeek),
        pair(figures.stepBack) + QStringLiteral(" / ") + rounded(figures.stepBack.quantile(1)),
        pair(figures.copyStepBack) + QStringLiteral(" / ") + rounded(figures.copyStepBack.quantile(1)),
        pair(figures.stepForward) + QStringLiteral(" / ") + rounded(figures.stepForward.quantile(1)),
        pair(figures.reverseRate, figures.ownRate),
        pair(figures.paneRate1, figures.paneRate2),
        pair(figures.fullRate1, figures.fullRate2),
        rounded(figures.fourReadersRate),
        rounded(four.framesPerSecond),
        QStringLiteral("%1 of %2").arg(four.dropped).arg(four.due),
        pair(four.lagP95, four.drift),
        pair(figures.firstFrame.quantile(0.5), figures.copyFirstFrame.quantile(0.5)),
        rounded(figures.memoryMegabytes),
        QStringLiteral("%1 of %2").arg(figures.wrong).arg(figures.checked)};
    for (qsizetype row = 0; row < cells.size(); ++row)
        table[static_cast<std::size_t>(row)] << cells[row];
}

std::vector<QStringList> rowTitles()
{
    std::vector<QStringList> table;
    for (const char* title :
         {"clip", "frames", "exact seek, p50 / p95 ms", "cached frame, p50 / p95 ms", "review copy: exact seek, p50 / p95 ms",
          "review copy: cached frame, p50 / p95 ms", "step back, p50 / p95 / worst ms", "review copy: step back, p50 / p95 / worst ms",
          "step forward, p50 / p95 / worst ms", "reverse play / own rate, fps", "in order to the pane, 1 / 2 threads, fps",
          "in order to BGR, 1 / 2 threads, fps", "four decoders, fps over all", "four panes playing, fps over all",
          "four panes, dropped", "four panes, lag p95 / drift, ms", "first frame, original / copy, ms", "memory, MB", "wrong frames"})
        table.push_back({QString::fromLatin1(title)});
    return table;
}

Result<std::vector<Microseconds>> readTargets(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    std::vector<Microseconds> targets;
    for (const QByteArray& line : bytes->split('\n')) {
        bool isNumber = false;
        const Microseconds target = line.trimmed().toLongLong(&isNumber);
        if (isNumber)
            targets.push_back(target);
        else if (!line.trimmed().isEmpty())
            return failure(ErrorKind::WrongUsage, QStringLiteral("%1 is to have a number of microseconds in each line.").arg(path));
    }
    return targets;
}

Result<ExitCode> runReplay(Context& context)
{
    const auto value = [&](const char* name) { return context.options().value(QString::fromLatin1(name)); };
    ReplayBenchOptions options;
    options.seeks = value("seeks").toInt();
    options.frames = value("frames").toInt();
    options.places = value("places").toInt();
    options.seconds = value("play").toDouble();
    options.copySeconds = value("copy").toDouble();
    options.seeksOnly = context.options().isSet(QStringLiteral("seeks-only"));
    if (context.options().isSet(QStringLiteral("targets"))) {
        auto targets = readTargets(value("targets"));
        if (!targets)
            return failure(targets.error());
        options.targets = std::move(*targets);
    }
    const int seconds = value("seconds").toInt();
    const QString folder = value("make");
    if (options.seeks < 1 || options.frames < 1 || options.places < 0 || !(options.seconds > 0) || seconds < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--seeks, --frames, --play and --seconds are at least 1."));
    if (folder.isEmpty() && context.arguments().isEmpty())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("Name clips to measure, or make some with --make DIR first."));
    if (!folder.isEmpty())
        if (auto made = makeClips(context, folder, seconds); !made)
            return failure(made.error());
    QJsonArray array;
    auto table = rowTitles();
    qint64 wrong = 0;
    for (const QString& clip : context.arguments()) {
        context.say(QStringLiteral("measuring %1").arg(clip));
        const auto figures = measureReplay(clip, options, context.cancel());
        if (!figures)
            return failure(figures.error());
        wrong += figures->wrong;
        array.append(json(*figures));
        addColumn(table, *figures);
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("clips"), array}});
    else if (!context.arguments().isEmpty())
        context.printTable(table);
    return wrong == 0 ? Done : Integrity;
}

} // namespace

std::vector<Command> replayBenchCommands()
{
    return {{QStringLiteral("bench replay"), QStringLiteral("[CLIP...]"),
             QStringLiteral("Measure seeking, stepping and playing of clips, and count wrong frames."),
             QStringLiteral("cartwright-cli bench replay --make ./clips && cartwright-cli bench replay ./clips/*.mp4 ./clips/*.ts"),
             0, -1, replayOptions, runReplay}};
}

} // namespace cartwright::cli
