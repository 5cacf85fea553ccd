#include "ui/widgets/action_registry.h"

#include <algorithm>

namespace cartwright::ui {

void ActionRegistry::add(const ActionGroup& group)
{
    for (QAction* action : group.actions) {
        m_entries.push_back({action, group.scope, group.title, action->shortcuts(), action->text()});
        connect(action, &QObject::destroyed, this, [this, action] {
            std::erase_if(m_entries, [action](const Entry& entry) { return entry.action == action; });
        });
    }
}

const ActionRegistry::Entry* ActionRegistry::find(const QString& name) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.name() == name; });
    return found == m_entries.end() ? nullptr : &*found;
}

QList<ActionGroup> ActionRegistry::groups() const
{
    QList<ActionGroup> groups;
    for (const Entry& entry : m_entries) {
        if (!entry.action->isVisible())
            continue;
        if (groups.isEmpty() || groups.last().title != entry.group || groups.last().scope != entry.scope)
            groups.append({entry.group, {}, entry.scope});
        groups.last().actions.append(entry.action);
    }
    return groups;
}

void ActionRegistry::apply(const KeyMap& keys)
{
    for (const Entry& entry : m_entries) {
        const QList<QKeySequence> wanted = keys.value(entry.name(), entry.defaults);
        if (wanted != entry.action->shortcuts())
            describe(*entry.action, entry.name(), entry.action->text(), wanted);
    }
    Q_EMIT keysChanged();
}

std::vector<const ActionRegistry::Entry*> ActionRegistry::rivals(const QString& name, const QKeySequence& key) const
{
    std::vector<const Entry*> found;
    const Entry* mine = find(name);
    for (const Entry& entry : m_entries)
        if (mine && &entry != mine && scopesMeet(entry.scope, mine->scope) && entry.action->shortcuts().contains(key))
            found.push_back(&entry);
    return found;
}

std::vector<ActionRegistry::Conflict> ActionRegistry::conflicts() const
{
    std::vector<Conflict> found;
    for (const Entry& entry : m_entries)
        for (const QKeySequence& key : entry.action->shortcuts())
            for (const Entry* rival : rivals(entry.name(), key))
                if (rival > &entry) // each pair once
                    found.push_back({key, entry.name(), rival->name()});
    return found;
}

} // namespace cartwright::ui
