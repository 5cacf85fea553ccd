#include "core/feed/ids.h"

#include "core/base/safe_file.h"

#include <algorithm>

namespace cartwright::feed {
namespace {

constexpr qsizetype longestPart = 130;
constexpr qsizetype keptOfLongPart = 96;

bool staysAsItIs(char c, qsizetype place)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
           || (c == '.' && place > 0);
}

} // namespace

QString safePathPart(const QString& id)
{
    const QByteArray bytes = id.toUtf8();
    QByteArray part;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (staysAsItIs(bytes[i], i))
            part += bytes[i];
        else
            part += '=' + bytes.mid(i, 1).toHex().toUpper();
    }
    if (part.isEmpty())
        part = "=e"; // no escape ends like this, so that the empty id has a name of its own
    if (part.size() > longestPart)
        part = part.left(keptOfLongPart) + "=h" + sha256Of(bytes).left(32).toLatin1();
    return QString::fromLatin1(part);
}

QString whyNoId(const QString& text)
{
    if (!text.isValidUtf16())
        return QStringLiteral("holds half of a surrogate pair");
    const auto isControl = [](QChar c) {
        return c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    };
    if (std::any_of(text.begin(), text.end(), isControl))
        return QStringLiteral("holds a control character");
    return {};
}

} // namespace cartwright::feed
