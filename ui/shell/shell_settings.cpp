#include "ui/shell/shell_settings.h"

#include <QUrl>

#include <algorithm>

namespace cartwright::ui {

ShellSettings::ShellSettings(const QString& file) : m_file(file, QSettings::IniFormat) {}

void ShellSettings::setPerson(const QString& name)
{
    // Names may hold anything; slashes would make groups.
    m_person = name.isEmpty() ? QString()
                              : QStringLiteral("people/%1/").arg(QString::fromLatin1(QUrl::toPercentEncoding(name)));
}

QVariant ShellSettings::value(const QString& key, const QVariant& otherwise) const
{
    return m_file.value(m_person + key, m_file.value(key, otherwise));
}

void ShellSettings::setValue(const QString& key, const QVariant& value)
{
    m_file.setValue(key, value);
    if (!m_person.isEmpty())
        m_file.setValue(m_person + key, value);
}

ThemeName ShellSettings::theme() const
{
    return themeNamed(value(QStringLiteral("theme")).toString()).value_or(ThemeName::Dark);
}

void ShellSettings::setTheme(ThemeName theme)
{
    setValue(QStringLiteral("theme"), nameOf(theme));
}

int ShellSettings::scalePercent() const
{
    return std::clamp(value(QStringLiteral("scale"), 100).toInt(), 100, 200);
}

void ShellSettings::setScalePercent(int percent)
{
    setValue(QStringLiteral("scale"), percent);
}

QString ShellSettings::language() const
{
    return m_file.value(QStringLiteral("language")).toString();
}

void ShellSettings::setLanguage(const QString& code)
{
    m_file.setValue(QStringLiteral("language"), code);
}

QByteArray ShellSettings::geometry() const
{
    return value(QStringLiteral("geometry")).toByteArray();
}

void ShellSettings::setGeometry(const QByteArray& geometry)
{
    setValue(QStringLiteral("geometry"), geometry);
}

int ShellSettings::memoryBudgetMib() const
{
    bool isNumber = false;
    const int given = m_file.value(QStringLiteral("memory/budget_mib")).toInt(&isNumber);
    return isNumber ? std::clamp(given, 384, 65'536) : 1024;
}

QByteArray ShellSettings::reviewLayout() const
{
    return value(QStringLiteral("review/layout")).toByteArray();
}

void ShellSettings::setReviewLayout(const QByteArray& layout)
{
    setValue(QStringLiteral("review/layout"), layout);
}

QString ShellSettings::keyPreset() const
{
    return value(QStringLiteral("keys/preset")).toString();
}

void ShellSettings::setKeyPreset(const QString& id)
{
    setValue(QStringLiteral("keys/preset"), id);
}

QByteArray ShellSettings::keyChanges() const
{
    return value(QStringLiteral("keys/changes")).toByteArray();
}

void ShellSettings::setKeyChanges(const QByteArray& json)
{
    setValue(QStringLiteral("keys/changes"), json);
}

} // namespace cartwright::ui
