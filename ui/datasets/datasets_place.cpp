#include "ui/datasets/datasets_place.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace cartwright::ui {

namespace {

constexpr int folderRole = Qt::UserRole + 1;

/// The histograms of the place, and the member of the counts that each shows.
constexpr std::array barKeys{"labels_per_product", "labels_per_action", "labels_per_source", "frames_per_camera", "frames_per_store", "labels_per_size"};

std::vector<BarList::Row> rowsOf(const QJsonObject& counts)
{
    std::vector<BarList::Row> rows;
    for (auto one = counts.begin(); one != counts.end(); ++one)
        rows.push_back({one.key(), one.value().toInteger()});
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.count > other.count; });
    constexpr std::size_t most = 15;
    if (rows.size() > most)
        rows.resize(most);
    return rows;
}

} // namespace

DatasetsPlace::DatasetsPlace(StoreThread& store, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("datasetsPlace"));
    m_service = new DatasetService(store, this);
    makeActions();
    m_banner = new Banner;
    m_news = plainLabel(QStringLiteral("datasetNews"));
    m_news->setWordWrap(true);
    auto* make = named(new QPushButton(m_new->text()), QStringLiteral("newVersionButton"), m_new->text());
    connect(make, &QPushButton::clicked, m_new, &QAction::trigger);
    auto* top = new QHBoxLayout;
    top->addWidget(m_news, 1);
    top->addWidget(make);
    m_form = new VersionForm;
    m_form->setVisible(false);
    m_empty = new EmptyState(QStringLiteral("datasetsEmpty"));
    m_empty->setTexts(tr("No version yet"), tr("A version is what a model is trained from: labelled pictures that never change any more."), tr("Make one"));
    connect(m_empty, &EmptyState::stepAsked, m_new, &QAction::trigger);
    auto* split = new QSplitter;
    split->addWidget(makeVersions());
    split->addWidget(m_tabs = named(new QTabWidget, QStringLiteral("datasetTabs"), tr("The version")));
    split->setStretchFactor(1, 1);
    split->setSizes({330, 900});
    m_tabs->addTab(makeSamples(), tr("Pictures"));
    m_tabs->addTab(makeFigures(), tr("Figures"));
    m_card = named(new QPlainTextEdit, QStringLiteral("datasetCard"), tr("Card"));
    m_card->setReadOnly(true);
    m_tabs->addTab(m_card, tr("Card"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(split);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(8);
    column->addWidget(m_banner);
    column->addLayout(top);
    column->addWidget(m_form);
    column->addWidget(m_stack, 1);
    connectService();
}

void DatasetsPlace::makeActions()
{
    const auto add = [this](const char* name, const QString& text, const QKeySequence& key, auto run) {
        auto* action = new QAction(this);
        describe(*action, QLatin1String(name), text, {key});
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        action->setEnabled(false);
        return action;
    };
    m_new = add("newVersion", tr("New version"), QKeySequence(Qt::CTRL | Qt::Key_N), [this] {
        m_form->setVisible(!m_form->isVisible() || m_service->isMaking());
        if (m_form->isVisible())
            m_form->findChild<QLineEdit*>(QStringLiteral("versionName"))->setFocus(Qt::ShortcutFocusReason);
    });
    m_refresh = add("refreshDatasets", tr("Read again"), QKeySequence(Qt::Key_F5), [this] { m_service->load(); });
    m_open = add("openSampleSale", tr("Open the picture's sale in Review"), QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { openTile(); });
}

QList<ActionGroup> DatasetsPlace::actionGroups() const { return {{tr("Datasets"), {m_new, m_refresh, m_open}, ActionScope::Datasets}}; }

QWidget* DatasetsPlace::makeVersions()
{
    m_versions = new QStandardItemModel(this);
    m_table = named(new QTableView, QStringLiteral("versionTable"), tr("Versions"));
    m_table->setModel(m_versions);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { showVersion(); });
    return m_table;
}

