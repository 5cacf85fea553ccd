#pragma once

#include <QRegularExpression>
#include <QStringList>

#include <map>
#include <vector>

/// The arrow table and the other walls, as data.
namespace walls {

/// What each room of core may include beside itself, the standard library and Qt Core.
inline const std::map<QString, QStringList>& arrows()
{
    static const std::map<QString, QStringList> table{
        {"base", {}},
        {"domain", {"base"}},
        {"media", {"base", "domain"}},
        {"store", {"base", "domain"}},
        {"billing", {"base", "domain"}},
        {"measures", {"base", "domain"}},
        {"vision", {"base", "domain", "media"}},
        {"feed", {"base", "domain", "media", "store"}},
        {"trust", {"base", "domain", "media", "store"}},
        {"review", {"base", "domain", "store", "billing"}},
        {"dataset", {"base", "domain", "media", "vision", "store"}},
        {"learning", {"base", "domain", "media", "vision", "store"}},
        {"simulator", {"base", "domain", "media"}},
        {"pipeline",
         {"base", "domain", "media", "store", "billing", "measures", "vision", "feed", "trust", "review",
          "dataset", "learning", "simulator"}},
    };
    return table;
}

/// A library that stays behind the walls of a few rooms: in their .cpp files and in headers that no other
/// room sees.
struct Library
{
    QString name;
    QRegularExpression include; ///< what an include of it looks like
    QStringList rooms;
};

inline const std::vector<Library>& libraries()
{
    static const std::vector<Library> list{
        {"FFmpeg", QRegularExpression("^lib(av|sw|postproc)\\w*/"), {"media"}},
        {"libjpeg-turbo", QRegularExpression("^(turbojpeg|jpeglib)\\.h$"), {"media"}},
        {"libyuv", QRegularExpression("^libyuv"), {"media"}},
        {"OpenCV", QRegularExpression("^opencv"), {"vision", "simulator", "learning"}},
        {"Qt Sql", QRegularExpression("^(QtSql(/|$)|QSql|qsql)"), {"store"}},
        {"SQLite", QRegularExpression("^(sqlite3|libpq-fe)\\.h$"), {"store"}},
        {"libseccomp", QRegularExpression("^seccomp\\.h$"), {"app/decoder"}},
        {"libarchive", QRegularExpression("^archive(_entry)?\\.h$"), {"feed", "dataset"}},
        {"libsodium", QRegularExpression("^sodium"), {"trust"}},
    };
    return list;
}

/// Words that code (comments and texts taken out) must not contain.
struct ForbiddenWord
{
    QRegularExpression word;
    QRegularExpression where;  ///< paths that the rule is for
    QRegularExpression except; ///< paths that it is not for
    QString why;
};

inline const std::vector<ForbiddenWord>& forbiddenWords()
{
    static const QRegularExpression everywhere("^(app|core|ui)/"), onlyUi("^ui/"), base("^core/base/"),
        nowhere("^$");
    static const QString safely = "files are written through core/base/safe_file.h only";
    static const QString plain = "text from outside is shown as plain text only";
    static const std::vector<ForbiddenWord> list{
        {QRegularExpression("\\bQSaveFile\\b"), everywhere, base, safely},
        // A buffer in memory is no file.
        {QRegularExpression("(?<!buffer\\.open\\()\\b(QIODevice|QIODeviceBase|QFile|QFileDevice)::(WriteOnly|"
                            "ReadWrite|NewOnly|Append)\\b"),
         everywhere, base, safely},
        {QRegularExpression("\\bstd::(w?ofstream|w?fstream|fopen)\\b"), everywhere, base, safely},
        {QRegularExpression("(^|[^\\w:])(fopen|creat)\\s*\\("), everywhere, base, safely},
        {QRegularExpression("setTextFormat\\s*\\(\\s*Qt::(RichText|AutoText|MarkdownText)"), onlyUi, nowhere,
         plain},
        {QRegularExpression("\\b(setHtml|setMarkdown|insertHtml|appendHtml)\\s*\\("), onlyUi, nowhere, plain},
    };
    return list;
}

inline constexpr int mostLines = 400;

} // namespace walls
