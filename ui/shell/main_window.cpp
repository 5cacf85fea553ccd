#include "ui/shell/main_window.h"

#include "ui/widgets/glyphs.h"
#include "ui/widgets/texts.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QStatusBar>

namespace cartwright::ui {

namespace {

constexpr int noticeMs = 8000;

} // namespace

MainWindow::MainWindow(const Options& options, ShellSettings& settings, const Clock& clock)
    : m_options(options), m_settings(settings), m_clock(clock)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Cartwright"));
    m_stack = new QStackedWidget;
    m_stack->setObjectName(QStringLiteral("places"));
    if (options.workspace.isEmpty())
        showNoWorkspace();
    else
        makePlaces();
    makeViewActions();
    makeScaleActions();
    auto* middle = new QWidget;
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(new Rail(m_places));
    row->addWidget(m_stack, 1);
    setCentralWidget(middle);
    makeMenus();
    m_keys = new KeySheet(this);
    m_whoLabel = plainLabel(QStringLiteral("reviewerLabel"));
    m_whoLabel->setContentsMargins(0, 0, 10, 0);
    m_away = plainLabel(QStringLiteral("databaseAwayLabel"));
    m_away->setVisible(false);
    statusBar()->addPermanentWidget(m_away);
    statusBar()->addPermanentWidget(m_whoLabel);
    statusBar()->setSizeGripEnabled(false);
    restoreLooks();
}

MainWindow::~MainWindow()
{
    // The places go before the services and the store thread that they use.
    delete m_review;
    delete m_queue;
    delete m_measures;
    delete m_desk;
    delete m_catalogue;
}

void MainWindow::makePlaces()
{
    review::Reviewer reviewer;
    reviewer.name = m_options.reviewer;
    m_store = std::make_unique<StoreThread>(m_options.workspace, m_options.database, reviewer, m_clock);
    connect(m_store.get(), &StoreThread::reachableChanged, this, &MainWindow::showReachable);
    m_desk = new DeskService(*m_store);
    m_catalogue = new CatalogueService(*m_store);
    m_review = new ReviewPlace(*m_desk, *m_catalogue, m_clock);
    m_review->setMemoryBudget({static_cast<std::size_t>(m_settings.memoryBudgetMib()) * MemoryBudget::mebibyte});
    m_queue = new QueuePlace(*m_store, m_clock);
    m_measures = new MeasuresPlace(*m_store);
    addPlace(m_review, "placeReview", tr("Review"), glyph(Glyph::Review));
    addPlace(m_queue, "placeQueue", tr("Queue"), glyph(Glyph::Queue));
    addPlace(m_measures, "placeMeasures", tr("Measures"), glyph(Glyph::Measures));
    makeSignIn();
    connect(m_review, &ReviewPlace::noticed, this,
            [this](const QString& sentence) { statusBar()->showMessage(sentence, noticeMs); });
    connect(m_queue, &QueuePlace::openAsked, this, [this](const SaleKey& key) {
        m_review->flow().open(key);
        goTo(0);
    });
}

void MainWindow::showReachable(bool reachable, const QString& sentence)
{
    m_away->setText(reachable ? QString() : tr("Database away, trying again"));
    m_away->setToolTip(sentence);
    m_away->setAccessibleDescription(sentence);
    m_away->setVisible(!reachable);
    statusBar()->showMessage(reachable ? tr("The database is back.") : sentence, noticeMs);
}

QAction* MainWindow::addPlace(QWidget* place, const char* objectName, const QString& name, const QIcon& icon)
{
    const int index = m_stack->addWidget(place);
    auto* action = new QAction(this);
    const auto key = static_cast<Qt::Key>(Qt::Key_1 + index);
    describe(*action, QLatin1String(objectName), name, {QKeySequence(Qt::ALT | key)});
    action->setIcon(icon);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, index] { goTo(index); });
    addAction(action);
    m_places << action;
    return action;
}

void MainWindow::goTo(int place)
{
    m_current = place;
    m_stack->setCurrentIndex(place);
    for (int i = 0; i < m_places.size(); ++i)
        m_places[i]->setChecked(i == place);
    m_queue->setActive(place == 1);
    m_measures->setActive(place == 2);
    m_review->setActive(place == 0);
    // Whoever comes to Review without a sale comes to work.
    if (place == 0 && m_review->flow().state() == CaseFlow::State::Nothing)
        m_review->flow().resume();
}

bool MainWindow::isSettled() const
{
    if (!m_store)
        return true;
    if (!m_who)
        return m_stack->currentWidget() == m_trouble || (m_stack->currentWidget() == m_signIn && !m_signIn->isWaiting());
    if (m_current < 0)
        return true;
    if (m_current == 1)
        return m_queue->isSettled();
    return m_current == 2 ? m_measures->isSettled() : m_review->isSettled();
}

void MainWindow::showNoWorkspace()
{
    auto* empty = new EmptyState(QStringLiteral("noWorkspace"));
    empty->setTexts(tr("No workspace is open"),
                    tr("Make one with “cartwright-cli demo my-store”, then start “cartwright --workspace my-store”."));
    m_stack->addWidget(empty);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setGeometry(saveGeometry());
    if (m_review) {
        m_settings.setReviewLayout(m_review->workbench().layoutState());
        m_review->flow().leave();
    }
    QMainWindow::closeEvent(event);
}

} // namespace cartwright::ui
