#include "core/store/gateway.h"

#include "core/store/online_copy.h"
#include "core/store/postgres_password.h"
#include "core/store/sqlite_handle.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <random>
#include <thread>
#include <unordered_map>

namespace cartwright::store {
namespace {

using namespace std::chrono_literals;

constexpr auto longestPause = 12ms;
constexpr auto sealEvery = 5s;
constexpr Microseconds serverTimeHolds = 60 * microsecondsPerSecond;

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

struct Gateway::Connection
{
    Connection(const Engine& used, const QString& connectionName)
        : engine(used), name(connectionName),
          database(QSqlDatabase::addDatabase(used.driver(), connectionName))
    {
    }
    ~Connection()
    {
        // Statements of a lost server cannot be freed there, and would say so one by one; without their driver
        // they do not try.
        if (!isLost)
            statements.clear();
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Takes a statement out of the cache, so that nested use of the same text prepares another one.
    Result<std::unique_ptr<Statement>> prepare(const QString& sql, std::chrono::milliseconds length,
                                               QSqlError& error)
    {
        if (auto node = statements.extract(sql); !node.empty())
            return std::move(node.mapped());
        const QString own = engine.adapted(sql);
        for (Patience patience(length);;) {
            if (auto statement = engine.prepare(database, own, error))
                return statement;
            if (engine.troubleOf(error) != Trouble::Busy || !patience.wait())
                return failure(engine.errorOf(error, sql));
        }
    }

    const Engine& engine;
    QString name;
    QSqlDatabase database;
    std::unordered_map<QString, std::unique_ptr<Statement>> statements;
    bool isLost = false;
};

/// The server's time, carried on between questions by a clock that nobody can set.
class Gateway::ServerClock final : public Clock
{
public:
    explicit ServerClock(UtcMicroseconds serverTime) : m_serverTime(serverTime), m_since(sinceBoot()) {}
    UtcMicroseconds now() const override { return m_serverTime + age(); }
    Microseconds age() const { return sinceBoot() - m_since; }

private:
    static Microseconds sinceBoot()
    {
        timespec time = {};
        ::clock_gettime(CLOCK_BOOTTIME, &time);
        return static_cast<Microseconds>(time.tv_sec) * microsecondsPerSecond + time.tv_nsec / 1000;
    }

