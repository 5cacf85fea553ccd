#pragma once

#include "ui/bridge/measures_service.h"
#include "ui/measures/figures_model.h"
#include "ui/measures/interval_bar.h"
#include "ui/measures/reviews_chart.h"
#include "ui/widgets/action_group.h"
#include "ui/widgets/banner.h"

#include <QLabel>
#include <QTableView>
#include <QWidget>

namespace cartwright::ui {

/// The Measures place: the two figures that decide, each with its n, and every number behind them.
class MeasuresPlace : public QWidget
{
    Q_OBJECT

public:
    explicit MeasuresPlace(StoreThread& store, QWidget* parent = nullptr);

    ActionGroup actions() const { return {tr("Measures"), {m_refresh}}; }
    void setActive(bool active);
    bool isSettled() const { return m_loaded; }

private:
    struct Table
    {
        FiguresModel* model = nullptr;
        QTableView* view = nullptr;
    };
    Table makeTable(const QString& objectName, const QString& accessibleName);
    QWidget* makeReviews();
    QWidget* makeWrongReceipts();
    void show(const MeasuresReport& report);

    MeasuresService* m_service = nullptr;
    QAction* m_refresh = nullptr;
    Banner* m_banner = nullptr;
    ReviewsChart* m_chart = nullptr;
    QLabel* m_reviews = nullptr;
    QLabel* m_reviewsBasis = nullptr;
    QLabel* m_wrong = nullptr;
    QLabel* m_wrongBasis = nullptr;
    IntervalBar* m_interval = nullptr;
    Table m_overall;
    Table m_days;
    Table m_reasons;
    bool m_loaded = false;
};

} // namespace cartwright::ui
