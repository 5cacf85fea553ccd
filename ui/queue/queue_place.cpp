#include "ui/queue/queue_place.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

constexpr int pageSize = 200;
constexpr int lookEveryMs = 2000;

} // namespace

QueuePlace::QueuePlace(StoreThread& store, const Clock& clock, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("queuePlace"));
    m_service = new QueueService(store, this);
    m_model = new QueueModel(clock, this);
    makeActions();
    m_banner = new Banner;
    m_table = makeTable();
    m_empty = new EmptyState(QStringLiteral("queueEmpty"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(8);
    column->addWidget(m_banner);
    column->addWidget(makeFilters());
    column->addWidget(m_stack, 1);
    m_opinions = new OpinionsPanel;
    column->addWidget(m_opinions);
    connectService();
    m_look.setInterval(lookEveryMs);
    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(&m_look, &QTimer::timeout, this, [this] {
        m_model->tick();
        m_service->lookForChanges();
    });
    connect(&m_typing, &QTimer::timeout, this, &QueuePlace::reload);
    connect(m_empty, &EmptyState::stepAsked, this, &QueuePlace::takeNextStep);
}

void QueuePlace::makeActions()
{
    m_open = new QAction(this);
    describe(*m_open, QStringLiteral("openInReview"), tr("Open in Review"), {Qt::Key_Return, Qt::Key_Enter});
    m_open->setShortcutContext(Qt::WidgetShortcut); // Enter in the table only
    connect(m_open, &QAction::triggered, this, &QueuePlace::openSelected);
    m_find = new QAction(this);
    describe(*m_find, QStringLiteral("findSale"), tr("Find a sale"), {QKeySequence(Qt::CTRL | Qt::Key_F)});
    connect(m_find, &QAction::triggered, this, [this] { m_text->setFocus(Qt::ShortcutFocusReason); });
    addAction(m_find);
}

void QueuePlace::setOpenDenied(const QString& reason)
{
    m_openDenied = !reason.isEmpty();
    describe(*m_open, m_open->objectName(), m_open->text(), m_open->shortcuts());
    m_open->setEnabled(m_active && !m_openDenied);
    if (m_openDenied)
        m_open->setToolTip(reason.toHtmlEscaped());
}

void QueuePlace::setSeesOpinions(bool sees)
{
    m_seesOpinions = sees;
    askOpinions();
}

void QueuePlace::askOpinions()
{
    const store::QueueEntry* entry = m_model->entry(m_table->currentIndex().row());
    if (!entry || !m_seesOpinions || !m_active) {
        m_opinionsRequest = 0;
        m_opinions->clear();
    } else {
        m_opinionsRequest = m_service->opinions(entry->key);
    }
}

QWidget* QueuePlace::makeFilters()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_store = named(new QComboBox, QStringLiteral("storeFilter"), tr("Store"));
    m_state = named(new QComboBox, QStringLiteral("stateFilter"), tr("State"));
    m_reason = named(new QComboBox, QStringLiteral("reasonFilter"), tr("Reason"));
    m_text = named(new QLineEdit, QStringLiteral("textFilter"), tr("Part of the sale's id"));
    m_text->setPlaceholderText(tr("sale id…   Ctrl+F"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(120);
    m_counts = plainLabel(QStringLiteral("queueCounts"));
    auto* open = named(new QPushButton(tr("Open in Review")), QStringLiteral("openInReviewButton"), tr("Open in Review"));
    connect(open, &QPushButton::clicked, m_open, &QAction::trigger);
    connect(m_open, &QAction::changed, open, [this, open] {
        open->setEnabled(m_open->isEnabled());
        open->setToolTip(m_open->toolTip());
    });
    fillChoices();
    for (QWidget* widget : {static_cast<QWidget*>(m_store), static_cast<QWidget*>(m_state),
                            static_cast<QWidget*>(m_reason)})
        row->addWidget(widget);
    row->addWidget(m_text, 1);
    row->addWidget(open);
    auto* column = new QWidget;
    auto* lines = new QVBoxLayout(column);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->addWidget(m_counts);
    lines->addWidget(bar);
    for (QComboBox* box : {m_store, m_state, m_reason})
        connect(box, &QComboBox::currentIndexChanged, this, &QueuePlace::reload);
    connect(m_text, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    return column;
}

void QueuePlace::fillChoices()
{
    using store::QueueState;
    m_store->addItem(tr("all stores"), QString());
    m_state->addItem(tr("all open"), -1);
    for (const QueueState state : {QueueState::Waiting, QueueState::Claimed, QueueState::Escalated, QueueState::Done})
        m_state->addItem(texts::state(state), static_cast<int>(state));
    m_reason->addItem(tr("all reasons"), -1);
    for (int rule = 0; rule <= static_cast<int>(FlagRule::AuditSample); ++rule)
        m_reason->addItem(texts::reason(static_cast<FlagRule>(rule)), rule);
}

QTableView* QueuePlace::makeTable()
{
    auto* table = named(new QTableView, QStringLiteral("queueTable"), tr("Sales in the queue"));
    table->setModel(m_model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 10);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    const int letter = table->fontMetrics().averageCharWidth();
    const int widths[] = {20, 22, 18, 38, 26};
    for (int i = 0; i < QueueModel::Note; ++i)
        table->setColumnWidth(i, letter * widths[i]);
    table->addAction(m_open);
    connect(table, &QTableView::doubleClicked, m_open, &QAction::trigger); // which does nothing where it is off
    return table;
}

void QueuePlace::connectService()
{
    connect(m_service, &QueueService::pageLoaded, this,
            [this](quint64 request, int offset, const std::vector<store::QueueEntry>& entries) {
                if (request == m_pageRequest)
                    showPage(offset, entries);
            });
    connect(m_service, &QueueService::counted, this,
            [this](quint64, const store::QueueCounts& counts) { showCounts(counts); });
    connect(m_service, &QueueService::storesListed, this,
            [this](quint64, const std::vector<Store>& stores) { showStores(stores); });
    connect(m_service, &QueueService::opinionsRead, this, [this](quint64 request, const SaleOpinions& opinions) {
        if (request == m_opinionsRequest)
            m_opinions->tell(opinions);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &QueuePlace::askOpinions);
    connect(m_service, &QueueService::failed, this, [this](quint64, const Error& error) {
        m_banner->showError(error);
        m_loaded = true;
    });
    connect(m_service, &QueueService::changed, this, &QueuePlace::reload);
    connect(m_model, &QueueModel::pageWanted, this,
            [this](int offset) { m_pageRequest = m_service->page(filter(), offset, pageSize); });
}

void QueuePlace::setActive(bool active)
{
    m_active = active;
    m_find->setEnabled(active);
    m_open->setEnabled(active && !m_openDenied);
    if (!active) {
        m_look.stop();
        return;
    }
    m_service->stores();
    reload();
    m_look.start();
    m_table->setFocus(Qt::OtherFocusReason);
}

store::QueueFilter QueuePlace::filter() const
{
    store::QueueFilter filter;
    filter.storeId = m_store->currentData().toString();
    if (const int state = m_state->currentData().toInt(); state >= 0)
        filter.state = static_cast<store::QueueState>(state);
    if (const int rule = m_reason->currentData().toInt(); rule >= 0)
        filter.reason = static_cast<FlagRule>(rule);
    filter.saleIdContains = m_text->text().trimmed();
    return filter;
}

void QueuePlace::reload()
{
    if (!m_active)
        return;
    m_pageRequest = m_service->page(filter(), 0, std::max(pageSize, m_model->rowCount()));
    m_service->counts(m_store->currentData().toString());
}

void QueuePlace::showPage(int offset, const std::vector<store::QueueEntry>& entries)
{
    const store::QueueEntry* marked = m_model->entry(m_table->currentIndex().row());
    const std::optional<SaleKey> key = marked ? std::optional(marked->key) : std::nullopt;
    const int asked = offset > 0 ? pageSize : std::max(pageSize, m_model->rowCount());
    m_model->setPage(offset, entries, static_cast<int>(entries.size()) < asked);
    m_banner->clear();
    if (isFiltered())
        m_empty->setTexts(tr("No sale fits"), tr("No sale in the queue fits these filters."), tr("Clear the filters"));
    else
        m_empty->setTexts(tr("The queue is empty"),
                          tr("No sale waits for review. New ones appear here as soon as they are analysed."),
                          tr("Show the decided ones"));
    m_stack->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
    const int row = key ? m_model->rowOf(*key) : -1;
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(std::max(row, 0), QueueModel::Sale));
    askOpinions(); // on the same sale there may be one more
    m_loaded = true;
}

void QueuePlace::showCounts(const store::QueueCounts& counts)
{
    m_counts->setText(tr("%1 waiting · %2 overdue · %3 claimed · %4 escalated · %5 done")
                          .arg(counts.waiting)
                          .arg(counts.overdue)
                          .arg(counts.claimed)
                          .arg(counts.escalated)
                          .arg(counts.done));
}

void QueuePlace::showStores(const std::vector<Store>& stores)
{
    if (m_store->count() == static_cast<int>(stores.size()) + 1)
        return;
    const QSignalBlocker quiet(m_store);
    const QString chosen = m_store->currentData().toString();
    m_store->clear();
    m_store->addItem(tr("all stores"), QString());
    for (const Store& store : stores)
        m_store->addItem(store.name.isEmpty() ? store.storeId : store.name, store.storeId);
    m_store->setCurrentIndex(std::max(0, m_store->findData(chosen)));
}

bool QueuePlace::isFiltered() const
{
    return m_store->currentIndex() > 0 || m_state->currentIndex() > 0 || m_reason->currentIndex() > 0 ||
           !m_text->text().isEmpty();
}

void QueuePlace::takeNextStep()
{
    if (isFiltered())
        clearFilters();
    else
        m_state->setCurrentIndex(m_state->findData(static_cast<int>(store::QueueState::Done)));
    m_state->setFocus(Qt::OtherFocusReason);
}

void QueuePlace::clearFilters()
{
    for (QComboBox* box : {m_store, m_state, m_reason})
        box->setCurrentIndex(0);
    m_text->clear();
}

void QueuePlace::openSelected()
{
    if (const store::QueueEntry* entry = m_model->entry(m_table->currentIndex().row()))
        Q_EMIT openAsked(entry->key);
}

} // namespace cartwright::ui
