#include "ui/shell/shell_settings.h"

#include <algorithm>

namespace cartwright::ui {

ShellSettings::ShellSettings(const QString& file) : m_file(file, QSettings::IniFormat) {}

ThemeName ShellSettings::theme() const
{
    return m_file.value(QStringLiteral("theme")).toString() == QLatin1String("light") ? ThemeName::Light
                                                                                     : ThemeName::Dark;
}

void ShellSettings::setTheme(ThemeName theme)
{
    m_file.setValue(QStringLiteral("theme"),
                    theme == ThemeName::Light ? QStringLiteral("light") : QStringLiteral("dark"));
}

int ShellSettings::scalePercent() const
{
    return std::clamp(m_file.value(QStringLiteral("scale"), 100).toInt(), 100, 200);
}

void ShellSettings::setScalePercent(int percent)
{
    m_file.setValue(QStringLiteral("scale"), percent);
}

QByteArray ShellSettings::geometry() const
{
    return m_file.value(QStringLiteral("geometry")).toByteArray();
}

void ShellSettings::setGeometry(const QByteArray& geometry)
{
    m_file.setValue(QStringLiteral("geometry"), geometry);
}

int ShellSettings::memoryBudgetMib() const
{
    bool isNumber = false;
    const int given = m_file.value(QStringLiteral("memory/budget_mib")).toInt(&isNumber);
    return isNumber ? std::clamp(given, 384, 65'536) : 1024;
}

QByteArray ShellSettings::reviewLayout() const
{
    return m_file.value(QStringLiteral("review/layout")).toByteArray();
}

void ShellSettings::setReviewLayout(const QByteArray& layout)
{
    m_file.setValue(QStringLiteral("review/layout"), layout);
}

} // namespace cartwright::ui
