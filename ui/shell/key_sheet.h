#pragma once

#include "ui/widgets/action_group.h"

#include <QPointer>
#include <QWidget>

namespace cartwright::ui {

/// All actions with their keys, laid over the window. Escape, F1 or a click closes it.
class KeySheet : public QWidget
{
    Q_OBJECT

public:
    explicit KeySheet(QWidget* window);

    void toggle(const QList<ActionGroup>& groups);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fill(const QList<ActionGroup>& groups);
    QWidget* makeGroup(const ActionGroup& group);

    QWidget* m_window = nullptr;
    QWidget* m_sheet = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace cartwright::ui