QWidget* DatasetsPlace::makeSamples()
{
    auto* page = new QWidget;
    m_category = named(new QComboBox, QStringLiteral("sampleCategory"), tr("Product"));
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(18);
    m_category->addItem(tr("all products"), QString());
    m_origin = named(new QComboBox, QStringLiteral("sampleOrigin"), tr("Origin"));
    m_origin->addItem(tr("any origin"), QString());
    for (const auto& [title, word] : {std::pair(tr("corrected"), "corrected"), std::pair(tr("confirmed"), "confirmed"), std::pair(tr("drawn"), "drawn"), std::pair(tr("machine only"), "machine"), std::pair(tr("imported"), "imported")})
        m_origin->addItem(title, QLatin1String(word));
    m_doubtful = named(new QCheckBox(tr("doubtful only")), QStringLiteral("sampleDoubtful"), tr("Only labels that nobody confirmed"));
    m_matching = plainLabel(QStringLiteral("sampleMatching"));
    m_tiles = named(new QListWidget, QStringLiteral("sampleTiles"), tr("Pictures"));
    m_tiles->setViewMode(QListView::IconMode);
    m_tiles->setResizeMode(QListView::Adjust);
    m_tiles->setMovement(QListView::Static);
    m_tiles->setUniformItemSizes(true);
    m_tiles->setIconSize({240, 150});
    m_tiles->setSpacing(8);
    m_tiles->setFrameShape(QFrame::NoFrame);
    connect(m_category, &QComboBox::activated, this, [this] { showVersion(); });
    connect(m_origin, &QComboBox::activated, this, [this] { showVersion(); });
    connect(m_doubtful, &QCheckBox::clicked, this, [this] { showVersion(); });
    connect(m_tiles, &QListWidget::itemActivated, this, [this] { openTile(); });
    auto* row = new QHBoxLayout;
    row->addWidget(m_category);
    row->addWidget(m_origin);
    row->addWidget(m_doubtful);
    row->addWidget(m_matching, 1);
    auto* column = new QVBoxLayout(page);
    column->addLayout(row);
    column->addWidget(m_tiles, 1);
    return page;
}

QWidget* DatasetsPlace::makeFigures()
{
    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    for (const QString& title : {tr("Labels per product (GTIN)"), tr("Labels per action"), tr("Labels by origin"), tr("Pictures per camera"), tr("Pictures per store"), tr("Sizes of boxes, pixels")}) {
        m_bars.push_back(new BarList(title));
        column->addWidget(m_bars.back());
    }
    column->addStretch(1);
    auto* scroll = named(new QScrollArea, QStringLiteral("datasetFigures"), tr("Figures"));
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void DatasetsPlace::connectService()
{
    connect(m_service, &DatasetService::loaded, this, &DatasetsPlace::show);
    connect(m_service, &DatasetService::samplesRead, this, &DatasetsPlace::showSamples);
    connect(m_service, &DatasetService::counted, m_form, &VersionForm::showCounts);
    connect(m_service, &DatasetService::progressed, m_form, &VersionForm::showProgress);
    connect(m_form, &VersionForm::changed, this, [this] {
        if (m_form->isVisible())
            m_service->count(m_form->choice());
    });
    connect(m_form, &VersionForm::createAsked, this, [this] {
        m_banner->clear();
        m_form->setMaking(true);
        m_service->create(m_form->request());
    });
    connect(m_form, &VersionForm::cancelAsked, m_service, &DatasetService::cancel);
    connect(m_service, &DatasetService::created, this, [this](const dataset::Created& created) {
        m_form->setMaking(false);
        const QString sentence = tr("%1 labels on %2 pictures were exported.").arg(created.labels).arg(created.frames);
        if (created.notes.isEmpty())
            Q_EMIT noticed(sentence);
        else
            m_banner->showText(created.notExported > 0 ? Banner::Tone::Warning : Banner::Tone::Notice, sentence + QLatin1Char(' ') + created.notes.first(), created.notes.join(QLatin1Char('\n')));
        m_form->setVisible(false);
        m_service->load();
    });
    connect(m_service, &DatasetService::failed, this, [this](const Error& error) {
        if (!m_service->isMaking())
            m_form->setMaking(false);
        m_loaded = m_shown = true;
        if (error.kind == ErrorKind::Cancelled)
            m_banner->showText(Banner::Tone::Notice, error.sentence);
        else
            m_banner->showError(error);
    });
}

void DatasetsPlace::setActive(bool active)
{
    for (QAction* action : {m_new, m_refresh, m_open})
        action->setEnabled(active);
    if (active)
        m_service->load();
}

void DatasetsPlace::show(const DatasetsReport& report)
{
    const qint64 all = report.all.labels, fresh = report.fresh.labels;
    m_news->setText(report.versions.empty() ? tr("%1 labels of %2 sales wait for a first version.").arg(locale().toString(all), locale().toString(qint64(report.all.sales)))
                    : fresh == 0            ? tr("Nothing was decided since %1 was made; there are %2 labels in all.").arg(report.versions.front().name, locale().toString(all))
                                            : tr("Since %1 was made, %2 labels of %3 sales were decided; there are %4 in all.")
                                                  .arg(report.versions.front().name, locale().toString(fresh), locale().toString(qint64(report.fresh.sales)), locale().toString(all)));
    const QString before = currentFolder();
    m_versions->clear();
    m_versions->setHorizontalHeaderLabels({tr("Version"), tr("Made"), tr("Labels"), tr("Format"), tr("People")});
    QStringList names;
    int row = 0, chosen = 0;
    for (const auto& version : report.versions) {
        const QString name = version.name.isEmpty() ? version.record.folder.section(QLatin1Char('/'), -1) : version.name;
        names.append(name);
        QList<QStandardItem*> items;
        for (const QString& text : {name, texts::dayAndTime(version.record.createdAt), locale().toString(version.record.labels), version.record.format,
                                    version.masking == QLatin1String("none") ? tr("shown") : version.masking.isEmpty() ? tr("unknown") : tr("masked")})
            items.append(new QStandardItem(text));
        items.first()->setData(version.record.folder, folderRole);
        items.first()->setToolTip(version.record.folder);
        m_versions->appendRow(items);
        chosen = version.record.folder == before ? row : chosen;
        ++row;
    }
    m_table->resizeColumnsToContents();
    m_form->setVersions(names);
    m_form->setStores(report.stores);
    m_form->showCounts(report.all);
    m_stack->setCurrentIndex(report.versions.empty() ? 0 : 1);
    m_loaded = true;
    if (!report.versions.empty())
        m_table->selectRow(chosen);
}

QString DatasetsPlace::currentFolder() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.siblingAtColumn(0).data(folderRole).toString() : QString();
}

