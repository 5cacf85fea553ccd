#pragma once

class QSqlDatabase;
struct sqlite3;

namespace cartwright::store {

/// The driver's own connection; null where the driver is another one. It stays the driver's.
sqlite3* sqliteHandle(const QSqlDatabase& database);

} // namespace cartwright::store
