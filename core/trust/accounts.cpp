#include "core/trust/accounts.h"

#include "core/base/safe_file.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace cartwright::trust {
namespace {

constexpr int freeFailures = 5;
constexpr Microseconds firstWait = 30 * microsecondsPerSecond;
constexpr Microseconds longestWait = 15 * 60 * microsecondsPerSecond;
constexpr Microseconds sessionLength = 12LL * 3600 * microsecondsPerSecond;
constexpr qsizetype shortestPassword = 10;
constexpr qsizetype longestPassword = 200;

/// Stands in the log for whoever gave a name that nobody has: people type passwords where a name belongs.
QString nobody() { return QStringLiteral("unknown"); }

QString lastRole() { return nameOf(Role::Operator); }

/// Under which name failures are counted. Names that nobody has share 256 rows.
QString countedAs(const std::optional<store::Account>& account, const QString& name)
{
    return account ? account->name : QStringLiteral("?") + sha256Of(name.toUtf8()).left(2);
}

Result<void> checkName(const QString& name)
{
    static const QRegularExpression form(QStringLiteral("^[a-z][a-z0-9._-]{0,39}$"));
    const bool reserved = name == nobody() || name == QStringLiteral("pipeline") || name == QStringLiteral("public") ||
                          name == QStringLiteral("none") || name.startsWith(QStringLiteral("pg_")) ||
                          name.startsWith(QStringLiteral("cartwright_"));
    if (form.match(name).hasMatch() && !name.endsWith(QLatin1Char('\n')) && !reserved)
        return {};
    return failure(ErrorKind::Refused,
                   QStringLiteral("\"%1\" cannot be an account's name; a name has 1 to 40 characters a-z, 0-9, \".\", \"_\" and \"-\", "
                                  "begins with a letter, and a few names are the program's own.")
                       .arg(name));
}

Result<void> checkPassword(const QString& password)
{
    if (password.size() >= shortestPassword && password.size() <= longestPassword)
        return {};
    return failure(ErrorKind::Refused, QStringLiteral("A password has %1 to %2 characters; this one has %3.")
                                           .arg(shortestPassword).arg(longestPassword).arg(password.size()));
}

QString clockTime(UtcMicroseconds at)
{
    return QDateTime::fromMSecsSinceEpoch(at / 1000, Qt::UTC).toString(QStringLiteral("hh:mm:ss 'UTC'"));
}

Result<Identity> identityOf(const store::Account& account)
{
    const auto role = roleOf(account.role);
    if (!role)
        return failure(ErrorKind::Integrity, role.error().sentence);
    return Identity{account.name, *role};
}

} // namespace

Microseconds waitAfter(int failures)
{
    if (failures < freeFailures)
        return 0;
    return std::min(longestWait, firstWait << std::min(failures - freeFailures, 10));
}

Accounts::Accounts(store::Database& database, PasswordCost cost) : m_database(database), m_cost(cost) {}

bool Accounts::isOnServer() const { return m_database.isServer(); }

Result<bool> Accounts::askForPassword()
{
    return isOnServer() ? Result<bool>(false) : store::AccountRepository(m_database).any();
}

Result<Identity> Accounts::withoutPassword(const QString& name)
{
    if (!isOnServer()) {
        const auto any = askForPassword();
        if (!any)
            return failure(any.error());
        if (*any)
            return failure(ErrorKind::Locked,
                           QStringLiteral("This workspace has accounts: sign in with `cartwright-cli sign-in --user NAME`, or give "
                                          "--user NAME with the verb."));
        return Identity{name, Role::DeskOwner};
    }
    const auto self = store::ServerAccountRepository(m_database).self();
    if (!self)
        return failure(self.error());
    if (self->role == QStringLiteral("owner"))
        return Identity{name.isEmpty() ? self->who : name, Role::DeskOwner};
    const auto role = roleOf(self->role);
    if (!role)
        return failure(ErrorKind::Locked,
                       QStringLiteral("The server knows %1, but gives no role in this database; ask an operator.").arg(self->who));
    return Identity{self->who, *role};
}

Result<Identity> Accounts::signIn(const QString& name, const QString& password)
{
    store::AccountRepository accounts(m_database);
    const auto account = accounts.find(name);
    if (!account)
        return failure(account.error());
    const QString counted = countedAs(*account, name);
    const auto attempt = accounts.noteTry(counted, waitAfter);
    if (!attempt)
        return failure(attempt.error());
    if (attempt->blockedUntil)
        return failure(ErrorKind::Locked, QStringLiteral("Signing in as %1 failed %2 times in a row; the next try is at %3.")
                                              .arg(name).arg(attempt->failuresBefore).arg(clockTime(*attempt->blockedUntil)));
    // A name that nobody has costs the same time as one that somebody has.
    const bool right = *account ? isPasswordOf(password, (*account)->hash) : (hashOf(password, m_cost) && false);
    const bool welcome = right && (*account)->active;
    const Actor who = *account ? Actor{(*account)->name, (*account)->role} : Actor{nobody(), {}};
    if (auto noted = accounts.noteSignIn(counted, who, welcome); !noted)
        return failure(noted.error());
    if (!welcome)
        return failure(ErrorKind::Locked,
                       QStringLiteral("Name and password do not belong together, or the account is disabled; try again, or ask an "
                                      "operator."));
    if (hasOtherCost((*account)->hash, m_cost))
        if (const auto hash = hashOf(password, m_cost))
            if (auto replaced = accounts.replaceHash((*account)->name, *hash); !replaced)
                return failure(replaced.error());
    return identityOf(**account);
}

