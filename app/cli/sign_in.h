#pragma once

#include "core/base/result.h"

namespace cartwright::cli {

/// The password of who signs in: CARTWRIGHT_PASSWORD, or asked for on the terminal without showing it. Locked where there is neither.
Result<QString> presentPassword(const QString& name);

/// A new password for an account: the first line of the given descriptor, or asked for twice on the terminal, or the first line of
/// standard input where that is no terminal. Never an argument, which everybody on the machine could read.
Result<QString> newPassword(const QString& name, const QString& descriptor);

/// Where the person's own token for this workspace lies (mode 0600, in the person's data folder).
QString sessionFile(const QString& workspaceFolder);
QString readSession(const QString& workspaceFolder); ///< empty where there is none
Result<void> writeSession(const QString& workspaceFolder, const QString& token);
void removeSession(const QString& workspaceFolder);

} // namespace cartwright::cli
