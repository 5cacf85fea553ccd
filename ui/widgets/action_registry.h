#pragma once

#include "ui/widgets/action_group.h"

#include <QHash>
#include <QKeySequence>
#include <QObject>

#include <vector>

namespace cartwright::ui {

/// Keys by an action's object name. An empty list means: no key.
using KeyMap = QHash<QString, QList<QKeySequence>>;

/// Every action of the window, its scope and the keys that it was born with. The sheet of keys, the command palette and
/// the shortcut editor are views of this. Actions are owned elsewhere and must outlive it or be removed with their owner;
/// one that is destroyed leaves by itself.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        QAction* action = nullptr;
        ActionScope scope = ActionScope::Global;
        QString group;
        QList<QKeySequence> defaults;

        QString name() const { return action->objectName(); }
        /// The action's text as it was registered; texts that change ("Undo: …") keep this one for lists.
        QString title;
    };
    /// Two actions of meeting scopes with one key: pressing it does neither.
    struct Conflict
    {
        QKeySequence key;
        QString one;
        QString other;
    };

    using QObject::QObject;

    /// Registers the actions of a group; their keys of this moment are the defaults.
    void add(const ActionGroup& group);
    const std::vector<Entry>& entries() const { return m_entries; }
    const Entry* find(const QString& name) const;
    /// As registered, for menus and the sheet of keys; actions that the present role does not see are left out.
    QList<ActionGroup> groups() const;

    /// Gives every action the keys of the map, and its defaults where the map does not name it.
    void apply(const KeyMap& keys);
    std::vector<Conflict> conflicts() const;
    /// The other actions that this key would collide with if `name` had it.
    std::vector<const Entry*> rivals(const QString& name, const QKeySequence& key) const;

Q_SIGNALS:
    void keysChanged();

private:
    std::vector<Entry> m_entries;
};

} // namespace cartwright::ui
