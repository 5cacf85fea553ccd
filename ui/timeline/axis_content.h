#pragma once

#include "core/review/session.h"
#include "ui/bridge/opened_case.h"

namespace cartwright::ui {

/// Everything the time axis draws, as plain values.
struct AxisContent
{
    using Span = std::pair<UtcMicroseconds, UtcMicroseconds>;
    struct CameraLane
    {
        QString name;
        UtcMicroseconds from = 0;
        UtcMicroseconds until = 0;
        std::vector<Span> gaps;    ///< nothing was filmed, or nothing could be seen
        std::vector<Span> damaged; ///< frames that do not decode
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
    /// Something at one moment: a scan, a change of the cart, a label.
    struct Point
    {
        UtcMicroseconds at = 0;
        QString text;
    };

    UtcMicroseconds from = 0;
    UtcMicroseconds until = 0;
    QTimeZone zone; ///< in which times are written
    std::vector<CameraLane> cameras;
    std::vector<Mark> events; ///< in the session's order, which is that of time
    std::vector<WeightStep> weights; ///< jumps that a plate reported
    std::vector<PlateTrace> traces;  ///< what plates measured all the while
    std::vector<Point> scans;
    std::vector<Point> changes; ///< of the cart, at the frames that they cite
    std::vector<Point> labels;  ///< that a submit would write
    bool neutral = false;     ///< a blind review: marks do not tell take from return, nor doubt
};

AxisContent axisContentOf(const OpenedCase& opened, const review::Session& session);

} // namespace cartwright::ui
