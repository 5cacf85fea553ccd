// Every journey under every kind of fault, at every place. To print the table:
//     bash -c 'build/dev/bin/faults_tst_faults | grep "^|"'
// A try begins with the same workspace, lets the n-th change of its files fail and then looks, without faults, at what is
// there: each acknowledged step must be there once, the interrupted one once or not at all, never in part; then the work
// goes on to its end, where everything must be there once. Acknowledged steps are those of the tries together.
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>

namespace {

/// In memory where that is possible: what is tested is what was asked of the disk, not the disk.
QString roomyTemplate()
{
    const QString memory = QStringLiteral("/dev/shm");
    const QString place = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
    return place + QStringLiteral("/cartwright-faults-XXXXXX");
}

struct Run
{
    QString journey;
    QString kind;
    std::unique_ptr<QProcess> process = std::make_unique<QProcess>();
};

} // namespace

class FaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QStringList kinds{QStringLiteral("full-once"), QStringLiteral("full-on"), QStringLiteral("error-once"),
                                QStringLiteral("error-on"),  QStringLiteral("kill"),    QStringLiteral("torn")};
        for (const char* journey : {"review", "backup", "backup-file", "restore"})
            for (const QString& kind : kinds)
                m_runs.push_back({QString::fromLatin1(journey), kind});
        for (std::size_t i = 0; i < m_runs.size() && i < atOnce; ++i)
            start(m_runs[i]);
    }
    void nothingIsLostOrDoubled_atAnyFault()
    {
        std::printf("| journey | fault | tries | acknowledged steps | lost | duplicated | torn | unclear |\n|---|---|---|---|---|---|---|---|\n");
        QByteArray problems;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            QProcess& process = *m_runs[i].process;
            QVERIFY(process.waitForFinished(300'000));
            if (i + atOnce < m_runs.size())
                start(m_runs[i + atOnce]);
            problems += process.readAllStandardError();
            const auto tally = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
            const auto number = [&](const char* name) { return tally.value(QLatin1String(name)).toInt(-1); };
            std::printf("| %s | %s | %d | %d | %d | %d | %d | %d |\n", qPrintable(m_runs[i].journey), qPrintable(m_runs[i].kind),
                        number("tries"), number("acknowledged"), number("lost"), number("duplicated"), number("torn"),
                        number("unclear"));
            std::fflush(stdout);
            if (number("tries") < 3 || number("lost") != 0 || number("duplicated") != 0 || number("torn") != 0 ||
                number("unclear") != 0)
                problems += qPrintable(m_runs[i].journey + QLatin1Char(' ') + m_runs[i].kind + QStringLiteral(" is not clean\n"));
        }
        QVERIFY2(problems.isEmpty(), problems.constData());
    }

private:
    static constexpr std::size_t atOnce = 3;
    void start(Run& run)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(FAULT_SHIM));
        // A sanitizer wants to be the first library; a small one is forked twice as quickly.
        environment.insert(QStringLiteral("ASAN_OPTIONS"), environment.value(QStringLiteral("ASAN_OPTIONS"))
                                                               + QStringLiteral(":verify_asan_link_order=0:quarantine_size_mb=1:malloc_context_size=3"));
        run.process->setProcessEnvironment(environment);
        const QString folder = m_folder.filePath(run.journey + QLatin1Char('-') + run.kind);
        QVERIFY(QDir().mkpath(folder));
        run.process->start(QStringLiteral(CARTWRIGHT_BIN_DIR "/faults_journey"), {run.journey, run.kind, folder});
    }

    const QTemporaryDir m_folder{roomyTemplate()};
    std::vector<Run> m_runs;
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
