#include "core/measures/measures.h"

#include <algorithm>

namespace cartwright::measures {
namespace {

void count(Share& share, bool hit, std::int64_t sales)
{
    share.denominator += sales;
    share.numerator += hit ? sales : 0;
}

/// Collects days of sales; a sale that is flagged is never counted as an audit sample too.
class Collector
{
public:
    void add(const DayTally& day)
    {
        for (const AlikeSales& alike : day.sales)
            add(alike);
        for (const auto& [tenths, sales] : day.handling)
            m_handling[tenths] += sales;
    }
    Figures figures(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
    {
        m_figures.from = from;
        m_figures.until = until;
        for (const auto& [rule, reason] : m_reasons)
            m_figures.reasons.push_back(reason);
        for (const auto& [tenths, sales] : m_handling)
            m_figures.handled += sales;
        if (m_figures.handled > 0)
            m_figures.medianHandlingSeconds =
                (secondsAt((m_figures.handled - 1) / 2) + secondsAt(m_figures.handled / 2)) / 2;
        return std::move(m_figures);
    }

private:
    void add(const AlikeSales& alike)
    {
        const bool isFlagged = !alike.flagReasons.empty();
        if (alike.closed) {
            count(m_figures.reviews, alike.reviewed && (isFlagged || !alike.audit), alike.sales);
            count(m_figures.inTime, alike.inTime, alike.sales);
        }
        if (alike.closed || isFlagged || alike.audit)
            count(m_figures.flagged, isFlagged, alike.sales);
        for (const FlagRule rule : alike.flagReasons)
            addReason(rule, alike);
        if (alike.reviewed)
            addReview(alike, isFlagged);
    }
    void addReason(FlagRule rule, const AlikeSales& alike)
    {
        const int sales = static_cast<int>(alike.sales);
        ReasonCount& reason = m_reasons[rule];
        reason.rule = rule;
        reason.flagged += sales;
        reason.reviewed += alike.reviewed ? sales : 0;
        reason.falseFlags += alike.reviewed && alike.predictionRight == true ? sales : 0;
    }
    void addReview(const AlikeSales& alike, bool isFlagged)
    {
        if (isFlagged) {
            if (alike.predictionRight)
                count(m_figures.predictionRight, *alike.predictionRight, alike.sales);
        } else if (alike.audit) {
            m_figures.auditReviews += alike.sales;
            if (alike.predictionRight)
                count(m_figures.wrongReceipts, !*alike.predictionRight, alike.sales);
        }
    }
    /// The handling time at a place of their order.
    double secondsAt(std::int64_t place) const
    {
        for (const auto& [tenths, sales] : m_handling)
            if ((place -= sales) < 0)
                return static_cast<double>(tenths) / 10;
        return 0;
    }

    Figures m_figures;
    std::map<FlagRule, ReasonCount> m_reasons;
    std::map<std::int64_t, std::int64_t> m_handling;
};

AlikeSales alikeOf(const Fact& fact)
{
    AlikeSales alike;
    alike.closed = fact.closedAt.has_value();
    alike.inTime = fact.closedAt && *fact.closedAt <= fact.dueAt;
    alike.audit = fact.audit;
    alike.reviewed = fact.reviewedAt.has_value();
    alike.predictionRight = fact.predictionRight;
    alike.flagReasons = fact.flagReasons;
    // A rule may fire for several events of a sale; the sale counts once.
    std::sort(alike.flagReasons.begin(), alike.flagReasons.end());
    alike.flagReasons.erase(std::unique(alike.flagReasons.begin(), alike.flagReasons.end()), alike.flagReasons.end());
    return alike;
}

} // namespace

std::vector<DayTally> talliesOf(const std::vector<Fact>& facts)
{
    std::map<UtcMicroseconds, DayTally> days;
    for (const Fact& fact : facts) {
        const UtcMicroseconds start = dayOf(fact.exitedAt);
        DayTally& day = days[start];
        day.start = start;
        day.sales.push_back(alikeOf(fact));
        if (fact.reviewedAt && fact.handling > 0)
            ++day.handling[tenthsOf(fact.handling)];
    }
    std::vector<DayTally> tallies;
    for (auto& [start, day] : days)
        tallies.push_back(std::move(day));
    return tallies;
}

Figures figuresOfTallies(const std::vector<DayTally>& tallies, std::optional<UtcMicroseconds> from,
                         std::optional<UtcMicroseconds> until)
{
    Collector collector;
    for (const DayTally& day : tallies)
        collector.add(day);
    return collector.figures(from, until);
}

Figures figuresOf(const std::vector<Fact>& facts, std::optional<UtcMicroseconds> from,
                  std::optional<UtcMicroseconds> until)
{
    std::vector<Fact> inWindow;
    std::optional<UtcMicroseconds> first;
    std::optional<UtcMicroseconds> last;
    for (const Fact& fact : facts) {
        if ((from && fact.exitedAt < *from) || (until && fact.exitedAt >= *until))
            continue;
        first = std::min(first.value_or(fact.exitedAt), fact.exitedAt);
        last = std::max(last.value_or(fact.exitedAt), fact.exitedAt);
        inWindow.push_back(fact);
    }
    // An open end is closed by the facts themselves, so that asking again for the given window answers the
    // same.
    if (!until && last)
        until = *last + 1;
    return figuresOfTallies(talliesOf(inWindow), from ? from : first, until);
}

std::vector<Day> dayFiguresOf(const std::vector<DayTally>& tallies)
{
    std::map<UtcMicroseconds, Collector> collectors;
    for (const DayTally& day : tallies)
        collectors[day.start].add(day);
    std::vector<Day> days;
    if (collectors.empty())
        return days;
    const UtcMicroseconds last = collectors.rbegin()->first;
    for (UtcMicroseconds start = collectors.begin()->first; start <= last; start += dayLength)
        days.push_back({.start = start, .figures = collectors[start].figures(start, start + dayLength)});
    return days;
}

std::vector<Day> figuresByDay(const std::vector<Fact>& facts) { return dayFiguresOf(talliesOf(facts)); }

} // namespace cartwright::measures