void DatasetsPlace::showVersion()
{
    const QString folder = currentFolder();
    if (folder.isEmpty())
        return;
    m_shown = false;
    m_service->showSamples(folder, {m_category->currentData().toString(), m_origin->currentData().toString(), m_doubtful->isChecked()});
}

void DatasetsPlace::showSamples(const SamplesReport& report)
{
    const QString category = m_category->currentData().toString();
    m_category->clear();
    m_category->addItem(tr("all products"), QString());
    for (const QString& name : report.categories)
        m_category->addItem(name, name);
    m_category->setCurrentIndex(std::max(0, m_category->findData(category)));
    m_shownTiles = report.tiles;
    m_tiles->clear();
    for (const SampleTile& tile : report.tiles) {
        QPixmap picture = QPixmap::fromImage(tile.picture);
        if (picture.isNull()) {
            picture = QPixmap(m_tiles->iconSize());
            picture.fill(palette().color(QPalette::AlternateBase));
        }
        auto* item = new QListWidgetItem(QIcon(picture), fontMetrics().elidedText(tile.title, Qt::ElideRight, m_tiles->iconSize().width()));
        item->setToolTip(tile.details);
        item->setData(Qt::AccessibleDescriptionRole, tile.details);
        m_tiles->addItem(item);
    }
    m_matching->setText(report.matching > static_cast<int>(report.tiles.size()) ? tr("the first %1 of %2 pictures").arg(report.tiles.size()).arg(report.matching) : tr("%n picture(s)", nullptr, report.matching));
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        m_bars[i]->setRows(rowsOf(report.counts.value(QLatin1String(barKeys[i])).toObject()));
    m_card->setPlainText(report.card);
    m_shown = true;
}

void DatasetsPlace::openTile()
{
    const int row = m_tiles->currentRow();
    if (row >= 0 && static_cast<std::size_t>(row) < m_shownTiles.size())
        Q_EMIT openAsked(m_shownTiles[static_cast<std::size_t>(row)].sale);
}

} // namespace cartwright::ui
