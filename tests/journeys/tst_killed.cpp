#include "command_line.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

/// SIGKILL at many moments of ingest, submit and export; then the same command again must end complete and correct.
class TestKilled : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        // A simulated feed, taken in undisturbed: what the killed one is compared with.
        const Ran made = run(QStringList{QStringLiteral("demo"), m_calm} + m_demo);
        QVERIFY2(made.code == 0, made.all().constData());
        m_feed = m_calm + QStringLiteral("/simulated");
        for (const auto& name : QDir(m_feed + QStringLiteral("/bundles")).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            m_bundles.append(m_feed + QStringLiteral("/bundles/") + name);
        QCOMPARE(m_bundles.size(), 4);
        QCOMPARE(run({QStringLiteral("init"), m_killed}).code, 0);
        QCOMPARE(run({QStringLiteral("store"), QStringLiteral("import"), m_feed + QStringLiteral("/store"), QStringLiteral("--workspace"), m_killed}).code, 0);
    }
    void ingest_killedAgainAndAgain_endsComplete()
    {
        const QStringList ingest = QStringList{QStringLiteral("ingest")} + m_bundles + in(m_killed);
        int killed = 0;
        for (const int milliseconds : {20, 60, 120, 250, 500, 900})
            killed += runAndKill(ingest, milliseconds) ? 1 : 0;
        QVERIFY(killed > 0);
        const Ran last = run(ingest);
        QVERIFY2(last.code == 0, last.all().constData());
        for (const auto& bundle : m_bundles) {
            const QString sale = QFileInfo(bundle).fileName();
            for (const char* part : {"events", "predicted_cart", "flags"})
                QCOMPARE(show(m_killed, sale).value(QLatin1String(part)), show(m_calm, sale).value(QLatin1String(part)));
        }
    }
    void submit_killed_isThereWhollyOrNotAtAll()
    {
        for (qsizetype i = 0; i < m_bundles.size(); ++i) {
            const QString sale = QFileInfo(m_bundles[i]).fileName();
            const QStringList apply = QStringList{QStringLiteral("review"), QStringLiteral("apply"), sale, QStringLiteral("--confirm")} + in(m_killed);
            runAndKill(apply, 15 + 20 * int(i));
            const auto after = show(m_killed, sale);
            const bool decided = !after.value(QStringLiteral("verdicts")).toArray().isEmpty();
            const Ran again = run(apply);
            QVERIFY2(again.code == (decided ? 4 : 0), again.all().constData());
            QCOMPARE(show(m_killed, sale).value(QStringLiteral("verdicts")).toArray().size(), 1);
            QVERIFY(!show(m_killed, sale).value(QStringLiteral("receipts")).toArray().isEmpty());
        }
    }
    void export_killed_isNeverHalfThere()
    {
        const QString dataset = m_folder.filePath(QStringLiteral("v1"));
        const QStringList create = QStringList{QStringLiteral("dataset"), QStringLiteral("create"), dataset} + in(m_killed);
        for (const int milliseconds : {30, 90, 180, 300}) {
            runAndKill(create, milliseconds);
            if (QFileInfo::exists(dataset))
                QCOMPARE(run({QStringLiteral("dataset"), QStringLiteral("verify"), dataset}).code, 0);
        }
        const Ran last = run(create);
        QVERIFY2(last.code == 0, last.all().constData());
        QCOMPARE(run({QStringLiteral("dataset"), QStringLiteral("verify"), dataset}).code, 0);
        const Ran calm = run(QStringList{QStringLiteral("dataset"), QStringLiteral("create"), m_folder.filePath(QStringLiteral("v2"))} + in(m_killed));
        QCOMPARE(calm.json().value(QStringLiteral("content_hash")), last.json().value(QStringLiteral("content_hash")));
    }

private:
    static QStringList in(const QString& workspace) { return {QStringLiteral("--workspace"), workspace, QStringLiteral("--json")}; }
    static QJsonObject show(const QString& workspace, const QString& sale)
    {
        return run(QStringList{QStringLiteral("review"), QStringLiteral("show"), sale} + in(workspace)).json();
    }

    const QTemporaryDir m_folder;
    const QString m_calm = m_folder.filePath(QStringLiteral("calm"));
    const QString m_killed = m_folder.filePath(QStringLiteral("killed"));
    const QStringList m_demo{QStringLiteral("--sales"), QStringLiteral("4"), QStringLiteral("--cameras"), QStringLiteral("1"),
                             QStringLiteral("--seed"), QStringLiteral("5")};
    QString m_feed;
    QStringList m_bundles;
};

QTEST_GUILESS_MAIN(TestKilled)
#include "tst_killed.moc"
