#include "core/store/engine.h"
#include "core/store/postgres_error.h"
#include "core/store/postgres_refusal.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QUrl>
#include <QUrlQuery>

namespace cartwright::store {
namespace {

constexpr qint64 answerMilliseconds = 2000;

/// What an address may say after its "?", https://www.postgresql.org/docs/15/libpq-connect.html; passed on as
/// it is. Anything else is refused, so that a mistyped sslmode is never a connection without TLS.
QStringList knownParameters()
{
    return {QStringLiteral("sslmode"),       QStringLiteral("sslrootcert"),
            QStringLiteral("sslcert"),       QStringLiteral("sslkey"),
            QStringLiteral("sslcrl"),        QStringLiteral("sslsni"),
            QStringLiteral("ssl_min_protocol_version"),
            QStringLiteral("channel_binding"),
            QStringLiteral("passfile"),      QStringLiteral("connect_timeout"),
            QStringLiteral("host"),          QStringLiteral("statement_timeout")};
}

/// A value of a connection string; the driver itself cuts options at ";".
Result<QString> quoted(const QString& value)
{
    if (value.contains(QLatin1Char(';')))
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A database address cannot hold \";\": \"%1\".").arg(value));
    QString escaped = value;
    escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('\''), QStringLiteral("\\'"));
    return QLatin1Char('\'') + escaped + QLatin1Char('\'');
}

struct Server
{
    QString host;
    int port = -1;
    QString database;
    QString user;
    QString password;
    QString options; ///< in the driver's form: key='value';…
    QString name;
};

Result<Server> parse(const QString& address)
{
    const QUrl url(address);
    if (!url.isValid() || url.path().size() < 2 || url.hasFragment())
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("The database address is not of the form "
                                      "postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full."));
    Server server{.host = url.host(QUrl::FullyDecoded),
                  .port = url.port(-1),
                  .database = url.path(QUrl::FullyDecoded).mid(1),
                  .user = url.userName(QUrl::FullyDecoded),
                  .password = url.password(QUrl::FullyDecoded),
                  .options = {},
                  .name = {}};
    QStringList options;
    QString statementTimeout = QStringLiteral("30000");
    for (const auto& [key, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        if (!knownParameters().contains(key))
            return failure(ErrorKind::WrongUsage,
                           QStringLiteral("The database address says \"%1\", which is not known; known are %2.")
                               .arg(key, knownParameters().join(QStringLiteral(", "))));
        if (key == QStringLiteral("host")) // a socket's folder cannot stand where a host stands
            server.host = value;
        else if (key == QStringLiteral("statement_timeout"))
            statementTimeout = QString::number(value.toUInt());
        else if (auto safe = quoted(value))
            options.append(key + QLatin1Char('=') + *safe);
        else
            return failure(safe.error());
    }
    if (!QUrlQuery(url).hasQueryItem(QStringLiteral("connect_timeout")))
        options.append(QStringLiteral("connect_timeout='5'"));
    options.append(QStringLiteral("application_name='cartwright'"));
    options.append(QStringLiteral("options='-c statement_timeout=%1 -c idle_in_transaction_session_timeout=60000'")
                       .arg(statementTimeout));
    // A cable that was pulled is noticed within about half a minute.
    options.append(QStringLiteral("keepalives_idle='10';keepalives_interval='5';keepalives_count='3'"));
    options.append(QStringLiteral("tcp_user_timeout='30000'"));
    server.options = options.join(QLatin1Char(';'));
    server.name = QStringLiteral("postgresql://%1/%2").arg(server.host, server.database);
    return server;
}

class PostgresEngine final : public Engine
{
public:
    explicit PostgresEngine(Server server) : m_server(std::move(server)) {}

    QString driver() const override { return QStringLiteral("QPSQL"); }
    QString name() const override { return m_server.name; }
    bool isServer() const override { return true; }

    Result<void> open(QSqlDatabase& database) override
    {
        if (!QSqlDatabase::isDriverAvailable(driver()))
            return failure(ErrorKind::Failed,
                           QStringLiteral("This machine has no PostgreSQL driver for Qt; install the package "
                                          "libqt6sql6-psql."));
        database.setHostName(m_server.host);
        database.setPort(m_server.port);
        database.setDatabaseName(m_server.database);
        database.setUserName(m_server.user);
        database.setPassword(m_server.password);
        database.setConnectOptions(m_server.options);
        QElapsedTimer timer;
        timer.start();
        if (database.open())
            return {};
        // A server that is away takes its time to say nothing, and would do so again.
        const bool answered = timer.elapsed() < answerMilliseconds;
        return failure(unreachable(m_server.name, database.lastError(), answered ? refusalState(database) : QString()));
    }

    Trouble troubleOf(const QSqlError& error) const override { return postgresTrouble(error); }
    Error errorOf(const QSqlError& error, const QString& sql) const override
    {
        return postgresError(error, m_server.name, sql);
    }

    QString adapted(const QString& sql) const override
    {
        // CROSS JOIN … ON is SQLite's way to fix the order of a join, and the plus keeps a column out of its
        // choice of indices; PostgreSQL's planner needs neither.
        QString own = sql;
        own.replace(QStringLiteral("CROSS JOIN"), QStringLiteral("JOIN"));
        own.replace(QStringLiteral("+q."), QStringLiteral("q."));
        return own;
    }

    QString begin(Access access) const override
    {
        return access == Access::Write ? QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                                       : QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    std::unique_ptr<Statement> prepare(const QSqlDatabase& database, const QString& sql, QSqlError& error) const override
    {
        return prepareByDriver(database, sql, error);
    }

    bool canPrepare(const QString& sql) const override
    {
        for (const auto* word : {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"})
            if (sql.startsWith(QLatin1String(word)))
                return true;
        return false;
    }

    QString rowLock() const override { return QStringLiteral(" FOR UPDATE"); }
    QString changeQuery() const override
    {
        return QStringLiteral("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
    }

private:
    Server m_server;
};

} // namespace

Result<std::unique_ptr<Engine>> postgresEngine(const QString& address)
{
    auto server = parse(address);
    if (!server)
        return failure(server.error());
    return std::make_unique<PostgresEngine>(std::move(*server));
}

} // namespace cartwright::store
