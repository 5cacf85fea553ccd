#include "app/cli/command.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace cartwright::cli {
namespace {

void addCommonOptions(QCommandLineParser& parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    parser.addOption({QStringLiteral("workspace"), QStringLiteral("The workspace's folder."), QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("database"),
                      QStringLiteral("The server's database that holds the tables: postgresql://USER@HOST:PORT/NAME, with "
                                     "?sslmode=verify-full and libpq's other TLS options. Where not given, the workspace's."),
                      QStringLiteral("ADDRESS")});
    parser.addOption({QStringLiteral("user"),
                      QStringLiteral("Who calls, where the workspace has accounts; the password is CARTWRIGHT_PASSWORD or asked for. "
                                     "On a server its login."),
                      QStringLiteral("NAME")});
    parser.addOption({QStringLiteral("json"), QStringLiteral("Print JSON for programs instead of a table.")});
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help.")});
}

QString overview(const std::vector<Command>& commands)
{
    QString text = QStringLiteral("Cartwright without a screen.\n\nExample: cartwright-cli demo ./demo\n\nVerbs:\n");
    for (const auto& command : commands)
        text += QStringLiteral("  %1%2\n").arg((command.words + QLatin1Char(' ') + command.arguments).leftJustified(38),
                                              command.summary);
    return text
           + QStringLiteral("\n`cartwright-cli VERB --help` shows an example and the options of a verb.\n"
                            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 input refused,\n"
                            "5 integrity violated, 6 locked or not permitted, 7 done in part, 130 interrupted.\n");
}

QString helpOf(const Command& command, const QCommandLineParser& parser)
{
    // Qt's own text begins with a usage line that knows nothing of verbs; its list of options is kept.
    const QString options = parser.helpText().section(QStringLiteral("Options:"), 1);
    return QStringLiteral("Example: %1\n\n%2\n\nUsage: cartwright-cli %3 %4 [options]\n\nOptions:%5")
        .arg(command.example, command.summary, command.words, command.arguments, options);
}

/// The verb that the first words name: the one with the most words that match.
const Command* findCommand(const std::vector<Command>& commands, const QStringList& words)
{
    const Command* best = nullptr;
    qsizetype bestWords = 0;
    for (const auto& command : commands) {
        const QStringList own = command.words.split(QLatin1Char(' '));
        if (own.size() > bestWords && words.size() >= own.size() && words.mid(0, own.size()) == own) {
            best = &command;
            bestWords = own.size();
        }
    }
    return best;
}

/// The words that are neither options nor their values stand first on the line by convention.
QStringList leadingWords(const QStringList& arguments)
{
    QStringList words;
    for (const auto& argument : arguments.mid(1)) {
        if (argument.startsWith(QLatin1Char('-')))
            break;
        words.append(argument);
    }
    return words;
}

int usage(QTextStream& err, const QString& sentence)
{
    err << "cartwright-cli: " << sentence << '\n';
    return WrongUsage;
}

int runCommand(const Command& command, const QStringList& arguments, const Cancellation& cancel)
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    QCommandLineParser parser;
    addCommonOptions(parser);
    if (command.addOptions)
        command.addOptions(parser);
    if (!parser.parse(arguments))
        return usage(err, parser.errorText());
    if (parser.isSet(QStringLiteral("help"))) {
        out << helpOf(command, parser);
        return Done;
    }
    const QStringList given = parser.positionalArguments().mid(command.words.count(QLatin1Char(' ')) + 1);
    if (given.size() < command.minArguments || (command.maxArguments >= 0 && given.size() > command.maxArguments))
        return usage(err, QStringLiteral("\"%1\" takes %2. See `cartwright-cli %1 --help`.")
                              .arg(command.words, command.arguments.isEmpty() ? QStringLiteral("no arguments")
                                                                             : command.arguments));
    Context context(parser, command.words, given, cancel);
    const auto code = command.run(context);
    if (code)
        return *code;
    context.sayError(code.error());
    return exitCodeOf(code.error().kind);
}

} // namespace

std::vector<Command> allCommands()
{
    std::vector<Command> all;
    for (auto group : {feedCommands(), reviewCommands(), datasetCommands(), outputCommands(), copyCommands(), exportBenchCommands(), demoCommands(), keepCommands(), auditCommands(), userCommands(),
                       modelCommands(), modelRegistryCommands(), loopBenchCommands(), storeBenchCommands(), replayBenchCommands(), reviewBenchCommands()})
        std::move(group.begin(), group.end(), std::back_inserter(all));
    return all;
}

int runCommandLine(const QStringList& arguments, const Cancellation& cancel)
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    const auto commands = allCommands();
    // Global options may stand before the verb.
    QStringList line = arguments;
    QStringList before;
    while (line.size() > 1 && line[1].startsWith(QLatin1Char('-'))) {
        const bool takesValue = line[1] == QStringLiteral("--workspace") || line[1] == QStringLiteral("--database") ||
                                line[1] == QStringLiteral("--user");
        for (int i = 0; i < (takesValue ? 2 : 1) && line.size() > 1; ++i)
            before.append(line.takeAt(1));
    }
    const QStringList words = leadingWords(line);
    if (before.contains(QStringLiteral("--version"))) {
        out << "cartwright-cli " << QCoreApplication::applicationVersion() << '\n';
        return Done;
    }
    if (words.isEmpty()) {
        const bool asked = before.contains(QStringLiteral("--help")) || before.contains(QStringLiteral("-h"));
        (asked ? out : err) << overview(commands);
        return asked ? Done : WrongUsage;
    }
    const Command* command = findCommand(commands, words);
    if (!command) {
        QStringList near;
        for (const auto& known : commands)
            if (known.words.startsWith(words.first() + QLatin1Char(' ')))
                near.append(known.words);
        return usage(err, near.isEmpty()
                              ? QStringLiteral("There is no verb \"%1\". See `cartwright-cli --help`.").arg(words.first())
                              : QStringLiteral("\"%1\" needs one more word: %2.").arg(words.first(),
                                                                                     near.join(QStringLiteral(", "))));
    }
    return runCommand(*command, line + before, cancel);
}

} // namespace cartwright::cli
