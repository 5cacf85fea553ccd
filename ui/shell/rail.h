#pragma once

#include <QAction>
#include <QFrame>
#include <QToolButton>

namespace cartwright::ui {

/// The column of places at the window's side; each button is an action.
class Rail : public QFrame
{
    Q_OBJECT

public:
    explicit Rail(const QList<QAction*>& places, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void sizeButtons();

    QList<QToolButton*> m_buttons;
};

} // namespace cartwright::ui
