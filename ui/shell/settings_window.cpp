#include "ui/shell/settings_window.h"

#include "ui/shell/shortcut_editor.h"
#include "ui/shell/translation.h"
#include "ui/widgets/texts.h"

#include <QFormLayout>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace cartwright::ui {

SettingsWindow::SettingsWindow(Looks& looks, Keyboard& keyboard, QWidget* parent) : QDialog(parent), m_looks(looks)
{
    setObjectName(QStringLiteral("settingsWindow"));
    setWindowTitle(tr("Settings"));
    setModal(false);
    m_pages = named(new QTabWidget, QStringLiteral("settingsPages"), tr("Settings"));
    named(m_pages->tabBar(), QStringLiteral("settingsTabBar"), tr("Settings"));
    m_pages->addTab(makeLooks(), tr("Looks"));
    m_pages->addTab(new ShortcutEditor(keyboard), tr("Keys"));
    auto* close = named(new QPushButton(tr("Close")), QStringLiteral("settingsClose"), tr("Close"));
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    for (QPushButton* button : findChildren<QPushButton*>())
        button->setAutoDefault(false); // Enter in a field presses nothing
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_pages, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(&looks, &Looks::changed, this, &SettingsWindow::showLooks);
    showLooks();
}

void SettingsWindow::open(Page page)
{
    m_pages->setCurrentIndex(static_cast<int>(page));
    if (!isVisible())
        resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 32);
    show();
    raise();
    activateWindow();
}

QWidget* SettingsWindow::makeLooks()
{
    auto* page = new QWidget;
    auto* rows = new QFormLayout(page);
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setVerticalSpacing(12);
    m_theme = named(new QComboBox, QStringLiteral("settingsTheme"), tr("Theme"));
    for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast})
        m_theme->addItem(Looks::titleOf(theme), static_cast<int>(theme));
    m_scale = named(new QSpinBox, QStringLiteral("settingsScale"), tr("Text size"));
    m_scale->setRange(100, 200);
    m_scale->setSingleStep(5);
    m_scale->setSuffix(tr(" %"));
    m_scale->setKeyboardTracking(false); // not at every digit
    rows->addRow(tr("&Theme"), m_theme);
    rows->addRow(tr("Text &size"), m_scale);
    m_language = named(new QComboBox, QStringLiteral("settingsLanguage"), tr("Language"));
    for (const Language& language : languages())
        m_language->addItem(language.title, language.code);
    m_language->setCurrentIndex(m_language->findData(languageOf(m_looks.language()).code));
    m_languageNote = plainLabel(QStringLiteral("languageNote"));
    m_languageNote->setText(tr("Another language is spoken from the next start on."));
    rows->addRow(tr("&Language"), m_language);
    rows->addRow(QString(), m_languageNote);
    connect(m_language, &QComboBox::activated, this,
            [this](int at) { m_looks.setLanguage(m_language->itemData(at).toString()); });
    connect(m_theme, &QComboBox::activated, this,
            [this](int at) { m_looks.setTheme(static_cast<ThemeName>(m_theme->itemData(at).toInt())); });
    connect(m_scale, &QSpinBox::valueChanged, &m_looks, &Looks::setScalePercent);
    return page;
}

void SettingsWindow::showLooks()
{
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(m_looks.theme())));
    const QSignalBlocker quiet(m_scale);
    m_scale->setValue(m_looks.scalePercent());
}

} // namespace cartwright::ui
