#include "ui/review/workbench.h"

#include <QTimer>

#include <algorithm>

namespace cartwright::ui {

Workbench::Workbench(const Panels& panels, QWidget* parent) : QMainWindow(parent)
{
    setObjectName(QStringLiteral("workbench"));
    setWindowFlags(Qt::Widget);
    setDockNestingEnabled(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCentralWidget(panels.cameras);
    m_why = makeDock(QStringLiteral("whyDock"), tr("Why"), panels.why);
    m_cart = makeDock(QStringLiteral("cartDock"), tr("Cart"), panels.cart);
    m_event = makeDock(QStringLiteral("eventDock"), tr("This event"), panels.event);
    m_stills = makeDock(QStringLiteral("stillsDock"), tr("Before and after"), panels.stills);
    m_timeAxis = makeDock(QStringLiteral("timeAxisDock"), tr("Time"), panels.timeAxis);
    resetLayout();
}

QDockWidget* Workbench::makeDock(const QString& objectName, const QString& title, QWidget* panel)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(objectName);
    dock->setAccessibleName(title);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    dock->setWidget(panel);
    return dock;
}

void Workbench::resetLayout()
{
    for (QDockWidget* dock : {m_why, m_cart, m_event, m_stills, m_timeAxis}) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    addDockWidget(Qt::RightDockWidgetArea, m_why);
    splitDockWidget(m_why, m_cart, Qt::Vertical);
    splitDockWidget(m_cart, m_event, Qt::Vertical);
    addDockWidget(Qt::BottomDockWidgetArea, m_stills);
    splitDockWidget(m_stills, m_timeAxis, Qt::Horizontal);
    for (QDockWidget* dock : {m_why, m_cart, m_event, m_stills, m_timeAxis})
        dock->show();
    shareSpace();
}

void Workbench::shareSpace()
{
    const int letter = fontMetrics().averageCharWidth();
    const int line = fontMetrics().height();
    const int column = std::clamp(letter * 50, 300, std::max(300, width() * 36 / 100));
    resizeDocks({m_why, m_cart, m_event}, {column, column, column}, Qt::Horizontal);
    resizeDocks({m_why, m_cart, m_event}, {line * 4, line * 11, line * 16}, Qt::Vertical);
    resizeDocks({m_stills, m_timeAxis}, {width() * 22 / 100, width() * 50 / 100}, Qt::Horizontal);
    const int bottom = std::max(line * 10, height() / 5);
    resizeDocks({m_stills, m_timeAxis}, {bottom, bottom}, Qt::Vertical);
}

void Workbench::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Sizes asked for before the first layout are forgotten by Qt, so they are asked for once more.
    if (!std::exchange(m_sized, true))
        QTimer::singleShot(0, this, &Workbench::shareSpace);
}

} // namespace cartwright::ui
