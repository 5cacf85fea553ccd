#include "ui/annotate/points_tool.h"

#include "ui/annotate/tool_keys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace cartwright::ui {

namespace {

constexpr std::size_t pointsNeeded = 4;

} // namespace

PointsTool::PointsTool(QPointF cross, QSizeF picture, Answers answers)
    : m_cross(cross), m_picture(picture), m_answers(std::move(answers))
{
}

QString PointsTool::hint() const
{
    return QCoreApplication::translate("PointsTool", "point %1 of 4 (top, left, bottom, right): arrows move (Shift: 10), Enter sets, Esc leaves")
        .arg(m_points.size() + 1);
}

bool PointsTool::wants(const QKeyEvent& key) const
{
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Backspace:
    case Qt::Key_Escape: return true;
    default: return arrowOf(key).has_value();
    }
}

void PointsTool::keyPressed(const QKeyEvent& key)
{
    if (const auto by = arrowOf(key)) {
        m_cross = inside(m_cross + *by);
        return;
    }
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: return set(m_cross);
    case Qt::Key_Backspace:
        if (!m_points.empty())
            m_points.pop_back();
        return;
    default: return m_answers.givenUp();
    }
}

QPointF PointsTool::inside(QPointF at) const
{
    return {std::clamp(at.x(), 0.0, m_picture.width()), std::clamp(at.y(), 0.0, m_picture.height())};
}

void PointsTool::set(QPointF at)
{
    m_points.push_back({at.x(), at.y()});
    if (m_points.size() < pointsNeeded)
        return;
    const Box box = review::boxOfExtremePoints({m_points[0], m_points[1], m_points[2], m_points[3]}, m_picture.width(),
                                               m_picture.height());
    // Four points in a line enclose nothing; the last one is asked for again.
    if (box.width < review::smallestSide || box.height < review::smallestSide)
        m_points.pop_back();
    else
        m_answers.taken(box);
}

void PointsTool::mousePressed(QPointF at, double)
{
    m_cross = inside(at);
    set(m_cross);
}

void PointsTool::mouseMoved(QPointF at)
{
    m_cross = inside(at);
}

void PointsTool::paint(QPainter& painter, const PictureFit& fit) const
{
    constexpr double arm = 14;
    constexpr double dot = 4;
    const QPointF cross = fit.toPane(m_cross);
    for (const auto& [colour, width] : {std::pair(QColor(Qt::black), 4.0), std::pair(QColor(Qt::white), 2.0)}) {
        painter.setPen(QPen(colour, width));
        painter.drawLine(cross - QPointF(arm, 0), cross + QPointF(arm, 0));
        painter.drawLine(cross - QPointF(0, arm), cross + QPointF(0, arm));
    }
    painter.setPen(QPen(Qt::black, 1.5));
    painter.setBrush(QColor(0xff, 0xd2, 0x5e));
    for (const Point& point : m_points)
        painter.drawEllipse(fit.toPane(QPointF(point.x, point.y)), dot, dot);
}

} // namespace cartwright::ui
