#pragma once

#include "ui/bridge/measures_service.h"
#include "ui/measures/figures_model.h"
#include "ui/measures/interval_bar.h"
#include "ui/measures/reviews_chart.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place.h"

#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

namespace cartwright::ui {

/// The Measures place: the two figures that decide, each with its n, and every number behind them.
class MeasuresPlace : public Place
{
    Q_OBJECT

public:
    explicit MeasuresPlace(StoreThread& store, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override { return {{tr("Measures"), {m_refresh}, ActionScope::Measures}}; }
    void setActive(bool active) override;
    bool isSettled() const override { return m_loaded; }

Q_SIGNALS:
    /// Somebody wants to review, so that there is something to measure.
    void reviewAsked();

private:
    struct Table
    {
        FiguresModel* model = nullptr;
        QTableView* view = nullptr;
    };
    Table makeTable(const QString& objectName, const QString& accessibleName);
    QWidget* makeFigures();
    QWidget* makeReviews();
    QWidget* makeWrongReceipts();
    void show(const MeasuresReport& report);

    MeasuresService* m_service = nullptr;
    QAction* m_refresh = nullptr;
    Banner* m_banner = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_figures = nullptr;
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
