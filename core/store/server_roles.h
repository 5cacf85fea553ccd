#pragma once

#include "core/store/work.h"

namespace cartwright::store {

/// Makes the group roles of a server's database (cartwright_<database>_<role>) where they are missing, and grants them what
/// resources/sql/postgresql/roles.sql says; part of the upgrade's transaction. Where the session's user may not make roles, nothing
/// happens: then only the tables' owner can use the database (see ServerAccountRepository::hasGroups).
void grantServerRoles(Work& work);

} // namespace cartwright::store
