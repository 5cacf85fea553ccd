#include "core/store/postgres_error.h"

#include <QSqlError>

namespace cartwright::store {
namespace {

/// The first line, without the driver's own frame around it.
QString saidBy(const QSqlError& error)
{
    QString said = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    said = said.section(QLatin1Char('\n'), 0, 0).trimmed();
    for (const auto* frame : {"ERROR:", "FATAL:"})
        if (said.startsWith(QLatin1String(frame)))
            said = said.mid(6).trimmed();
    return said;
}

bool isLost(const QString& state, const QString& said)
{
    // 57P01 to 57P03: the server shuts down, has crashed, or starts up. Without a state the library speaks.
    return state.startsWith(QStringLiteral("08")) || state == QStringLiteral("57P01") ||
           state == QStringLiteral("57P02") || state == QStringLiteral("57P03") ||
           state == QStringLiteral("25P03") ||
           (state.isEmpty() && (said.contains(QStringLiteral("server closed the connection")) ||
                                said.contains(QStringLiteral("no connection to the server")) ||
                                said.contains(QStringLiteral("could not receive data")) ||
                                said.contains(QStringLiteral("could not send data")) ||
                                said.contains(QStringLiteral("SSL connection has been closed")) ||
                                said.contains(QStringLiteral("SSL SYSCALL error"))));
}

} // namespace

Trouble postgresTrouble(const QSqlError& error)
{
    const QString state = error.nativeErrorCode();
    if (isLost(state, error.databaseText()))
        return Trouble::Lost;
    // Serialisation failures and deadlocks: the whole transaction may succeed when it is done again.
    return Trouble::Undone;
}

Error unreachable(const QString& database, const QSqlError& error, const QString& state)
{
    // Class 28 is who may not come in; 42501 who may not come into this database.
    if (state.startsWith(QStringLiteral("28")) || state == QStringLiteral("42501"))
        return Error{ErrorKind::Locked,
                     QStringLiteral("The database %1 does not let this login in: name and password do not belong together, or the login "
                                    "is disabled; try again, or ask an operator.")
                         .arg(database),
                     QStringLiteral("PostgreSQL %1: %2").arg(state, error.databaseText())};
    return Error{ErrorKind::Unreachable,
                 QStringLiteral("The database %1 cannot be reached: %2. What was not saved yet is kept here; "
                                "check the network and do the same again.")
                     .arg(database, saidBy(error)),
                 error.databaseText()};
}

Error postgresError(const QSqlError& error, const QString& database, const QString& sql)
{
    const QString state = error.nativeErrorCode();
    const QString said = saidBy(error);
    const auto make = [&](ErrorKind kind, const QString& sentence) {
        return Error{kind, sentence, QStringLiteral("PostgreSQL %1: %2\n%3").arg(state, error.databaseText(), sql)};
    };
    if (isLost(state, error.databaseText()))
        return unreachable(database, error);
    if (state.startsWith(QStringLiteral("23")) || state == QStringLiteral("P0001"))
        return make(ErrorKind::Integrity,
                    QStringLiteral("The database %1 refused a change that breaks a rule of its own: %2. "
                                   "Nothing was changed.")
                        .arg(database, said));
    if (state == QStringLiteral("42501"))
        return make(ErrorKind::Locked,
                    QStringLiteral("Your role in the database %1 does not allow this: %2. Ask a lead or an "
                                   "operator.")
                        .arg(database, said));
    if (state.startsWith(QStringLiteral("40")) || state == QStringLiteral("55P03"))
        return make(ErrorKind::Locked,
                    QStringLiteral("The database %1 is busy: somebody else changed the same rows. Try again in "
                                   "a moment.")
                        .arg(database));
    if (state == QStringLiteral("57014"))
        return make(ErrorKind::Failed,
                    QStringLiteral("The database %1 took too long and the request was given up. Nothing was "
                                   "changed; try again in a moment.")
                        .arg(database));
    if (state.startsWith(QStringLiteral("53")))
        return make(ErrorKind::Failed,
                    QStringLiteral("Writing to the database %1 failed: %2. Nothing was changed; the server's "
                                   "operator has to make room, then do the same again.")
                        .arg(database, said));
    if (state.startsWith(QStringLiteral("XX")))
        return make(ErrorKind::Integrity,
                    QStringLiteral("The database %1 is damaged: %2. Go back to a copy of it.").arg(database, said));
    return make(ErrorKind::Failed, QStringLiteral("The database %1 failed: %2.").arg(database, said));
}

} // namespace cartwright::store
