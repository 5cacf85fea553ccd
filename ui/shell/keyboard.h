#pragma once

#include "ui/shell/key_presets.h"
#include "ui/shell/shell_settings.h"

namespace cartwright::ui {

/// The keys in force: the actions' own, changed by the chosen preset, changed by what this person changed. Every change
/// is applied and remembered at once. `settings` and `actions` must outlive it.
class Keyboard : public QObject
{
    Q_OBJECT

public:
    Keyboard(ActionRegistry& actions, ShellSettings& settings, QObject* parent = nullptr);

    const ActionRegistry& actions() const { return m_actions; }
    const std::vector<KeyPreset>& presets() const { return m_presets; }
    QString preset() const { return m_preset; }
    /// Keys that differ from the preset's, by action.
    const KeyMap& changes() const { return m_changes; }

    /// Reads the settings again and applies them: at the start, and when somebody else sits down.
    void restore();
    /// Takes the preset; what this person changed by hand is forgotten. An unknown id is the default.
    void choosePreset(const QString& id);
    void setKeys(const QString& action, const QList<QKeySequence>& keys);
    /// Takes the key from every action that it would collide with, and gives it to this one as its only key.
    void takeKey(const QString& action, const QKeySequence& key);
    void reset(const QString& action);
    void resetAll();
    /// What the preset gives this action.
    QList<QKeySequence> presetKeys(const QString& action) const;

private:
    const KeyPreset& chosen() const;
    void change(const QString& action, const QList<QKeySequence>& keys);
    void apply();

    ActionRegistry& m_actions;
    ShellSettings& m_settings;
    const std::vector<KeyPreset> m_presets;
    QString m_preset;
    KeyMap m_changes;
};

} // namespace cartwright::ui
