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
    m_why->installEventFilter(this);
    connect(m_why, &QDockWidget::topLevelChanged, this, &Workbench::fitWhy);
    for (QDockWidget* dock : {m_why, m_cart, m_event, m_stills, m_timeAxis})
        connect(dock, &QDockWidget::topLevelChanged, this, [this](bool floating) {
            if (floating)
                m_firstLayout = false;
        });
    connect(m_why, &QDockWidget::dockLocationChanged, this, &Workbench::fitWhy);
    resetLayout();
}

bool Workbench::event(QEvent* event)
{
    const bool handled = QMainWindow::event(event);
    // A press that the window itself takes is on a line between two panels.
    if (event->type() == QEvent::MouseButtonPress && event->isAccepted())
        m_firstLayout = false;
    return handled;
}

bool Workbench::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_why && event->type() == QEvent::LayoutRequest)
        fitWhy();
    return QMainWindow::eventFilter(watched, event);
}

void Workbench::fitWhy()
{
    // In a column the question takes the lines that it has; what is left belongs to the cart and the event.
    QWidget* panel = m_why->widget();
    const Qt::DockWidgetArea area = dockWidgetArea(m_why);
    const bool inColumn = !m_why->isFloating() && (area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea);
    const int needed = std::max({panel->minimumHeight(), panel->minimumSizeHint().height(), 1});
    const int most = inColumn && tabifiedDockWidgets(m_why).isEmpty() ? needed : QWIDGETSIZE_MAX;
    if (panel->maximumHeight() != most)
        panel->setMaximumHeight(most);
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
    m_firstLayout = true;
    shareSpace();
}

void Workbench::shareSpace()
{
    const int letter = fontMetrics().averageCharWidth();
    const int line = fontMetrics().height();
    const int column = std::clamp(letter * 64, 340, std::max(340, width() * 36 / 100));
    resizeDocks({m_why, m_cart, m_event}, {column, column, column}, Qt::Horizontal);
    resizeDocks({m_why, m_cart, m_event}, {line * 4, line * 11, line * 16}, Qt::Vertical);
    resizeDocks({m_stills, m_timeAxis}, {width() * 22 / 100, width() * 50 / 100}, Qt::Horizontal);
    const int bottom = bottomHeight(width() - column);
    resizeDocks({m_stills, m_timeAxis}, {bottom, bottom}, Qt::Vertical);
}

int Workbench::bottomHeight(int cameraWidth) const
{
    const int line = fontMetrics().height();
    const int least = std::max(line * 10, height() / 5);
    const int most = std::max(least, height() / 2);
    const auto pictureWidth = [&](int bottom) {
        const double area = height() - bottom - line * 4; // the transport bar and a title
        double widest = 0;
        for (int columns = 1; columns <= m_cameraCount; ++columns) {
            const int rows = (m_cameraCount + columns - 1) / columns;
            widest = std::max(widest, std::min(cameraWidth / double(columns), area / rows * 16 / 9));
        }
        return widest;
    };
    // Pictures may be a tenth smaller than the largest they could be, if what is below them gets more room for it.
    constexpr double largeEnough = 0.9;
    constexpr int step = 8;
    int chosen = least;
    double best = 0;
    for (int bottom = least; bottom <= most; bottom += step)
        best = std::max(best, pictureWidth(bottom));
    for (int bottom = least; bottom <= most; bottom += step)
        if (pictureWidth(bottom) >= best * largeEnough)
            chosen = bottom;
    return m_cameraCount > 0 ? chosen : least;
}

void Workbench::setCameraCount(int count)
{
    if (std::exchange(m_cameraCount, count) != count && m_firstLayout)
        shareSpace();
}

bool Workbench::restoreLayout(const QByteArray& state)
{
    const bool restored = restoreState(state, layoutVersion);
    m_firstLayout = m_firstLayout && !restored;
    return restored;
}

void Workbench::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Sizes asked for before the first layout are forgotten by Qt, so they are asked for once more.
    if (!std::exchange(m_sized, true))
        QTimer::singleShot(0, this, [this] {
            if (m_firstLayout)
                shareSpace();
        });
}

} // namespace cartwright::ui
