#pragma once

#include "core/base/result.h"

class QSqlError;

namespace cartwright::store {

/// Whether another connection holds the lock that was asked for, so that asking again makes sense.
bool isBusy(const QSqlError& error);

/// Whether SQLite may have rolled back the whole transaction, not the statement alone
/// (https://www.sqlite.org/lang_transaction.html, section 3.1).
bool endsTransaction(const QSqlError& error);

/// The driver's error as one of ours: Locked (busy), Integrity (damaged, no database, a rule of the schema
/// broken) or Failed (full, not writable, anything else). `sql` goes into the details.
Error errorOf(const QSqlError& error, const QString& path, const QString& sql);

} // namespace cartwright::store
