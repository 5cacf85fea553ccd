#pragma once

#include "ui/shell/theme.h"

#include <QSettings>

namespace cartwright::ui {

/// What the window remembers from day to day, in a file that the caller names. No reader asks any other settings.
class ShellSettings
{
public:
    explicit ShellSettings(const QString& file);

    ThemeName theme() const;
    void setTheme(ThemeName theme);
    int scalePercent() const;
    void setScalePercent(int percent);
    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    /// MiB that the program may use, "memory/budget_mib"; 1024 where it is not a number.
    int memoryBudgetMib() const;
    QByteArray reviewLayout() const;
    void setReviewLayout(const QByteArray& layout);

private:
    QSettings m_file;
};

} // namespace cartwright::ui
