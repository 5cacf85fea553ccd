#include "ui/shell/shortcut_editor.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace cartwright::ui {

ShortcutEditor::ShortcutEditor(Keyboard& keyboard, QWidget* parent) : QWidget(parent), m_keyboard(keyboard)
{
    setObjectName(QStringLiteral("shortcutEditor"));
    m_model = new ShortcutModel(keyboard, this);
    m_found = new QSortFilterProxyModel(this);
    m_found->setSourceModel(m_model);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_found->setFilterKeyColumn(-1);
    QWidget* top = makeTop();
    makeTable();
    m_warning = plainLabel(QStringLiteral("keyWarning"));
    m_warning->setWordWrap(true);
    m_takeOver = named(new QPushButton(tr("Take it from the other")), QStringLiteral("takeKey"), tr("Take it from the other"));
    auto* warning = new QHBoxLayout;
    warning->addWidget(m_warning, 1);
    warning->addWidget(m_takeOver);
    auto* column = new QVBoxLayout(this);
    column->addWidget(top);
    column->addWidget(m_table, 1);
    column->addLayout(warning);
    column->addWidget(makeButtons());
    connect(m_takeOver, &QPushButton::clicked, this, [this] { m_keyboard.takeKey(marked(), m_contested); });
    connect(&keyboard.actions(), &ActionRegistry::keysChanged, this, &ShortcutEditor::showMarked);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_contested = {};
        showMarked();
    });
    m_table->setCurrentIndex(m_found->index(0, 0));
    showMarked();
}

QWidget* ShortcutEditor::makeTop()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_preset = named(new QComboBox, QStringLiteral("keyPreset"), tr("Preset"));
    for (const KeyPreset& preset : m_keyboard.presets())
        m_preset->addItem(preset.title, preset.id);
    m_search = named(new QLineEdit, QStringLiteral("keySearch"), tr("Search actions and keys"));
    m_search->setPlaceholderText(tr("search: name, place or key"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(60);
    auto* caption = plainLabel(QStringLiteral("keyPresetCaption"));
    caption->setText(tr("&Preset"));
    caption->setBuddy(m_preset);
    row->addWidget(caption);
    row->addWidget(m_preset);
    row->addWidget(m_search, 1);
    connect(m_preset, &QComboBox::activated, this,
            [this](int at) { m_keyboard.choosePreset(m_preset->itemData(at).toString()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setFilterFixedString(text);
        if (!m_table->currentIndex().isValid())
            m_table->setCurrentIndex(m_found->index(0, 0));
        showMarked(); // rows that go move the mark before the table knows what is in the others
    });
    return bar;
}

void ShortcutEditor::makeTable()
{
    m_table = named(new QTableView, QStringLiteral("keyTable"), tr("Actions and their keys"));
    m_table->setModel(m_found);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // as registered
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int letter = m_table->fontMetrics().averageCharWidth();
    const int widths[] = {44, 22, 30};
    for (int i = 0; i < ShortcutModel::Trouble; ++i)
        m_table->setColumnWidth(i, letter * widths[i]);
}

QWidget* ShortcutEditor::makeButtons()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_change = new KeyRecorder(tr("Change the key"));
    m_change->setObjectName(QStringLiteral("changeKey"));
    auto* add = new KeyRecorder(tr("Add a key"));
    add->setObjectName(QStringLiteral("addKey"));
    connect(m_change, &KeyRecorder::recorded, this, [this](const QKeySequence& key) { take(key, How::Instead); });
    connect(add, &KeyRecorder::recorded, this, [this](const QKeySequence& key) { take(key, How::Beside); });
    const auto button = [&](const char* name, const QString& text, auto run) {
        auto* made = named(new QPushButton(text), QLatin1String(name), text);
        connect(made, &QPushButton::clicked, this, run);
        return made;
    };
    QPushButton* none = button("noKey", tr("No key"), [this] { m_keyboard.setKeys(marked(), {}); });
    QPushButton* one = button("resetKey", tr("As in the preset"), [this] { m_keyboard.reset(marked()); });
    QPushButton* all = button("resetKeys", tr("All as in the preset"), [this] { m_keyboard.resetAll(); });
    m_forMarked = {m_change, add, none, one};
    for (QPushButton* made : std::as_const(m_forMarked))
        row->addWidget(made);
    row->addStretch(1);
    row->addWidget(all);
    return bar;
}

QString ShortcutEditor::marked() const
{
    return m_model->action(m_found->mapToSource(m_table->currentIndex()).row());
}

void ShortcutEditor::take(const QKeySequence& key, How how)
{
    const ActionRegistry::Entry* entry = m_keyboard.actions().find(marked());
    if (!entry)
        return;
    QList<QKeySequence> keys = how == How::Beside ? entry->action->shortcuts() : QList<QKeySequence>();
    if (!keys.contains(key))
        keys << key;
    m_contested = key;
    m_keyboard.setKeys(entry->name(), keys);
}

void ShortcutEditor::showMarked()
{
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(m_keyboard.preset())));
    for (QPushButton* button : std::as_const(m_forMarked))
        button->setEnabled(!marked().isEmpty());
    showWarning();
}

void ShortcutEditor::showWarning()
{
    const auto rivals = m_contested.isEmpty() ? std::vector<const ActionRegistry::Entry*>()
                                              : m_keyboard.actions().rivals(marked(), m_contested);
    m_takeOver->setVisible(!rivals.empty());
    const auto conflicts = m_keyboard.actions().conflicts();
    if (!rivals.empty())
        m_warning->setText(tr("! %1 is also the key of “%2” (%3). While both have it, pressing it does neither.")
                               .arg(keyText(m_contested), rivals.front()->title, scopeTitle(rivals.front()->scope)));
    else if (!conflicts.empty())
        m_warning->setText(tr("! %n keys mean two actions at once; the last column says which.", nullptr,
                              static_cast<int>(conflicts.size())));
    else
        m_warning->setText(tr("No key means two things."));
    m_takeOver->setAccessibleDescription(m_warning->text());
}

} // namespace cartwright::ui
