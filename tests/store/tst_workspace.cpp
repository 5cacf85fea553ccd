#include "core/store/workspace.h"
#include "tests/store/samples.h"

#include <QDir>
#include <QFile>

using namespace cartwright;
using namespace cartwright::store;

class WorkspaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_makesEverything_forItsOwnerOnly();
    void leaseLength_isReadUnderBothItsNames();
    void create_takesAnEmptyFolder();
    void create_refusesAFolderThatIsNotEmpty_andLeavesItUntouched();
    void create_refusesAFile();
    void create_finishesWhatAnInterruptedCreateLeft();
    void open_findsWhatCreateMade();
    void open_isNotFound_whereNoWorkspaceIs();
    void settings_comeBackAsSaved();
    void settings_areRefused_whenTheyAreNoJson();
};

void WorkspaceTest::create_makesEverything_forItsOwnerOnly()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::create(folder.filePath(QStringLiteral("a/b/shop")));
    VERIFY_OK(workspace);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString& path :
         {workspace->folder(), workspace->databasePath(), workspace->mediaFolder(), workspace->draftsFolder(),
          workspace->outboxFolder(), workspace->quarantineFolder(), workspace->datasetsFolder(),
          workspace->folder() + QStringLiteral("/settings.json")}) {
        QVERIFY2(QFile::exists(path), qPrintable(path));
        QVERIFY2((QFile::permissions(path) & others) == 0, qPrintable(path));
    }
    QCOMPARE(
        QDir(workspace->folder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
        7);
    const auto settings = workspace->settings();
    VERIFY_OK(settings);
    QCOMPARE(settings->value(QStringLiteral("schema")).toString(), QStringLiteral("cartwright.settings/1"));
    QVERIFY(settings->value(QStringLiteral("flag_policy")).isObject());
    QCOMPARE(settings->value(QStringLiteral("lease_minutes")).toInt(), 10);
    QCOMPARE(settings->value(QStringLiteral("audit_share")).toDouble(), 0.02);
    const FakeClock clock(0);
    VERIFY_OK(Database::open(workspace->databasePath(), clock));
}

void WorkspaceTest::leaseLength_isReadUnderBothItsNames()
{
    using namespace store::samples;
    QTemporaryDir folder;
    const auto workspace = Workspace::create(folder.path());
    VERIFY_OK(workspace);
    QCOMPARE(workspace->leaseLength(), 10 * minute);
    const auto lengthOf = [&](const char* settings) {
        require(workspace->saveSettings(parseJsonObject(settings, QStringLiteral("settings")).value()));
        return workspace->leaseLength();
    };
    QCOMPARE(lengthOf(R"({"lease_minutes": 2.5})"), 150 * second);
    QCOMPARE(lengthOf(R"({"lease": {"seconds": 90}})"), 90 * second);
    QCOMPARE(lengthOf(R"({"lease_minutes": 10, "lease": {"seconds": 90}})"), 90 * second);
    QCOMPARE(lengthOf(R"({"lease_minutes": "long"})"), 10 * minute);
    QCOMPARE(lengthOf(R"({"lease_minutes": 0})"), minute / 2);
    QCOMPARE(lengthOf(R"({"lease_minutes": 1e9})"), 24 * 60 * minute);
}

void WorkspaceTest::create_takesAnEmptyFolder()
{
    QTemporaryDir folder;
    VERIFY_OK(Workspace::create(folder.path()));
}

void WorkspaceTest::create_refusesAFolderThatIsNotEmpty_andLeavesItUntouched()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("photo.jpg")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    VERIFY_ERROR(Workspace::create(folder.path()), ErrorKind::Refused);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("photo.jpg")});
    QTemporaryDir other;
    VERIFY_OK(Workspace::create(other.path()));
    VERIFY_ERROR(Workspace::create(other.path()), ErrorKind::Refused);
}

void WorkspaceTest::create_refusesAFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("shop")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    VERIFY_ERROR(Workspace::create(file.fileName()), ErrorKind::Refused);
}

void WorkspaceTest::create_finishesWhatAnInterruptedCreateLeft()
{
    QTemporaryDir folder;
    const auto first = Workspace::create(folder.path());
    VERIFY_OK(first);
    QVERIFY(QFile::remove(folder.filePath(QStringLiteral("settings.json"))));
    QVERIFY(QDir(folder.path()).rmdir(QStringLiteral("outbox")));
    VERIFY_ERROR(Workspace::open(folder.path()), ErrorKind::NotFound);
    VERIFY_OK(Workspace::create(folder.path()));
    VERIFY_OK(Workspace::open(folder.path()));
    QVERIFY(QDir(first->outboxFolder()).exists());
}

void WorkspaceTest::open_findsWhatCreateMade()
{
    QTemporaryDir folder;
    const auto made = Workspace::create(folder.path());
    VERIFY_OK(made);
    const auto opened = Workspace::open(folder.path() + QStringLiteral("/./"));
    VERIFY_OK(opened);
    QCOMPARE(opened->folder(), made->folder());
}

void WorkspaceTest::open_isNotFound_whereNoWorkspaceIs()
{
    QTemporaryDir folder;
    VERIFY_ERROR(Workspace::open(folder.path()), ErrorKind::NotFound);
    VERIFY_ERROR(Workspace::open(folder.filePath(QStringLiteral("missing"))), ErrorKind::NotFound);
}

void WorkspaceTest::settings_comeBackAsSaved()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::create(folder.path());
    VERIFY_OK(workspace);
    auto settings = workspace->settings().value();
    settings.insert(QStringLiteral("of_somebody_else"), QJsonObject{{QStringLiteral("x"), 1}});
    VERIFY_OK(workspace->saveSettings(settings));
    QCOMPARE(workspace->settings().value(), settings);
}

void WorkspaceTest::settings_areRefused_whenTheyAreNoJson()
{
    QTemporaryDir folder;
    const auto workspace = Workspace::create(folder.path());
    VERIFY_OK(workspace);
    QFile file(folder.filePath(QStringLiteral("settings.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"schema\": ");
    file.close();
    VERIFY_ERROR(workspace->settings(), ErrorKind::Refused);
}

QTEST_GUILESS_MAIN(WorkspaceTest)
#include "tst_workspace.moc"
