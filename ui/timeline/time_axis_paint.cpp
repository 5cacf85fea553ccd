#include "ui/timeline/time_axis.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QPainter>
#include <QPainterPath>

namespace cartwright::ui {

void TimeAxis::paintEvent(QPaintEvent*)
{
    const Lanes now = lanes();
    if (m_painted.isNull()) {
        m_painted = QPixmap(size() * devicePixelRatioF());
        m_painted.setDevicePixelRatio(devicePixelRatioF());
        QPainter once(&m_painted);
        once.setFont(font());
        paintLanes(once, now);
    }
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.drawPixmap(0, 0, m_painted);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLoopAndMoment(painter, now);
    if (hasFocus()) {
        painter.setPen(QPen(Colours::of(palette()).accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void TimeAxis::paintLanes(QPainter& painter, const Lanes& now) const
{
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintRuler(painter, now);
    painter.setClipRect(QRectF(0, 0, width(), height()));
    paintCameras(painter, now);
    paintEvents(painter, now);
    paintWeights(painter, now);
    paintPoints(painter, now.scans, tr("scans"), m_content.scans);
    paintPoints(painter, now.changes, tr("changes"), m_content.changes);
    paintPoints(painter, now.labels, tr("labels"), m_content.labels);
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
        const QRectF whole(0, top, 0, height);
        paintSpans(painter, whole, camera.gaps, Qt::BDiagPattern, colours.gap);
        paintSpans(painter, whole, camera.damaged, Qt::DiagCrossPattern, colours.danger);
        painter.restore();
    }
}

/// The hatching tells one kind from another, not only its colour.
void TimeAxis::paintSpans(QPainter& painter, const QRectF& bar, const std::vector<AxisContent::Span>& spans, Qt::BrushStyle style,
                          const QColor& colour) const
{
    constexpr double narrowest = 3;
    for (const auto& [from, until] : spans) {
        QRectF place(QPointF(m_scale.toPixel(from), bar.top()), QPointF(m_scale.toPixel(until), bar.bottom()));
        place.setWidth(std::max(place.width(), narrowest));
        painter.fillRect(place, palette().color(QPalette::Base));
        painter.fillRect(place, QBrush(colour, style));
        painter.setPen(QPen(colour, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place);
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