Result<QString> Accounts::openSession(const Identity& who)
{
    const QString token = newToken();
    auto opened = store::AccountRepository(m_database).openSession(sha256Of(token.toLatin1()), who.name, sessionLength);
    if (!opened)
        return failure(opened.error());
    return token;
}

Result<Identity> Accounts::resumeSession(const QString& token)
{
    const auto account = store::AccountRepository(m_database).sessionOf(sha256Of(token.toLatin1()));
    if (!account)
        return failure(account.error());
    if (!*account)
        return failure(ErrorKind::Locked,
                       QStringLiteral("You are not signed in any more; sign in with `cartwright-cli sign-in --user NAME`."));
    return identityOf(**account);
}

Result<void> Accounts::closeSession(const QString& token, const Identity& who)
{
    return store::AccountRepository(m_database).endSession(sha256Of(token.toLatin1()), who.actor());
}

void Accounts::noteSignOut(const Identity& who) { static_cast<void>(store::noteSignOut(m_database, who.actor())); }

Result<void> Accounts::permit(const Identity& who, Action action, const QString& subject)
{
    if (isAllowed(who.role, action))
        return {};
    if (auto noted = store::noteDenied(m_database, who.actor(), nameOf(action), subject); !noted)
        return noted;
    return failure(denial(who.name, who.role, action));
}

Result<store::Account> Accounts::need(const QString& name)
{
    auto account = store::AccountRepository(m_database).find(name);
    if (!account)
        return failure(account.error());
    if (!*account)
        return failure(ErrorKind::NotFound, QStringLiteral("There is no account \"%1\".").arg(name));
    return std::move(**account);
}

Result<store::ServerAccount> Accounts::needOnServer(const QString& name)
{
    auto all = store::ServerAccountRepository(m_database).list();
    if (!all)
        return failure(all.error());
    for (auto& account : *all)
        if (account.name == name)
            return std::move(account);
    return failure(ErrorKind::NotFound, QStringLiteral("There is no account \"%1\".").arg(name));
}

Result<std::vector<store::ServerAccount>> Accounts::list()
{
    if (isOnServer())
        return store::ServerAccountRepository(m_database).list();
    const auto accounts = store::AccountRepository(m_database).list();
    if (!accounts)
        return failure(accounts.error());
    std::vector<store::ServerAccount> shown;
    for (const auto& account : *accounts)
        shown.push_back({.name = account.name, .role = account.role, .active = account.active});
    return shown;
}

Result<void> Accounts::add(const QString& name, Role role, const QString& password, const Identity& by)
{
    if (auto good = checkName(name); !good)
        return good;
    if (auto good = checkPassword(password); !good)
        return good;
    if (isOnServer())
        return store::ServerAccountRepository(m_database).add(name, nameOf(role), password, by.actor());
    const auto hash = hashOf(password, m_cost);
    if (!hash)
        return failure(hash.error());
    return store::AccountRepository(m_database)
        .add({.name = name, .role = nameOf(role), .hash = *hash, .active = true, .createdAt = 0, .createdBy = {}}, lastRole(),
             by.actor());
}

Result<void> Accounts::setRole(const QString& name, Role role, const Identity& by)
{
    if (isOnServer()) {
        auto account = needOnServer(name);
        if (!account)
            return failure(account.error());
        account->role = nameOf(role);
        return store::ServerAccountRepository(m_database).change(*account, by.actor());
    }
    auto account = need(name);
    if (!account)
        return failure(account.error());
    account->role = nameOf(role);
    return store::AccountRepository(m_database).change(*account, lastRole(), by.actor());
}

Result<void> Accounts::setActive(const QString& name, bool active, const Identity& by)
{
    if (isOnServer()) {
        auto account = needOnServer(name);
        if (!account)
            return failure(account.error());
        account->active = active;
        return store::ServerAccountRepository(m_database).change(*account, by.actor());
    }
    auto account = need(name);
    if (!account)
        return failure(account.error());
    account->active = active;
    return store::AccountRepository(m_database).change(*account, lastRole(), by.actor());
}

Result<void> Accounts::setPassword(const QString& name, const QString& password, const Identity& by)
{
    if (auto good = checkPassword(password); !good)
        return good;
    if (isOnServer())
        return store::ServerAccountRepository(m_database).setPassword(name, password, by.actor());
    auto account = need(name);
    if (!account)
        return failure(account.error());
    const auto hash = hashOf(password, m_cost);
    if (!hash)
        return failure(hash.error());
    account->hash = *hash;
    return store::AccountRepository(m_database).change(*account, lastRole(), by.actor());
}

} // namespace cartwright::trust
