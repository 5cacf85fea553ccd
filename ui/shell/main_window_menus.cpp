#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QApplication>
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
    add("allKeys", tr("All keys"), {Qt::Key_F1, QKeySequence(Qt::Key_Question)}, [this] { m_keys->toggle(groups()); });
    auto* themes = new QActionGroup(this);
    QAction* dark = add("themeDark", tr("Dark"), {}, [this] { setTheme(ThemeName::Dark); });
    QAction* light = add("themeLight", tr("Light"), {}, [this] { setTheme(ThemeName::Light); });
    const ThemeName theme = m_options.theme.value_or(m_settings.theme());
    for (QAction* action : {dark, light}) {
        action->setCheckable(true);
        themes->addAction(action);
    }
    (theme == ThemeName::Light ? light : dark)->setChecked(true);
    if (m_review)
        add("resetLayout", tr("Reset the layout"), {}, [this] { m_review->workbench().resetLayout(); });
}

void MainWindow::makeScaleActions()
{
    auto* scales = new QActionGroup(this);
    const int now = m_options.scalePercent.value_or(m_settings.scalePercent());
    for (const int percent : {100, 125, 150, 175, 200}) {
        auto* action = new QAction(this);
        describe(*action, QStringLiteral("scale%1").arg(percent), tr("Text size %1 %").arg(percent), {});
        action->setCheckable(true);
        action->setChecked(percent == now);
        scales->addAction(action);
        connect(action, &QAction::triggered, this, [this, percent] { setScale(percent); });
        m_viewActions << action;
    }
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
        places->addActions(m_places);
        places->addSeparator();
        places->addAction(m_signOut);
        const QList<ActionGroup>& review = m_review->actions().groups();
        QMenu* play = menu(tr("&Play"));
        QMenu* edit = menu(tr("&Edit"));
        constexpr qsizetype playingGroups = 4; // play, move, loop and speed, cameras
        for (qsizetype i = 0; i < review.size(); ++i) {
            QMenu* where = i < playingGroups ? play : edit;
            where->addSection(review[i].title);
            where->addActions(review[i].actions);
        }
        QMenu* queue = menu(tr("&Queue"));
        queue->addActions(m_queue->actions().actions);
        queue->addActions(m_measures->actions().actions);
    }
    QMenu* view = menu(tr("&View"));
    for (QAction* action : std::as_const(m_viewActions))
        if (action->objectName() != QLatin1String("allKeys"))
            view->addAction(action);
    menu(tr("&Help"))->addAction(m_viewActions.first());
}

QList<ActionGroup> MainWindow::groups() const
{
    QList<ActionGroup> all;
    if (m_review)
        all << m_review->actions().groups();
    QList<QAction*> window = m_places;
    window << m_viewActions.first();
    all << ActionGroup{tr("Window"), window};
    if (m_queue)
        all << m_queue->actions() << m_measures->actions();
    return all;
}

void MainWindow::restoreLooks()
{
    applyTheme(*qApp, m_options.theme.value_or(m_settings.theme()),
               m_options.scalePercent.value_or(m_settings.scalePercent()));
    constexpr QSize usualSize(1280, 720);
    if (m_options.size || !restoreGeometry(m_settings.geometry()))
        resize(m_options.size.value_or(usualSize));
    if (m_review && m_options.screenshot.isEmpty() && !m_settings.reviewLayout().isEmpty())
        m_review->workbench().restoreLayout(m_settings.reviewLayout());
}

void MainWindow::setTheme(ThemeName theme)
{
    m_settings.setTheme(theme);
    applyTheme(*qApp, theme, m_settings.scalePercent());
}

void MainWindow::setScale(int percent)
{
    m_settings.setScalePercent(percent);
    applyTheme(*qApp, m_settings.theme(), percent);
}

} // namespace cartwright::ui
