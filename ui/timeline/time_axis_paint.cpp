#include "ui/timeline/time_axis.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QPainter>
#include <QPainterPath>

namespace cartwright::ui {

void TimeAxis::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    const Lanes now = lanes();
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintRuler(painter, now);
    painter.setClipRect(QRectF(0, 0, width(), height()));
    paintCameras(painter, now);
    paintEvents(painter, now);
    paintWeights(painter, now);
    paintScans(painter, now);
    paintLoopAndMoment(painter, now);
    if (hasFocus()) {
        painter.setPen(QPen(Colours::of(palette()).accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void TimeAxis::paintLabel(QPainter& painter, const QRectF& lane, const QString& text) const
{
    painter.setPen(Colours::of(palette()).quiet);
    const QRectF place(8, lane.top(), labelWidth() - 8, lane.height());
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text, Qt::ElideRight, qFloor(place.width())));
}

void TimeAxis::paintRuler(QPainter& painter, const Lanes& lanes) const
{
    const Colours colours = Colours::of(palette());
    const double sample = fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.0"));
    const TimeScale::Ticks ticks = m_scale.ticks(sample * 1.35);
    for (const UtcMicroseconds at : ticks.at) {
        const double x = m_scale.toPixel(at);
        painter.setPen(QPen(colours.line, 1));
        painter.drawLine(QPointF(x, lanes.ruler.bottom() - 4), QPointF(x, lanes.total));
        QString text = texts::timeOfDay(at, texts::Precision::Seconds, m_content.zone);
        if (ticks.step < microsecondsPerSecond)
            text = texts::timeOfDay(at, texts::Precision::Milliseconds, m_content.zone).chopped(2);
        painter.setPen(colours.quiet);
        painter.drawText(QRectF(x - sample, lanes.ruler.top(), sample * 2, lanes.ruler.height() - 4), Qt::AlignCenter,
                         text);
    }
}

void TimeAxis::paintCameras(QPainter& painter, const Lanes& lanes) const
{
    const Colours colours = Colours::of(palette());
    for (std::size_t i = 0; i < m_content.cameras.size(); ++i) {
        const AxisContent::CameraLane& camera = m_content.cameras[i];
        const QRectF lane(0, lanes.cameras.top() + static_cast<double>(i) * lanes.row, width(), lanes.row);
        paintLabel(painter, lane, camera.name);
        const double top = lane.top() + lane.height() * 0.3;
        const double height = lane.height() * 0.45;
        const auto bar = [&](UtcMicroseconds from, UtcMicroseconds until) {
            return QRectF(QPointF(m_scale.toPixel(from), top), QPointF(m_scale.toPixel(until), top + height));
        };
        painter.save();
        painter.setClipRect(QRectF(labelWidth(), 0, width(), height + lane.bottom()));
        if (!camera.readable) {
            painter.setPen(colours.danger);
            painter.drawText(QRectF(labelWidth() + 8, lane.top(), width(), lane.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, tr("cannot be read"));
        } else {
            painter.fillRect(bar(camera.from, camera.until), colours.camera);
        }
        for (const auto& [from, until] : camera.gaps) {
            painter.fillRect(bar(from, until), palette().color(QPalette::Base));
            painter.fillRect(bar(from, until), QBrush(colours.gap, Qt::BDiagPattern));
            painter.setPen(QPen(colours.gap, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(bar(from, until));
        }
        painter.restore();
    }
}

void TimeAxis::paintEvents(QPainter& painter, const Lanes& lanes) const
{
    paintLabel(painter, lanes.events, tr("events"));
    for (std::size_t i = 0; i < m_content.events.size(); ++i)
        if (m_current != i)
            paintMark(painter, lanes.events, i);
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
    constexpr double doubtful = 0.25;
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
    if (m_content.weights.empty())
        return;
    const Colours colours = Colours::of(palette());
    paintLabel(painter, lanes.weights, tr("weight"));
    Grams sum = 0;
    Grams least = 0;
    Grams most = 0;
    for (const AxisContent::WeightStep& step : m_content.weights) {
        sum += step.delta;
        least = std::min(least, sum);
        most = std::max(most, sum);
    }
    const double range = std::max<double>(static_cast<double>(most - least), 1);
    const QRectF lane = lanes.weights.adjusted(0, 4, 0, -4);
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
    painter.save();
    painter.setClipRect(QRectF(labelWidth(), lanes.weights.top(), width(), lanes.weights.height()));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.quiet, 1.5));
    painter.drawPath(trace);
    painter.restore();
}

void TimeAxis::paintScans(QPainter& painter, const Lanes& lanes) const
{
    if (m_content.scans.empty())
        return;
    paintLabel(painter, lanes.scans, tr("scans"));
    painter.setPen(QPen(palette().color(QPalette::Text), 2));
    for (const AxisContent::Scan& scan : m_content.scans) {
        const double x = m_scale.toPixel(scan.at);
        if (x >= labelWidth())
            painter.drawLine(QPointF(x, lanes.scans.top() + 3), QPointF(x, lanes.scans.bottom() - 3));
    }
}

void TimeAxis::paintLoopAndMoment(QPainter& painter, const Lanes& lanes) const
{
    const Colours colours = Colours::of(palette());
    if (m_loopIn || m_loopOut) {
        const double from = m_scale.toPixel(m_loopIn.value_or(m_content.from));
        const double until = m_scale.toPixel(m_loopOut.value_or(m_content.until));
        QColor wash = colours.accent;
        wash.setAlpha(40);
        painter.fillRect(QRectF(from, 0, until - from, lanes.total), wash);
        painter.setPen(QPen(colours.accent, 1.5));
        if (m_loopIn)
            painter.drawLine(QPointF(from, 0), QPointF(from, lanes.total));
        if (m_loopOut)
            painter.drawLine(QPointF(until, 0), QPointF(until, lanes.total));
    }
    if (m_content.until <= m_content.from)
        return;
    const double x = m_scale.toPixel(m_moment);
    painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
    painter.drawLine(QPointF(x, 2), QPointF(x, lanes.total));
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Text));
    painter.drawPolygon(QPolygonF({QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 7)}));
}

} // namespace cartwright::ui
