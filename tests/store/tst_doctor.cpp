#include "core/store/doctor.h"
#include "tests/store/kept_workspace.h"

#include <algorithm>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

const DoctorOptions deep{.depth = DoctorOptions::Depth::Deep, .freeFloorBytes = 1, .versions = {}};
const DoctorOptions usual{.depth = DoctorOptions::Depth::Usual, .freeFloorBytes = 1, .versions = {}};

/// The worst line of a check; Ok with "absent" where the check was not made.
Check lineOf(const Examination& examination, const QString& name)
{
    Check worst{QStringLiteral("absent"), Grade::Ok, {}, {}};
    for (const Check& check : examination.checks)
        if (check.name == name && (worst.name != name || check.grade > worst.grade))
            worst = check;
    return worst;
}

} // namespace

class DoctorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHealthyWorkspace_hasNothingToSay();
    void aHealthyWorkspace_isNotChanged();
    void whatIsWrong_isNamed_data();
    void whatIsWrong_isNamed();
    void aTableOfALaterSchema_isCheckedToo();
    void aDamagedDatabase_isALineAndNoCrash();
    void anAbsentFolder_isNotFound();
};

void DoctorTest::aHealthyWorkspace_hasNothingToSay()
{
    Shop shop;
    for (const auto& options : {usual, deep}) {
        const auto examination = examine(shop.workspace.folder(), options, shop.clock);
        VERIFY_OK(examination);
        for (const Check& check : examination->checks)
            QVERIFY2(check.grade == Grade::Ok && check.next.isEmpty(), qPrintable(check.name + QLatin1Char(' ') + check.what));
        QVERIFY(examination->checks.size() > 12);
        QVERIFY(!examination->isViolated());
    }
}

void DoctorTest::aHealthyWorkspace_isNotChanged()
{
    Shop shop;
    shop.database.reset();
    const QByteArray before = bytesOf(shop.workspace.databasePath());
    VERIFY_OK(examine(shop.workspace.folder(), deep, shop.clock));
    QCOMPARE(bytesOf(shop.workspace.databasePath()), before);
    QCOMPARE(namesIn(shop.workspace.folder()).size(), 7);
}

void DoctorTest::whatIsWrong_isNamed_data()
{
    QTest::addColumn<QString>("harm"); // a statement, or "remove FILE", "write FILE", "old FILE"
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("violated");
    const auto row = [](const char* name, const char* harm, const char* check, const char* what, bool violated) {
        QTest::newRow(name) << QString::fromLatin1(harm) << QString::fromLatin1(check) << QString::fromLatin1(what) << violated;
    };
    row("a key without its row", "DELETE FROM sale_revision", "foreign keys", "sale_revision", true);
    row("a queued sale without its revision", "UPDATE queue SET revision = 9", "orphans", "queued sales", true);
    row("a row that names no store", "UPDATE sale SET store_id = 'gone'", "orphans", "name no store", true);
    row("an index behind its table",
        "INSERT INTO product (store_id, gtin, name, price, tax_class, picture) "
        "VALUES ('demo-01', '00000096385074', 'Milk', 1, 'food', '')",
        "search", "product_words", true);
    row("a lease of next year",
        "UPDATE queue SET state = 'claimed', owner = 'ada', lease_until = lease_until + 1804000000000000", "leases", "1 end", false);
    row("a newer schema", "PRAGMA user_version = 900", "schema", "900", true);
    row("another program's database", "PRAGMA application_id = 1", "schema", "another program", true);
    row("a clip that is gone", "remove media/demo-01/s-1/r1/shelf-3.mp4", "clips", "missing", true);
    row("a clip that was emptied", "write media/demo-01/s-1/r1/shelf-3.mp4", "clips", "empty", true);
    row("settings that are gone", "remove settings.json", "settings", "missing", true);
    row("settings that are empty", "write settings.json", "settings", "JSON", true);
    row("a database that is gone", "remove cartwright.sqlite", "database", "missing", true);
    row("media of no sale", "write media/demo-01/s-9/r1/x.mp4", "media folders", "demo-01/s-9/r1", false);
    row("a draft of no sale", "write drafts/x.json", "drafts", "x.json", false);
    row("a receipt of no sale", "write outbox/demo-01/s-9/receipt-v1.json", "outbox", "s-9", false);
    row("a dataset that is gone", "UPDATE dataset SET folder = '/nowhere/v1'", "datasets", "/nowhere/v1 (gone)", false);
    row("a dataset that was not recorded", "write datasets/v2/x.txt", "datasets", "v2 (not recorded)", false);
    row("a refused bundle", "write quarantine/s-3/reason.json", "quarantine", "1 entries", false);
    row("what a killed writer left", "old drafts/.d.json.1234.part", "unfinished", ".d.json", false);
}

