#include "core/billing/pricing.h"

#include <algorithm>
#include <array>

namespace cartwright::billing {
namespace {

/// Digits of the minor unit; source: ISO 4217, list one. All currencies that are not named here have two.
qsizetype minorDigits(const QString& currency)
{
    static constexpr std::array none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                     "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    static constexpr std::array three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    const auto isCurrency = [&](const char* code) { return currency == QLatin1String(code); };
    if (std::any_of(none.begin(), none.end(), isCurrency))
        return 0;
    return std::any_of(three.begin(), three.end(), isCurrency) ? 3 : 2;
}

} // namespace

QString formatAmount(MinorUnits amount, const QString& currency)
{
    // Unsigned, because the smallest amount has no positive counterpart.
    const std::uint64_t size =
        amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
    const qsizetype digits = minorDigits(currency);
    QString text = QString::number(size).rightJustified(digits + 1, QLatin1Char('0'));
    if (digits > 0)
        text.insert(text.size() - digits, QLatin1Char('.'));
    return amount < 0 ? QLatin1Char('-') + text : text;
}

} // namespace cartwright::billing
