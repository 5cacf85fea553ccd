#pragma once

#include "ui/shell/overlay.h"
#include "ui/widgets/action_registry.h"

namespace cartwright::ui {

/// All actions with their keys of this moment, laid over the window. Escape, the key that opened it or a click closes it.
class KeySheet : public Overlay
{
    Q_OBJECT

public:
    KeySheet(QWidget* window, const ActionRegistry& actions);

    void toggle();

protected:
    bool letsThrough(const QKeyEvent& key) const override;

private:
    void fill();
    QWidget* makeGroup(const ActionGroup& group);

    const ActionRegistry& m_actions;
    QWidget* m_sheet = nullptr;
};

} // namespace cartwright::ui
