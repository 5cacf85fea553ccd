#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace cartwright::trust {

/// How much one look at a password costs: libsodium's limits for Argon2id.
struct PasswordCost
{
    std::uint64_t operations = 0;
    std::size_t memoryBytes = 0;
};
PasswordCost moderateCost(); ///< 256 MiB, some tenths of a second: what accounts use
PasswordCost leastCost();    ///< the least that the library allows, for tests of everything else

/// The string that is stored: Argon2id with its salt and limits. Failed where the memory is not there. Any thread; slow.
Result<QString> hashOf(const QString& password, PasswordCost cost);
/// Whether the password is that of the hash. As slow as making it; any thread.
bool isPasswordOf(const QString& password, const QString& hash);
/// Whether the hash was made with other limits.
bool hasOtherCost(const QString& hash, PasswordCost cost);

/// A secret of 32 random bytes, as text.
QString newToken();

} // namespace cartwright::trust
