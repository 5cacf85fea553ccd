#include "core/base/time.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

namespace cartwright {

Result<UtcMicroseconds> parseUtc(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral(
        R"(^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$)"));
    const auto match = pattern.match(text);
    const auto refused = [&] {
        return failure(ErrorKind::Refused,
                       QStringLiteral("\"%1\" is no RFC 3339 time such as 2026-03-02T10:15:04.120Z.")
                           .arg(text.left(40)));
    };
    if (!match.hasMatch())
        return refused();
    const auto whole = QDateTime::fromString(
        match.captured(1) + QLatin1Char('T') + match.captured(2) + match.captured(4).toUpper(), Qt::ISODate);
    if (!whole.isValid())
        return refused();
    const QString fraction = match.captured(3).leftJustified(6, QLatin1Char('0'), true);
    return whole.toSecsSinceEpoch() * microsecondsPerSecond + fraction.toLongLong();
}

QString formatUtc(UtcMicroseconds time)
{
    // Floor division, so that times before 1970 keep a positive fraction.
    std::int64_t seconds = time / microsecondsPerSecond;
    std::int64_t micros = time % microsecondsPerSecond;
    if (micros < 0) {
        micros += microsecondsPerSecond;
        --seconds;
    }
    const auto whole = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    const bool milliseconds = micros % 1000 == 0;
    return whole.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + QLatin1Char('.')
           + QString::number(milliseconds ? micros / 1000 : micros)
                 .rightJustified(milliseconds ? 3 : 6, QLatin1Char('0'))
           + QLatin1Char('Z');
}

} // namespace cartwright
