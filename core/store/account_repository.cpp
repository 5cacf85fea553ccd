#include "core/store/account_repository.h"

#include "core/store/log_rows.h"

#include <algorithm>

namespace cartwright::store {
namespace {

const auto* const columns = "name, role, hash, active, created_at, created_by";

Account readAccount(Row& row)
{
    Account account;
    account.name = row.text();
    account.role = row.text();
    account.hash = row.text();
    account.active = row.flag();
    account.createdAt = row.integer();
    account.createdBy = row.text();
    return account;
}

std::optional<Account> findAccount(Work& work, const QString& name)
{
    auto row = work.one(QStringLiteral("SELECT %1 FROM account WHERE name = ?").arg(QLatin1String(columns)), {name});
    return row ? std::optional(readAccount(*row)) : std::nullopt;
}

std::int64_t countAccounts(Work& work, const QString& condition, const Values& values)
{
    auto row = work.one(QStringLiteral("SELECT count(*) FROM account WHERE ") + condition, values);
    return row ? row->integer() : 0;
}

void refuseServer(Work& work)
{
    if (work.engine().isServer())
        work.fail(ErrorKind::WrongUsage, QStringLiteral("On a server its own roles are the accounts."));
}

QString subjectOf(const QString& name) { return QStringLiteral("account/") + name; }

} // namespace

Result<bool> AccountRepository::any()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    refuseServer(work);
    return work.finish(work.one(QStringLiteral("SELECT 1 FROM account LIMIT 1")).has_value());
}

Result<std::vector<Account>> AccountRepository::list()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    refuseServer(work);
    std::vector<Account> accounts;
    work.each(QStringLiteral("SELECT %1 FROM account ORDER BY name").arg(QLatin1String(columns)), {},
              [&](Row& row) { accounts.push_back(readAccount(row)); });
    return work.finish(std::move(accounts));
}

Result<std::optional<Account>> AccountRepository::find(const QString& name)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    refuseServer(work);
    return work.finish(findAccount(work, name));
}

Result<void> AccountRepository::add(const Account& account, const QString& firstRole, const Actor& by)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    if (findAccount(work, account.name))
        work.fail(ErrorKind::Refused,
                  QStringLiteral("There is an account \"%1\" already; choose another name.").arg(account.name));
    else if (account.role != firstRole && countAccounts(work, QStringLiteral("1 = 1"), {}) == 0)
        work.fail(ErrorKind::Refused, QStringLiteral("The first account of a workspace has the role %1, because from then on only "
                                                     "such an account can add others.")
                                          .arg(firstRole));
    work.run(QStringLiteral("INSERT INTO account (name, role, hash, active, created_at, created_by) VALUES (?, ?, ?, 1, ?, ?)"),
             {account.name, account.role, account.hash, work.now(), by.who});
    writeLog(work, by, QStringLiteral("account.added"), subjectOf(account.name),
             {{QStringLiteral("role"), account.role}});
    return work.finish();
}

Result<void> AccountRepository::change(const Account& account, const QString& lastRole, const Actor& by)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    const auto before = findAccount(work, account.name);
    if (work.ok() && !before)
        work.fail(ErrorKind::NotFound, QStringLiteral("There is no account \"%1\".").arg(account.name));
    const Account old = before.value_or(Account());
    const bool stays = account.active && account.role == lastRole;
    if (!stays && countAccounts(work, QStringLiteral("role = ? AND active = 1 AND name <> ?"), {lastRole, account.name}) == 0)
        work.fail(ErrorKind::Refused,
                  QStringLiteral("%1 is the last active account with the role %2; give that role to another one first.")
                      .arg(account.name, lastRole));
    work.run(QStringLiteral("UPDATE account SET role = ?, hash = ?, active = ? WHERE name = ?"),
             {account.role, account.hash, account.active ? 1 : 0, account.name});
    work.run(QStringLiteral("DELETE FROM account_session WHERE name = ?"), {account.name});
    if (old.hash != account.hash)
        work.run(QStringLiteral("DELETE FROM sign_in_failure WHERE name = ?"), {account.name});
    QJsonObject details{{QStringLiteral("password_changed"), old.hash != account.hash}};
    if (old.role != account.role)
        details.insert(QStringLiteral("role"), QJsonObject{{QStringLiteral("old"), old.role}, {QStringLiteral("new"), account.role}});
    if (old.active != account.active)
        details.insert(QStringLiteral("active"),
                       QJsonObject{{QStringLiteral("old"), old.active}, {QStringLiteral("new"), account.active}});
    writeLog(work, by, QStringLiteral("account.changed"), subjectOf(account.name), details);
    return work.finish();
}