    UtcMicroseconds m_serverTime;
    Microseconds m_since;
};

Gateway::Gateway(std::unique_ptr<Engine> engine, const Clock& clock)
    : m_engine(std::move(engine)), m_name(m_engine->name()), m_clock(clock)
{
}

Gateway::~Gateway()
{
    if (m_inTransaction)
        rollback();
    if (m_connection)
        m_connection->isLost = m_lost;
}

const Clock& Gateway::clock() const
{
    return m_serverClock ? static_cast<const Clock&>(*m_serverClock) : m_clock;
}

Result<std::unique_ptr<Gateway>> Gateway::open(const QString& address, const Clock& clock, TimeSource time)
{
    auto engine = Engine::of(address);
    if (!engine)
        return failure(engine.error());
    std::unique_ptr<Gateway> gateway(new Gateway(std::move(*engine), clock));
    if (auto connected = gateway->connect(); !connected)
        return failure(connected.error());
    if (!gateway->m_engine->isServer()) {
        if (auto configured = gateway->configure(); !configured)
            return failure(configured.error());
    } else if (time == TimeSource::Store) {
        if (auto asked = gateway->askServerTime(); !asked)
            return failure(asked.error());
    }
    return gateway;
}

Result<void> Gateway::connect()
{
    static std::atomic<std::uint64_t> next = 0;
    if (m_connection)
        m_connection->isLost = m_lost;
    m_connection.reset();
    m_lost = true;
    auto connection = std::make_unique<Connection>(*m_engine, QStringLiteral("cartwright-%1").arg(++next));
    if (auto opened = m_engine->open(connection->database); !opened)
        return opened;
    m_connection = std::move(connection);
    m_lost = false;
    return {};
}

Result<void> Gateway::askServerTime()
{
    auto answer = rows(QStringLiteral("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"));
    if (!answer)
        return failure(answer.error());
    m_serverClock = std::make_unique<ServerClock>(answer->front().integer());
    return {};
}

Result<void> Gateway::start(Access access)
{
    const auto ready = [this]() -> Result<void> {
        if (m_lost)
            if (auto connected = connect(); !connected)
                return connected;
        if (m_serverClock && m_serverClock->age() > serverTimeHolds)
            return askServerTime();
        return {};
    };
    // A connection that was lost while nothing was under way is noticed here, and once more is enough.
    for (const bool again : {true, false}) {
        auto started = ready();
        if (started)
            if (auto begun = exec(m_engine->begin(access)); !begun)
                started = failure(begun.error());
        if (started || !m_lost || !again)
            return started;
    }
    return {};
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
                .arg(m_name, name, value, readBack));
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
    if (!m_connection)
        return failure(ErrorKind::Unreachable, QStringLiteral("The database %1 is not connected.").arg(m_name));
    if (m_watcher)
        m_watcher(sql, bindings);
    if (!m_engine->canPrepare(sql))
        return command(sql);
    QSqlError unprepared;
    auto prepared = m_connection->prepare(sql, m_patience, unprepared);
    if (!prepared)
        return refused(unprepared, sql);
    Statement& statement = **prepared;
    for (Patience patience(m_patience); !statement.start(bindings);)
        if (m_engine->troubleOf(statement.error()) != Trouble::Busy || !patience.wait())
            return refused(statement.error(), sql);
    Row row;
    while (statement.next(row))
        use(row);
    if (const QSqlError error = statement.error(); error.type() != QSqlError::NoError)
        return refused(error, sql);
    const Changed changed{statement.changed()};
    statement.finish();
    m_connection->statements.insert_or_assign(sql, std::move(*prepared));
    return changed;
}

Result<Changed> Gateway::command(const QString& sql)
{
    QSqlQuery query(m_connection->database);
    if (!query.exec(m_engine->adapted(sql)))
        return refused(query.lastError(), sql);
    return Changed{query.numRowsAffected()};
}

tl::unexpected<Error> Gateway::refused(const QSqlError& error, const QString& sql)
{
    Error ours = m_engine->errorOf(error, sql);
    const Trouble trouble = m_engine->troubleOf(error);
    m_lost = m_lost || trouble == Trouble::Lost;
    if (m_inTransaction && (trouble == Trouble::Lost || (trouble == Trouble::Undone && !m_engine->isServer())))
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

Result<std::vector<Row>> Gateway::single(const QString& sql, const Values& bindings)
{
    if (m_lost)
        if (auto connected = connect(); !connected)
            return failure(connected.error());
    return rows(sql, bindings);
}

Result<QString> Gateway::scramVerifier(const QString& user, const QString& password)
{
    if (!m_connection)
        return failure(ErrorKind::Unreachable, QStringLiteral("The database %1 is not connected.").arg(m_name));
    return store::scramVerifier(m_connection->database, user, password);
}

Result<void> Gateway::copyTo(const QString& copy, const Cancellation& cancel)
{
    sqlite3* handle = m_connection ? sqliteHandle(m_connection->database) : nullptr;
    if (!handle)
        return failure(ErrorKind::WrongUsage, QStringLiteral("%1 is no file; back it up with pg_dump.").arg(m_name));
    return copyOnline(handle, m_name, copy, m_patience, cancel);
}

bool Gateway::takeSealTurn(bool now)
{
    const auto time = std::chrono::steady_clock::now();
    if (m_lost || m_inTransaction || !m_unsealed || (!now && time - m_sealed < sealEvery))
        return false;
    m_sealed = time;
    m_unsealed = false;
    return true;
}

Result<void> Gateway::begin(Access access)
{
    if (m_inTransaction)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("A transaction is open already; they do not nest."));
    if (auto begun = start(access); !begun)
        return begun;
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
    // It fails only where the transaction is over already: after a full disk, or with a lost connection.
    if (!m_lost)
        static_cast<void>(exec(QStringLiteral("ROLLBACK")));
}

} // namespace cartwright::store
