#pragma once

#include "core/base/cancellation.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/pipeline/progress.h"
#include "core/store/database.h"
#include "core/store/workspace.h"
#include "core/trust/accounts.h"

#include <QCommandLineParser>
#include <QTextStream>

#include <memory>
#include <optional>
#include <vector>

namespace cartwright::cli {

/// Exit codes, the same for every verb.
enum ExitCode : int {
    Done = 0, Failed = 1, WrongUsage = 2, NotFound = 3, Refused = 4, Integrity = 5, Locked = 6, InPart = 7, Interrupted = 130
};
ExitCode exitCodeOf(ErrorKind kind);

/// A workspace with its database and who uses it, as most verbs need it.
struct OpenWorkspace
{
    store::Workspace workspace;
    std::unique_ptr<store::Database> database;
    trust::Identity who;
};

/// What a verb may use: where to write, which workspace, whether to stop. Data goes to `out`, all else to `err`.
class Context
{
public:
    Context(QCommandLineParser& parser, QString verb, QStringList arguments, Cancellation cancel);

    const QCommandLineParser& options() const { return m_parser; }
    const QStringList& arguments() const { return m_arguments; }
    const Cancellation& cancel() const { return m_cancel; }
    const Clock& clock() const { return m_clock; }
    bool wantsJson() const { return m_parser.isSet(QStringLiteral("json")); }

    /// `--workspace` or CARTWRIGHT_WORKSPACE; WrongUsage where neither is given.
    Result<QString> workspaceFolder() const;
    /// That one, for who is signed in (`--user` and a password, or the session of `sign-in`, or the server's login). Locked where nobody
    /// is or where the role may not do what the verb does; that is logged.
    Result<OpenWorkspace> openWorkspace() const;
    Result<OpenWorkspace> openWorkspace(const QString& folder) const;
    /// The same question for verbs that handle the files themselves. A database that cannot be opened asks nobody: whoever can
    /// read a broken file may mend it.
    Result<void> authorise(const QString& folder) const;
    /// For a part of a verb that not all may do who may the verb.
    Result<void> permit(const OpenWorkspace& open, trust::Action action) const;

    void print(const QJsonObject& object);
    void print(const QString& line);
    /// Columns are as wide as their widest cell; the first row is the header.
    void printTable(const std::vector<QStringList>& rows);
    void say(const QString& line);
    void sayError(const Error& error);
    /// Count, rate and time left on stderr: a line that renews itself on a terminal, one line in five seconds elsewhere.
    pipeline::ProgressCallback progress(const QString& verb);

private:
    Result<trust::Identity> identify(const store::Workspace& workspace, store::Database& database) const;
    Result<void> permitVerb(store::Database& database, const trust::Identity& who) const;

    QCommandLineParser& m_parser;
    QString m_verb;
    QStringList m_arguments;
    Cancellation m_cancel;
    SystemClock m_clock;
    QTextStream m_out;
    QTextStream m_err;
};

/// One verb: describes itself and runs. A plain table of these makes the help and the dispatch.
struct Command
{
    QString words;       ///< "ingest", "review apply"
    QString arguments;   ///< "BUNDLE..."
    QString summary;     ///< one line
    QString example;     ///< shown first in the help
    int minArguments = 0;
    int maxArguments = 0; ///< -1: any number
    void (*addOptions)(QCommandLineParser&) = nullptr;
    Result<ExitCode> (*run)(Context&) = nullptr;
};

/// All verbs, in the order of the help; each file of verbs adds its own.
std::vector<Command> feedCommands();
std::vector<Command> reviewCommands();
std::vector<Command> outputCommands();
std::vector<Command> demoCommands();
std::vector<Command> copyCommands();
std::vector<Command> keepCommands();
std::vector<Command> userCommands();
std::vector<Command> storeBenchCommands();
std::vector<Command> replayBenchCommands();
std::vector<Command> reviewBenchCommands();
std::vector<Command> auditCommands();
std::vector<Command> modelCommands();
std::vector<Command> modelRegistryCommands();
std::vector<Command> loopBenchCommands();
std::vector<Command> datasetCommands();
std::vector<Command> exportBenchCommands();

/// An optional time, UTC; a bare date is its midnight. WrongUsage.
Result<std::optional<UtcMicroseconds>> timeOption(const Context& context, const QString& name);

std::vector<Command> allCommands();

/// What a verb does, as the table of roles knows it. Nothing for a verb that stands in no table: only the desk's owner may call it.
std::optional<trust::Action> actionOf(const QString& verb);

/// Parses, dispatches and reports; returns the exit code.
int runCommandLine(const QStringList& arguments, const Cancellation& cancel);

} // namespace cartwright::cli
