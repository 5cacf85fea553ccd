#pragma once

// Internal to store: what a database file says about itself, and copies of it.

#include "core/store/gateway.h"

#include <QStringList>

#include <map>

namespace cartwright::store {

/// Rows by table; the tables are read from the schema, so that new ones are counted too.
using RowCounts = std::map<QString, std::int64_t>;

/// Names of the tables, without SQLite's own and those behind a search index.
Result<QStringList> tablesOf(Gateway& gateway);
Result<RowCounts> countRows(Gateway& gateway);
std::int64_t totalOf(const RowCounts& rows);

/// Each a sentence about one damage, at most `most`; empty where the file is whole. A file too damaged to be
/// asked is an error.
Result<QStringList> integrityProblems(Gateway& gateway, int most = 5);
/// "3 rows of clip cite no row of sale_revision", one per pair of tables.
Result<QStringList> foreignKeyProblems(Gateway& gateway);

/// One number that a PRAGMA or a query answers; 0 where it answers nothing.
Result<std::int64_t> oneNumber(Gateway& gateway, const QString& sql, const Values& bindings = {});

/// Writes one consistent state of the database to the new file `copy` (mode 0600), whoever else writes
/// meanwhile; a plain copy of the file would not be one. The caller syncs. On a full disk the sentence names
/// the copy. What was written of a copy that failed stays for the caller to remove.
Result<void> copyDatabase(Gateway& gateway, const QString& copy);

/// The same for a file that others go on writing to: they wait for a moment now and then, not for the whole copy.
Result<void> copyWhileInUse(Gateway& gateway, const QString& copy, const Cancellation& cancel);

/// Whether the error says that a disk is full.
bool isDiskFull(const Error& error);

} // namespace cartwright::store
