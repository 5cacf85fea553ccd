#include "ui/shell/rail.h"

#include <QEvent>
#include <QVBoxLayout>

namespace cartwright::ui {

Rail::Rail(const QList<QAction*>& places, QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Places"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 8, 6, 8);
    column->setSpacing(4);
    for (QAction* place : places) {
        auto* button = new QToolButton;
        button->setObjectName(place->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(place);
        button->setAccessibleName(place->text());
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFocusPolicy(Qt::TabFocus);
        button->setVisible(place->isVisible());
        connect(place, &QAction::visibleChanged, button, [button, place] { button->setVisible(place->isVisible()); });
        m_buttons << button;
        column->addWidget(button);
    }
    column->addStretch(1);
    sizeButtons();
}

void Rail::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        sizeButtons();
}

void Rail::sizeButtons()
{
    const int side = fontMetrics().height() * 3 / 2;
    for (QToolButton* button : std::as_const(m_buttons))
        button->setIconSize(QSize(side, side));
}

} // namespace cartwright::ui
