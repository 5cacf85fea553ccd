#include "core/domain/gtin.h"

#include <algorithm>

namespace cartwright {

Result<Gtin> Gtin::parse(const QString& digits)
{
    const auto isDigit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    const qsizetype size = digits.size();
    if ((size != 8 && size != 12 && size != 13 && size != 14)
        || !std::all_of(digits.begin(), digits.end(), isDigit))
        return failure(ErrorKind::Refused,
                       QStringLiteral("\"%1\" is no GTIN: it must have 8, 12, 13 or 14 digits.").arg(digits.left(20)));
    const QString padded = digits.rightJustified(14, QLatin1Char('0'));
    int sum = 0;
    for (qsizetype i = 0; i < 13; ++i)
        sum += padded.at(i).digitValue() * (i % 2 == 0 ? 3 : 1);
    const int expected = (10 - sum % 10) % 10;
    if (padded.at(13).digitValue() != expected)
        return failure(ErrorKind::Refused, QStringLiteral("GTIN %1 has a wrong check digit: it should end in %2.")
                                               .arg(digits).arg(expected));
    return Gtin(padded);
}

} // namespace cartwright
