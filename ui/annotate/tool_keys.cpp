#include "ui/annotate/tool_keys.h"

#include <QKeyEvent>

namespace cartwright::ui {

std::optional<QPointF> arrowOf(const QKeyEvent& key)
{
    const double by = key.modifiers() & Qt::ShiftModifier ? 10 : 1;
    switch (key.key()) {
    case Qt::Key_Left: return QPointF(-by, 0);
    case Qt::Key_Right: return QPointF(by, 0);
    case Qt::Key_Up: return QPointF(0, -by);
    case Qt::Key_Down: return QPointF(0, by);
    default: return std::nullopt;
    }
}

} // namespace cartwright::ui
