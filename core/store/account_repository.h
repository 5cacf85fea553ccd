#pragma once

#include "core/domain/actor.h"
#include "core/store/database.h"

#include <optional>
#include <vector>

namespace cartwright::store {

/// Who may sign in to a workspace whose tables are a file. The hash is the whole string of core/trust/password.h.
struct Account
{
    QString name;
    QString role;
    QString hash;
    bool active = true;
    UtcMicroseconds createdAt = 0;
    QString createdBy;
};

/// Whether a sign-in may be tried.
struct Try
{
    int failuresBefore = 0; ///< in a row
    std::optional<UtcMicroseconds> blockedUntil;
};

/// Accounts, failed sign-ins and sessions as rows of a file; core/trust/accounts.h has the rules. What changes an account is logged
/// with old and new. Same thread as the database; WrongUsage on a server.
class AccountRepository
{
public:
    explicit AccountRepository(Database& database) : m_database(database) {}

    Result<bool> any();
    Result<std::vector<Account>> list(); ///< by name
    Result<std::optional<Account>> find(const QString& name);

    /// Refused where the name is taken, or where this would be the first account and its role is another than `firstRole`.
    Result<void> add(const Account& account, const QString& firstRole, const Actor& by);
    /// Role, hash and active of an account; its sessions end. NotFound; Refused where no active account of `lastRole` would be left.
    Result<void> change(const Account& account, const QString& lastRole, const Actor& by);
    /// For the same password hashed with other limits.
    Result<void> replaceHash(const QString& name, const QString& hash);

    /// Counts a failure before the password is looked at, so that many tries at once count as many. Nothing is counted within `wait` of
    /// the failures so far, by the store's clock; one that was set back does not prolong it.
    Result<Try> noteTry(const QString& countedAs, Microseconds (*wait)(int failures));
    /// Logs the sign-in, and forgets the failures where it succeeded.
    Result<void> noteSignIn(const QString& countedAs, const Actor& who, bool succeeded);

    Result<void> openSession(const QString& tokenHash, const QString& name, Microseconds length);
    /// The active account whose session this is, while it lasts.
    Result<std::optional<Account>> sessionOf(const QString& tokenHash);
    Result<void> endSession(const QString& tokenHash, const Actor& who);

private:
    Database& m_database;
};

/// Whether a database file has accounts, without upgrading it or changing anything else in it.
Result<bool> holdsAccounts(const QString& path, const Clock& clock);

/// Logs that somebody left. On both engines.
Result<void> noteSignOut(Database& database, const Actor& who);

/// Logs that somebody wanted what the role may not. On both engines.
Result<void> noteDenied(Database& database, const Actor& who, const QString& action, const QString& subject);

} // namespace cartwright::store
