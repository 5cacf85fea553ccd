#include "ui/measures/measures_place.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace cartwright::ui {

MeasuresPlace::MeasuresPlace(StoreThread& store, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("measuresPlace"));
    m_service = new MeasuresService(store, this);
    m_refresh = new QAction(this);
    describe(*m_refresh, QStringLiteral("refreshMeasures"), tr("Count again"), {Qt::Key_F5});
    addAction(m_refresh);
    connect(m_refresh, &QAction::triggered, m_service, &MeasuresService::compute);
    m_banner = new Banner;
    m_empty = new EmptyState(QStringLiteral("measuresEmpty"));
    m_empty->setTexts(tr("Nothing to measure yet"),
                      tr("No sale has been decided or closed. Figures appear with the first one."),
                      tr("Review the next sale"));
    connect(m_empty, &EmptyState::stepAsked, this, &MeasuresPlace::reviewAsked);
    m_figures = makeFigures();
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_figures);
    m_stack->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 10);
    column->setSpacing(10);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    connect(m_service, &MeasuresService::computed, this,
            [this](quint64, const MeasuresReport& report) { show(report); });
    connect(m_service, &MeasuresService::failed, this, [this](quint64, const Error& error) {
        m_banner->showError(error);
        m_loaded = true;
    });
}

QWidget* MeasuresPlace::makeFigures()
{
    m_overall = makeTable(QStringLiteral("overallTable"), tr("All figures"));
    m_days = makeTable(QStringLiteral("dayTable"), tr("Figures by day"));
    m_reasons = makeTable(QStringLiteral("reasonTable"), tr("Figures by flag reason"));
    auto* tabs = named(new QTabWidget, QStringLiteral("measuresTabs"), tr("Tables"));
    tabs->addTab(m_overall.view, tr("All figures"));
    tabs->addTab(m_days.view, tr("By day"));
    tabs->addTab(m_reasons.view, tr("By reason"));
    named(tabs->tabBar(), QStringLiteral("measuresTabBar"), tr("Tables"));
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(makeReviews(), 3);
    top->addWidget(makeWrongReceipts(), 2);
    auto* figures = new QWidget;
    auto* column = new QVBoxLayout(figures);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addLayout(top, 3);
    column->addWidget(tabs, 2);
    return figures;
}

MeasuresPlace::Table MeasuresPlace::makeTable(const QString& objectName, const QString& accessibleName)
{
    Table table{new FiguresModel(this), named(new QTableView, objectName, accessibleName)};
    table.view->setModel(table.model);
    table.view->setSelectionBehavior(QAbstractItemView::SelectRows);
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

QWidget* MeasuresPlace::makeReviews()
{
    auto* card = new QWidget;
    auto* title = plainLabel(QStringLiteral("reviewsTitle"));
    title->setText(tr("Reviews per 1,000 sales"));
    m_reviews = plainLabel(QStringLiteral("reviewsValue"));
    m_reviewsBasis = plainLabel(QStringLiteral("reviewsBasis"));
    m_reviewsBasis->setWordWrap(true);
    m_chart = new ReviewsChart;
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(title);
    column->addWidget(m_reviews);
    column->addWidget(m_reviewsBasis);
    column->addWidget(m_chart, 1);
    return card;
}

QWidget* MeasuresPlace::makeWrongReceipts()
{
    auto* card = new QWidget;
    auto* title = plainLabel(QStringLiteral("wrongTitle"));
    title->setText(tr("Wrong-receipt rate"));
    m_wrong = plainLabel(QStringLiteral("wrongValue"));
    m_wrongBasis = plainLabel(QStringLiteral("wrongBasis"));
    m_wrongBasis->setWordWrap(true);
    m_interval = new IntervalBar;
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(title);
    column->addWidget(m_wrong);
    column->addWidget(m_wrongBasis);
    column->addSpacing(12);
    column->addWidget(m_interval);
    column->addStretch(1);
    return card;
}

void MeasuresPlace::setActive(bool active)
{
    m_refresh->setEnabled(active);
    if (!active)
        return;
    m_service->compute();
    m_overall.view->setFocus(Qt::OtherFocusReason);
}

void MeasuresPlace::show(const MeasuresReport& report)
{
    const measures::Figures& figures = report.overall;
    m_banner->clear();
    m_reviews->setText(perThousand(figures.reviews));
    m_reviewsBasis->setText(tr("%1 reviewed of %2 closed sales; %3 audit reviews are counted apart")
                                .arg(figures.reviews.numerator)
                                .arg(figures.reviews.denominator)
                                .arg(figures.auditReviews));
    m_wrong->setText(percentOf(figures.wrongReceipts));
    const std::optional<measures::Interval> interval = measures::clopperPearson(figures.wrongReceipts);
    const QString basis = tr("%1 wrong of %2 audit reviews")
                              .arg(figures.wrongReceipts.numerator)
                              .arg(figures.wrongReceipts.denominator);
    m_wrongBasis->setText(interval ? tr("%1; 95 % interval %2 to %3 %")
                                         .arg(basis)
                                         .arg(interval->low * 100, 0, 'f', 1)
                                         .arg(interval->high * 100, 0, 'f', 1)
                                   : tr("%1; it is measured on audit samples, which are reviewed blind").arg(basis));
    m_chart->show(report.days);
    m_interval->show(figures.wrongReceipts);
    m_overall.model->setTable(overallTable(figures));
    m_days.model->setTable(dayTable(report.days));
    m_reasons.model->setTable(reasonTable(figures));
    const bool anything = !report.days.empty() || figures.reviews.denominator > 0 || figures.flagged.denominator > 0;
    m_stack->setCurrentWidget(anything ? m_figures : static_cast<QWidget*>(m_empty));
    m_loaded = true;
}

} // namespace cartwright::ui
