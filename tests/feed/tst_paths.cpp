#include "core/feed/confined_folder.h"
#include "core/feed/ids.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace cartwright;
using namespace cartwright::feed;

namespace {

QString text(const char* utf8) { return QString::fromUtf8(utf8); }

void putFile(const QString& path, qsizetype bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(bytes, 'x'));
}

} // namespace

class PathsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void safePathPart_staysInItsFolder_whateverTheId_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("part");
        QTest::newRow("plain") << text("s-2041_a.b") << text("s-2041_a.b");
        QTest::newRow("up and out") << text("../../x") << text("=2E.=2F..=2Fx");
        QTest::newRow("dot") << text(".") << text("=2E");
        QTest::newRow("dot dot") << text("..") << text("=2E.");
        QTest::newRow("hidden") << text(".git") << text("=2Egit");
        QTest::newRow("absolute") << text("/etc/passwd") << text("=2Fetc=2Fpasswd");
        QTest::newRow("empty") << text("") << text("=e");
        QTest::newRow("escape sign") << text("a=2Fb") << text("a=3D2Fb");
        QTest::newRow("spaces and letters") << text("å b") << text("=C3=A5=20b");
        QTest::newRow("format string") << text("%1%s") << text("=251=25s");
        QTest::newRow("backslash") << text("..\\x") << text("=2E.=5Cx");
    }
    void safePathPart_staysInItsFolder_whateverTheId()
    {
        QFETCH(QString, id);
        QTEST(safePathPart(id), "part");
    }

    void safePathPart_differs_whereLongIdsDifferAtTheEnd()
    {
        const QString left = safePathPart(QString(200, QLatin1Char('a')) + text("1"));
        const QString right = safePathPart(QString(200, QLatin1Char('a')) + text("2"));
        QVERIFY(left != right);
        QVERIFY(left.size() <= 130 && right.size() <= 130);
        QVERIFY(safePathPart(QString(128, QChar(0x4E2D))).size() <= 130);
    }

    void whyNoId_names_whatIsWrong()
    {
        QVERIFY(whyNoId(text("s-1 å 🛒")).isEmpty());
        QVERIFY(!whyNoId(text("a\nb")).isEmpty());
        QVERIFY(!whyNoId(text("a\x1b[2J")).isEmpty());
        QVERIFY(!whyNoId(QString(QChar(0xD800))).isEmpty());
    }

    void confinedPath_refuses_whatLeavesTheFolder_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("piece");
        QTest::newRow("up") << text("../x.mp4") << text("leaves the folder");
        QTest::newRow("up inside") << text("clips/../../x.mp4") << text("leaves the folder");
        QTest::newRow("up and back") << text("clips/../clips/x.mp4") << text("leaves the folder");
        QTest::newRow("absolute") << text("/etc/passwd") << text("absolute");
        QTest::newRow("empty") << text("") << text("empty");
        QTest::newRow("the folder") << text("./") << text("names a folder");
        QTest::newRow("a folder") << text("clips/") << text("names a folder");
        QTest::newRow("NUL") << QString::fromUtf8("a\0b", 3) << text("control character");
        QTest::newRow("line feed") << text("a\nb") << text("control character");
        QTest::newRow("deep") << text("a/b/c/d/e/f/g/h/i/j") << text("deeper");
        QTest::newRow("long name") << QString(256, QLatin1Char('a')) << text("255 bytes");
        QTest::newRow("long") << QString(text("a/")).repeated(600) + text("b") << text("too long");
    }
    void confinedPath_refuses_whatLeavesTheFolder()
    {
        QFETCH(QString, path);
        QFETCH(QString, piece);
        const auto result = confinedPath(path);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Refused);
        QVERIFY2(result.error().sentence.contains(piece), qPrintable(result.error().sentence));
    }

    void confinedPath_givesThePlainForm()
    {
        QCOMPARE(*confinedPath(text("./clips//a.mp4")), text("clips/a.mp4"));
        QCOMPARE(*confinedPath(text("..hidden..mp4")), text("..hidden..mp4"));
        QCOMPARE(*confinedPath(text("awesome'movie &x=?.mov")), text("awesome'movie &x=?.mov"));
    }

    void listConfined_findsEveryFile()
    {
        const QTemporaryDir folder;
        putFile(folder.filePath(text("a")), 3);
        putFile(folder.filePath(text("clips/deep/.b")), 5);
        const auto files = listConfined(folder.path());
        QVERIFY(files.has_value());
        QCOMPARE(*files, (std::map<QString, std::int64_t>{{text("a"), 3}, {text("clips/deep/.b"), 5}}));
    }

    void listConfined_refuses_whatIsNoRegularFile_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("piece");
        QTest::newRow("link to a file") << text("file link") << text("symbolic link");
        QTest::newRow("link to a folder") << text("folder link") << text("symbolic link");
        QTest::newRow("link to nothing") << text("dangling link") << text("symbolic link");
        QTest::newRow("pipe") << text("pipe") << text("not a regular file");
        QTest::newRow("name that is no UTF-8") << text("bytes") << text("no UTF-8");
        QTest::newRow("too large") << text("large") << text("at most 100");
        QTest::newRow("too large together") << text("together") << text("more than 250 bytes");
        QTest::newRow("too many") << text("many") << text("more than 10 files");
        QTest::newRow("too deep") << text("deep") << text("deeper than 3");
    }
    void listConfined_refuses_whatIsNoRegularFile()
    {
        QFETCH(QString, what);
        QFETCH(QString, piece);
        const QTemporaryDir folder;
        putFile(folder.filePath(text("clips/a")), 10);
        const QByteArray odd = QFile::encodeName(folder.filePath(text("clips/odd")));
        if (what == text("file link"))
            QCOMPARE(::symlink("/etc/passwd", odd.constData()), 0);
        else if (what == text("folder link"))
            QCOMPARE(::symlink("/etc", odd.constData()), 0);
        else if (what == text("dangling link"))
            QCOMPARE(::symlink("nothing", odd.constData()), 0);
        else if (what == text("pipe"))
            QCOMPARE(::mkfifo(odd.constData(), 0600), 0);
        else if (what == text("bytes"))
            QCOMPARE(::mkdir((odd + "\xFF").constData(), 0700), 0);
        else if (what == text("large"))
            putFile(folder.filePath(text("b")), 101);
        else if (what == text("together"))
            for (int i = 0; i < 3; ++i)
                putFile(folder.filePath(QString::number(i)), 90);
        else if (what == text("many"))
            for (int i = 0; i < 10; ++i)
                putFile(folder.filePath(QString::number(i)), 1);
        else
            putFile(folder.filePath(text("1/2/3/4/x")), 1);
        const auto files = listConfined(folder.path(), {.entries = 10, .depth = 3, .fileBytes = 100, .totalBytes = 250});
        ::rmdir((odd + "\xFF").constData()); // the temporary folder cannot remove such a name itself
        QVERIFY(!files);
        QCOMPARE(files.error().kind, ErrorKind::Refused);
        QVERIFY2(files.error().sentence.contains(piece), qPrintable(files.error().sentence));
    }

    void listConfined_answersNotFound_whereThereIsNoFolder()
    {
        const auto files = listConfined(text("/nonexistent/folder"));
        QVERIFY(!files);
        QCOMPARE(files.error().kind, ErrorKind::NotFound);
        QVERIFY(files.error().sentence.contains(text("/nonexistent/folder")));
    }
};

QTEST_GUILESS_MAIN(PathsTest)
#include "tst_paths.moc"
