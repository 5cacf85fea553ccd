#include "ui/shell/overlay.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

namespace cartwright::ui {

Overlay::Overlay(QWidget* window) : QWidget(window), m_window(window)
{
    setFocusPolicy(Qt::StrongFocus);
    window->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    setGeometry(m_window->rect());
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
}

void Overlay::shut()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

bool Overlay::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window && event->type() == QEvent::Resize && isVisible())
        setGeometry(m_window->rect());
    return QWidget::eventFilter(watched, event);
}

bool Overlay::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        if (!letsThrough(*static_cast<QKeyEvent*>(event)))
            event->accept();
        return true;
    }
    return QWidget::event(event);
}

void Overlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        shut();
    event->accept(); // nothing reaches the window below
}

void Overlay::mousePressEvent(QMouseEvent*)
{
    shut();
}

void Overlay::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), QColor(0, 0, 0, 150));
}

} // namespace cartwright::ui
