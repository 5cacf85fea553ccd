#pragma once

#include <QString>

class QSqlDatabase;

namespace cartwright::store {

/// Why a server refuses a connection with these settings, as its SQLSTATE: the driver passes on only its words, which are
/// in the server's language. Connects once more, for at most two seconds; empty where the server does not answer, gives
/// no state, or lets the login in after all. https://www.postgresql.org/docs/15/errcodes-appendix.html
QString refusalState(const QSqlDatabase& database);

} // namespace cartwright::store
