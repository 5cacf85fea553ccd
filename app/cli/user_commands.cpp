#include "app/cli/command.h"
#include "app/cli/sign_in.h"

namespace cartwright::cli {
namespace {

void passwordOption(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("password-fd"),
                      QStringLiteral("Read the new password from this open descriptor; where not given, the terminal asks for it, or "
                                     "standard input's first line is it."),
                      QStringLiteral("N")});
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("role"),
                      QStringLiteral("reviewer, lead, ml_engineer, manager, operator or pipeline; the first account is an operator's."),
                      QStringLiteral("ROLE")});
    passwordOption(parser);
}

Result<ExitCode> runAdd(Context& context)
{
    const auto role = trust::roleOf(context.options().value(QStringLiteral("role")));
    if (!role)
        return failure(role.error());
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const QString name = context.arguments().first();
    const auto password = newPassword(name, context.options().value(QStringLiteral("password-fd")));
    if (!password)
        return failure(password.error());
    trust::Accounts accounts(*open->database);
    if (auto added = accounts.add(name, *role, *password, open->who); !added)
        return failure(added.error());
    context.say(QStringLiteral("Added %1 as %2.").arg(name, trust::nameOf(*role)));
    if (!accounts.isOnServer() && open->who.role == trust::Role::DeskOwner)
        context.say(QStringLiteral("From now on every verb asks who calls it: cartwright-cli sign-in --user %1").arg(name));
    return Done;
}

Result<ExitCode> runList(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto all = trust::Accounts(*open->database).list();
    if (!all)
        return failure(all.error());
    QJsonArray array;
    std::vector<QStringList> rows{{QStringLiteral("name"), QStringLiteral("role"), {}}};
    for (const auto& account : *all) {
        array.append(QJsonObject{{QStringLiteral("name"), account.name},
                                 {QStringLiteral("role"), account.role},
                                 {QStringLiteral("active"), account.active}});
        rows.push_back({account.name, account.role, account.active ? QString() : QStringLiteral("disabled")});
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("accounts"), array}});
    else if (all->empty())
        context.say(QStringLiteral("There is no account; whoever opens the workspace may do everything."));
    else
        context.printTable(rows);
    return Done;
}

Result<ExitCode> runSetActive(Context& context, bool active)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const QString name = context.arguments().first();
    if (auto done = trust::Accounts(*open->database).setActive(name, active, open->who); !done)
        return failure(done.error());
    context.say(QStringLiteral("%1 %2.").arg(active ? QStringLiteral("Enabled") : QStringLiteral("Disabled"), name));
    return Done;
}

Result<ExitCode> runRole(Context& context)
{
    const auto role = trust::roleOf(context.arguments().at(1));
    if (!role)
        return failure(role.error());
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const QString name = context.arguments().first();
    if (auto done = trust::Accounts(*open->database).setRole(name, *role, open->who); !done)
        return failure(done.error());
    context.say(QStringLiteral("%1 is %2 now.").arg(name, trust::nameOf(*role)));
    return Done;
}

Result<ExitCode> runPassword(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const QString name = context.arguments().isEmpty() ? open->who.name : context.arguments().first();
    trust::Accounts accounts(*open->database);
    if (name != open->who.name)
        if (auto may = accounts.permit(open->who, trust::Action::ManageAccounts, QStringLiteral("user password")); !may)
            return failure(may.error());
    const auto password = newPassword(name, context.options().value(QStringLiteral("password-fd")));
    if (!password)
        return failure(password.error());
    if (auto done = accounts.setPassword(name, *password, open->who); !done)
        return failure(done.error());
    context.say(QStringLiteral("%1 has a new password%2.")
                    .arg(name, accounts.isOnServer() ? QString() : QStringLiteral("; whoever was signed in as %1 is not any more").arg(name)));
    return Done;
}

Result<ExitCode> runSignIn(Context& context)
{
    if (context.options().value(QStringLiteral("user")).isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("Who signs in? Give --user NAME."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    trust::Accounts accounts(*open->database);
    if (accounts.isOnServer())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("On a server every connection signs in by itself; keep its password in libpq's password file, "
                                      "~/.pgpass."));
    const auto token = accounts.openSession(open->who);
    if (!token)
        return failure(token.error());
    if (auto written = writeSession(open->workspace.folder(), *token); !written)
        return failure(written.error());
    context.say(QStringLiteral("Signed in as %1, %2, for twelve hours.").arg(open->who.name, trust::nameOf(open->who.role)));
    return Done;
}

Result<ExitCode> runSignOut(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const QString token = readSession(open->workspace.folder());
    if (!token.isEmpty())
        if (auto closed = trust::Accounts(*open->database).closeSession(token, open->who); !closed)
            return failure(closed.error());
    removeSession(open->workspace.folder());
    context.say(QStringLiteral("Signed out."));
    return Done;
}

} // namespace

std::vector<Command> userCommands()
{
    return {{QStringLiteral("sign-in"), {}, QStringLiteral("Sign in to a workspace with accounts, for twelve hours."),
             QStringLiteral("cartwright-cli sign-in --user ada --workspace ./shop"), 0, 0, nullptr, runSignIn},
            {QStringLiteral("sign-out"), {}, QStringLiteral("End that."),
             QStringLiteral("cartwright-cli sign-out --workspace ./shop"), 0, 0, nullptr, runSignOut},
            {QStringLiteral("user add"), QStringLiteral("NAME"),
             QStringLiteral("Add an account (on a server: a login with this database's role)."),
             QStringLiteral("cartwright-cli user add ada --role reviewer --workspace ./shop"), 1, 1, addOptions, runAdd},
            {QStringLiteral("user list"), {}, QStringLiteral("List the accounts."),
             QStringLiteral("cartwright-cli user list --workspace ./shop"), 0, 0, nullptr, runList},
            {QStringLiteral("user disable"), QStringLiteral("NAME"), QStringLiteral("Let an account do nothing any more."),
             QStringLiteral("cartwright-cli user disable ada --workspace ./shop"), 1, 1, nullptr,
             [](Context& context) { return runSetActive(context, false); }},
            {QStringLiteral("user enable"), QStringLiteral("NAME"), QStringLiteral("Let it work again."),
             QStringLiteral("cartwright-cli user enable ada --workspace ./shop"), 1, 1, nullptr,
             [](Context& context) { return runSetActive(context, true); }},
            {QStringLiteral("user role"), QStringLiteral("NAME ROLE"), QStringLiteral("Give an account another role."),
             QStringLiteral("cartwright-cli user role ada lead --workspace ./shop"), 2, 2, nullptr, runRole},
            {QStringLiteral("user password"), QStringLiteral("[NAME]"), QStringLiteral("Change one's own password, or another's."),
             QStringLiteral("cartwright-cli user password --user ada --workspace ./shop"), 0, 1, passwordOption, runPassword}};
}

} // namespace cartwright::cli
