#pragma once

#include <QAction>
#include <QList>
#include <QString>

namespace cartwright::ui {

/// Actions that belong together, under a heading of the menu and of the sheet of all keys.
struct ActionGroup
{
    QString title;
    QList<QAction*> actions;
};

/// Gives an action its name, keys, object name and a tooltip that shows its key.
void describe(QAction& action, const QString& objectName, const QString& text, const QList<QKeySequence>& keys);

/// "Ctrl+Left" and "Home" as they are printed for people, several joined by a comma.
QString keysOf(const QAction& action);

} // namespace cartwright::ui