Result<void> AccountRepository::replaceHash(const QString& name, const QString& hash)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    work.run(QStringLiteral("UPDATE account SET hash = ? WHERE name = ?"), {hash, name});
    return work.finish();
}

Result<Try> AccountRepository::noteTry(const QString& countedAs, Microseconds (*wait)(int))
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    Try attempt;
    auto row = work.one(QStringLiteral("SELECT failures, failed_at FROM sign_in_failure WHERE name = ?"), {countedAs});
    attempt.failuresBefore = row ? row->number() : 0;
    const UtcMicroseconds failedAt = row ? std::min(row->integer(), work.now()) : 0;
    const UtcMicroseconds until = failedAt + wait(attempt.failuresBefore);
    if (attempt.failuresBefore > 0 && until > work.now()) {
        attempt.blockedUntil = until;
        return work.finish(attempt);
    }
    work.run(QStringLiteral("INSERT INTO sign_in_failure (name, failures, failed_at) VALUES (?, 1, ?) "
                            "ON CONFLICT (name) DO UPDATE SET failures = failures + 1, failed_at = excluded.failed_at"),
             {countedAs, work.now()});
    return work.finish(attempt);
}

Result<void> AccountRepository::noteSignIn(const QString& countedAs, const Actor& who, bool succeeded)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    auto row = work.one(QStringLiteral("SELECT failures FROM sign_in_failure WHERE name = ?"), {countedAs});
    const int failures = row ? row->number() : 0;
    if (succeeded)
        work.run(QStringLiteral("DELETE FROM sign_in_failure WHERE name = ?"), {countedAs});
    // A success was counted as a failure beforehand.
    writeLog(work, who, succeeded ? QStringLiteral("sign_in.succeeded") : QStringLiteral("sign_in.failed"),
             subjectOf(who.who), {{QStringLiteral("failures"), succeeded ? std::max(failures - 1, 0) : failures}});
    return work.finish();
}

Result<void> AccountRepository::openSession(const QString& tokenHash, const QString& name, Microseconds length)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    work.run(QStringLiteral("DELETE FROM account_session WHERE expires_at <= ?"), {work.now()});
    work.run(QStringLiteral("INSERT INTO account_session (token_hash, name, opened_at, expires_at) VALUES (?, ?, ?, ?)"),
             {tokenHash, name, work.now(), work.now() + length});
    return work.finish();
}

Result<std::optional<Account>> AccountRepository::sessionOf(const QString& tokenHash)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    refuseServer(work);
    // A session of the future was opened before the clock was set back.
    auto row = work.one(QStringLiteral("SELECT name FROM account_session WHERE token_hash = ? AND expires_at > ? AND opened_at <= ?"),
                        {tokenHash, work.now(), work.now()});
    auto account = row ? findAccount(work, row->text()) : std::nullopt;
    return work.finish(account && account->active ? account : std::nullopt);
}

Result<void> AccountRepository::endSession(const QString& tokenHash, const Actor& who)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    refuseServer(work);
    if (work.changed(QStringLiteral("DELETE FROM account_session WHERE token_hash = ?"), {tokenHash}) > 0)
        writeLog(work, who, QStringLiteral("sign_out"), subjectOf(who.who), {});
    return work.finish();
}

Result<bool> holdsAccounts(const QString& path, const Clock& clock)
{
    auto gateway = Gateway::open(path, clock);
    if (!gateway)
        return failure(gateway.error());
    const auto table = (*gateway)->rows(QStringLiteral("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'account'"));
    if (!table || table->empty())
        return table ? Result<bool>(false) : failure(table.error());
    const auto any = (*gateway)->rows(QStringLiteral("SELECT 1 FROM account LIMIT 1"));
    return any ? Result<bool>(!any->empty()) : failure(any.error());
}

Result<void> noteSignOut(Database& database, const Actor& who)
{
    Work work(database.gateway(), Work::Kind::Write);
    writeLog(work, who, QStringLiteral("sign_out"), subjectOf(who.who), {});
    return work.finish();
}

Result<void> noteDenied(Database& database, const Actor& who, const QString& action, const QString& subject)
{
    Work work(database.gateway(), Work::Kind::Write);
    writeLog(work, who, QStringLiteral("permission.denied"), subject, {{QStringLiteral("action"), action}});
    return work.finish();
}

} // namespace cartwright::store
