#include "core/store/backup_manifest.h"
#include "tests/store/kept_workspace.h"

#include <sys/stat.h>

#include <atomic>
#include <thread>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

const BackupOptions withMedia{BackupOptions::Content::All, QStringLiteral("1.2.3")};
const RestoreOptions keepAside{RestoreOptions::Present::KeepAside};

bool onlyOwnerMayRead(const QString& path)
{
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    return QFile::exists(path) && !(QFile::permissions(path) & others);
}

QByteArray lastPageChanged(QByteArray bytes)
{
    bytes[bytes.size() - 100] = static_cast<char>(bytes[bytes.size() - 100] ^ 1);
    return bytes;
}

} // namespace

class BackupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backup_ofOneFile_holdsDatabaseAndSettings();
    void backup_withMedia_restoresToTheSame();
    void backup_neverOverwrites();
    void backup_ofADamagedDatabase_isNotMade();
    void backup_leavesNothing_whenCancelled();
    void backup_isOneState_whileOthersWrite();
    void restore_refusesAWorkspace_unlessToldToKeepItAside();
    void restore_refusesAWorkspaceOnAServer();
    void restore_refusesAFolderWithOtherThings();
    void restore_keepsADamagedWorkspaceAside();
    void restore_isLocked_whileSomebodyWrites();
    void restore_refusesWhatIsNotAsTheManifestSays_data();
    void restore_refusesWhatIsNotAsTheManifestSays();
};

void BackupTest::backup_ofOneFile_holdsDatabaseAndSettings()
{
    Shop shop;
    const QString file = shop.at(QStringLiteral("monday.sqlite"));
    const auto made = backupWorkspace(shop.workspace, file, {}, shop.clock);
    VERIFY_OK(made);
    QCOMPARE(made->rows, totalOf(shop.rows()));
    QCOMPARE(namesIn(shop.folder.path()),
             QStringList({QStringLiteral("monday.sqlite"), QStringLiteral("monday.sqlite.manifest.json"),
                          QStringLiteral("shop")}));
    QVERIFY(onlyOwnerMayRead(file) && onlyOwnerMayRead(made->manifest));
    const auto manifest = readManifest(file).value();
    QCOMPARE(manifest.database.sha256, sha256OfFile(file).value());
    QVERIFY(manifest.rows == shop.rows());
    QCOMPARE(manifest.madeAt, shop.clock.now());

    const QString back = shop.at(QStringLiteral("back"));
    VERIFY_OK(restoreWorkspace(file, back, {}, shop.clock));
    QCOMPARE(Workspace::open(back)->settings().value(), shop.workspace.settings().value());
    QVERIFY(rowsOf(back, shop.clock) == shop.rows());
}

void BackupTest::backup_withMedia_restoresToTheSame()
{
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    const auto made = backupWorkspace(shop.workspace, folder, withMedia, shop.clock);
    VERIFY_OK(made);
    QCOMPARE(made->files, std::int64_t(6)); // database, settings, clip, series, draft, dataset
    const QString back = shop.at(QStringLiteral("back"));
    const auto restored = restoreWorkspace(folder, back, {}, shop.clock);
    VERIFY_OK(restored);
    QVERIFY(restored->keptAside.isEmpty());
    for (const QString& path : {QStringLiteral("media/demo-01/s-1/r1/shelf-3.mp4"), QStringLiteral("drafts/d.json"),
                                QStringLiteral("datasets/v1/data.txt"), QStringLiteral("settings.json")}) {
        QCOMPARE(bytesOf(back + QLatin1Char('/') + path), bytesOf(shop.workspace.folder() + QLatin1Char('/') + path));
        QVERIFY(onlyOwnerMayRead(back + QLatin1Char('/') + path));
    }
    auto database = Database::open(back + QStringLiteral("/cartwright.sqlite"), shop.clock);
    VERIFY_OK(database);
    QCOMPARE(SaleRepository(**database).load(keyOf(QStringLiteral("s-1"))).value(),
             SaleRepository(*shop.database).load(keyOf(QStringLiteral("s-1"))).value());
    QCOMPARE(namesIn(shop.folder.path()).size(), 3);
}

