#include "ui/shell/keyboard.h"

#include <algorithm>

namespace cartwright::ui {

Keyboard::Keyboard(ActionRegistry& actions, ShellSettings& settings, QObject* parent)
    : QObject(parent), m_actions(actions), m_settings(settings), m_presets(keyPresets())
{
}

const KeyPreset& Keyboard::chosen() const
{
    const auto found = std::find_if(m_presets.begin(), m_presets.end(),
                                    [this](const KeyPreset& preset) { return preset.id == m_preset; });
    return found == m_presets.end() ? m_presets.front() : *found;
}

void Keyboard::restore()
{
    m_preset = m_settings.keyPreset();
    m_preset = chosen().id;
    m_changes = keyMapOf(m_settings.keyChanges());
    apply();
}

void Keyboard::choosePreset(const QString& id)
{
    m_preset = id;
    m_preset = chosen().id;
    m_changes.clear();
    m_settings.setKeyPreset(m_preset);
    m_settings.setKeyChanges({});
    apply();
}

QList<QKeySequence> Keyboard::presetKeys(const QString& action) const
{
    const ActionRegistry::Entry* entry = m_actions.find(action);
    return chosen().keys.value(action, entry ? entry->defaults : QList<QKeySequence>());
}

void Keyboard::change(const QString& action, const QList<QKeySequence>& keys)
{
    if (keys == presetKeys(action))
        m_changes.remove(action);
    else
        m_changes.insert(action, keys);
}

void Keyboard::setKeys(const QString& action, const QList<QKeySequence>& keys)
{
    change(action, keys);
    m_settings.setKeyChanges(jsonOf(m_changes));
    apply();
}

void Keyboard::takeKey(const QString& action, const QKeySequence& key)
{
    for (const ActionRegistry::Entry* rival : m_actions.rivals(action, key)) {
        QList<QKeySequence> left = rival->action->shortcuts();
        left.removeAll(key);
        change(rival->name(), left);
    }
    setKeys(action, {key});
}

void Keyboard::reset(const QString& action)
{
    setKeys(action, presetKeys(action));
}

void Keyboard::resetAll()
{
    choosePreset(m_preset);
}

void Keyboard::apply()
{
    KeyMap keys = chosen().keys;
    for (auto it = m_changes.begin(); it != m_changes.end(); ++it)
        keys.insert(it.key(), it.value());
    m_actions.apply(keys);
}

} // namespace cartwright::ui
