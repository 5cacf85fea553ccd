#pragma once

#include "ui/bridge/dispute_service.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place.h"
#include "ui/widgets/text_table.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace cartwright::ui {

/// The Disputes place: a shopper's receipt by its number, all its versions, what changed between them and why, who
/// decided; and the way on: a review where nobody has looked yet, and the evidence.
class DisputesPlace : public Place
{
    Q_OBJECT

public:
    explicit DisputesPlace(StoreThread& store, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override;
    void setActive(bool active) override;
    bool isSettled() const override { return !m_searching; }
    /// Evidence may not be opened from here, for this reason; empty where it may.
    void setOpenDenied(const QString& reason);

Q_SIGNALS:
    void openAsked(const cartwright::SaleKey& key);

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeSale();
    void search();
    void show(const DisputedSale& sale);
    void showVersion();
    void refresh();
    QString stateSentence() const;

    DisputeService* m_service = nullptr;
    QAction* m_find = nullptr;
    QAction* m_request = nullptr;
    QAction* m_evidence = nullptr;
    Banner* m_banner = nullptr;
    QLineEdit* m_number = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    TextTableModel* m_versions = nullptr;
    QTableView* m_versionTable = nullptr;
    TextTableModel* m_lines = nullptr;
    QLabel* m_total = nullptr;
    TextTableModel* m_verdicts = nullptr;
    std::optional<DisputedSale> m_sale;
    QString m_openDenied;
    bool m_active = false;
    bool m_searching = false;
};

} // namespace cartwright::ui
