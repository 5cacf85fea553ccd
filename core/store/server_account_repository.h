#pragma once

#include "core/domain/actor.h"
#include "core/store/database.h"

#include <vector>

namespace cartwright::store {

/// A login of the server that belongs to one of this database's groups.
struct ServerAccount
{
    QString name;
    QString role;
    bool active = true;
};

/// The people of a database on a server: its own login roles. Same thread as the database; WrongUsage where the tables are a file.
class ServerAccountRepository
{
public:
    explicit ServerAccountRepository(Database& database) : m_database(database) {}

    /// Whether the groups are there that accounts belong to; the owner of the tables makes them where he may make roles.
    Result<bool> hasGroups();
    /// The connection's own login; the role is "owner" for the owner of the tables and for administrators, and empty for strangers.
    Result<Actor> self();
    Result<std::vector<ServerAccount>> list(); ///< by name

    /// Makes a login. Its password is turned into SCRAM's verifier here and never sent. Refused where the server knows the name.
    Result<void> add(const QString& name, const QString& role, const QString& password, const Actor& by);
    /// What is disabled loses its group's rights at once, also where it is connected. NotFound.
    Result<void> change(const ServerAccount& account, const Actor& by);
    Result<void> setPassword(const QString& name, const QString& password, const Actor& by);

private:
    Database& m_database;
};

} // namespace cartwright::store
