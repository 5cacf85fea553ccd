#include "app/cli/command.h"
#include "app/cli/sign_in.h"
#include "core/store/settings_log.h"
#include "core/trust/server_address.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

namespace cartwright::cli {

ExitCode exitCodeOf(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Failed: return Failed;
    case ErrorKind::WrongUsage: return WrongUsage;
    case ErrorKind::NotFound: return NotFound;
    case ErrorKind::Refused: return Refused;
    case ErrorKind::Integrity: return Integrity;
    case ErrorKind::Locked: return Locked;
    case ErrorKind::DoneInPart: return InPart;
    case ErrorKind::Cancelled: return Interrupted;
    case ErrorKind::Unreachable: return Failed;
    }
    return Failed;
}

namespace {

QString systemUser()
{
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    return user.isEmpty() ? QStringLiteral("reviewer") : user;
}

} // namespace

Context::Context(QCommandLineParser& parser, QString verb, QStringList arguments, Cancellation cancel)
    : m_parser(parser), m_verb(std::move(verb)), m_arguments(std::move(arguments)), m_cancel(std::move(cancel)), m_out(stdout), m_err(stderr)
{
}

Result<QString> Context::workspaceFolder() const
{
    const QString option = m_parser.value(QStringLiteral("workspace"));
    const QString folder = option.isEmpty() ? qEnvironmentVariable("CARTWRIGHT_WORKSPACE") : option;
    if (folder.isEmpty())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("No workspace is named: give --workspace DIR or set CARTWRIGHT_WORKSPACE."));
    return folder;
}

Result<OpenWorkspace> Context::openWorkspace() const
{
    const auto folder = workspaceFolder();
    if (!folder)
        return failure(folder.error());
    return openWorkspace(*folder);
}

Result<OpenWorkspace> Context::openWorkspace(const QString& folder) const
{
    auto workspace = store::Workspace::open(folder, m_parser.value(QStringLiteral("database")));
    if (!workspace)
        return failure(workspace.error());
    const QString user = m_parser.value(QStringLiteral("user"));
    const QString address = workspace->isOnServer()
                                ? trust::addressFor(workspace->databasePath(), user, qEnvironmentVariable("CARTWRIGHT_PASSWORD"))
                                : workspace->databasePath();
    auto database = store::Database::open(address, m_clock);
    if (!database)
        return failure(database.error());
    auto who = identify(*workspace, **database);
    if (!who)
        return failure(who.error());
    if (auto may = permitVerb(**database, *who); !may)
        return failure(may.error());
    // Who looks at the log does not write to it: an entry behind a log that was cut short would cover that up.
    if (!m_verb.startsWith(QStringLiteral("audit ")))
        if (auto noted = store::noteSettings(*workspace, **database, who->actor()); !noted)
            return failure(noted.error());
    return OpenWorkspace{std::move(*workspace), std::move(*database), std::move(*who)};
}

Result<trust::Identity> Context::identify(const store::Workspace& workspace, store::Database& database) const
{
    trust::Accounts accounts(database);
    const QString user = m_parser.value(QStringLiteral("user"));
    const QString reviewer = !m_parser.optionNames().contains(QStringLiteral("reviewer"))
                                 ? QString()
                                 : m_parser.value(QStringLiteral("reviewer"));
    const auto asked = accounts.askForPassword();
    if (!asked)
        return failure(asked.error());
    auto who = [&]() -> Result<trust::Identity> {
        if (!*asked)
            return accounts.withoutPassword(!reviewer.isEmpty() ? reviewer : accounts.isOnServer() ? QString() : systemUser());
        if (!user.isEmpty()) {
            const auto password = presentPassword(user);
            return password ? accounts.signIn(user, *password) : failure(password.error());
        }
        const QString token = readSession(workspace.folder());
        return token.isEmpty() ? accounts.withoutPassword({}) : accounts.resumeSession(token);
    }();
    if (who && !reviewer.isEmpty() && reviewer != who->name)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("You are signed in as %1 and cannot review as %2; leave --reviewer out.").arg(who->name, reviewer));
    if (who && !*asked && !accounts.isOnServer() && !user.isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("This workspace has no accounts; `cartwright-cli user add %1 --role operator` "
                                                           "makes the first one.")
                                                .arg(user));
    return who;
}

Result<void> Context::permitVerb(store::Database& database, const trust::Identity& who) const
{
    const auto action = actionOf(m_verb);
    if (!action && who.role != trust::Role::DeskOwner)
        return failure(ErrorKind::Locked, QStringLiteral("No role may call \"%1\".").arg(m_verb));
    return action ? trust::Accounts(database).permit(who, *action, m_verb) : Result<void>();
}

Result<void> Context::authorise(const QString& folder) const
{
    const auto workspace = store::Workspace::open(folder, m_parser.value(QStringLiteral("database")));
    if (!workspace || workspace->isOnServer())
        return {};
    const auto holds = store::holdsAccounts(workspace->databasePath(), m_clock);
    if (!holds || !*holds)
        return {};
    const auto open = openWorkspace(folder);
    return open ? Result<void>() : failure(open.error());
}

Result<void> Context::permit(const OpenWorkspace& open, trust::Action action) const
{
    return trust::Accounts(*open.database).permit(open.who, action, m_verb);
}

void Context::print(const QJsonObject& object)
{
    m_out << QString::fromUtf8(toJsonText(object));
    m_out.flush();
}

void Context::print(const QString& line)
{
    m_out << line << '\n';
    m_out.flush();
}

void Context::printTable(const std::vector<QStringList>& rows)
{
    std::vector<qsizetype> widths;
    for (const auto& row : rows)
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (static_cast<std::size_t>(i) >= widths.size())
                widths.push_back(0);
            widths[static_cast<std::size_t>(i)] = std::max(widths[static_cast<std::size_t>(i)], row[i].size());
        }
    for (const auto& row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[static_cast<std::size_t>(i)] + 2);
        m_out << line.trimmed() << '\n';
    }
    m_out.flush();
}

void Context::say(const QString& line)
{
    m_err << line << '\n';
    m_err.flush();
}

void Context::sayError(const Error& error)
{
    say(QStringLiteral("cartwright-cli: ") + error.sentence);
    if (!error.details.isEmpty())
        say(error.details);
}

pipeline::ProgressCallback Context::progress(const QString& verb)
{
    struct State
    {
        QElapsedTimer since;
        qint64 lastShown = -1'000'000;
    };
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    auto state = std::make_shared<State>();
    state->since.start();
    return [this, verb, terminal, state](const pipeline::Progress& progress) {
        const qint64 now = state->since.elapsed();
        const bool last = progress.done >= progress.total;
        if (!last && now - state->lastShown < (terminal ? 200 : 5000))
            return;
        state->lastShown = now;
        const double rate = now > 0 ? 1000.0 * progress.done / static_cast<double>(now) : 0;
        const double left = rate > 0 ? (progress.total - progress.done) / rate : 0;
        m_err << (terminal ? "\r\033[K" : "")
              << QStringLiteral("%1 %2/%3 · %4/s · %5 s left").arg(verb).arg(progress.done).arg(progress.total)
                     .arg(rate, 0, 'f', 1).arg(left, 0, 'f', 0)
              << (terminal && !last ? "" : "\n");
        m_err.flush();
    };
}

} // namespace cartwright::cli
