#include "core/store/server_account_repository.h"

#include "core/store/log_rows.h"
#include "core/store/server_roles.h"

namespace cartwright::store {
namespace {

void needServer(Work& work)
{
    if (!work.engine().isServer())
        work.fail(ErrorKind::WrongUsage, QStringLiteral("The tables are a file, which has accounts of its own."));
}

std::optional<ServerAccount> findAccount(Work& work, const QString& name)
{
    auto row = work.one(QStringLiteral("SELECT name, role, active FROM cartwright_accounts() WHERE name = ?"), {name});
    if (!row)
        return std::nullopt;
    return ServerAccount{.name = row->text(), .role = row->text(), .active = row->flag()};
}

ServerAccount needAccount(Work& work, const QString& name)
{
    const auto account = findAccount(work, name);
    if (work.ok() && !account)
        work.fail(ErrorKind::NotFound, QStringLiteral("There is no account \"%1\".").arg(name));
    return account.value_or(ServerAccount());
}

bool knowsGroups(Work& work)
{
    auto row = work.one(QStringLiteral("SELECT count(*) FROM pg_roles WHERE rolname IN (cartwright_group('reviewer'), "
                                       "cartwright_group('lead'), cartwright_group('ml_engineer'), cartwright_group('manager'), "
                                       "cartwright_group('operator'), cartwright_group('pipeline'))"));
    return row && row->integer() == 6;
}

/// Groups that could not be made with the tables are made now, where the owner may by now.
void needGroups(Work& work, const Actor& by)
{
    if (knowsGroups(work) || !work.ok())
        return;
    grantServerRoles(work);
    if (!knowsGroups(work))
        work.fail(ErrorKind::Locked,
                  QStringLiteral("%1 may not make roles on this server, so the database has no accounts; let an administrator say "
                                 "\"ALTER ROLE ... CREATEROLE\" for the owner of the tables, who then adds the first account.")
                      .arg(by.who));
}

QString subjectOf(const QString& name) { return QStringLiteral("account/") + name; }

} // namespace

Result<bool> ServerAccountRepository::hasGroups()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    needServer(work);
    return work.finish(knowsGroups(work));
}

Result<Actor> ServerAccountRepository::self()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    needServer(work);
    Actor self;
    if (auto row = work.one(QStringLiteral("SELECT session_user::text, cartwright_role()"))) {
        self.who = row->text();
        self.role = row->text();
    }
    return work.finish(std::move(self));
}

Result<std::vector<ServerAccount>> ServerAccountRepository::list()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    needServer(work);
    std::vector<ServerAccount> accounts;
    work.each(QStringLiteral("SELECT name, role, active FROM cartwright_accounts() ORDER BY name"), {}, [&](Row& row) {
        accounts.push_back({.name = row.text(), .role = row.text(), .active = row.flag()});
    });
    return work.finish(std::move(accounts));
}

Result<void> ServerAccountRepository::add(const QString& name, const QString& role, const QString& password, const Actor& by)
{
    auto verifier = m_database.gateway().scramVerifier(name, password);
    if (!verifier)
        return failure(verifier.error());
    Work work(m_database.gateway(), Work::Kind::Write);
    needServer(work);
    needGroups(work, by);
    if (work.one(QStringLiteral("SELECT 1 FROM pg_roles WHERE rolname = ?"), {name}))
        work.fail(ErrorKind::Refused,
                  QStringLiteral("The server knows a role \"%1\" already; choose another name.").arg(name));
    work.all(QStringLiteral("SELECT cartwright_add_account(?, ?, ?)::text"), {name, *verifier, role});
    writeLog(work, by, QStringLiteral("account.added"), subjectOf(name), {{QStringLiteral("role"), role}});
    return work.finish();
}

Result<void> ServerAccountRepository::change(const ServerAccount& account, const Actor& by)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    needServer(work);
    const ServerAccount old = needAccount(work, account.name);
    work.all(QStringLiteral("SELECT cartwright_set_account(?, ?, ?)::text"), {account.name, account.role, account.active ? 1 : 0});
    QJsonObject details;
    if (old.role != account.role)
        details.insert(QStringLiteral("role"), QJsonObject{{QStringLiteral("old"), old.role}, {QStringLiteral("new"), account.role}});
    if (old.active != account.active)
        details.insert(QStringLiteral("active"),
                       QJsonObject{{QStringLiteral("old"), old.active}, {QStringLiteral("new"), account.active}});
    writeLog(work, by, QStringLiteral("account.changed"), subjectOf(account.name), details);
    return work.finish();
}

Result<void> ServerAccountRepository::setPassword(const QString& name, const QString& password, const Actor& by)
{
    auto verifier = m_database.gateway().scramVerifier(name, password);
    if (!verifier)
        return failure(verifier.error());
    Work work(m_database.gateway(), Work::Kind::Write);
    needServer(work);
    needAccount(work, name);
    work.all(QStringLiteral("SELECT cartwright_set_password(?, ?)::text"), {name, *verifier});
    writeLog(work, by, QStringLiteral("account.changed"), subjectOf(name),
             {{QStringLiteral("password_changed"), true}});
    return work.finish();
}

} // namespace cartwright::store
