#pragma once

#include "ui/bridge/models_service.h"
#include "ui/measures/figures_model.h"
#include "ui/models/reliability_chart.h"
#include "ui/widgets/ask_line.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/place.h"

#include <QProgressBar>
#include <QTableView>

namespace cartwright::ui {

/// The Models place: which models there are, which one is live, how well their confidence holds, and what was done with them and why.
/// Training goes on beside everything else.
class ModelsPlace : public Place
{
    Q_OBJECT

public:
    explicit ModelsPlace(StoreThread& store, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override
    {
        return {{tr("Models"), {m_refresh, m_train, m_stop, m_promote, m_rollBack}, ActionScope::Models}};
    }
    void setActive(bool active) override;
    bool isSettled() const override { return m_loaded; }
    /// Why this person may not train, or not promote; empty where they may.
    void setDenied(const QString& training, const QString& promoting);

private:
    struct Table
    {
        FiguresModel* model = nullptr;
        QTableView* view = nullptr;
    };
    Table makeTable(const QString& objectName, const QString& accessibleName);
    void makeActions();
    QWidget* makeBar();
    QWidget* makeDetails();
    void connectService();
    void show(const ModelsReport& report);
    void showChosen();
    void enableActions();
    std::size_t chosen() const;

    ModelsService* m_service = nullptr;
    QAction* m_refresh = nullptr;
    QAction* m_train = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_promote = nullptr;
    QAction* m_rollBack = nullptr;
    Banner* m_banner = nullptr;
    AskLine* m_ask = nullptr;
    QProgressBar* m_progress = nullptr;
    ReliabilityChart* m_chart = nullptr;
    Table m_models;
    Table m_comparison;
    Table m_changes;
    ModelsReport m_report;
    QString m_trainingDenied;
    QString m_promotingDenied;
    bool m_active = false;
    bool m_loaded = false;
};

} // namespace cartwright::ui
