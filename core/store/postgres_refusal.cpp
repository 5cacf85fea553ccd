#include "core/store/postgres_refusal.h"

#include <QDeadlineTimer>
#include <QRegularExpression>
#include <QSqlDatabase>

#include <libpq-fe.h>
#include <memory>
#include <poll.h>

namespace cartwright::store {
namespace {

constexpr int longestMilliseconds = 2000;

QByteArray setting(const char* name, QString value)
{
    value.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('\''), QStringLiteral("\\'"));
    return value.isEmpty() ? QByteArray() : QByteArray(name) + "='" + value.toUtf8() + "' ";
}

QByteArray settingsOf(const QSqlDatabase& database)
{
    return setting("host", database.hostName()) + setting("dbname", database.databaseName()) + setting("user", database.userName()) +
           setting("password", database.password()) +
           (database.port() > 0 ? "port=" + QByteArray::number(database.port()) + ' ' : QByteArray()) +
           database.connectOptions().replace(QLatin1Char(';'), QLatin1Char(' ')).toUtf8();
}

/// Goes on with the connection until it stands, fails or takes too long.
PostgresPollingStatusType finished(PGconn* connection)
{
    const QDeadlineTimer deadline(longestMilliseconds);
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status == PGRES_POLLING_WRITING || status == PGRES_POLLING_READING) {
        pollfd socket{PQsocket(connection), static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (::poll(&socket, 1, static_cast<int>(deadline.remainingTime())) != 1)
            return status;
        status = PQconnectPoll(connection);
    }
    return status;
}

} // namespace

QString refusalState(const QSqlDatabase& database)
{
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectStart(settingsOf(database).constData()), &PQfinish);
    if (!connection || PQstatus(connection.get()) == CONNECTION_BAD)
        return {};
    PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE); // its message is then the state alone
    if (finished(connection.get()) != PGRES_POLLING_FAILED)
        return {};
    if (PQconnectionNeedsPassword(connection.get()) != 0) // the library's own refusal has no state
        return QStringLiteral("28P01");
    static const QRegularExpression state(QStringLiteral(":\\s+([0-9A-Z]{5})\\s*$"));
    return state.match(QString::fromUtf8(PQerrorMessage(connection.get()))).captured(1);
}

} // namespace cartwright::store
