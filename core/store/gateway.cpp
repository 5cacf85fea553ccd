#include "core/store/gateway.h"

#include "core/store/sqlite_error.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <random>
#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace cartwright::store {
namespace {

using namespace std::chrono_literals;

constexpr auto longestPause = 12ms;

/// Makes the file with mode 0600 before the driver would with a wider one. The lock matters: closing any
/// descriptor of a file drops all of the process's POSIX locks on it, so no other thread may open the new
/// file before this one has closed it.
std::mutex& openingMutex()
{
    static std::mutex mutex;
    return mutex;
}

Result<void> makePrivateFile(const QString& path)
{
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

/// Pauses grow from about half a millisecond to twelve, each drawn at random so that waiting writers do not
/// march in step.
class Patience
{
public:
    explicit Patience(std::chrono::milliseconds length) : m_until(std::chrono::steady_clock::now() + length)
    {
    }

    bool wait()
    {
        if (std::chrono::steady_clock::now() >= m_until)
            return false;
        thread_local std::minstd_rand random(std::random_device{}());
        const auto pause =
            std::uniform_int_distribution<std::int64_t>(m_longest.count() / 8, m_longest.count())(random);
        std::this_thread::sleep_for(std::chrono::microseconds(pause));
        m_longest = std::min<std::chrono::microseconds>(m_longest * 2, longestPause);
        return true;
    }

private:
    std::chrono::steady_clock::time_point m_until;
    std::chrono::microseconds m_longest = 800us;
};

} // namespace

/// A prepared statement. The number of columns is kept, because the driver's record of them is slow to make.
struct Statement
{
    explicit Statement(const QSqlDatabase& database) : query(database) { query.setForwardOnly(true); }

    int columnCount()
    {
        if (columns < 0)
            columns = query.isSelect() ? query.record().count() : 0;
        return columns;
    }

    QSqlQuery query;
    int columns = -1;
};

struct Gateway::Connection
{
    explicit Connection(const QString& connectionName)
        : name(connectionName), database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName))
    {
    }
    ~Connection()
    {
        statements.clear();
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Takes a statement out of the cache, so that nested use of the same text prepares another one.
    Result<std::unique_ptr<Statement>> prepare(const QString& sql, const QString& path,
                                               std::chrono::milliseconds length)
    {
        if (auto node = statements.extract(sql); !node.empty())
            return std::move(node.mapped());
        for (Patience patience(length);;) {
            auto statement = std::make_unique<Statement>(database);
            if (statement->query.prepare(sql))
                return statement;
            if (!isBusy(statement->query.lastError()) || !patience.wait())
                return failure(errorOf(statement->query.lastError(), path, sql));
        }
    }

    QString name;
    QSqlDatabase database;
    std::unordered_map<QString, std::unique_ptr<Statement>> statements;
};

Gateway::Gateway(std::unique_ptr<Connection> connection, QString path, const Clock& clock)
    : m_connection(std::move(connection)), m_path(std::move(path)), m_clock(clock)
{
}

Gateway::~Gateway()
{
    if (m_inTransaction)
        rollback();
}

Result<std::unique_ptr<Gateway>> Gateway::open(const QString& path, const Clock& clock)
{
    static std::atomic<std::uint64_t> next = 0;
    std::unique_ptr<Connection> connection;
    {
        const std::scoped_lock lock(openingMutex());
        if (auto made = makePrivateFile(path); !made)
            return failure(made.error());
        connection = std::make_unique<Connection>(QStringLiteral("cartwright-%1").arg(++next));
    }
    connection->database.setDatabaseName(path);
    connection->database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
    if (!connection->database.open())
        return failure(errorOf(connection->database.lastError(), path, {}));
    std::unique_ptr<Gateway> gateway(new Gateway(std::move(connection), path, clock));
    if (auto configured = gateway->configure(); !configured)
        return failure(configured.error());
    return gateway;
}

Result<void> Gateway::expectPragma(const QString& name, const QString& setting, const QString& readBack)
{
    if (auto set = rows(QStringLiteral("PRAGMA %1 = %2").arg(name, setting)); !set)
        return failure(set.error());
    auto answer = rows(QStringLiteral("PRAGMA %1").arg(name));
    if (!answer)
        return failure(answer.error());
    const QString value = answer->empty() ? QString() : answer->front().text();
    if (value != readBack)
        return failure(
            ErrorKind::Failed,
            QStringLiteral("The database %1 cannot be opened safely: SQLite answers %2 = %3 instead of %4.")
                .arg(m_path, name, value, readBack));
    return {};
}