void BackupTest::backup_neverOverwrites()
{
    Shop shop;
    const QString file = shop.at(QStringLiteral("monday.sqlite"));
    put(file, "mine");
    VERIFY_ERROR(backupWorkspace(shop.workspace, file, {}, shop.clock), ErrorKind::Refused);
    QCOMPARE(bytesOf(file), QByteArray("mine"));
    QVERIFY(QFile::remove(file));
    put(file + QStringLiteral(".manifest.json"), "mine");
    VERIFY_ERROR(backupWorkspace(shop.workspace, file, {}, shop.clock), ErrorKind::Refused);
    VERIFY_ERROR(backupWorkspace(shop.workspace, shop.folder.path(), withMedia, shop.clock), ErrorKind::Refused);
    VERIFY_ERROR(backupWorkspace(shop.workspace, shop.workspace.mediaFolder() + QStringLiteral("/b"), withMedia, shop.clock),
                 ErrorKind::Refused);
    VERIFY_ERROR(backupWorkspace(shop.workspace, shop.at(QStringLiteral("no/b")), {}, shop.clock), ErrorKind::NotFound);
    VERIFY_ERROR(backupWorkspace(shop.workspace, shop.at(QStringLiteral("b.sqlite")), withMedia, shop.clock),
                 ErrorKind::WrongUsage);
    QCOMPARE(namesIn(shop.folder.path()).size(), 2);
}

void BackupTest::backup_ofADamagedDatabase_isNotMade()
{
    Shop shop;
    auto& gateway = shop.database->gateway();
    gateway.rows(QStringLiteral("PRAGMA foreign_keys = OFF")).value();
    gateway.exec(QStringLiteral("DELETE FROM sale_revision")).value();
    shop.database.reset();
    const auto made = backupWorkspace(shop.workspace, shop.at(QStringLiteral("monday")), {}, shop.clock);
    VERIFY_ERROR(made, ErrorKind::Integrity);
    QVERIFY(made.error().sentence.contains(QStringLiteral("monday")));
    QCOMPARE(namesIn(shop.folder.path()), QStringList{QStringLiteral("shop")});
}

void BackupTest::backup_leavesNothing_whenCancelled()
{
    Shop shop;
    const Cancellation cancel;
    cancel.cancel();
    VERIFY_ERROR(backupWorkspace(shop.workspace, shop.at(QStringLiteral("monday")), withMedia, shop.clock, cancel),
                 ErrorKind::Cancelled);
    QCOMPARE(namesIn(shop.folder.path()), QStringList{QStringLiteral("shop")});
}

void BackupTest::backup_isOneState_whileOthersWrite()
{
    Shop shop;
    std::atomic<bool> stop = false;
    std::atomic<int> written = 0;
    std::thread writer([&] {
        auto database = Database::open(shop.workspace.databasePath(), shop.clock);
        require(database);
        for (int i = 0; !stop; ++i, ++written)
            require(SaleRepository(**database).addRevision(sampleSale(QStringLiteral("w-%1").arg(i)), QByteArray::number(i)));
    });
    for (int round = 0; round < 4; ++round) {
        const int before = written;
        const QString folder = shop.at(QStringLiteral("b%1").arg(round));
        const auto made = backupWorkspace(shop.workspace, folder, {}, shop.clock);
        if (!made)
            stop = true;
        VERIFY_OK(made);
        const RowCounts rows = rowsOf(folder, shop.clock);
        QVERIFY(rows == readManifest(folder)->rows);
        QVERIFY(rows.at(QStringLiteral("sale")) == rows.at(QStringLiteral("sale_revision")));
        while (written == before && !stop)
            std::this_thread::yield(); // the writer is not kept out for good
    }
    stop = true;
    writer.join();
    QVERIFY(written > 0);
}

