#include "ui/administration/log_page.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

constexpr int mostEntries = 500;
constexpr int typingMs = 200;

} // namespace

LogPage::LogPage(AdministrationService& service, QWidget* parent) : QWidget(parent), m_service(service)
{
    setObjectName(QStringLiteral("logPage"));
    m_model = new TextTableModel({tr("Number"), tr("When"), tr("Who"), tr("Role"), tr("What"), tr("On what")}, this);
    m_table = readOnlyTable(m_model, QStringLiteral("logTable"), tr("Entries of the log, the newest first"));
    auto* row = new QHBoxLayout;
    m_who = makeField("logWho", tr("who, exactly"));
    m_action = makeField("logAction", tr("what, exactly (sale.decided)"));
    m_subject = makeField("logSubject", tr("on what, exactly (store/sale)"));
    m_count = plainLabel(QStringLiteral("logCount"));
    for (QLineEdit* field : {m_who, m_action, m_subject})
        row->addWidget(field, 1);
    row->addWidget(m_count);
    m_details = named(new QPlainTextEdit, QStringLiteral("logDetails"), tr("Details of the marked entry"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setMaximumHeight(fontMetrics().height() * 9);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    column->addWidget(m_details);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &LogPage::reload);
    connect(&service, &AdministrationService::logRead, this, &LogPage::show);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LogPage::showMarked);
}

QLineEdit* LogPage::makeField(const char* objectName, const QString& name)
{
    auto* field = named(new QLineEdit, QLatin1String(objectName), name);
    field->setPlaceholderText(name);
    field->setClearButtonEnabled(true);
    field->setMaxLength(200);
    connect(field, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    return field;
}

void LogPage::reload()
{
    store::LogFilter filter;
    filter.who = m_who->text().trimmed();
    filter.action = m_action->text().trimmed();
    filter.subject = m_subject->text().trimmed();
    m_service.log(filter, mostEntries);
}

void LogPage::show(const std::vector<store::LogEntry>& entries)
{
    m_entries.assign(entries.rbegin(), entries.rend());
    std::vector<QStringList> rows;
    for (const store::LogEntry& entry : m_entries)
        rows.push_back({QString::number(entry.number), texts::dayAndTime(entry.at), entry.who, entry.role, entry.action,
                        entry.subject});
    m_model->setRows(rows);
    m_count->setText(entries.size() < mostEntries ? tr("%n entries", nullptr, static_cast<int>(entries.size()))
                                                  : tr("the newest %1 entries").arg(mostEntries));
    if (m_model->rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
    showMarked();
}

void LogPage::showMarked()
{
    const int row = m_table->currentIndex().row();
    const bool any = row >= 0 && row < static_cast<int>(m_entries.size());
    m_details->setPlainText(any ? QString::fromUtf8(QJsonDocument(m_entries[static_cast<std::size_t>(row)].details)
                                                        .toJson(QJsonDocument::Indented))
                                : QString());
}

} // namespace cartwright::ui
