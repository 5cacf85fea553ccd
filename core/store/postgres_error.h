#pragma once

#include "core/store/engine.h"

namespace cartwright::store {

/// What PostgreSQL's error states mean, https://www.postgresql.org/docs/15/errcodes-appendix.html
Trouble postgresTrouble(const QSqlError& error);
Error postgresError(const QSqlError& error, const QString& database, const QString& sql);
/// For a connection that does not come about; `state` is what refusalState said, if it was asked.
Error unreachable(const QString& database, const QSqlError& error, const QString& state = {});

} // namespace cartwright::store
