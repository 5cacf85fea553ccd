#include "ui/administration/administration_place.h"

#include "ui/widgets/texts.h"

#include <QTabBar>
#include <QVBoxLayout>

namespace cartwright::ui {

AdministrationPlace::AdministrationPlace(StoreThread& store, const Clock& clock, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("administrationPlace"));
    m_service = new AdministrationService(store, clock, this);
    m_banner = new Banner;
    m_accounts = new AccountsPage(*m_service);
    m_health = new HealthPage(*m_service);
    m_log = new LogPage(*m_service);
    m_pages = named(new QTabWidget, QStringLiteral("administrationPages"), tr("Administration"));
    named(m_pages->tabBar(), QStringLiteral("administrationTabBar"), tr("Administration"));
    m_pages->addTab(m_accounts, tr("Accounts"));
    m_pages->addTab(m_health, tr("Health"));
    m_pages->addTab(m_log, tr("Log"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 8);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    m_reload = new QAction(this);
    describe(*m_reload, QStringLiteral("reloadAdministration"), tr("Read accounts and log again"), {Qt::Key_F5});
    connect(m_reload, &QAction::triggered, this, &AdministrationPlace::load);
    m_examine = new QAction(this);
    describe(*m_examine, QStringLiteral("examineWorkspace"), tr("Examine the workspace"),
             {QKeySequence(Qt::CTRL | Qt::Key_D)});
    connect(m_examine, &QAction::triggered, this, [this] {
        m_pages->setCurrentWidget(m_health);
        m_health->examine(store::DoctorOptions::Depth::Usual);
    });
    addActions({m_reload, m_examine});
    connect(m_service, &AdministrationService::logRead, this, [this] { m_loaded = true; });
    connect(m_service, &AdministrationService::accountsChanged, this, [this](const QString& sentence) {
        m_banner->clear();
        Q_EMIT noticed(sentence);
        m_log->reload();
    });
    connect(m_service, &AdministrationService::failed, this, [this](const Error& error) {
        m_banner->showError(error);
        m_loaded = true;
    });
    setActive(false);
}

QList<ActionGroup> AdministrationPlace::actionGroups() const
{
    return {{tr("Administration"), {m_reload, m_examine}, ActionScope::Administration}};
}

void AdministrationPlace::setActive(bool active)
{
    m_reload->setEnabled(active);
    m_examine->setEnabled(active);
    if (active)
        load();
}

void AdministrationPlace::load()
{
    m_banner->clear();
    m_service->accounts();
    m_log->reload();
}

} // namespace cartwright::ui
