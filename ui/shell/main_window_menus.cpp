#include "ui/shell/main_window.h"

#include <QMenuBar>

namespace cartwright::ui {

void MainWindow::makeViewActions()
{
    const auto add = [this](const char* name, const QString& text, const QList<QKeySequence>& keys, auto run) {
        auto* action = new QAction(this);
        describe(*action, QLatin1String(name), text, keys);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        m_viewActions << action;
        return action;
    };
    add("allKeys", tr("All keys"), {Qt::Key_F1, QKeySequence(Qt::Key_Question)}, [this] { m_keys->toggle(); });
    add("commandPalette", tr("Command palette"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
        [this] { m_palette->toggle(); });
    add("settings", tr("Settings…"), {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S)},
        [this] { openSettings(SettingsWindow::Page::Looks); });
    add("shortcutEditor", tr("Change the keys…"), {QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_K)},
        [this] { openSettings(SettingsWindow::Page::Keys); });
    if (m_review)
        add("resetLayout", tr("Reset the layout"), {}, [this] { m_review->workbench().resetLayout(); });
    m_viewActions << m_looks.actions();
}

void MainWindow::openSettings(SettingsWindow::Page page)
{
    if (!m_settingsWindow)
        m_settingsWindow = new SettingsWindow(m_looks, m_keyboard, this);
    m_settingsWindow->open(page);
}

void MainWindow::registerActions()
{
    for (const Seat& seat : m_seats)
        for (const ActionGroup& group : seat.place->actionGroups())
            m_registry.add(group);
    QList<QAction*> window;
    for (const Seat& seat : m_seats)
        window << seat.action;
    if (m_signOut)
        window << m_signOut;
    m_registry.add({tr("Window"), window});
    m_registry.add({tr("View"), m_viewActions});
}

void MainWindow::makeMenus()
{
    const auto menu = [this](const QString& title) {
        QMenu* made = menuBar()->addMenu(title);
        made->setToolTipsVisible(true);
        return made;
    };
    if (m_review) {
        QMenu* places = menu(tr("&Go"));
        for (const Seat& seat : m_seats)
            places->addAction(seat.action);
        places->addSeparator();
        places->addAction(m_signOut);
        QMenu* play = menu(tr("&Play"));
        QMenu* edit = menu(tr("&Edit"));
        QMenu* here = menu(tr("P&lace"));
        for (const ActionGroup& group : m_registry.groups()) {
            if (group.scope == ActionScope::Global)
                continue;
            const bool looking = group.scope == ActionScope::Player || group.scope == ActionScope::Timeline;
            QMenu* where = group.scope > ActionScope::Annotate ? here : looking ? play : edit;
            where->addSection(group.title);
            where->addActions(group.actions);
        }
    }
    QMenu* view = menu(tr("&View"));
    view->addActions(m_viewActions.mid(2)); // the first two are for help
    menu(tr("&Help"))->addActions({m_viewActions[0], m_viewActions[1]});
}

void MainWindow::restoreLooks()
{
    m_looks.restore();
    m_keyboard.restore();
    constexpr QSize usualSize(1280, 720);
    if (m_options.size || !restoreGeometry(m_settings.geometry()))
        resize(m_options.size.value_or(usualSize));
}

void MainWindow::restorePerson()
{
    m_settings.setPerson(m_who ? m_who->name : QString());
    m_looks.restore();
    m_keyboard.restore();
    if (m_review && m_options.screenshot.isEmpty() && !m_settings.reviewLayout().isEmpty())
        m_review->workbench().restoreLayout(m_settings.reviewLayout());
}

} // namespace cartwright::ui
