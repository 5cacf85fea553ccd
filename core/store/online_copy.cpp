#include "core/store/online_copy.h"

#include <sqlite3.h>

#include <functional>
#include <limits>
#include <memory>
#include <thread>

namespace cartwright::store {
namespace {

using namespace std::chrono_literals;

constexpr int pagesInOneStep = 2048;
constexpr int beginningsAtMost = 3;
constexpr auto pause = 2ms; ///< in which a writer that waits takes its turn

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Backup = std::unique_ptr<sqlite3_backup, decltype(&sqlite3_backup_finish)>;

bool isBusy(int code) { return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED; }

/// Keeps writers out as long as it lives.
class ReadLock
{
public:
    explicit ReadLock(sqlite3* database) : m_database(database)
    {
        sqlite3_exec(m_database, "BEGIN", nullptr, nullptr, nullptr);
    }
    /// SQLITE_OK where it is held from now on.
    int take() { return sqlite3_exec(m_database, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr); }
    ~ReadLock() { sqlite3_exec(m_database, "ROLLBACK", nullptr, nullptr, nullptr); }
    ReadLock(const ReadLock&) = delete;
    ReadLock& operator=(const ReadLock&) = delete;

private:
    sqlite3* m_database;
};

class OnlineCopy
{
public:
    OnlineCopy(sqlite3* source, sqlite3_backup* backup, std::chrono::milliseconds patience, const Cancellation& cancel)
        : m_source(source), m_backup(backup), m_patience(patience), m_cancel(cancel)
    {
    }

    /// SQLITE_DONE, or why it ended before: SQLITE_INTERRUPT where it was cancelled.
    int run()
    {
        int left = std::numeric_limits<int>::max();
        for (int beginnings = 1; beginnings <= beginningsAtMost;) {
            const int code = tried([&] { return sqlite3_backup_step(m_backup, pagesInOneStep); });
            if (code != SQLITE_OK)
                return code;
            const int now = sqlite3_backup_remaining(m_backup);
            beginnings += now >= left ? 1 : 0;
            left = now;
            std::this_thread::sleep_for(pause);
        }
        ReadLock lock(m_source);
        int code = tried([&] { return lock.take(); });
        while (code == SQLITE_OK)
            code = tried([&] { return sqlite3_backup_step(m_backup, pagesInOneStep); });
        return code;
    }

private:
    /// The same again while somebody writes.
    int tried(const std::function<int()>& call)
    {
        const auto until = std::chrono::steady_clock::now() + m_patience;
        for (;;) {
            if (m_cancel.isCancelled())
                return SQLITE_INTERRUPT;
            const int code = call();
            if (!isBusy(code) || std::chrono::steady_clock::now() >= until)
                return code;
            std::this_thread::sleep_for(pause);
        }
    }

    sqlite3* m_source;
    sqlite3_backup* m_backup;
    std::chrono::milliseconds m_patience;
    const Cancellation& m_cancel;
};

Error errorOf(int code, const QString& said, const QString& name, const QString& copy)
{
    const QString details = QStringLiteral("SQLite %1: %2\ncopying %3 to %4").arg(code).arg(said, name, copy);
    if (code == SQLITE_INTERRUPT)
        return {ErrorKind::Cancelled, QStringLiteral("Copying the database %1 was stopped.").arg(name), {}};
    if (isBusy(code))
        return {ErrorKind::Locked,
                QStringLiteral("The database %1 is busy: somebody else keeps writing to it. Try again in a moment.").arg(name), details};
    if ((code & 0xff) == SQLITE_FULL)
        return {ErrorKind::Failed, QStringLiteral("Writing %1 failed: disk full. Free some space and do the same again.").arg(copy),
                details};
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
        return {ErrorKind::Integrity,
                QStringLiteral("The database %1 is damaged: %2. Keep the file and go back to a copy of it.").arg(name, said), details};
    // SQLite does not say on which side.
    return {ErrorKind::Failed,
            QStringLiteral("Copying the database %1 to %2 failed: %3. Check both disks and do the same again.").arg(name, copy, said),
            details};
}

} // namespace

Result<void> copyOnline(sqlite3* source, const QString& name, const QString& copy, std::chrono::milliseconds patience,
                        const Cancellation& cancel)
{
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2(copy.toUtf8().constData(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const Connection target(opened, &sqlite3_close);
    if (code == SQLITE_OK)
        code = sqlite3_exec(target.get(), "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) {
        const Backup backup(sqlite3_backup_init(target.get(), "main", source, "main"), &sqlite3_backup_finish);
        code = backup ? OnlineCopy(source, backup.get(), patience, cancel).run() : sqlite3_errcode(target.get());
    }
    if (code == SQLITE_DONE)
        return {};
    return failure(errorOf(code, QString::fromUtf8(sqlite3_errstr(code)), name, copy));
}

} // namespace cartwright::store
