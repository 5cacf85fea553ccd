#pragma once

#include "core/pipeline/sightings.h"
#include "core/review/flag_policy.h"

#include <optional>

namespace cartwright::pipeline {

using Span = std::pair<UtcMicroseconds, UtcMicroseconds>;

/// What one clip gave.
struct ClipFindings
{
    store::ClipState state;
    Seen seen;
    std::vector<Span> blind;  ///< on the common clock, in order: gaps and moments in which the picture says nothing
    Span span;                ///< on the common clock
    Microseconds gaps = 0;    ///< frames that are missing
    std::optional<Error> error;
};

/// Damaged clips and clips with gaps are incomplete evidence whatever else there is; a covered, dark, short or missing clip is
/// where no other camera saw the same bin while any camera recorded.
void judgeEvidence(review::FlagInput& input, const Sale& sale, const Store& store, const std::vector<ClipFindings>& clips);

} // namespace cartwright::pipeline
