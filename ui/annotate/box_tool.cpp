#include "ui/annotate/box_tool.h"

#include "ui/annotate/tool_keys.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>

#include <cmath>
#include <utility>

namespace cartwright::ui {

using review::Handle;

BoxTool::BoxTool(const Box& start, QSizeF picture, Answers answers)
    : m_box(start), m_picture(picture), m_answers(std::move(answers))
{
}

QString BoxTool::hint() const
{
    return m_answers.removed
               ? QCoreApplication::translate("BoxTool", "arrows move (Shift: 10), Tab: handle, Enter takes, Del: no box here, Esc leaves")
               : QCoreApplication::translate("BoxTool", "arrows move (Shift: 10), Tab: handle, Enter takes, Esc leaves");
}

bool BoxTool::wants(const QKeyEvent& key) const
{
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (key.key()) {
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape: return true;
    case Qt::Key_Delete: return m_answers.removed != nullptr;
    default: return arrowOf(key).has_value();
    }
}

void BoxTool::keyPressed(const QKeyEvent& key)
{
    if (const auto by = arrowOf(key)) {
        m_box = review::movedBy(m_box, m_handle, by->x(), by->y(), m_picture.width(), m_picture.height());
        return;
    }
    switch (key.key()) {
    case Qt::Key_Tab: return chooseHandle(1);
    case Qt::Key_Backtab: return chooseHandle(-1);
    case Qt::Key_Return:
    case Qt::Key_Enter: return take();
    case Qt::Key_Delete: return m_answers.removed();
    default: return m_answers.givenUp();
    }
}

void BoxTool::chooseHandle(int by)
{
    m_handle = static_cast<Handle>((static_cast<int>(m_handle) + by + review::handleCount) % review::handleCount);
}

void BoxTool::take()
{
    if (m_box.width >= review::smallestSide && m_box.height >= review::smallestSide)
        m_answers.taken(m_box);
}

void BoxTool::mousePressed(QPointF at, double reach)
{
    for (int i = 1; i < review::handleCount; ++i) {
        const Point place = review::handleAt(m_box, static_cast<Handle>(i));
        if (std::hypot(place.x - at.x(), place.y - at.y()) > reach)
            continue;
        m_handle = static_cast<Handle>(i);
        m_dragged = at;
        return;
    }
    if (QRectF(m_box.x, m_box.y, m_box.width, m_box.height).contains(at)) {
        m_handle = Handle::Whole;
        m_dragged = at;
        return;
    }
    m_newCorner = at;
}

void BoxTool::mouseMoved(QPointF at)
{
    if (m_dragged) {
        const QPointF by = at - std::exchange(*m_dragged, at);
        m_box = review::movedBy(m_box, m_handle, by.x(), by.y(), m_picture.width(), m_picture.height());
    } else if (m_newCorner) {
        const QRectF box = QRectF(*m_newCorner, at).normalized().intersected(QRectF(QPointF(), m_picture));
        m_box = {box.x(), box.y(), box.width(), box.height()};
    }
}

void BoxTool::mouseReleased()
{
    constexpr double smallestDrag = 3; // less is a click, not a box
    m_dragged.reset();
    if (std::exchange(m_newCorner, std::nullopt) && m_box.width >= smallestDrag && m_box.height >= smallestDrag)
        take();
}

void BoxTool::paint(QPainter& painter, const PictureFit& fit) const
{
    constexpr double half = 4.5;
    const QRectF place = fit.toPane(m_box);
    painter.setPen(QPen(Qt::black, 4));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place);
    painter.setPen(QPen(Qt::white, 2));
    painter.setBrush(QColor(255, 255, 255, 40));
    painter.drawRect(place);
    for (int i = 1; i < review::handleCount; ++i) {
        const auto handle = static_cast<Handle>(i);
        const Point at = review::handleAt(m_box, handle);
        const QPointF middle = fit.toPane(QPointF(at.x, at.y));
        const bool chosen = handle == m_handle;
        const double side = chosen ? half * 1.6 : half; // larger and filled, not only coloured
        painter.setPen(QPen(Qt::black, 1.5));
        painter.setBrush(chosen ? QColor(0xff, 0xd2, 0x5e) : QColor(Qt::white));
        painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side));
    }
}

} // namespace cartwright::ui
