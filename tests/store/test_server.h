#pragma once

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtGlobal>

#include <unistd.h>

namespace cartwright::store::samples {

/// A PostgreSQL 15 server of this test program's own, in a temporary folder, reached by a socket there; started
/// at first use and stopped at the program's end. Where the program runs as root, the server runs as "nobody",
/// because it refuses root.
class TestServer
{
public:
    static bool isWanted() { return qEnvironmentVariable("CARTWRIGHT_TEST_ENGINE") == QStringLiteral("postgresql"); }
    static TestServer& shared()
    {
        static TestServer server;
        return server;
    }

    ~TestServer() { stop(QStringLiteral("immediate")); }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    QString newDatabase()
    {
        const QString name = QStringLiteral("t%1_%2").arg(::getpid()).arg(++m_databases);
        run(QStringLiteral("createdb"), {QStringLiteral("-h"), m_folder.path(), QStringLiteral("-U"),
                                         QStringLiteral("operator"), name});
        return address(name);
    }
    QString address(const QString& database, const QString& user = QStringLiteral("operator")) const
    {
        return QStringLiteral("postgresql://%1@/%2?host=%3").arg(user, database, m_folder.path());
    }
    void start()
    {
        run(QStringLiteral("pg_ctl"),
            {QStringLiteral("-D"), data(), QStringLiteral("-w"), QStringLiteral("-l"),
             m_folder.filePath(QStringLiteral("server.log")), QStringLiteral("-o"),
             QStringLiteral("-k %1 -c listen_addresses='' -c max_connections=100 %2").arg(m_folder.path(), m_options),
             QStringLiteral("start")});
    }
    /// "fast" ends the sessions in order, "immediate" is a crash.
    void stop(const QString& mode)
    {
        run(QStringLiteral("pg_ctl"), {QStringLiteral("-D"), data(), QStringLiteral("-w"), QStringLiteral("-m"), mode,
                                       QStringLiteral("stop")});
    }

    /// As after a crash, whether it still runs or not.
    void restart()
    {
        run(QStringLiteral("pg_ctl"), {QStringLiteral("-D"), data(), QStringLiteral("-m"), QStringLiteral("immediate"),
                                       QStringLiteral("-w"), QStringLiteral("-l"), m_folder.filePath(QStringLiteral("server.log")),
                                       QStringLiteral("restart")});
    }

    explicit TestServer(const QString& options = QStringLiteral("-c fsync=off -c synchronous_commit=off"),
                        const QString& parent = QDir::tempPath())
        : m_folder(parent + QStringLiteral("/cwpg-XXXXXX")), m_options(options)
    {
        QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7777)); // the server's user is another one
        run(QStringLiteral("initdb"),
            {QStringLiteral("-D"), data(), QStringLiteral("-U"), QStringLiteral("operator"), QStringLiteral("--no-sync"),
             QStringLiteral("--wal-segsize=1"), QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
             QStringLiteral("--locale=C.UTF-8")});
        start();
    }

private:
    QString data() const { return m_folder.filePath(QStringLiteral("data")); }
    static void run(const QString& program, const QStringList& arguments)
    {
        QStringList line{QStringLiteral("/usr/lib/postgresql/15/bin/") + program};
        if (::geteuid() == 0) {
            line.prepend(QStringLiteral("--"));
            line = QStringList{QStringLiteral("runuser"), QStringLiteral("-u"), QStringLiteral("nobody")} + line;
        }
        line += arguments;
        QProcess process;
        process.setWorkingDirectory(QStringLiteral("/"));
        process.setStandardOutputFile(QProcess::nullDevice());
        // A server that stays would keep a pipe open.
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(line.takeFirst(), line);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("%s failed (%d)", qPrintable(program), process.exitCode());
    }

    QTemporaryDir m_folder;
    QString m_options;
    int m_databases = 0;
};

} // namespace cartwright::store::samples
