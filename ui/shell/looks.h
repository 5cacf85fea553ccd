#pragma once

#include "ui/shell/shell_settings.h"

#include <QAction>
#include <QObject>

#include <optional>

namespace cartwright::ui {

/// Theme and text size of the application, with the actions that change them. A change shows at once and is remembered;
/// what the command line asked for holds until somebody chooses something else.
class Looks : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive it.
    Looks(ShellSettings& settings, std::optional<ThemeName> theme, std::optional<int> scalePercent,
          QObject* parent = nullptr);

    ThemeName theme() const { return m_theme; }
    int scalePercent() const { return m_scalePercent; }
    void setTheme(ThemeName theme);
    void setScalePercent(int percent);
    /// The language of the next start.
    QString language() const { return m_settings.language(); }
    void setLanguage(const QString& code) { m_settings.setLanguage(code); }
    /// Reads the settings again and applies them: at the start, and when somebody else sits down.
    void restore();
    /// One for each theme, and some sizes.
    const QList<QAction*>& actions() const { return m_actions; }

    static QString titleOf(ThemeName theme);

Q_SIGNALS:
    void changed();

private:
    void apply();
    QAction* addAction(const QString& name, const QString& text);

    ShellSettings& m_settings;
    std::optional<ThemeName> m_askedTheme;
    std::optional<int> m_askedScale;
    ThemeName m_theme = ThemeName::Dark;
    int m_scalePercent = 100;
    QList<QAction*> m_actions;
};

} // namespace cartwright::ui
