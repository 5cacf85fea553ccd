#pragma once

#include "core/base/result.h"

class QSqlDatabase;

namespace cartwright::store {

/// What a server stores of a password (SCRAM-SHA-256), computed by libpq on this side; internal to this room.
Result<QString> scramVerifier(const QSqlDatabase& database, const QString& user, const QString& password);

} // namespace cartwright::store