void BackupTest::restore_refusesAWorkspace_unlessToldToKeepItAside()
{
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    VERIFY_OK(backupWorkspace(shop.workspace, folder, withMedia, shop.clock));
    const RowCounts monday = shop.rows();
    shop.queue(QStringLiteral("s-2"));
    const RowCounts tuesday = shop.rows();
    shop.database.reset();
    VERIFY_ERROR(restoreWorkspace(folder, shop.workspace.folder(), {}, shop.clock), ErrorKind::Refused);
    QVERIFY(rowsOf(shop.workspace.folder(), shop.clock) == tuesday);

    QStringList aside;
    for (int i = 0; i < 2; ++i) { // the clock stands still, so that the second name must differ
        const auto restored = restoreWorkspace(folder, shop.workspace.folder(), keepAside, shop.clock);
        VERIFY_OK(restored);
        aside.append(restored->keptAside);
        QVERIFY(rowsOf(shop.workspace.folder(), shop.clock) == monday);
    }
    QVERIFY(aside[0] != aside[1]);
    QVERIFY(rowsOf(aside[0], shop.clock) == tuesday);
    QCOMPARE(bytesOf(aside[0] + QStringLiteral("/media/demo-01/s-2/r1/shelf-3.mp4")), Shop::clipBytes());
    QCOMPARE(namesIn(shop.folder.path()).size(), 4);
}

void BackupTest::restore_refusesAWorkspaceOnAServer()
{
    Shop shop;
    const QString file = shop.at(QStringLiteral("monday.sqlite"));
    require(backupWorkspace(shop.workspace, file, {}, shop.clock));
    QJsonObject settings = shop.workspace.settings().value();
    settings.insert(QStringLiteral("database"), QStringLiteral("postgresql://olga@db.example.org/shop"));
    require(shop.workspace.saveSettings(settings));
    for (const auto present : {RestoreOptions::Present::Refuse, RestoreOptions::Present::KeepAside}) {
        const auto restored = restoreWorkspace(file, shop.workspace.folder(), {present}, shop.clock);
        VERIFY_ERROR(restored, ErrorKind::Refused);
        QVERIFY2(restored.error().sentence.contains(QStringLiteral("server")), qPrintable(restored.error().sentence));
    }
    QCOMPARE(shop.workspace.settings().value(), settings);
}

void BackupTest::restore_refusesAFolderWithOtherThings()
{
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    VERIFY_OK(backupWorkspace(shop.workspace, folder, {}, shop.clock));
    put(shop.at(QStringLiteral("letters/one.txt")), "dear");
    VERIFY_ERROR(restoreWorkspace(folder, shop.at(QStringLiteral("letters")), keepAside, shop.clock), ErrorKind::Refused);
    VERIFY_ERROR(restoreWorkspace(shop.at(QStringLiteral("letters")), shop.at(QStringLiteral("new")), {}, shop.clock),
                 ErrorKind::NotFound);
    QCOMPARE(bytesOf(shop.at(QStringLiteral("letters/one.txt"))), QByteArray("dear"));
    QVERIFY(QDir(shop.folder.path()).mkdir(QStringLiteral("empty")));
    VERIFY_OK(restoreWorkspace(folder, shop.at(QStringLiteral("empty")), {}, shop.clock));
}

void BackupTest::restore_keepsADamagedWorkspaceAside()
{
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    VERIFY_OK(backupWorkspace(shop.workspace, folder, {}, shop.clock));
    const RowCounts monday = shop.rows();
    shop.database.reset();
    put(shop.workspace.databasePath(), "no database any more");
    const auto restored = restoreWorkspace(folder, shop.workspace.folder(), keepAside, shop.clock);
    VERIFY_OK(restored);
    QVERIFY(rowsOf(shop.workspace.folder(), shop.clock) == monday);
    QCOMPARE(bytesOf(restored->keptAside + QStringLiteral("/cartwright.sqlite")), QByteArray("no database any more"));
}

