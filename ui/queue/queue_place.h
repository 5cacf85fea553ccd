#pragma once

#include "ui/bridge/queue_service.h"
#include "ui/queue/opinions_panel.h"
#include "ui/queue/queue_model.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QWidget>

namespace cartwright::ui {

/// The Queue place: what waits, for whom, why; filters; opening one of them in Review.
class QueuePlace : public Place
{
    Q_OBJECT

public:
    QueuePlace(StoreThread& store, const Clock& clock, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override { return {{tr("Queue"), {m_open, m_find}, ActionScope::Queue}}; }
    void setActive(bool active) override;
    /// Sales may not be opened from here, for the reason that the action's tooltip tells; empty where they may.
    void setOpenDenied(const QString& reason);
    /// Whether second opinions on the marked sale are told: to leads.
    void setSeesOpinions(bool sees);
    bool isSettled() const override { return m_loaded; }

Q_SIGNALS:
    void openAsked(const cartwright::SaleKey& key);

private:
    void makeActions();
    QWidget* makeFilters();
    QTableView* makeTable();
    void connectService();
    void fillChoices();
    store::QueueFilter filter() const;
    void reload();
    void showPage(int offset, const std::vector<store::QueueEntry>& entries);
    void showCounts(const store::QueueCounts& counts);
    void showStores(const std::vector<Store>& stores);
    void openSelected();
    void askOpinions();
    bool isFiltered() const;
    void takeNextStep();
    void clearFilters();

    QueueService* m_service = nullptr;
    QueueModel* m_model = nullptr;
    QAction* m_open = nullptr;
    QAction* m_find = nullptr;
    Banner* m_banner = nullptr;
    QComboBox* m_store = nullptr;
    QComboBox* m_state = nullptr;
    QComboBox* m_reason = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_counts = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    EmptyState* m_empty = nullptr;
    OpinionsPanel* m_opinions = nullptr;
    QTimer m_look;
    QTimer m_typing;
    quint64 m_pageRequest = 0;
    quint64 m_opinionsRequest = 0;
    bool m_active = false;
    bool m_openDenied = false;
    bool m_seesOpinions = false;
    bool m_loaded = false;
};

} // namespace cartwright::ui
