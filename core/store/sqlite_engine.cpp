#include "core/store/engine.h"
#include "core/store/sqlite_error.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace cartwright::store {
namespace {

/// Makes the file with mode 0600 before the driver would with a wider one. The lock matters: closing any
/// descriptor of a file drops all of the process's POSIX locks on it, so no other thread may open the new
/// file before this one has closed it.
Result<void> makePrivateFile(const QString& path)
{
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (QFileInfo::exists(path))
        return {};
    const int fd = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        ::close(fd);
    else if (errno != EEXIST)
        return failure(
            ErrorKind::Failed,
            QStringLiteral("The database %1 cannot be made: %2. Check the folder and its permissions.")
                .arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    return {};
}

class SqliteEngine final : public Engine
{
public:
    explicit SqliteEngine(QString path) : m_path(std::move(path)) {}

    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString name() const override { return m_path; }
    bool isServer() const override { return false; }

    Result<void> open(QSqlDatabase& database) override
    {
        if (auto made = makePrivateFile(m_path); !made)
            return made;
        database.setDatabaseName(m_path);
        database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
        if (!database.open())
            return failure(errorOf(database.lastError(), {}));
        m_sharesLibrary = sharesSqlite(database);
        return {};
    }

    std::unique_ptr<Statement> prepare(const QSqlDatabase& database, const QString& sql, QSqlError& error) const override
    {
        return m_sharesLibrary ? prepareBySqlite(database, sql, error) : prepareByDriver(database, sql, error);
    }

    Trouble troubleOf(const QSqlError& error) const override
    {
        if (isBusy(error))
            return Trouble::Busy;
        return endsTransaction(error) ? Trouble::Undone : Trouble::Statement;
    }

    Error errorOf(const QSqlError& error, const QString& sql) const override
    {
        return store::errorOf(error, m_path, sql);
    }

    QString adapted(const QString& sql) const override { return sql; }
    QString begin(Access access) const override
    {
        return access == Access::Write ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN");
    }
    bool canPrepare(const QString&) const override { return true; }
    QString rowLock() const override { return {}; }
    QString changeQuery() const override
    {
        // data_version counts what others committed, total_changes what this connection wrote; neither ever
        // falls.
        return QStringLiteral("SELECT (SELECT data_version FROM pragma_data_version) + total_changes()");
    }

private:
    QString m_path;
    bool m_sharesLibrary = false;
};

} // namespace

std::unique_ptr<Engine> sqliteEngine(const QString& path) { return std::make_unique<SqliteEngine>(path); }

Result<std::unique_ptr<Engine>> Engine::of(const QString& address)
{
    if (address.startsWith(QStringLiteral("postgresql://")) ||
        address.startsWith(QStringLiteral("postgres://")))
        return postgresEngine(address);
    return sqliteEngine(address);
}

} // namespace cartwright::store
