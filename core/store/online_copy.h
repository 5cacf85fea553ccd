#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <chrono>

struct sqlite3;

namespace cartwright::store {

/// Copies the pages of an open database into the new file `copy`, some at a time, and lets others write in between: a
/// writer waits for one step (8 MiB), not for the whole. Where somebody else wrote, SQLite begins again; after the
/// third time the rest is copied in one go, during which writers wait. https://www.sqlite.org/backup.html
///
/// Locked where a writer keeps the source for longer than `patience`, Cancelled, else Failed with SQLite's code and
/// words in the details. What was written then stays for the caller to remove; the caller also syncs.
Result<void> copyOnline(sqlite3* source, const QString& name, const QString& copy, std::chrono::milliseconds patience,
                        const Cancellation& cancel);

} // namespace cartwright::store
