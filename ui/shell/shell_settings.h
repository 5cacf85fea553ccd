#pragma once

#include "ui/shell/theme.h"

#include <QSettings>

namespace cartwright::ui {

/// What the window remembers from day to day, in a file that the caller names. No reader asks any other settings.
/// Each person has settings of their own; who has none yet begins with the last ones used at this desk.
class ShellSettings
{
public:
    explicit ShellSettings(const QString& file);

    /// Whose settings are read and written from now on; empty: those of the desk.
    void setPerson(const QString& name);

    ThemeName theme() const;
    void setTheme(ThemeName theme);
    int scalePercent() const;
    void setScalePercent(int percent);
    /// Of the desk, because it is chosen before anybody is known.
    QString language() const;
    void setLanguage(const QString& code);
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    /// MiB that the program may use, "memory/budget_mib"; 1024 where it is not a number.
    int memoryBudgetMib() const;
    QByteArray reviewLayout() const;
    void setReviewLayout(const QByteArray& layout);
    QString keyPreset() const;
    void setKeyPreset(const QString& id);
    QByteArray keyChanges() const; ///< as `jsonOf(KeyMap)` writes them
    void setKeyChanges(const QByteArray& json);

private:
    QVariant value(const QString& key, const QVariant& otherwise = {}) const;
    void setValue(const QString& key, const QVariant& value);

    QSettings m_file;
    QString m_person; ///< a group of the file, or empty
};

} // namespace cartwright::ui
