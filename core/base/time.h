#pragma once

#include "core/base/result.h"

#include <cstdint>

namespace cartwright {

/// A duration, or a position on a clip's own stream clock, in microseconds.
using Microseconds = std::int64_t;
/// A point in time in microseconds since 1970-01-01T00:00:00Z.
using UtcMicroseconds = std::int64_t;

inline constexpr Microseconds microsecondsPerSecond = 1'000'000;

/// Reads RFC 3339 with an offset or Z and up to nine fractional digits (digits past the sixth are cut).
/// Refused where the text is anything else.
Result<UtcMicroseconds> parseUtc(const QString& text);

/// Writes RFC 3339 in UTC with as many fractional digits (3 or 6) as the value needs.
QString formatUtc(UtcMicroseconds time);

} // namespace cartwright
