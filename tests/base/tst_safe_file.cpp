#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <csignal>

using namespace cartwright;

class TestSafeFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void write_isReadBackAndPrivate()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.json"));
        QVERIFY(writeFile(path, QByteArray("one")).has_value());
        QVERIFY(writeFile(path, QByteArray("two")).has_value());
        QCOMPARE(readFile(path).value_or(QByteArray()), QByteArray("two"));
        QCOMPARE(QFileInfo(path).permissions() & 0x0077, QFileDevice::Permissions());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }
    void write_keepsTheOldContent_whenTheDeviceFails()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.json"));
        QVERIFY(writeFile(path, QByteArray("old")).has_value());
        // A limit on the size of files makes every write past it fail, like a full disk does.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{1024, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const auto written = writeFile(path, QByteArray(100'000, 'x'));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!written);
        QVERIFY(written.error().sentence.contains(path));
        QCOMPARE(readFile(path).value_or(QByteArray()), QByteArray("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }
    void read_refusesWhatIsTooLargeOrNoFile()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a"));
        QVERIFY(writeFile(path, QByteArray(100, 'x')).has_value());
        QCOMPARE(readFile(path, 99).error().kind, ErrorKind::Refused);
        QCOMPARE(readFile(folder.path()).error().kind, ErrorKind::Refused);
        QCOMPARE(readFile(path + QStringLiteral("b")).error().kind, ErrorKind::NotFound);
    }
    void copy_tellsTheHashOfWhatItCopied()
    {
        const QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath(QStringLiteral("a")), QByteArray("abc")).has_value());
        QString hash;
        QVERIFY(copyFile(folder.filePath(QStringLiteral("a")), folder.filePath(QStringLiteral("b")), &hash).has_value());
        // The digest of "abc" in FIPS 180-2, appendix B.1.
        QCOMPARE(hash, QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256OfFile(folder.filePath(QStringLiteral("b"))).value_or(QString()), hash);
    }
    void rename_neverReplaces()
    {
        const QTemporaryDir folder;
        QVERIFY(makeFolder(folder.filePath(QStringLiteral("x/y/z"))).has_value());
        QVERIFY(makeFolder(folder.filePath(QStringLiteral("other"))).has_value());
        QVERIFY(!renameIntoPlace(folder.filePath(QStringLiteral("x")), folder.filePath(QStringLiteral("other"))));
        QVERIFY(renameIntoPlace(folder.filePath(QStringLiteral("x")), folder.filePath(QStringLiteral("w"))).has_value());
        QVERIFY(QFileInfo(folder.filePath(QStringLiteral("w/y/z"))).isDir());
    }
};

QTEST_GUILESS_MAIN(TestSafeFile)
#include "tst_safe_file.moc"
