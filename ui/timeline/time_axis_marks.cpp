// The lanes of what happened: events, weights, and what stands at one moment.
#include "ui/timeline/time_axis.h"

#include "ui/widgets/colours.h"

#include <QPainter>
#include <QPainterPath>
#include <QtMath>

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::ui {

namespace {

/// Marks closer than this cover each other, so that only one of them is painted.
constexpr double leastDistance = 3;
/// From here on an event is marked as doubtful, and covered by its like only.
constexpr double doubtful = 0.25;

} // namespace

void TimeAxis::paintEvents(QPainter& painter, const Lanes& lanes) const
{
    paintLabel(painter, lanes.events, tr("events"));
    double last = -leastDistance;
    bool lastInDoubt = false;
    for (std::size_t i = 0; i < m_content.events.size(); ++i) {
        const double x = m_scale.toPixel(m_content.events[i].at);
        const bool inDoubt = m_content.events[i].doubt >= doubtful;
        if (m_current == i || (x - last < leastDistance && (lastInDoubt || !inDoubt)))
            continue;
        last = x;
        lastInDoubt = inDoubt;
        paintMark(painter, lanes.events, i);
    }
    if (m_current && *m_current < m_content.events.size())
        paintMark(painter, lanes.events, *m_current);
}

void TimeAxis::paintMark(QPainter& painter, const QRectF& lane, std::size_t index) const
{
    const Colours colours = Colours::of(palette());
    const AxisContent::Mark& mark = m_content.events[index];
    const bool current = m_current == index;
    const double from = m_scale.toPixel(mark.at);
    const double until = m_scale.toPixel(mark.until);
    if (until < labelWidth() || from > width())
        return;
    const bool doubt = !m_content.neutral && mark.doubt >= doubtful && !mark.touched;
    const QColor colour = doubt ? colours.doubt : mark.touched ? colours.good : palette().color(QPalette::Text);
    const double half = lane.height() * 0.2;
    const QPointF centre((from + until) / 2, lane.center().y() - half * 0.4);
    const double base = lane.bottom() - 4;
    painter.fillRect(QRectF(QPointF(from, base - 3), QPointF(std::max(until, from + 2), base)), colour);
    if (current) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.accent);
        painter.drawRoundedRect(QRectF(centre.x() - half * 1.9, lane.top(), half * 3.8, lane.height() - 6), 3, 3);
    }
    const QColor sign = current ? palette().color(QPalette::HighlightedText) : colour;
    painter.setPen(QPen(sign, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const bool neutral = (m_content.neutral && !mark.touched) || mark.action == EventKind::None;
    const double turn = mark.action == EventKind::Return ? -1 : 1;
    if (neutral)
        painter.drawEllipse(centre, half * 0.7, half * 0.7);
    else
        painter.drawPolyline(QPolygonF({centre + QPointF(-half, -half * 0.6 * turn), centre + QPointF(0, half * 0.6 * turn),
                                        centre + QPointF(half, -half * 0.6 * turn)}));
    if (doubt) {
        QFont bold = painter.font();
        bold.setBold(true);
        painter.save();
        painter.setFont(bold);
        painter.setPen(colours.doubt);
        painter.drawText(QPointF(centre.x() + half * (current ? 2.4 : 1.4), centre.y() + half), QStringLiteral("?"));
        painter.restore();
    }
}

void TimeAxis::paintWeights(QPainter& painter, const Lanes& lanes) const
{
    if (m_content.weights.empty() && m_content.traces.empty())
        return;
    paintLabel(painter, lanes.weights, tr("weight"));
    painter.save();
    painter.setClipRect(QRectF(labelWidth(), lanes.weights.top(), width(), lanes.weights.height()));
    painter.setBrush(Qt::NoBrush);
    const QRectF lane = lanes.weights.adjusted(0, 4, 0, -4);
    if (m_content.traces.empty())
        paintSteps(painter, lane);
    else
        paintTraces(painter, lane);
    painter.restore();
}

/// Where plates report jumps only, their sum.
void TimeAxis::paintSteps(QPainter& painter, const QRectF& lane) const
{
    Grams sum = 0;
    Grams least = 0;
    Grams most = 0;
    for (const AxisContent::WeightStep& step : m_content.weights) {
        sum += step.delta;
        least = std::min(least, sum);
        most = std::max(most, sum);
    }
    const double range = std::max<double>(static_cast<double>(most - least), 1);
    const auto height = [&](Grams grams) {
        return lane.bottom() - static_cast<double>(grams - least) / range * lane.height();
    };
    QPainterPath trace(QPointF(m_scale.toPixel(m_content.from), height(0)));
    sum = 0;
    for (const AxisContent::WeightStep& step : m_content.weights) {
        const double x = m_scale.toPixel(step.at);
        trace.lineTo(x - 2, height(sum));
        sum += step.delta;
        trace.lineTo(x + 2, height(sum));
    }
    trace.lineTo(m_scale.toPixel(m_content.until), height(sum));
    painter.setPen(QPen(Colours::of(palette()).quiet, 1.5));
    painter.drawPath(trace);
}

/// Each plate from its least to its most. What all samples on one column of pixels span is one upright bar: stroking a line
/// through tens of thousands of them takes hundreds of milliseconds, these take one.
void TimeAxis::paintTraces(QPainter& painter, const QRectF& lane) const
{
    // Plates are told apart by which of twelve columns are painted: a line, dashes, dots, dashes and dots.
    constexpr int period = 12;
    constexpr std::array<unsigned, 4> patterns{0xFFF, 0x1FF, 0x333, 0x19F};
    constexpr double thinnest = 1.5;
    constexpr double leastRange = 60; // grams; the noise of a plate that nobody touches is not to hide the steps of others
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Colours::of(palette()).quiet);
    for (std::size_t number = 0; number < m_content.traces.size(); ++number) {
        const PlateTrace& plate = m_content.traces[number];
        if (plate.grams->empty())
            continue;
        const auto [least, most] = std::minmax_element(plate.grams->begin(), plate.grams->end());
        const double range = std::max(static_cast<double>(*most) - static_cast<double>(*least), leastRange);
        const double middleGrams = (static_cast<double>(*most) + static_cast<double>(*least)) / 2;
        const auto height = [&](float grams) {
            return lane.center().y() - (static_cast<double>(grams) - middleGrams) / range * lane.height();
        };
        QList<QRectF> bars;
        const auto add = [&](int column, float low, float high) {
            if (column < labelWidth() - 1 || column > width() || !(patterns[number % patterns.size()] >> (column % period) & 1U))
                return;
            const double middle = (height(low) + height(high)) / 2;
            const double tall = std::max(height(low) - height(high), thinnest);
            bars.append(QRectF(column, middle - tall / 2, 1, tall));
        };
        std::optional<int> column;
        float low = 0, high = 0, last = 0;
        for (std::size_t i = 0; i < plate.grams->size(); ++i) {
            const int x = qFloor(std::clamp(m_scale.toPixel(plate.momentOf(i)), -1.0, width() + 1.0));
            const float grams = (*plate.grams)[i];
            if (x != column) {
                if (column)
                    add(*column, low, high);
                for (int held = column.value_or(x) + 1; held < x; ++held)
                    add(held, last, last);
                low = std::min(grams, column ? last : grams);
                high = std::max(grams, column ? last : grams);
                column = x;
            }
            low = std::min(low, grams);
            high = std::max(high, grams);
            last = grams;
        }
        if (column)
            add(*column, low, high);
        painter.drawRects(bars);
    }
    painter.restore();
}

void TimeAxis::paintPoints(QPainter& painter, const QRectF& lane, const QString& name, const std::vector<AxisContent::Point>& points) const
{
    if (points.empty())
        return;
    paintLabel(painter, lane, name);
    painter.setPen(QPen(palette().color(QPalette::Text), 2));
    double last = -leastDistance;
    for (const AxisContent::Point& point : points) {
        const double x = m_scale.toPixel(point.at);
        if (x < labelWidth() || x > width() || x - last < leastDistance)
            continue;
        last = x;
        painter.drawLine(QPointF(x, lane.top() + 3), QPointF(x, lane.bottom() - 3));
    }
}

} // namespace cartwright::ui
