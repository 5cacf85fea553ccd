#include "ui/models/models_place.h"

#include "ui/models/model_rows.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace cartwright::ui {

ModelsPlace::ModelsPlace(StoreThread& store, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("modelsPlace"));
    m_service = new ModelsService(store, this);
    makeActions();
    m_banner = new Banner;
    m_ask = new AskLine;
    m_models = makeTable(QStringLiteral("modelTable"), tr("Models"));
    m_comparison = makeTable(QStringLiteral("comparisonTable"), tr("The chosen model beside the live one"));
    m_changes = makeTable(QStringLiteral("modelChangeTable"), tr("What was done with models, and why"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 10);
    column->setSpacing(10);
    column->addWidget(m_banner);
    column->addWidget(m_ask);
    column->addWidget(makeBar());
    column->addWidget(m_models.view, 2);
    column->addWidget(makeDetails(), 3);
    m_ask->hide();
    connectService();
    enableActions();
}

void ModelsPlace::makeActions()
{
    const auto make = [this](const char* name, const QString& text, const QKeySequence& key) {
        auto* action = new QAction(this);
        describe(*action, QString::fromLatin1(name), text, {key});
        addAction(action);
        return action;
    };
    m_refresh = make("refreshModels", tr("Look again"), Qt::Key_F5);
    m_train = make("trainModel", tr("Train on reviewed sales"), QKeySequence(Qt::CTRL | Qt::Key_T));
    m_stop = make("stopTraining", tr("Stop the training"), QKeySequence(Qt::CTRL | Qt::Key_Period));
    m_promote = make("promoteModel", tr("Make live"), QKeySequence(Qt::CTRL | Qt::Key_L));
    m_rollBack = make("rollBackModel", tr("Roll back…"), QKeySequence(Qt::CTRL | Qt::Key_Backspace));
    connect(m_refresh, &QAction::triggered, m_service, &ModelsService::load);
    connect(m_train, &QAction::triggered, m_service, &ModelsService::train);
    connect(m_stop, &QAction::triggered, m_service, &ModelsService::stopTraining);
    connect(m_promote, &QAction::triggered, this, [this] {
        if (chosen() < m_report.models.size())
            m_service->promote(m_report.models[chosen()].row);
    });
    connect(m_rollBack, &QAction::triggered, this, [this] {
        m_ask->show();
        m_ask->ask(0, tr("Why go back to the model before?"), tr("Roll back"));
    });
}

ModelsPlace::Table ModelsPlace::makeTable(const QString& objectName, const QString& accessibleName)
{
    Table table{new FiguresModel(this), named(new QTableView, objectName, accessibleName)};
    table.view->setModel(table.model);
    table.view->setSelectionBehavior(QAbstractItemView::SelectRows);
    table.view->setSelectionMode(QAbstractItemView::SingleSelection);
    table.view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.view->setTabKeyNavigation(false);
    table.view->setShowGrid(false);
    table.view->setFrameShape(QFrame::NoFrame);
    table.view->verticalHeader()->hide();
    table.view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table.view->horizontalHeader()->setStretchLastSection(true);
    table.view->horizontalHeader()->setHighlightSections(false);
    return table;
}

QWidget* ModelsPlace::makeBar()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    for (QAction* action : {m_train, m_stop, m_promote, m_rollBack}) {
        auto* button = new QToolButton;
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    m_progress = named(new QProgressBar, QStringLiteral("trainingProgress"), tr("Progress of the training"));
    m_progress->hide();
    row->addWidget(m_progress, 1);
    row->addStretch(1);
    return bar;
}

QWidget* ModelsPlace::makeDetails()
{
    m_chart = new ReliabilityChart;
    auto* tabs = named(new QTabWidget, QStringLiteral("modelTabs"), tr("About the chosen model"));
    tabs->addTab(m_comparison.view, tr("Beside the live one"));
    tabs->addTab(m_changes.view, tr("History"));
    auto* details = new QWidget;
    auto* row = new QHBoxLayout(details);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(m_chart, 2);
    row->addWidget(tabs, 3);
    return details;
}

