#pragma once

#include "ui/administration/accounts_page.h"
#include "ui/administration/health_page.h"
#include "ui/administration/log_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/place.h"

#include <QTabWidget>

namespace cartwright::ui {

/// The Administration place: accounts, the workspace's health, and the log.
class AdministrationPlace : public Place
{
    Q_OBJECT

public:
    AdministrationPlace(StoreThread& store, const Clock& clock, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override;
    void setActive(bool active) override;
    bool isSettled() const override { return m_loaded && !m_health->isExamining(); }

private:
    void load();

    AdministrationService* m_service = nullptr;
    Banner* m_banner = nullptr;
    QTabWidget* m_pages = nullptr;
    AccountsPage* m_accounts = nullptr;
    HealthPage* m_health = nullptr;
    LogPage* m_log = nullptr;
    QAction* m_reload = nullptr;
    QAction* m_examine = nullptr;
    bool m_loaded = false;
};

} // namespace cartwright::ui
