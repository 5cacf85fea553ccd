#pragma once

#include "core/domain/actor.h"
#include "core/store/database.h"
#include "core/store/workspace.h"

namespace cartwright::store {

/// Tells the log what of the workspace's settings differs from what it was told last: one entry
/// "settings.changed" about the folder, or none. People edit the file by hand, so whoever opens a workspace
/// to work in it calls this, and `actor` is who noticed. Passwords in addresses are left out, and so are the values of settings that are called
/// passwords, secrets or tokens. Nothing where the server does not let this role read the log. Same thread as the database.
Result<void> noteSettings(const Workspace& workspace, Database& database, const Actor& actor);

} // namespace cartwright::store
