#include "core/measures/measures.h"

#include <algorithm>

namespace cartwright::measures {
namespace {

constexpr Microseconds dayLength = 86'400 * microsecondsPerSecond;

void count(Share& share, bool hit)
{
    ++share.denominator;
    share.numerator += hit ? 1 : 0;
}

void countReasons(std::map<FlagRule, ReasonCount>& reasons, const Fact& fact)
{
    std::vector<FlagRule> rules = fact.flagReasons;
    // A rule may fire for several events of a sale; the sale counts once.
    std::sort(rules.begin(), rules.end());
    rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
    for (const FlagRule rule : rules) {
        ReasonCount& reason = reasons[rule];
        reason.rule = rule;
        ++reason.flagged;
        reason.reviewed += fact.reviewedAt ? 1 : 0;
        reason.falseFlags += fact.reviewedAt && fact.predictionRight == true ? 1 : 0;
    }
}

/// Collects one sale after the other; a sale that is flagged is never counted as an audit sample too.
class Collector
{
public:
    void add(const Fact& fact)
    {
        const bool isFlagged = !fact.flagReasons.empty();
        const bool isReviewed = fact.reviewedAt.has_value();
        if (fact.closedAt) {
            count(m_figures.reviews, isReviewed && (isFlagged || !fact.audit));
            count(m_figures.inTime, *fact.closedAt <= fact.dueAt);
        }
        if (fact.closedAt || isFlagged || fact.audit)
            count(m_figures.flagged, isFlagged);
        countReasons(m_reasons, fact);
        if (isReviewed)
            addReview(fact, isFlagged);
    }
    Figures figures(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
    {
        m_figures.from = from;
        m_figures.until = until;
        for (const auto& [rule, reason] : m_reasons)
            m_figures.reasons.push_back(reason);
        m_figures.handled = static_cast<std::int64_t>(m_handling.size());
        m_figures.medianHandlingSeconds = medianSeconds();
        return std::move(m_figures);
    }

private:
    void addReview(const Fact& fact, bool isFlagged)
    {
        if (fact.handling > 0)
            m_handling.push_back(fact.handling);
        if (isFlagged) {
            if (fact.predictionRight)
                count(m_figures.predictionRight, *fact.predictionRight);
        } else if (fact.audit) {
            ++m_figures.auditReviews;
            if (fact.predictionRight)
                count(m_figures.wrongReceipts, !*fact.predictionRight);
        }
    }
    std::optional<double> medianSeconds()
    {
        if (m_handling.empty())
            return std::nullopt;
        std::sort(m_handling.begin(), m_handling.end());
        const std::size_t middle = m_handling.size() / 2;
        const auto at = [&](std::size_t i) {
            return static_cast<double>(m_handling[i]) / microsecondsPerSecond;
        };
        return m_handling.size() % 2 == 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
    }

    Figures m_figures;
    std::map<FlagRule, ReasonCount> m_reasons;
    std::vector<Microseconds> m_handling;
};

/// The day's start at or before `time`, before 1970 too.
UtcMicroseconds dayOf(UtcMicroseconds time)
{
    const Microseconds intoDay = time % dayLength;
    return time - (intoDay < 0 ? intoDay + dayLength : intoDay);
}

} // namespace

Figures figuresOf(const std::vector<Fact>& facts, std::optional<UtcMicroseconds> from,
                  std::optional<UtcMicroseconds> until)
{
    Collector collector;
    std::optional<UtcMicroseconds> first;
    std::optional<UtcMicroseconds> last;
    for (const Fact& fact : facts) {
        if ((from && fact.exitedAt < *from) || (until && fact.exitedAt >= *until))
            continue;
        first = std::min(first.value_or(fact.exitedAt), fact.exitedAt);
        last = std::max(last.value_or(fact.exitedAt), fact.exitedAt);
        collector.add(fact);
    }
    // An open end is closed by the facts themselves, so that asking again for the given window answers the
    // same.
    if (!until && last)
        until = *last + 1;
    return collector.figures(from ? from : first, until);
}

std::vector<Day> figuresByDay(const std::vector<Fact>& facts)
{
    std::map<UtcMicroseconds, Collector> collectors;
    for (const Fact& fact : facts)
        collectors[dayOf(fact.exitedAt)].add(fact);
    std::vector<Day> days;
    if (collectors.empty())
        return days;
    const UtcMicroseconds last = collectors.rbegin()->first;
    for (UtcMicroseconds start = collectors.begin()->first; start <= last; start += dayLength)
        days.push_back({.start = start, .figures = collectors[start].figures(start, start + dayLength)});
    return days;
}

} // namespace cartwright::measures
