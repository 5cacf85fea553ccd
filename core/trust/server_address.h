#pragma once

#include <QString>

namespace cartwright::trust {

/// A server's address (postgresql://…) with another user and password; what is empty stays. Keep the result out of sight: it may hold
/// the password.
QString addressFor(const QString& address, const QString& user, const QString& password);
/// Its user.
QString userOf(const QString& address);

} // namespace cartwright::trust
