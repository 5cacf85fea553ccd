#pragma once

#include "core/store/account_repository.h"
#include "core/store/server_account_repository.h"
#include "core/trust/password.h"
#include "core/trust/permissions.h"

namespace cartwright::trust {

/// Who uses the program, and as what.
struct Identity
{
    QString name;
    Role role = Role::DeskOwner;

    Actor actor() const { return {name, nameOf(role)}; }
    bool operator==(const Identity&) const = default;
};

/// The people of a workspace. Where its tables are a file, they are accounts with passwords (Argon2id); while there is none, whoever
/// opens the workspace is the desk's owner. On a server they are its login roles, and who somebody is follows from the connection.
/// Slow where passwords are looked at: never on a window's thread. Same thread as the database.
class Accounts
{
public:
    explicit Accounts(store::Database& database, PasswordCost cost = moderateCost());

    bool isOnServer() const;
    /// Whether somebody has to sign in with a password before anything else.
    Result<bool> askForPassword();
    /// Who this is without a password: on a server the connection's login, Locked for a login without a role; in a workspace without
    /// accounts the desk's owner, who calls himself `name`. Locked, with what to do, where a password is needed.
    Result<Identity> withoutPassword(const QString& name);

    /// Locked where name and password do not belong together, without saying which is wrong, and while the name has to wait: after
    /// five failures in a row for half a minute, then twice as long after each, a quarter of an hour at most. Every try is logged.
    Result<Identity> signIn(const QString& name, const QString& password);
    /// Signs in for twelve hours; the token is a secret of the person's own. Only its hash is stored.
    Result<QString> openSession(const Identity& who);
    Result<Identity> resumeSession(const QString& token); ///< Locked where it is over
    Result<void> closeSession(const QString& token, const Identity& who);
    /// Logs that somebody who signed in without a session leaves; what fails is not told, because he leaves all the same.
    void noteSignOut(const Identity& who);

    /// Whether the role may; a denial is logged and comes back as Locked. `subject` says on what.
    Result<void> permit(const Identity& who, Action action, const QString& subject);

    Result<std::vector<store::ServerAccount>> list(); ///< on both engines
    /// A name has 1 to 40 characters a-z, 0-9, ".", "_" and "-" and begins with a letter; a password has 10 to 200. The first account of
    /// a file is an operator's. Refused otherwise.
    Result<void> add(const QString& name, Role role, const QString& password, const Identity& by);
    Result<void> setRole(const QString& name, Role role, const Identity& by);
    Result<void> setActive(const QString& name, bool active, const Identity& by);
    Result<void> setPassword(const QString& name, const QString& password, const Identity& by);

private:
    Result<store::Account> need(const QString& name);
    Result<store::ServerAccount> needOnServer(const QString& name);

    store::Database& m_database;
    PasswordCost m_cost;
};

/// How long a name has to wait after so many failures in a row.
Microseconds waitAfter(int failures);

} // namespace cartwright::trust
