#include "app/cli/command.h"

#include "core/pipeline/review_bench.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace cartwright::cli {
namespace {

void reviewBenchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("sales"), QStringLiteral("Sales to work through; 100 where not given."), QStringLiteral("N"),
                      QStringLiteral("100")});
    parser.addOption({QStringLiteral("cameras"), QStringLiteral("Cameras of each sale, 1 to 9; 4 where not given."),
                      QStringLiteral("N"), QStringLiteral("4")});
    parser.addOption({QStringLiteral("size"), QStringLiteral("Size of the window; 1600x1000 where not given."),
                      QStringLiteral("WxH"), QStringLiteral("1600x1000")});
    parser.addOption({QStringLiteral("make-only"), QStringLiteral("Make the workspace and measure nothing.")});
}

/// The desktop beside this program; without a screen it paints into memory.
Result<std::pair<QString, QStringList>> desktopCommand(const QStringList& arguments)
{
    const QString desktop = QCoreApplication::applicationDirPath() + QStringLiteral("/cartwright");
    if (!QFileInfo(desktop).isExecutable())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("The window's program %1 is missing; build or install it to measure it.").arg(desktop));
    const bool hasScreen = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
                           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
    if (!hasScreen) // a virtual X server alone has nobody who gives a window the keyboard
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::pair(desktop, arguments);
}

Result<ExitCode> runReviewBench(Context& context)
{
    pipeline::ReviewBenchOptions options;
    options.sales = context.options().value(QStringLiteral("sales")).toInt();
    options.cameras = context.options().value(QStringLiteral("cameras")).toInt();
    if (options.sales < 2 || options.sales > 10'000 || options.cameras < 1 || options.cameras > 9)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--sales is 2 to 10000, --cameras 1 to 9."));
    const QString folder = context.arguments().first();
    if (auto made = pipeline::makeReviewBench(folder, options, context.clock(), context.cancel(),
                                              context.progress(QStringLiteral("made")));
        !made)
        return failure(made.error());
    if (context.options().isSet(QStringLiteral("make-only")))
        return Done;
    QStringList arguments{QStringLiteral("--workspace"), folder, QStringLiteral("--size"),
                          context.options().value(QStringLiteral("size")), QStringLiteral("--bench-review"),
                          QString::number(options.sales)};
    if (context.wantsJson())
        arguments << QStringLiteral("--json");
    const auto command = desktopCommand(arguments);
    if (!command)
        return failure(command.error());
    QProcess window;
    window.setProcessChannelMode(QProcess::ForwardedChannels);
    window.start(command->first, command->second);
    if (!window.waitForStarted())
        return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be started: %2.").arg(command->first, window.errorString()));
    constexpr int lookEveryMs = 200;
    while (!window.waitForFinished(lookEveryMs) && window.state() != QProcess::NotRunning)
        if (context.cancel().isCancelled())
            window.terminate();
    if (context.cancel().isCancelled())
        return Interrupted;
    return window.exitStatus() == QProcess::NormalExit && window.exitCode() == 0 ? Done : Failed;
}

} // namespace

std::vector<Command> reviewBenchCommands()
{
    return {{QStringLiteral("bench review"), QStringLiteral("DIR"),
             QStringLiteral("Measure the Review place by keys in the real window, on a workspace of made-up sales in DIR."),
             QStringLiteral("cartwright-cli bench review ./measured --sales 100"), 1, 1, reviewBenchOptions, runReviewBench}};
}

} // namespace cartwright::cli