Result<void> Gateway::configure()
{
    const std::array<std::array<QString, 3>, 6> pragmas{{
        {QStringLiteral("synchronous"), QStringLiteral("EXTRA"), QStringLiteral("3")},
        {QStringLiteral("foreign_keys"), QStringLiteral("ON"), QStringLiteral("1")},
        {QStringLiteral("trusted_schema"), QStringLiteral("OFF"), QStringLiteral("0")},
        // Without it INSERT OR REPLACE would delete log rows past their trigger.
        {QStringLiteral("recursive_triggers"), QStringLiteral("ON"), QStringLiteral("1")},
        {QStringLiteral("cell_size_check"), QStringLiteral("ON"), QStringLiteral("1")},
        {QStringLiteral("cache_size"), QStringLiteral("-16384"), QStringLiteral("-16384")},
    }};
    for (const auto& [name, setting, readBack] : pragmas)
        if (auto set = expectPragma(name, setting, readBack); !set)
            return set;
    return {};
}

Result<void> Gateway::setJournal()
{
    return expectPragma(QStringLiteral("journal_mode"), QStringLiteral("DELETE"), QStringLiteral("delete"));
}

Result<Changed> Gateway::run(const QString& sql, const Values& bindings, const std::function<void(Row&)>& use)
{
    if (m_broken)
        return failure(*m_broken);
    auto prepared = m_connection->prepare(sql, m_path, m_patience);
    if (!prepared)
        return failure(prepared.error());
    QSqlQuery& query = (*prepared)->query;
    for (std::size_t i = 0; i < bindings.size(); ++i)
        query.bindValue(static_cast<int>(i), bindings[i].variant());
    for (Patience patience(m_patience); !query.exec();)
        if (!isBusy(query.lastError()) || !patience.wait())
            return refused(query.lastError(), sql);
    const int columns = (*prepared)->columnCount();
    while (columns > 0 && query.next()) {
        std::vector<QVariant> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i)
            values.push_back(query.value(i));
        Row row(std::move(values));
        use(row);
    }
    if (query.lastError().type() != QSqlError::NoError)
        return refused(query.lastError(), sql);
    const Changed changed{query.numRowsAffected(), query.lastInsertId().toLongLong()};
    query.finish();
    m_connection->statements.insert_or_assign(sql, std::move(*prepared));
    return changed;
}

tl::unexpected<Error> Gateway::refused(const QSqlError& error, const QString& sql)
{
    Error ours = errorOf(error, m_path, sql);
    if (m_inTransaction && endsTransaction(error))
        m_broken = ours;
    return failure(std::move(ours));
}

Result<Changed> Gateway::exec(const QString& sql, const Values& bindings)
{
    return run(sql, bindings, [](Row&) {});
}

Result<void> Gateway::eachRow(const QString& sql, const Values& bindings,
                              const std::function<void(Row&)>& use)
{
    auto done = run(sql, bindings, use);
    if (!done)
        return failure(done.error());
    return {};
}

Result<std::vector<Row>> Gateway::rows(const QString& sql, const Values& bindings)
{
    std::vector<Row> all;
    auto done = run(sql, bindings, [&](Row& row) { all.push_back(std::move(row)); });
    if (!done)
        return failure(done.error());
    return all;
}

Result<void> Gateway::begin()
{
    if (m_inTransaction)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A transaction is open already; they do not nest."));
    if (auto begun = exec(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return failure(begun.error());
    m_inTransaction = true;
    return {};
}

Result<void> Gateway::commit()
{
    if (!m_inTransaction)
        return failure(ErrorKind::WrongUsage, QStringLiteral("There is no transaction to commit."));
    if (auto committed = exec(QStringLiteral("COMMIT")); !committed) {
        rollback();
        return failure(committed.error());
    }
    m_inTransaction = false;
    return {};
}

void Gateway::rollback()
{
    if (!m_inTransaction)
        return;
    m_inTransaction = false;
    m_broken.reset();
    // It fails only where SQLite has rolled back by itself already, after a full disk for example.
    static_cast<void>(exec(QStringLiteral("ROLLBACK")));
}

} // namespace cartwright::store
