#include "command_line.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

/// Backup, restore and doctor as an operator calls them.
class TestKeep : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QCOMPARE(run({QStringLiteral("init"), shop()}).code, 0);
    }
    void aBackup_comesBack_andTheOldOneIsKeptAside()
    {
        const QString backup = m_folder->filePath(QStringLiteral("monday"));
        const Ran made = run(QStringList{QStringLiteral("backup"), backup, QStringLiteral("--media")} + in(shop()));
        QVERIFY2(made.code == 0 && made.json().value(QStringLiteral("tables")).toInt() > 20, made.all().constData());
        QCOMPARE(run(QStringList{QStringLiteral("backup"), backup} + in(shop())).code, 4);
        QCOMPARE(run(QStringList{QStringLiteral("restore"), backup} + in(shop())).code, 4);
        const Ran restored = run(QStringList{QStringLiteral("restore"), backup, QStringLiteral("--replace")} + in(shop()));
        const QString aside = restored.json().value(QStringLiteral("kept_aside")).toString();
        QVERIFY2(restored.code == 0 && QFileInfo(aside).isDir(), restored.all().constData());
        QCOMPARE(run(QStringList{QStringLiteral("doctor")} + in(aside)).code, 0);
        QCOMPARE(run(QStringList{QStringLiteral("queue")} + in(shop())).code, 0);
        QCOMPARE(run({QStringLiteral("backup")}).code, 2);
        QCOMPARE(run(QStringList{QStringLiteral("restore"), shop() + QStringLiteral("/none")} + in(shop())).code, 3);
    }
    void theDoctor_exitsWithFive_whereIntegrityIsViolated_andTellsWhat()
    {
        const Ran healthy = run(QStringList{QStringLiteral("doctor"), QStringLiteral("--deep")} + in(shop()));
        QVERIFY2(healthy.code == 0, healthy.all().constData());
        QVERIFY(!healthy.json().value(QStringLiteral("integrity_violated")).toBool(true));
        const Ran warned = run(QStringList{QStringLiteral("doctor"), QStringLiteral("--floor"), QStringLiteral("1000000000")} + in(shop()));
        QVERIFY2(warned.code == 0 && warned.out.contains("\"warning\""), warned.all().constData());
        QCOMPARE(run(QStringList{QStringLiteral("doctor"), QStringLiteral("--floor"), QStringLiteral("much")} + in(shop())).code, 2);

        QFile database(shop() + QStringLiteral("/cartwright.sqlite"));
        QVERIFY(database.open(QIODevice::ReadWrite) && database.resize(database.size() / 2));
        database.close();
        const Ran damaged = run(QStringList{QStringLiteral("doctor")} + in(shop()));
        QVERIFY2(damaged.code == 5, damaged.all().constData());
        const auto first = damaged.json().value(QStringLiteral("checks")).toArray().first().toObject();
        QCOMPARE(first.value(QStringLiteral("check")).toString(), QStringLiteral("database"));
        QCOMPARE(first.value(QStringLiteral("grade")).toString(), QStringLiteral("error"));
        QVERIFY(!first.value(QStringLiteral("next")).toString().isEmpty());
        const QString backup = m_folder->filePath(QStringLiteral("tuesday"));
        QCOMPARE(run(QStringList{QStringLiteral("backup"), backup} + in(shop())).code, 5);
        QVERIFY(!QFileInfo::exists(backup));
    }

private:
    QString shop() const { return m_folder->filePath(QStringLiteral("shop")); }
    static QStringList in(const QString& workspace) { return {QStringLiteral("--workspace"), workspace, QStringLiteral("--json")}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestKeep)
#include "tst_keep.moc"
