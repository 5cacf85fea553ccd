#pragma once

#include "core/base/time.h"
#include "core/domain/decision.h"

#include <map>
#include <optional>
#include <vector>

namespace cartwright {

/// So many sales of a day that count the same in every measure.
struct AlikeSales
{
    bool closed = false;
    bool inTime = false; ///< closed by the deadline
    bool audit = false;
    bool reviewed = false;
    std::optional<bool> predictionRight;
    std::vector<FlagRule> flagReasons; ///< each once, without AuditSample
    std::int64_t sales = 1;
};

/// A day's sales, or those of a part of it, with no more detail than measures need. Adding two of the same day
/// is putting their members together.
struct DayTally
{
    UtcMicroseconds start = 0;
    std::vector<AlikeSales> sales;
    std::map<std::int64_t, std::int64_t> handling; ///< tenths of a second -> reviewed sales
};

inline constexpr Microseconds dayLength = 86'400 * microsecondsPerSecond;

/// The start of the day (UTC) that a time lies in, before 1970 too.
inline UtcMicroseconds dayOf(UtcMicroseconds time)
{
    const Microseconds intoDay = time % dayLength;
    return time - (intoDay < 0 ? intoDay + dayLength : intoDay);
}

/// A handling time (not negative) as measures count it: to the nearest tenth of a second, which is what they show.
inline std::int64_t tenthsOf(Microseconds handling)
{
    constexpr Microseconds tenth = microsecondsPerSecond / 10;
    return (handling + tenth / 2) / tenth;
}

} // namespace cartwright
