#include "command_line.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

class TestDemo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const Ran ran = run({QStringLiteral("demo"), m_workspace, QStringLiteral("--sales"), QStringLiteral("8"),
                             QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("--json")});
        QVERIFY2(ran.code == 0, ran.all().constData());
        m_made = ran.json();
    }
    void demo_makesClosesAndQueues()
    {
        QCOMPARE(m_made.value(QStringLiteral("sales")).toInt(), 8);
        QCOMPARE(m_made.value(QStringLiteral("clips")).toInt(), 16);
        QCOMPARE(m_made.value(QStringLiteral("closed")).toInt() + m_made.value(QStringLiteral("queued")).toInt(), 8);
        const auto truth = m_made.value(QStringLiteral("truth")).toObject();
        QCOMPARE(truth.value(QStringLiteral("sales")).toInt(), 8);
        QVERIFY(truth.value(QStringLiteral("matched")).toInt() > truth.value(QStringLiteral("missed")).toInt());
    }
    void demo_calledAgain_changesNothing()
    {
        const Ran again = run({QStringLiteral("demo"), m_workspace, QStringLiteral("--sales"), QStringLiteral("8"),
                               QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("--json")});
        QVERIFY2(again.code == 0, again.all().constData());
        QCOMPARE(again.json().value(QStringLiteral("closed")).toInt(), 0);
        QCOMPARE(again.json().value(QStringLiteral("truth")), m_made.value(QStringLiteral("truth")));
    }
    void everyQueuedSale_canBeReviewed_untilNoneWaits()
    {
        const QStringList there{QStringLiteral("--workspace"), m_workspace, QStringLiteral("--json")};
        const auto entries = run(QStringList{QStringLiteral("queue")} + there).json().value(QStringLiteral("entries")).toArray();
        for (const auto& entry : entries) {
            QVERIFY(!entry.toObject().value(QStringLiteral("flags")).toArray().isEmpty());
            const Ran applied = run(QStringList{QStringLiteral("review"), QStringLiteral("apply"),
                                                entry.toObject().value(QStringLiteral("sale_id")).toString(), QStringLiteral("--confirm")} + there);
            QVERIFY2(applied.code == 0, applied.all().constData());
        }
        const auto after = run(QStringList{QStringLiteral("queue")} + there).json();
        QCOMPARE(after.value(QStringLiteral("waiting")).toInt(), 0);
        QCOMPARE(after.value(QStringLiteral("done")).toInt(), int(entries.size()));
        const auto figures = run(QStringList{QStringLiteral("measures")} + there).json();
        QCOMPARE(figures.value(QStringLiteral("reviews_per_1000")).toObject().value(QStringLiteral("sales")).toInt(), 8);
        // Every closed sale has its receipt in the outbox.
        int receipts = 0;
        const QDir outbox(m_workspace + QStringLiteral("/outbox"));
        for (const auto& store : outbox.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            receipts += int(QDir(outbox.filePath(store)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
        QCOMPARE(receipts, 8);
    }
    void theHelp_beginsWithAnExample()
    {
        for (const auto& verb : {QStringLiteral("demo"), QStringLiteral("ingest"), QStringLiteral("review apply"), QStringLiteral("dataset create")}) {
            const Ran help = run(verb.split(QLatin1Char(' ')) + QStringList{QStringLiteral("--help")});
            QCOMPARE(help.code, 0);
            QVERIFY2(help.out.startsWith("Example: cartwright-cli " + verb.toUtf8()), help.all().constData());
        }
    }

private:
    const QTemporaryDir m_folder;
    const QString m_workspace = m_folder.filePath(QStringLiteral("demo"));
    QJsonObject m_made;
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
