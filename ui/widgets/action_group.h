#pragma once

#include "ui/widgets/action_scope.h"

#include <QAction>
#include <QList>
#include <QString>

namespace cartwright::ui {

/// Actions that belong together, under a heading of the menu and of the sheet of all keys. A place hands its groups to the
/// window (`Place::actionGroups`), and the window registers them: that alone puts an action into the sheet of keys, the
/// command palette, the shortcut editor and the presets, by its object name.
struct ActionGroup
{
    QString title;
    QList<QAction*> actions;
    ActionScope scope = ActionScope::Global;
};

/// Gives an action its name, keys, object name and a tooltip that shows its key. The object name is what settings and
/// presets know the action by: it must be unique in the window and stay the same for ever.
void describe(QAction& action, const QString& objectName, const QString& text, const QList<QKeySequence>& keys);

/// "Ctrl+Left" and "Home" as they are printed for people, several joined by spaces.
QString keysOf(const QAction& action);
QString keyText(const QKeySequence& key);

} // namespace cartwright::ui
