#pragma once

#include "rules.h"

#include <QFileInfo>
#include <QLibraryInfo>

#include <set>

/// Holds source text against the rules. Paths are relative to the project, "core/media/clip_reader.h".
namespace walls {

struct Finding
{
    QString path;
    int line = 0;
    QString what;
    QString text() const { return QStringLiteral("%1:%2: %3").arg(path).arg(line).arg(what); }
};
using Findings = std::vector<Finding>;
using Sources = std::map<QString, QString>; ///< text by path

struct Include
{
    QString file;
    int line = 0;
    bool quoted = false;
};

/// The text with comments, and what stands between quotes, replaced by blanks; lines stay where they are.
/// With `keepTexts` only comments go, because an include is a text.
inline QString withoutComments(const QString& source, bool keepTexts)
{
    static const QRegularExpression token(
        "//[^\\n]*|/\\*.*?\\*/|R\"(\\w*)\\(.*?\\)\\1\"|\"(?:\\\\.|[^\"\\\\\\n])*\""
        "|'(?:\\\\.|[^'\\\\\\n])+'",
        QRegularExpression::DotMatchesEverythingOption);
    QString bare = source;
    for (auto matches = token.globalMatch(source); matches.hasNext();) {
        const auto match = matches.next();
        if (keepTexts && !match.captured().startsWith(QLatin1Char('/')))
            continue;
        for (qsizetype i = match.capturedStart(); i < match.capturedEnd(); ++i)
            if (bare.at(i) != QLatin1Char('\n'))
                bare[i] = QLatin1Char(' ');
    }
    return bare;
}

inline std::vector<Include> includesOf(const QString& source)
{
    static const QRegularExpression form("^\\s*#\\s*include(?:_next)?\\s*(?:<([^>]*)>|\"([^\"]*)\"|(\\S*))");
    std::vector<Include> includes;
    const QStringList lines = withoutComments(source, true).split(QLatin1Char('\n'));
    for (int i = 0; i < lines.size(); ++i)
        if (const auto match = form.match(lines[i]); match.hasMatch())
            includes.push_back({match.captured(1) + match.captured(2) + match.captured(3), i + 1,
                                !match.captured(2).isEmpty() || !match.captured(3).isEmpty()});
    return includes;
}

/// "media" of core/media/..., otherwise the top folder.
inline QString roomOf(const QString& path)
{
    const QStringList parts = path.split(QLatin1Char('/'));
    return parts.value(0) == QLatin1String("core") ? parts.value(1) : parts.value(0);
}

inline bool isHeader(const QString& path) { return path.endsWith(QLatin1String(".h")); }

inline const Library* libraryOf(const QString& include)
{
    for (const Library& library : libraries())
        if (library.include.match(include).hasMatch())
            return &library;
    return nullptr;
}

/// Why a file may not include this file of the project; empty where it may.
inline QString whyNotFile(const QString& path, const QString& include)
{
    const QString from = path.section(QLatin1Char('/'), 0, 0);
    const QString to = include.section(QLatin1Char('/'), 0, 0);
    if (include.endsWith(QLatin1String(".moc")) && !include.contains(QLatin1Char('/')))
        return {};
    if ((to != QLatin1String("core") && to != QLatin1String("ui") && to != QLatin1String("app")) ||
        include.contains(QLatin1String("..")))
        return QStringLiteral("includes \"%1\"; includes are from the root").arg(include);
    if (!isHeader(include))
        return QStringLiteral("includes \"%1\", which is no header").arg(include);
    const QString room = roomOf(path), other = roomOf(include);
    if (from == QLatin1String("core")) {
        if (to != QLatin1String("core"))
            return QStringLiteral("core includes \"%1\"").arg(include);
        return room == other || arrows().at(room).contains(other)
                   ? QString()
                   : QStringLiteral("%1 may not include %2").arg(room, other);
    }
    if (from == QLatin1String("ui"))
        return to == QLatin1String("app") ? QStringLiteral("ui includes \"%1\"").arg(include) : QString();
    // The command line and the decoder build without a screen.
    if (to == QLatin1String("ui") && !path.startsWith(QLatin1String("app/desktop/")))
        return QStringLiteral("%1 may not include ui").arg(path.section(QLatin1Char('/'), 0, 1));
    return {};
}

/// Why a file may not include this library header; empty where it may.
inline QString whyNotLibrary(const QString& path, const QString& include)
{
    const bool inCore = path.startsWith(QLatin1String("core/"));
    if (const Library* library = libraryOf(include))
        return (inCore && library->rooms.contains(roomOf(path))) ||
                       library->rooms.contains(path.section(QLatin1Char('/'), 0, 1))
                   ? QString()
                   : QStringLiteral("%1 belongs to %2 alone")
                         .arg(library->name, library->rooms.join(QStringLiteral(", ")));
    static const QRegularExpression qt("^(?:Qt[A-Z]\\w*/)?[Qq]\\w*(?:\\.h)?$|^Qt[A-Z]\\w*/");
    if (!inCore || !qt.match(include).hasMatch())
        return {};
    const QString name = include.startsWith(QLatin1String("QtCore/")) ? include.mid(7) : include;
    const QString core = QLibraryInfo::path(QLibraryInfo::HeadersPath) + QStringLiteral("/QtCore/");
    return QFileInfo::exists(core + name) ? QString()
                                          : QStringLiteral("core uses Qt Core only, not <%1>").arg(include);
}

/// All that can be said of one file alone.
inline Findings checkFile(const QString& path, const QString& text)
{
    Findings findings;
    if (path.startsWith(QLatin1String("core/")) && !arrows().contains(roomOf(path)))
        return {{path, 1, QStringLiteral("%1 is no room of the arrow table").arg(roomOf(path))}};
    for (const Include& include : includesOf(text)) {
        const QString why =
            include.quoted ? whyNotFile(path, include.file) : whyNotLibrary(path, include.file);
        if (!why.isEmpty())
            findings.push_back({path, include.line, why});
    }
    const QString code = withoutComments(text, false);
    static const QRegularExpression once("^#pragma once$", QRegularExpression::MultilineOption);
    if (isHeader(path) && !once.match(code).hasMatch())
        findings.push_back({path, 1, QStringLiteral("has no #pragma once")});
    const QStringList lines = code.split(QLatin1Char('\n'));
    if (lines.size() - 1 > mostLines)
        findings.push_back({path, mostLines + 1, QStringLiteral("has more than %1 lines").arg(mostLines)});
    for (const ForbiddenWord& rule : forbiddenWords())
        if (rule.where.match(path).hasMatch() && !rule.except.match(path).hasMatch())
            for (auto matches = rule.word.globalMatch(code); matches.hasNext();) {
                const auto before = code.left(matches.next().capturedStart());
                findings.push_back({path, static_cast<int>(before.count(QLatin1Char('\n'))) + 1, rule.why});
            }
    return findings;
}

/// Headers that another room includes, and all that they include in turn.
inline std::set<QString> publicHeaders(const Sources& sources)
{
    std::set<QString> seen;
    std::vector<QString> open;
    const auto add = [&](const QString& header) {
        if (sources.contains(header) && seen.insert(header).second)
            open.push_back(header);
    };
    for (const auto& [path, text] : sources)
        for (const Include& include : includesOf(text))
            if (include.quoted && roomOf(include.file) != roomOf(path))
                add(include.file);
    while (!open.empty()) {
        const QString header = open.back();
        open.pop_back();
        for (const Include& include : includesOf(sources.at(header)))
            if (include.quoted)
                add(include.file);
    }
    return seen;
}

/// Each file alone, and public headers that show a library of a wall.
inline Findings checkAll(const Sources& sources)
{
    Findings findings;
    for (const auto& [path, text] : sources)
        for (Finding& finding : checkFile(path, text))
            findings.push_back(std::move(finding));
    for (const QString& header : publicHeaders(sources))
        for (const Include& include : includesOf(sources.at(header)))
            if (const Library* library = include.quoted ? nullptr : libraryOf(include.file))
                findings.push_back({header, include.line,
                                    QStringLiteral("another room sees this header, so it must not show %1")
                                        .arg(library->name)});
    return findings;
}

} // namespace walls
