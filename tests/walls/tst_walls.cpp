#include "checker.h"

#include <QtTest>

#include <QDirIterator>

using namespace walls;

namespace {

Sources readTree()
{
    const QDir root(QStringLiteral(CARTWRIGHT_SOURCE_DIR));
    Sources sources;
    for (const QString& top : {QStringLiteral("app"), QStringLiteral("core"), QStringLiteral("ui")}) {
        QDirIterator walk(root.filePath(top), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            if (file.open(QIODevice::ReadOnly))
                sources[root.relativeFilePath(file.fileName())] = QString::fromUtf8(file.readAll());
        }
    }
    return sources;
}

QString textOf(const Findings& findings)
{
    QStringList lines;
    for (const Finding& finding : findings)
        lines.append(finding.text());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class WallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTree_keepsAllRules()
    {
        const Sources sources = readTree();
        QVERIFY(sources.size() > 100);
        QVERIFY(publicHeaders(sources).contains(QStringLiteral("core/base/result.h")));
        const Findings findings = checkAll(sources);
        QVERIFY2(findings.empty(), qPrintable(QLatin1Char('\n') + textOf(findings)));
    }

    void theLinkLines_areTheRowsOfTheTable()
    {
        QFile file(QStringLiteral(CARTWRIGHT_SOURCE_DIR "/core/CMakeLists.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        static const QRegularExpression line(
            QStringLiteral(
                "^room\\(NAME\\s+(\\w+)(?:\\s+NEEDS\\s+([a-z ]+?))?(?:\\s+(?:PUBLIC|PRIVATE)\\s[^)]*)?\\)"),
            QRegularExpression::MultilineOption);
        int rooms = 0;
        for (auto matches = line.globalMatch(text); matches.hasNext(); ++rooms) {
            const auto match = matches.next();
            const QString room = match.captured(1);
            QVERIFY2(arrows().contains(room), qPrintable(room));
            for (const QString& need : match.captured(2).split(QLatin1Char(' '), Qt::SkipEmptyParts))
                QVERIFY2(arrows().at(room).contains(need),
                         qPrintable(room + QStringLiteral(" links ") + need));
        }
        QCOMPARE(rooms, static_cast<int>(text.count(QStringLiteral("room(NAME"))));
        QVERIFY(rooms >= 12);
    }

    void theTable_hasNoCircles()
    {
        // Each row names only rooms whose own rows are shorter ways down.
        for (const auto& [room, row] : arrows())
            for (const QString& below : row) {
                QVERIFY2(arrows().contains(below), qPrintable(below));
                QVERIFY2(!arrows().at(below).contains(room), qPrintable(room));
                for (const QString& further : arrows().at(below))
                    QVERIFY2(row.contains(further), qPrintable(room + QStringLiteral(" lacks ") + further));
            }
    }

    void violations_areFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* path, const char* text, const char* expected) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text)
                                << QString::fromLatin1(expected);
        };
        row("against an arrow", "core/base/x.cpp", "#include \"core/domain/gtin.h\"",
            "base may not include domain");
        row("sideways", "core/store/x.cpp", "#include \"core/media/jpeg.h\"", "store may not include media");
        row("measures reads the store", "core/measures/x.cpp", "#include \"core/store/database.h\"",
            "may not include store");
        row("into an unknown room", "core/media/x.cpp", "#include \"core/other/x.h\"",
            "may not include other");
        row("from an unknown room", "core/other/x.cpp", "int x;", "no room");
        row("spaces in the directive", "core/base/x.cpp", "  #  include   \"core/domain/gtin.h\"",
            "may not include");
        row("after a comment", "core/base/x.cpp", "/* one\ntwo */ #include \"core/domain/gtin.h\"", ":2: ");
        row("core includes ui", "core/pipeline/x.cpp", "#include \"ui/shell/main_window.h\"",
            "core includes");
        row("ui includes app", "ui/shell/x.cpp", "#include \"app/cli/x.h\"", "ui includes");
        row("the command line includes ui", "app/cli/x.cpp", "#include \"ui/shell/x.h\"",
            "may not include ui");
        row("not from the root", "core/media/x.cpp", "#include \"jpeg.h\"", "from the root");
        row("through the parent", "core/media/x.cpp", "#include \"core/media/../feed/x.h\"", "from the root");
        row("a source file", "core/media/x.cpp", "#include \"core/media/y.cpp\"", "no header");
        row("by a macro", "core/media/x.cpp", "#include HEADER", "from the root");
        row("FFmpeg in vision", "core/vision/x.cpp", "#include <libavutil/frame.h>",
            "FFmpeg belongs to media");
        row("FFmpeg in ui", "ui/player/x.cpp", "#include <libswscale/swscale.h>", "FFmpeg");
        row("FFmpeg in app", "app/cli/x.cpp", "extern \"C\" {\n#include <libavformat/avformat.h>\n}",
            "FFmpeg");
        row("OpenCV in dataset", "core/dataset/x.cpp", "#include <opencv2/core.hpp>", "OpenCV belongs to");
        row("OpenCV in ui", "ui/player/x.cpp", "#include <opencv2/imgproc.hpp>", "OpenCV");
        row("SQL in review", "core/review/x.cpp", "#include <QSqlQuery>", "Qt Sql belongs to store");
        row("SQL by module", "core/feed/x.cpp", "#include <QtSql/QSqlDatabase>", "Qt Sql");
        row("SQL in ui", "ui/queue/x.cpp", "#include <QSqlTableModel>", "Qt Sql");
        row("SQLite itself", "core/review/x.cpp", "#include <sqlite3.h>", "SQLite");
        row("libarchive in media", "core/media/x.cpp", "#include <archive.h>", "libarchive");
        row("a picture class in core", "core/media/x.cpp", "#include <QImage>", "Qt Core only");
        row("a widget in core", "core/review/x.cpp", "#include <QWidget>", "Qt Core only");
        row("Gui by module", "core/review/x.cpp", "#include <QtGui/QColor>", "Qt Core only");
        row("Widgets by module", "core/review/x.cpp", "#include <QtWidgets>", "Qt Core only");
        row("Gui in small letters", "core/review/x.cpp", "#include <qpixmap.h>", "Qt Core only");
        row("no pragma", "core/media/x.h", "int x;\n", "#pragma once");
        row("pragma in a comment", "ui/x.h", "// #pragma once\n", "#pragma once");
        row("a saved file", "core/feed/x.cpp", "QSaveFile file(path);", "safe_file.h");
        row("an opened file", "ui/x.cpp", "file.open(QIODevice::WriteOnly);", "safe_file.h");
        row("another spelling", "app/cli/x.cpp", "file.open(QFile::ReadWrite)", "safe_file.h");
        row("a stream", "core/media/x.cpp", "std::ofstream out(path);", "safe_file.h");
        row("the C way", "core/media/x.cpp", "FILE* f = fopen(path, \"w\");", "safe_file.h");
        row("rich text", "ui/x.cpp", "label->setTextFormat(Qt::RichText);", "plain text");
        row("guessed text", "ui/x.cpp", "label->setTextFormat( Qt::AutoText );", "plain text");
        row("markup", "ui/x.cpp", "document.setHtml(text);", "plain text");
        QTest::newRow("too long") << QStringLiteral("ui/x.cpp")
                                  << QStringLiteral("int x;\n").repeated(mostLines + 1)
                                  << QStringLiteral("more than 400 lines");
    }
    void violations_areFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const Findings findings = checkFile(path, text);
        QVERIFY2(findings.size() == 1, qPrintable(textOf(findings)));
        QVERIFY2(findings.front().text().contains(expected), qPrintable(textOf(findings)));
    }

    void whatIsAllowed_isNotFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* path, const char* text) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text);
        };
        row("along an arrow", "core/dataset/x.cpp",
            "#include \"core/media/jpeg.h\"\n#include \"core/dataset/y.h\"");
        row("pipeline", "core/pipeline/x.cpp", "#include \"core/simulator/simulator.h\"");
        row("the window", "app/desktop/main.cpp", "#include \"ui/shell/main_window.h\"");
        row("FFmpeg in media", "core/media/x.cpp", "#include <libavcodec/avcodec.h>");
        row("OpenCV in vision", "core/vision/x.h", "#pragma once\n#include <opencv2/core.hpp>");
        row("SQL in store", "core/store/x.cpp", "#include <QSqlQuery>\n#include <QtCore/QString>");
        row("widgets in ui", "ui/x.cpp", "#include <QWidget>\n#include <QImage>");
        row("Qt Core and the standard", "core/base/x.cpp",
            "#include <QString>\n#include <vector>\n#include <qglobal.h>");
        row("in a comment", "core/base/x.cpp",
            "// #include <QImage>\n/*\n#include <QWidget>\n*/ int x; // QSaveFile");
        row("in a text", "ui/x.cpp", "tr(\"Never setHtml( here\"); const char* a = \"//\"; int b;");
        row("the safe helper", "core/base/safe_file.cpp", "file.open(QIODevice::WriteOnly);");
        row("a buffer in memory", "ui/x.cpp", "buffer.open(QIODevice::WriteOnly);");
        row("reading", "core/feed/x.cpp", "file.open(QIODevice::ReadOnly);");
        row("plain text", "ui/x.cpp", "label->setTextFormat(Qt::PlainText);");
        row("its own moc", "ui/x.cpp", "#include \"x.moc\"");
        QTest::newRow("just short enough")
            << QStringLiteral("ui/x.cpp") << QStringLiteral("int x;\n").repeated(mostLines);
    }
    void whatIsAllowed_isNotFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        const Findings findings = checkFile(path, text);
        QVERIFY2(findings.empty(), qPrintable(textOf(findings)));
    }

    void publicHeaders_mustNotShowALibrary()
    {
        Sources sources{
            {QStringLiteral("core/media/handles.h"),
             QStringLiteral("#pragma once\n#include <libavutil/frame.h>\n")},
            {QStringLiteral("core/media/reader.h"), QStringLiteral("#pragma once\n")},
            {QStringLiteral("core/media/reader.cpp"),
             QStringLiteral("#include \"core/media/reader.h\"\n#include \"core/media/handles.h\"\n")},
            {QStringLiteral("core/vision/x.cpp"), QStringLiteral("#include \"core/media/reader.h\"\n")}};
        QVERIFY2(checkAll(sources).empty(), qPrintable(textOf(checkAll(sources))));
        // Seen by another room through a header that another room includes.
        sources[QStringLiteral("core/media/reader.h")] =
            QStringLiteral("#pragma once\n#include \"core/media/handles.h\"\n");
        const Findings findings = checkAll(sources);
        QVERIFY2(findings.size() == 1, qPrintable(textOf(findings)));
        QCOMPARE(findings.front().path, QStringLiteral("core/media/handles.h"));
        QVERIFY(findings.front().what.contains(QStringLiteral("FFmpeg")));
        // Or straight away.
        sources[QStringLiteral("core/media/reader.h")] = QStringLiteral("#pragma once\n");
        sources[QStringLiteral("core/vision/x.cpp")] = QStringLiteral("#include \"core/media/handles.h\"\n");
        QCOMPARE(checkAll(sources).size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(WallsTest)
#include "tst_walls.moc"