void BackupTest::restore_isLocked_whileSomebodyWrites()
{
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    VERIFY_OK(backupWorkspace(shop.workspace, folder, {}, shop.clock));
    auto transaction = Transaction::begin(*shop.database);
    VERIFY_OK(transaction);
    VERIFY_ERROR(restoreWorkspace(folder, shop.workspace.folder(), keepAside, shop.clock), ErrorKind::Locked);
    QCOMPARE(namesIn(shop.folder.path()), QStringList({QStringLiteral("monday"), QStringLiteral("shop")}));
}

void BackupTest::restore_refusesWhatIsNotAsTheManifestSays_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* name, const char* file, const char* how, ErrorKind kind) {
        QTest::newRow(name) << QString::fromLatin1(file) << QString::fromLatin1(how) << static_cast<int>(kind);
    };
    row("a clip has another byte", "media/demo-01/s-1/r1/shelf-3.mp4", "flip", ErrorKind::Integrity);
    row("a clip is cut short", "media/demo-01/s-1/r1/shelf-3.mp4", "cut", ErrorKind::Integrity);
    row("a clip is missing", "media/demo-01/s-1/r1/shelf-3.mp4", "remove", ErrorKind::Integrity);
    row("a clip is a link", "media/demo-01/s-1/r1/shelf-3.mp4", "link", ErrorKind::Integrity);
    row("the database has another byte", "cartwright.sqlite", "flip", ErrorKind::Integrity);
    row("the database is missing", "cartwright.sqlite", "remove", ErrorKind::Integrity);
    row("the manifest is missing", "manifest.json", "remove", ErrorKind::NotFound);
    row("the manifest is cut short", "manifest.json", "cut", ErrorKind::Refused);
    row("the manifest names a path outside", "manifest.json", "drafts/d.json>drafts/../../x", ErrorKind::Refused);
    row("the manifest names an absolute path", "manifest.json", "drafts/d.json>/etc/passwd", ErrorKind::Refused);
    row("the manifest counts other rows", "manifest.json", "\"clip\": 1>\"clip\": 2", ErrorKind::Integrity);
    row("the manifest is of another form", "manifest.json", "backup/1>backup/2", ErrorKind::Refused);
}

void BackupTest::restore_refusesWhatIsNotAsTheManifestSays()
{
    QFETCH(QString, file);
    QFETCH(QString, how);
    QFETCH(int, kind);
    Shop shop;
    const QString folder = shop.at(QStringLiteral("monday"));
    VERIFY_OK(backupWorkspace(shop.workspace, folder, withMedia, shop.clock));
    const QString path = folder + QLatin1Char('/') + file;
    const QByteArray whole = bytesOf(path);
    QVERIFY(QFile::remove(path)); // not through the name: media share their bytes with the workspace
    if (how == QStringLiteral("flip"))
        put(path, lastPageChanged(whole));
    else if (how == QStringLiteral("cut"))
        put(path, whole.left(whole.size() / 2));
    else if (how == QStringLiteral("link"))
        QVERIFY(QFile::link(shop.workspace.mediaFolder() + QStringLiteral("/demo-01/s-1/r1/shelf-3.mp4"), path));
    else if (how.contains(QLatin1Char('>')))
        put(path, QByteArray(whole).replace(how.section(QLatin1Char('>'), 0, 0).toUtf8(), how.section(QLatin1Char('>'), 1).toUtf8()));
    const RowCounts rows = shop.rows();
    VERIFY_ERROR(restoreWorkspace(folder, shop.workspace.folder(), keepAside, shop.clock), static_cast<ErrorKind>(kind));
    VERIFY_ERROR(restoreWorkspace(folder, shop.at(QStringLiteral("new")), {}, shop.clock), static_cast<ErrorKind>(kind));
    QVERIFY(rowsOf(shop.workspace.folder(), shop.clock) == rows);
    QCOMPARE(namesIn(shop.folder.path()), QStringList({QStringLiteral("monday"), QStringLiteral("shop")}));
}

QTEST_GUILESS_MAIN(BackupTest)
#include "tst_backup.moc"
