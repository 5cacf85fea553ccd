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
    setMouseTracking(true);
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
    repaintAll();
}

void TimeAxis::repaintAll()
{
    m_painted = QPixmap();
    update();
}

void TimeAxis::zoom(double factor)
{
    m_scale.zoom(factor, m_scale.toPixel(m_moment));
    repaintAll();
}

void TimeAxis::scroll(double share)
{
    m_scale.scroll(share);
    repaintAll();
}

void TimeAxis::showWhole()
{
    m_scale.showWhole();
    repaintAll();
}

void TimeAxis::setMoment(UtcMicroseconds moment)
{
    m_moment = moment;
    if (m_scale.isZoomed() && m_scale.follow(moment))
        m_painted = QPixmap();
    setAccessibleDescription(texts::timeOfDay(moment, texts::Precision::Milliseconds, m_content.zone));
    update();
}

void TimeAxis::setCurrentEvent(std::optional<std::size_t> event)
{
    m_current = event;
    repaintAll();
}

void TimeAxis::setLoop(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
{
    m_loopIn = from;
    m_loopOut = until;
    update();
}

double TimeAxis::measuredLabels() const
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
    if (!m_content.weights.empty() || !m_content.traces.empty())
        lanes.weights = take(line * 1.7);
    if (!m_content.scans.empty())
        lanes.scans = take(line + 4);
    if (!m_content.changes.empty())
        lanes.changes = take(line + 4);
    if (!m_content.labels.empty())
        lanes.labels = take(line + 4);
    lanes.total = y + 4;
    return lanes;
}

void TimeAxis::layOut()
{
    constexpr double right = 14; // room for a mark at the very end
    m_labelWidth = measuredLabels();
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
    m_painted = QPixmap();
}

void TimeAxis::changeEvent(QEvent* event)
{
    // Another theme, font or scale.
    layOut();
    repaintAll();
    QWidget::changeEvent(event);
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

QString TimeAxis::pointTextAt(QPointF position) const
{
    const Lanes now = lanes();
    constexpr double reach = 5;
    for (const auto& [lane, points] : {std::pair(now.scans, &m_content.scans), std::pair(now.changes, &m_content.changes),
                                       std::pair(now.labels, &m_content.labels)}) {
        if (!lane.contains(position))
            continue;
        for (const AxisContent::Point& point : *points)
            if (std::abs(m_scale.toPixel(point.at) - position.x()) <= reach)
                return texts::timeOfDay(point.at, texts::Precision::Seconds) + QStringLiteral(" · ") + point.text;
    }
    return {};
}

bool TimeAxis::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto found = eventAt(help->pos());
    const QString text = found ? m_content.events[*found].text : pointTextAt(help->pos());
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), this);
    return true;
}

void TimeAxis::hover(QPointF position, QPoint where)
{
    const Lanes now = lanes();
    if (position.x() < labelWidth() || m_content.until <= m_content.from)
        return Q_EMIT hoverEnded();
    std::optional<std::size_t> camera;
    if (now.cameras.contains(position) && now.row > 0)
        if (const auto row = static_cast<std::size_t>((position.y() - now.cameras.top()) / now.row); row < m_content.cameras.size())
            camera = row;
    Q_EMIT hovered(m_scale.toMoment(position.x()), camera, where);
}

void TimeAxis::leaveEvent(QEvent* event)
{
    Q_EMIT hoverEnded();
    QWidget::leaveEvent(event);
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
    else
        hover(event->position(), event->globalPosition().toPoint());
}

void TimeAxis::mouseDoubleClickEvent(QMouseEvent*)
{
    showWhole();
}

void TimeAxis::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    const double sideways = event->angleDelta().x() / 120.0;
    constexpr double part = 0.15; ///< of what is shown, for each notch
    if (sideways != 0)
        m_scale.scroll(-sideways * part);
    else if (event->modifiers() & Qt::ShiftModifier)
        m_scale.scroll(-steps * part);
    else
        m_scale.zoom(std::pow(1.25, steps), event->position().x());
    event->accept();
    repaintAll();
}

} // namespace cartwright::ui
