#include "ui/shell/looks.h"

#include "ui/widgets/action_group.h"

#include <QActionGroup>

#include <algorithm>
#include <array>

namespace cartwright::ui {

namespace {

constexpr std::array themes{ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast};
constexpr std::array scales{100, 125, 150, 175, 200};

QString actionOf(ThemeName theme)
{
    switch (theme) {
    case ThemeName::Light: return QStringLiteral("themeLight");
    case ThemeName::HighContrast: return QStringLiteral("themeHighContrast");
    case ThemeName::Dark: break;
    }
    return QStringLiteral("themeDark");
}

} // namespace

Looks::Looks(ShellSettings& settings, std::optional<ThemeName> theme, std::optional<int> scalePercent, QObject* parent)
    : QObject(parent), m_settings(settings), m_askedTheme(theme), m_askedScale(scalePercent)
{
    auto* themeGroup = new QActionGroup(this);
    auto* scaleGroup = new QActionGroup(this);
    scaleGroup->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // sizes between are none of these
    for (const ThemeName name : themes) {
        QAction* action = addAction(actionOf(name), tr("Theme: %1").arg(titleOf(name)));
        themeGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { setTheme(name); });
    }
    for (const int percent : scales) {
        QAction* action = addAction(QStringLiteral("scale%1").arg(percent), tr("Text size %1 %").arg(percent));
        scaleGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, percent] { setScalePercent(percent); });
    }
}

QAction* Looks::addAction(const QString& name, const QString& text)
{
    auto* action = new QAction(this);
    describe(*action, name, text, {});
    action->setCheckable(true);
    m_actions << action;
    return action;
}

QString Looks::titleOf(ThemeName theme)
{
    switch (theme) {
    case ThemeName::Light: return tr("light");
    case ThemeName::HighContrast: return tr("high contrast");
    case ThemeName::Dark: break;
    }
    return tr("dark");
}

void Looks::setTheme(ThemeName theme)
{
    m_askedTheme.reset();
    m_theme = theme;
    m_settings.setTheme(theme);
    apply();
}

void Looks::setScalePercent(int percent)
{
    m_askedScale.reset();
    m_scalePercent = std::clamp(percent, 100, 200);
    m_settings.setScalePercent(m_scalePercent);
    apply();
}

void Looks::restore()
{
    m_theme = m_askedTheme.value_or(m_settings.theme());
    m_scalePercent = m_askedScale.value_or(m_settings.scalePercent());
    apply();
}

void Looks::apply()
{
    applyTheme(*qApp, m_theme, m_scalePercent);
    const QString theme = actionOf(m_theme);
    const QString scale = QStringLiteral("scale%1").arg(m_scalePercent);
    for (QAction* action : std::as_const(m_actions))
        action->setChecked(action->objectName() == theme || action->objectName() == scale);
    Q_EMIT changed();
}

} // namespace cartwright::ui