void DoctorTest::whatIsWrong_isNamed()
{
    QFETCH(QString, harm);
    QFETCH(QString, check);
    QFETCH(QString, what);
    QFETCH(bool, violated);
    Shop shop;
    const QString path = shop.workspace.folder() + QLatin1Char('/') + harm.section(QLatin1Char(' '), 1);
    if (harm.startsWith(QStringLiteral("remove "))) {
        shop.database.reset();
        QVERIFY(QFile::remove(path));
    } else if (harm.startsWith(QStringLiteral("write ")) || harm.startsWith(QStringLiteral("old "))) {
        put(path, {});
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (harm.startsWith(QStringLiteral("old ")))
            QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch((shop.clock.now() - 90 * minute) / 1000),
                                     QFileDevice::FileModificationTime));
    } else {
        auto& gateway = shop.database->gateway();
        gateway.rows(QStringLiteral("PRAGMA foreign_keys = OFF")).value();
        VERIFY_OK(gateway.exec(harm));
    }
    const auto examination = examine(shop.workspace.folder(), deep, shop.clock);
    VERIFY_OK(examination);
    const Check line = lineOf(*examination, check);
    QVERIFY2(line.what.contains(what), qPrintable(line.name + QLatin1Char(' ') + line.what));
    QVERIFY(line.grade == (violated ? Grade::Error : Grade::Warning));
    QVERIFY(!line.next.isEmpty());
    QCOMPARE(examination->isViolated(), violated);
}

void DoctorTest::aTableOfALaterSchema_isCheckedToo()
{
    Shop shop;
    auto& gateway = shop.database->gateway();
    gateway.exec(QStringLiteral("CREATE TABLE badge (badge_id TEXT PRIMARY KEY, sale_row INTEGER) STRICT")).value();
    gateway.exec(QStringLiteral("INSERT INTO badge VALUES ('b', 1), ('c', 77)")).value();
    const auto line = lineOf(examine(shop.workspace.folder(), usual, shop.clock).value(), QStringLiteral("orphans"));
    QVERIFY2(line.what.contains(QStringLiteral("1 rows of badge name no sale")), qPrintable(line.what));
    QCOMPARE(shop.rows().at(QStringLiteral("badge")), std::int64_t(2));
}

void DoctorTest::aDamagedDatabase_isALineAndNoCrash()
{
    Shop shop;
    const QString path = shop.workspace.databasePath();
    shop.database.reset();
    const QByteArray whole = bytesOf(path);
    QByteArray header = whole;
    header.replace(0, 16, QByteArray(16, 'x'));
    QByteArray middle = whole;
    middle.replace(whole.size() / 3, 8192, QByteArray(8192, '\x5a'));
    for (const QByteArray& damaged : {QByteArray("hello"), whole.left(whole.size() / 2), header, middle, QByteArray(5000, '\xff')}) {
        put(path, damaged);
        const auto examination = examine(shop.workspace.folder(), deep, shop.clock);
        VERIFY_OK(examination);
        QVERIFY(examination->isViolated());
        QVERIFY(lineOf(*examination, QStringLiteral("database")).grade == Grade::Error);
        QVERIFY(lineOf(*examination, QStringLiteral("free space")).grade == Grade::Ok);
    }
}

void DoctorTest::anAbsentFolder_isNotFound()
{
    const QTemporaryDir folder;
    const FakeClock clock(morning);
    VERIFY_ERROR(examine(folder.filePath(QStringLiteral("none")), usual, clock), ErrorKind::NotFound);
}

QTEST_GUILESS_MAIN(DoctorTest)
#include "tst_doctor.moc"
