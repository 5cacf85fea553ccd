#include "core/store/measure_kind.h"

#include <array>

namespace cartwright::store {
namespace {

constexpr std::int64_t closedBit = 1;
constexpr std::int64_t inTimeBit = 2;
constexpr std::int64_t auditBit = 4;
constexpr std::int64_t reviewedBit = 8;
constexpr std::int64_t wrongBit = 16;
constexpr std::int64_t rightBit = 32;

struct RuleBit
{
    FlagRule rule;
    std::int64_t bit;
};
constexpr std::array<RuleBit, 7> ruleBits{{{FlagRule::UncertainProduct, 64},
                                           {FlagRule::UncertainAction, 128},
                                           {FlagRule::UncertainShopper, 256},
                                           {FlagRule::EvidenceIncomplete, 512},
                                           {FlagRule::SensorsDisagree, 1024},
                                           {FlagRule::CartValue, 2048},
                                           {FlagRule::NoPrediction, 4096}}};

/// A number that a text begins with; the text goes on behind it.
bool takeNumber(QStringView& text, std::int64_t& number)
{
    qsizetype length = 0;
    number = 0;
    while (length < text.size() && length < 18 && text[length] >= u'0' && text[length] <= u'9')
        number = number * 10 + (text[length++].unicode() - u'0');
    text = text.mid(length);
    return length > 0;
}

bool takeSign(QStringView& text, QChar sign)
{
    if (!text.startsWith(sign))
        return false;
    text = text.mid(1);
    return true;
}

} // namespace

std::int64_t kindOf(const SaleFact& fact)
{
    std::int64_t kind = 0;
    if (fact.closedAt)
        kind |= closedBit | (*fact.closedAt <= fact.dueAt ? inTimeBit : 0);
    kind |= fact.audit ? auditBit : 0;
    kind |= fact.reviewedAt ? reviewedBit : 0;
    if (fact.predictionRight)
        kind |= *fact.predictionRight ? rightBit : wrongBit;
    for (const auto& [rule, bit] : ruleBits)
        for (const FlagRule reason : fact.flagReasons)
            kind |= reason == rule ? bit : 0;
    return kind;
}

AlikeSales alikeOf(std::int64_t kind, std::int64_t sales)
{
    AlikeSales alike;
    alike.closed = (kind & closedBit) != 0;
    alike.inTime = (kind & inTimeBit) != 0;
    alike.audit = (kind & auditBit) != 0;
    alike.reviewed = (kind & reviewedBit) != 0;
    if ((kind & (rightBit | wrongBit)) != 0)
        alike.predictionRight = (kind & rightBit) != 0;
    for (const auto& [rule, bit] : ruleBits)
        if ((kind & bit) != 0)
            alike.flagReasons.push_back(rule);
    alike.sales = sales;
    return alike;
}

std::int64_t handlingOf(const SaleFact& fact)
{
    return fact.reviewedAt && fact.handling > 0 ? tenthsOf(fact.handling) : -1;
}

QString textOf(const Counts& counts)
{
    QString text;
    for (const auto& [number, count] : counts) {
        if (count <= 0)
            continue;
        if (!text.isEmpty())
            text += QLatin1Char(',');
        text += QString::number(number) + QLatin1Char(':') + QString::number(count);
    }
    return text;
}

Result<Counts> countsOf(const QString& text)
{
    Counts counts;
    QStringView rest(text);
    while (!rest.isEmpty()) {
        std::int64_t number = 0;
        std::int64_t count = 0;
        const bool whole = takeNumber(rest, number) && takeSign(rest, u':') && takeNumber(rest, count) &&
                           (rest.isEmpty() || takeSign(rest, u','));
        if (!whole)
            return failure(ErrorKind::Integrity,
                           QStringLiteral("\"%1\" is no list of counts.").arg(text.left(60)));
        counts.emplace_hint(counts.end(), number, count);
    }
    return counts;
}

} // namespace cartwright::store
