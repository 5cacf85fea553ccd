#include "core/store/postgres_password.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QVariant>

#include <libpq-fe.h>
#include <memory>

namespace cartwright::store {

Result<QString> scramVerifier(const QSqlDatabase& database, const QString& user, const QString& password)
{
    const QVariant handle = database.driver()->handle();
    const QLatin1String type(handle.typeName()); // the documented name, and what Qt 6 makes of it
    if (type != QLatin1String("PGconn*") && type != QLatin1String("pg_conn*"))
        return failure(ErrorKind::WrongUsage, QStringLiteral("Only a server's passwords are made this way."));
    auto* connection = *static_cast<PGconn* const*>(handle.constData());
    const std::unique_ptr<char, decltype(&PQfreemem)> verifier(
        PQencryptPasswordConn(connection, password.toUtf8().constData(), user.toUtf8().constData(), "scram-sha-256"), &PQfreemem);
    if (!verifier)
        return failure(ErrorKind::Failed, QStringLiteral("The password could not be prepared for the server: %1.")
                                              .arg(QString::fromUtf8(PQerrorMessage(connection)).trimmed()));
    return QString::fromLatin1(verifier.get());
}

} // namespace cartwright::store
