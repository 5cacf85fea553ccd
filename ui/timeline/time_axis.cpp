#include "ui/timeline/time_axis.h"

#include "ui/widgets/texts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <cmath>

namespace cartwright::ui {

TimeAxis::TimeAxis(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("timeAxis"));
    setAccessibleName(tr("Time axis"));
    setLayoutDirection(Qt::LeftToRight);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void TimeAxis::setContent(const AxisContent& content)
{
    m_content = content;
    if (content.from != m_shownFrom || content.until != m_shownUntil) {
        m_shownFrom = content.from;
        m_shownUntil = content.until;
        m_scale.setWhole(content.from, content.until);
    }
    layOut();
    updateGeometry();
    update();
}

void TimeAxis::setMoment(UtcMicroseconds moment)
{
    m_moment = moment;
    if (m_scale.isZoomed())
        m_scale.follow(moment);
    setAccessibleDescription(texts::timeOfDay(moment, texts::Precision::Milliseconds, m_content.zone));
    update();
}

void TimeAxis::setCurrentEvent(std::optional<std::size_t> event)
{
    m_current = event;
    update();
}

void TimeAxis::setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
{
    m_loopIn = from;
    m_loopOut = until;
    update();
}

double TimeAxis::labelWidth() const
{
    double widest = fontMetrics().horizontalAdvance(tr("weight"));
    for (const AxisContent::CameraLane& camera : m_content.cameras)
        widest = std::max<double>(widest, fontMetrics().horizontalAdvance(camera.name));
    return std::min(widest + 16, width() * 0.2);
}

TimeAxis::Lanes TimeAxis::lanes() const
{
    const double line = fontMetrics().height();
    Lanes lanes;
    double y = 2;
    const auto take = [&](double height) {
        const QRectF lane(0, y, width(), height);
        y += height;
        return lane;
    };
    lanes.ruler = take(line + 8);
    lanes.row = line + 3;
    lanes.cameras = take(lanes.row * static_cast<double>(m_content.cameras.size()) + 4);
    lanes.events = take(line * 1.7 + 4);
    if (!m_content.weights.empty())
        lanes.weights = take(line * 1.7);
    if (!m_content.scans.empty())
        lanes.scans = take(line + 4);
    lanes.total = y + 4;
    return lanes;
}

void TimeAxis::layOut()
{
    constexpr double right = 14; // room for a mark at the very end
    const double left = labelWidth() + 8;
    m_scale.setPixels(left, width() - left - right);
}

QSize TimeAxis::sizeHint() const
{
    return {640, qCeil(lanes().total)};
}

QSize TimeAxis::minimumSizeHint() const
{
    return {240, qCeil(lanes().total)};
}

void TimeAxis::resizeEvent(QResizeEvent*)
{
    layOut();
}

std::optional<std::size_t> TimeAxis::eventAt(QPointF position) const
{
    if (!lanes().events.contains(position))
        return std::nullopt;
    constexpr double reach = 9;
    std::optional<std::size_t> nearest;
    double least = reach;
    for (std::size_t i = 0; i < m_content.events.size(); ++i) {
        const double from = m_scale.toPixel(m_content.events[i].at);
        const double until = m_scale.toPixel(m_content.events[i].until);
        const double x = position.x();
        const double away = x < from ? from - x : x > until ? x - until : 0;
        if (away < least || (!nearest && away <= least)) {
            least = away;
            nearest = i;
        }
    }
    return nearest;
}

bool TimeAxis::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto found = eventAt(help->pos()))
        QToolTip::showText(help->globalPos(), m_content.events[*found].text.toHtmlEscaped(), this);
    else
        QToolTip::hideText();
    return true;
}

void TimeAxis::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto found = eventAt(event->position()))
        Q_EMIT eventChosen(*found);
    else
        Q_EMIT seekAsked(m_scale.toMoment(event->position().x()));
}

void TimeAxis::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        Q_EMIT seekAsked(m_scale.toMoment(event->position().x()));
}

void TimeAxis::mouseDoubleClickEvent(QMouseEvent*)
{
    m_scale.showWhole();
    update();
}

void TimeAxis::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    m_scale.zoom(std::pow(1.25, steps), event->position().x());
    event->accept();
    update();
}

} // namespace cartwright::ui
