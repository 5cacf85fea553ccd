#include "ui/shell/main_window.h"

#include "ui/administration/administration_place.h"
#include "ui/datasets/datasets_place.h"
#include "ui/disputes/disputes_place.h"
#include "ui/models/models_place.h"
#include "ui/widgets/glyphs.h"
#include "ui/widgets/texts.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QStatusBar>

namespace cartwright::ui {

namespace {

constexpr int noticeMs = 8000;

} // namespace

MainWindow::MainWindow(const Options& options, ShellSettings& settings, const Clock& clock)
    : m_options(options), m_settings(settings), m_clock(clock), m_looks(settings, options.theme, options.scalePercent, this)
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
    auto* middle = new QWidget;
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    QList<QAction*> places;
    for (const Seat& seat : m_seats)
        places << seat.action;
    row->addWidget(new Rail(places));
    row->addWidget(m_stack, 1);
    setCentralWidget(middle);
    registerActions();
    makeMenus();
    m_keys = new KeySheet(this, m_registry);
    m_palette = new CommandPalette(this, m_registry);
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
    // What shows the actions goes before them.
    delete m_settingsWindow;
    delete m_palette;
    delete m_keys;
    // The places go before the services and the store thread that they use.
    for (const Seat& seat : m_seats)
        delete seat.place;
    delete m_desk;
    delete m_revealService;
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
    m_revealService = new RevealService(*m_store);
    m_review = new ReviewPlace(*m_desk, *m_catalogue, *m_revealService, m_clock);
    m_review->setMemoryBudget({static_cast<std::size_t>(m_settings.memoryBudgetMib()) * MemoryBudget::mebibyte});
    m_queue = new QueuePlace(*m_store, m_clock);
    addPlace(PlaceId::Review, m_review);
    addPlace(PlaceId::Queue, m_queue);
    m_disputes = new DisputesPlace(*m_store);
    addPlace(PlaceId::Disputes, m_disputes);
    auto* datasets = new DatasetsPlace(*m_store);
    addPlace(PlaceId::Datasets, datasets);
    connect(datasets, &DatasetsPlace::openAsked, this, [this](const SaleKey& key) {
        if (!isPlaceAllowed(PlaceId::Review)) {
            statusBar()->showMessage(trust::denial(m_who->name, m_who->role, trust::Action::Review).sentence, noticeMs);
            return;
        }
        m_review->flow().open(key);
        goTo(PlaceId::Review);
    });
    m_models = new ModelsPlace(*m_store);
    addPlace(PlaceId::Models, m_models);
    auto* measures = new MeasuresPlace(*m_store);
    addPlace(PlaceId::Measures, measures);
    connect(measures, &MeasuresPlace::reviewAsked, this, [this] { goTo(PlaceId::Review); });
    addPlace(PlaceId::Administration, new AdministrationPlace(*m_store, m_clock));
    connectPlaces();
    makeSignIn();
}

void MainWindow::connectPlaces()
{
    for (const Seat& seat : m_seats)
        connect(seat.place, &Place::noticed, this,
                [this](const QString& sentence) { statusBar()->showMessage(sentence, noticeMs); });
    const auto open = [this](const SaleKey& key) {
        m_review->flow().open(key);
        goTo(PlaceId::Review);
    };
    connect(m_queue, &QueuePlace::openAsked, this, open);
    connect(m_disputes, &DisputesPlace::openAsked, this, open);
}

void MainWindow::showReachable(bool reachable, const QString& sentence)
{
    m_away->setText(reachable ? QString() : tr("Database away, trying again"));
    m_away->setToolTip(sentence);
    m_away->setAccessibleDescription(sentence);
    m_away->setVisible(!reachable);
    statusBar()->showMessage(reachable ? tr("The database is back.") : sentence, noticeMs);
}

void MainWindow::addPlace(PlaceId id, Place* place)
{
    const PlaceFacts facts = factsOf(id);
    m_stack->addWidget(place);
    auto* action = new QAction(this);
    const auto key = static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(id));
    describe(*action, facts.objectName, facts.title, {QKeySequence(Qt::ALT | key)});
    action->setIcon(glyph(facts.glyph));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, id] { goTo(id); });
    addAction(action);
    m_seats.push_back({id, place, action});
}

void MainWindow::goTo(PlaceId id)
{
    m_current = id;
    // The place that leaves goes first, so that no key means two things for a moment.
    for (const Seat& seat : m_seats) {
        seat.action->setChecked(seat.id == id);
        if (seat.id != id)
            seat.place->setActive(false);
    }
    if (const Seat* seat = current()) {
        m_stack->setCurrentWidget(seat->place);
        seat->place->setActive(true);
    }
    // Whoever comes to Review without a sale comes to work.
    if (id == PlaceId::Review && m_review->flow().state() == CaseFlow::State::Nothing)
        m_review->flow().resume();
}

void MainWindow::goNowhere()
{
    m_current.reset();
    for (const Seat& seat : m_seats)
        seat.place->setActive(false);
}

const MainWindow::Seat* MainWindow::current() const
{
    for (const Seat& seat : m_seats)
        if (seat.id == m_current)
            return &seat;
    return nullptr;
}

bool MainWindow::doAction(const QString& name)
{
    const ActionRegistry::Entry* entry = m_registry.find(name);
    if (!entry || !entry->action->isEnabled())
        return false;
    entry->action->trigger();
    return true;
}

bool MainWindow::isSettled() const
{
    if (!m_store)
        return true;
    if (!m_who)
        return m_stack->currentWidget() == m_trouble || (m_stack->currentWidget() == m_signIn && !m_signIn->isWaiting());
    const Seat* seat = current();
    return !seat || seat->place->isSettled();
}

void MainWindow::showNoWorkspace()
{
    auto* empty = new EmptyState(QStringLiteral("noWorkspace"));
    empty->setTexts(tr("No workspace is open"),
                    tr("Make one with “cartwright-cli demo my-store”, then start “cartwright --workspace my-store”."),
                    tr("Copy the first command"));
    connect(empty, &EmptyState::stepAsked, this, [this] {
        QGuiApplication::clipboard()->setText(QStringLiteral("cartwright-cli demo my-store"));
        statusBar()->showMessage(tr("The command is in the clipboard; paste it into a terminal."), noticeMs);
    });
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
