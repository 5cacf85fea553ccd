#pragma once

#include "core/base/time.h"
#include "core/domain/tally.h"

#include <map>
#include <optional>
#include <vector>

namespace cartwright::measures {

/// A proportion with its numerator and denominator; no value where the denominator is 0.
struct Share
{
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    std::optional<double> value() const
    {
        return denominator == 0 ? std::nullopt
                                : std::optional(static_cast<double>(numerator) / static_cast<double>(denominator));
    }
    bool operator==(const Share&) const = default;
};

struct Interval
{
    double low = 0;
    double high = 1;
};

/// The exact 95 % interval of a proportion (Clopper and Pearson, Biometrika 26, 1934); no interval for n = 0.
std::optional<Interval> clopperPearson(const Share& share);

/// One sale as measures see it; the pipeline fills it from the store.
struct Fact
{
    UtcMicroseconds exitedAt = 0;
    std::optional<UtcMicroseconds> closedAt;
    UtcMicroseconds dueAt = 0;
    std::vector<FlagRule> flagReasons; ///< without AuditSample
    bool audit = false;
    std::optional<UtcMicroseconds> reviewedAt;
    std::optional<bool> predictionRight; ///< of reviewed sales
    Microseconds handling = 0;
};

struct ReasonCount
{
    FlagRule rule = FlagRule::NoPrediction;
    int flagged = 0;
    int reviewed = 0;
    int falseFlags = 0; ///< reviewed, and the predicted cart was right
};

struct Figures
{
    std::optional<UtcMicroseconds> from;
    std::optional<UtcMicroseconds> until;
    Share reviews;              ///< sales reviewed because of a flag or on request / sales closed; times 1,000 to show
    std::int64_t auditReviews = 0;
    Share flagged;              ///< flagged sales / sales decided (closed or waiting)
    Share wrongReceipts;        ///< audit-sample reviews whose predicted cart was wrong / audit-sample reviews
    Share predictionRight;      ///< reviewed flagged sales whose predicted cart was right / reviewed flagged sales
    Share inTime;               ///< sales closed by their deadline / sales closed
    std::optional<double> medianHandlingSeconds; ///< of times in tenths of a second
    std::int64_t handled = 0;   ///< n of the median
    std::vector<ReasonCount> reasons;
};

/// In order of days; days without sales are left out.
std::vector<DayTally> talliesOf(const std::vector<Fact>& facts);

/// Pure arithmetic; from and until only say which window the tallies are of.
Figures figuresOfTallies(const std::vector<DayTally>& tallies, std::optional<UtcMicroseconds> from,
                         std::optional<UtcMicroseconds> until);

/// The same over the facts whose exit lies in the window (all of them where none is given).
Figures figuresOf(const std::vector<Fact>& facts, std::optional<UtcMicroseconds> from = {},
                  std::optional<UtcMicroseconds> until = {});

/// The same per day (UTC), for the days from the first to the last exit; days without sales have empty shares.
struct Day
{
    UtcMicroseconds start = 0;
    Figures figures;
};
std::vector<Day> figuresByDay(const std::vector<Fact>& facts);
std::vector<Day> dayFiguresOf(const std::vector<DayTally>& tallies);

} // namespace cartwright::measures