void ModelsPlace::connectService()
{
    connect(m_service, &ModelsService::loaded, this, &ModelsPlace::show);
    connect(m_service, &ModelsService::failed, this, [this](const Error& error) {
        m_progress->hide();
        m_banner->showError(error);
        m_loaded = true;
        enableActions();
    });
    connect(m_service, &ModelsService::promoted, this, [this](const QString& title, const pipeline::Gate& gate) {
        if (gate.open)
            m_banner->showText(Banner::Tone::Notice, tr("%1 is live. %2").arg(title, gate.reason));
        else
            m_banner->showText(Banner::Tone::Warning, tr("%1 did not become live. %2").arg(title, gate.reason));
    });
    connect(m_service, &ModelsService::rolledBack, this,
            [this](const QString& title) { m_banner->showText(Banner::Tone::Notice, tr("%1 is live again.").arg(title)); });
    connect(m_service, &ModelsService::progressed, this, [this](int done, int total) {
        m_progress->setRange(0, total);
        m_progress->setValue(done);
        m_progress->show();
        enableActions();
    });
    connect(m_service, &ModelsService::trained, this, [this](const pipeline::SaleTraining& training) {
        m_progress->hide();
        m_banner->showText(Banner::Tone::Notice, tr("%1 was trained; it is not live yet. %2").arg(training.record.title(), training.thresholdNote),
                           training.notes.join(QLatin1Char('\n')));
    });
    connect(m_models.view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelsPlace::showChosen);
    connect(m_ask, &AskLine::answered, this, [this](int, const QString& reason) {
        m_ask->hide();
        m_service->rollBack(reason);
    });
    connect(m_ask, &AskLine::givenUp, m_ask, &QWidget::hide);
}

void ModelsPlace::setActive(bool active)
{
    m_active = active;
    enableActions();
    if (!active)
        return;
    m_service->load();
    m_models.view->setFocus(Qt::OtherFocusReason);
}

void ModelsPlace::setDenied(const QString& training, const QString& promoting)
{
    m_trainingDenied = training;
    m_promotingDenied = promoting;
    enableActions();
}

std::size_t ModelsPlace::chosen() const
{
    const QModelIndex current = m_models.view->currentIndex();
    return current.isValid() ? static_cast<std::size_t>(current.row()) : m_report.models.size();
}

void ModelsPlace::show(const ModelsReport& report)
{
    const std::int64_t row = chosen() < m_report.models.size() ? m_report.models[chosen()].row : report.live;
    m_report = report;
    m_models.model->setTable(modelTable(report));
    m_changes.model->setTable(changeTable(report));
    int place = 0;
    for (std::size_t i = 0; i < report.models.size(); ++i)
        if (report.models[i].row == row)
            place = static_cast<int>(i);
    m_models.view->setCurrentIndex(m_models.model->index(place, 0));
    showChosen();
    if (report.models.empty())
        m_banner->showText(Banner::Tone::Notice, tr("There is no model yet: the flag policy alone decides. Train one when some sales were reviewed."));
    m_loaded = true;
    enableActions();
}

void ModelsPlace::showChosen()
{
    const std::size_t place = chosen();
    m_comparison.model->setTable(comparisonTable(m_report, place));
    m_chart->show(place < m_report.models.size() ? m_report.models[place].metrics.value(QStringLiteral("reliability")).toArray() : QJsonArray());
    enableActions();
}

void ModelsPlace::enableActions()
{
    const std::size_t place = chosen();
    const bool isLive = place < m_report.models.size() && m_report.models[place].row == m_report.live;
    m_refresh->setEnabled(m_active);
    m_train->setEnabled(m_active && !m_service->isTraining() && m_trainingDenied.isEmpty());
    m_stop->setEnabled(m_active && m_service->isTraining());
    m_promote->setEnabled(m_active && place < m_report.models.size() && !isLive && m_promotingDenied.isEmpty());
    m_rollBack->setEnabled(m_active && m_report.live != 0 && m_promotingDenied.isEmpty());
    for (const auto& [action, denied] : {std::pair{m_train, m_trainingDenied}, std::pair{m_promote, m_promotingDenied},
                                         std::pair{m_rollBack, m_promotingDenied}})
        if (!denied.isEmpty())
            action->setToolTip(denied.toHtmlEscaped());
}

} // namespace cartwright::ui
