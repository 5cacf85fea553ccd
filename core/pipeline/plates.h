#pragma once

#include "core/feed/series.h"

namespace cartwright::pipeline {

/// A change of a plate's load that stayed.
struct PlateStep
{
    Microseconds at = 0;    ///< since the trace's beginning: when half of the change was there
    double delta = 0;       ///< grams; above 0 where something came
    double noise = 0;       ///< standard deviation of `delta`
    bool acrossHole = false; ///< the plate was silent in between: the time is the hole's end
    bool operator==(const PlateStep&) const = default;
};

/// Finds the steps of a trace. A step is where the medians of a quarter of a second before and after, each a fifth of a second
/// away, so that the swinging plate is left out, differ by more than 12 g and by more than six times the trace's noise (the
/// median of absolute differences of neighbouring samples / 0.954, after Rousseeuw and Croux 1993). Changes that follow each
/// other within 0.5 s are one step. Pure; any thread.
std::vector<PlateStep> findSteps(const feed::TraceSamples& samples, double rateHz);

} // namespace cartwright::pipeline
