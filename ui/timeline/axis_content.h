#pragma once

#include "core/review/session.h"
#include "ui/bridge/opened_case.h"

namespace cartwright::ui {

/// Everything the time axis draws, as plain values.
struct AxisContent
{
    struct CameraLane
    {
        QString name;
        UtcMicroseconds from = 0;
        UtcMicroseconds until = 0;
        std::vector<std::pair<UtcMicroseconds, UtcMicroseconds>> gaps;
        bool readable = true;
    };
    struct Mark
    {
        UtcMicroseconds at = 0;
        UtcMicroseconds until = 0;
        EventKind action = EventKind::None;
        double doubt = 0;
        bool touched = false;
        QString text; ///< for the tooltip
    };
    struct WeightStep
    {
        UtcMicroseconds at = 0;
        Grams delta = 0;
    };
    struct Scan
    {
        UtcMicroseconds at = 0;
        QString text;
    };

    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
    QTimeZone zone; ///< in which times are written
    std::vector<CameraLane> cameras;
    std::vector<Mark> events; ///< in the session's order
    std::vector<WeightStep> weights;
    std::vector<Scan> scans;
    bool neutral = false;     ///< a blind review: marks do not tell take from return, nor doubt
};

AxisContent axisContentOf(const OpenedCase& opened, const review::SessionState& state);

} // namespace cartwright::ui
