#include "ui/datasets/version_form.h"

#include "core/dataset/format.h"
#include "core/domain/names.h"
#include "ui/widgets/texts.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

/// A date, or nothing.
std::optional<UtcMicroseconds> dateOf(const QLineEdit& field)
{
    const QDate date = QDate::fromString(field.text().trimmed(), Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    const auto time = parseUtc(date.toString(Qt::ISODate) + QStringLiteral("T00:00:00Z"));
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<Gtin> gtinsOf(const QString& text)
{
    std::vector<Gtin> list;
    for (const QString& word : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (auto gtin = Gtin::parse(word.trimmed()))
            list.push_back(*gtin);
    return list;
}

} // namespace

VersionForm::VersionForm(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("versionForm"));
    m_counts = plainLabel(QStringLiteral("versionCounts"));
    m_counts->setWordWrap(true);
    m_command = named(new QLineEdit, QStringLiteral("versionCommand"), tr("The same on the command line"));
    m_command->setReadOnly(true);
    m_progress = named(new QProgressBar, QStringLiteral("versionProgress"), tr("Progress"));
    m_rate = plainLabel(QStringLiteral("versionRate"));
    m_create = named(new QPushButton(tr("Make the version")), QStringLiteral("versionCreate"), tr("Make the version"));
    m_cancel = named(new QPushButton(tr("Stop")), QStringLiteral("versionCancel"), tr("Stop making the version"));
    m_fields = makeFields();
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_counts, 1);
    buttons->addWidget(m_rate);
    buttons->addWidget(m_progress);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_create);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 8);
    column->addWidget(m_fields);
    column->addWidget(m_command);
    column->addLayout(buttons);
    constexpr int pauseMs = 250;
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &VersionForm::changed);
    connect(m_create, &QPushButton::clicked, this, &VersionForm::createAsked);
    connect(m_cancel, &QPushButton::clicked, this, &VersionForm::cancelAsked);
    setMaking(false);
    noteChange();
}

QWidget* VersionForm::makeFields()
{
    auto* fields = new QWidget;
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    int place = 0;
    const auto add = [&](const QString& title, QWidget* field) {
        constexpr int columns = 4;
        auto* label = new QLabel(title);
        label->setBuddy(field);
        grid->addWidget(label, place / columns * 2, place % columns);
        grid->addWidget(field, place / columns * 2 + 1, place % columns);
        ++place;
    };
    const auto line = [&](QLineEdit*& field, const char* name, const QString& title, const QString& hint) {
        field = named(new QLineEdit, QLatin1String(name), title);
        field->setPlaceholderText(hint);
        connect(field, &QLineEdit::textChanged, this, &VersionForm::noteChange);
        add(title, field);
    };
    const auto choice = [&](QComboBox*& field, const char* name, const QString& title) {
        field = named(new QComboBox, QLatin1String(name), title);
        connect(field, &QComboBox::currentIndexChanged, this, &VersionForm::noteChange);
        add(title, field);
    };
    line(m_name, "versionName", tr("Name"), tr("march"));
    choice(m_format, "versionFormat", tr("Format"));
    for (const auto& format : dataset::allFormats())
        m_format->addItem(format->title(), format->word());
    choice(m_since, "versionSince", tr("Only what is new since"));
    choice(m_splitBy, "versionSplitBy", tr("Stays in one split"));
    for (const auto& [title, word] : {std::pair(tr("a sale"), "sale"), std::pair(tr("a shopper"), "shopper"), std::pair(tr("a store"), "store"), std::pair(tr("a day"), "day")})
        m_splitBy->addItem(title, QLatin1String(word));
    line(m_from, "versionFrom", tr("Sales from"), tr("2026-03-01"));
    line(m_to, "versionTo", tr("Sales before"), tr("2026-04-01"));
    choice(m_store, "versionStore", tr("Store"));
    choice(m_origin, "versionOrigin", tr("Labels that are"));
    m_origin->addItem(tr("any"), QString());
    for (const auto& [title, source] : {std::pair(tr("corrected"), LabelSource::Corrected), std::pair(tr("confirmed"), LabelSource::Confirmed),
                                        std::pair(tr("drawn"), LabelSource::Drawn), std::pair(tr("machine only"), LabelSource::Machine)})
        m_origin->addItem(title, nameOf(source));
    line(m_products, "versionProducts", tr("Products (GTINs)"), tr("all"));
    line(m_reason, "versionReason", tr("Reason, where people are shown"), tr("it is logged"));
    const auto check = [&](QCheckBox*& box, const char* name, const QString& title) {
        box = named(new QCheckBox(title), QLatin1String(name), title);
        connect(box, &QCheckBox::toggled, this, &VersionForm::noteChange);
    };
    check(m_agreed, "versionAgreed", tr("two people agree"));
    check(m_negatives, "versionNegatives", tr("hard negatives only"));
    check(m_showPeople, "versionShowPeople", tr("show people unmasked"));
    auto* checks = new QHBoxLayout;
    for (QCheckBox* box : {m_agreed, m_negatives, m_showPeople})
        checks->addWidget(box);
    grid->addLayout(checks, 5, 2, 1, 2);
    setStores({});
    setVersions({});
    return fields;
}

void VersionForm::setStores(const QStringList& stores)
{
    const QSignalBlocker quiet(m_store);
    m_store->clear();
    m_store->addItem(tr("all"), QString());
    for (const QString& store : stores)
        m_store->addItem(store, store);
}

void VersionForm::setVersions(const QStringList& names)
{
    const QSignalBlocker quiet(m_since);
    m_since->clear();
    m_since->addItem(tr("(everything)"), QString());
    for (const QString& name : names)
        m_since->addItem(name, name);
}

store::LabelChoice VersionForm::choice() const
{
    store::LabelChoice choice;
    choice.from = dateOf(*m_from);
    choice.until = dateOf(*m_to);
    if (const QString store = m_store->currentData().toString(); !store.isEmpty())
        choice.stores = {store};
    if (const auto source = labelSourceOf(m_origin->currentData().toString()))
        choice.sources = {*source};
    choice.products = gtinsOf(m_products->text());
    choice.agreedOnly = m_agreed->isChecked();
    choice.hardNegatives = m_negatives->isChecked();
    return choice;
}

pipeline::DatasetRequest VersionForm::request() const
{
    pipeline::DatasetRequest request;
    request.name = m_name->text().trimmed();
    request.choice = choice();
    request.since = m_since->currentData().toString();
    request.options.format = m_format->currentData().toString();
    request.options.nearDuplicates = dataset::NearDuplicates::Thin;
    for (const auto by : {dataset::SplitBy::Sale, dataset::SplitBy::Shopper, dataset::SplitBy::Store, dataset::SplitBy::Day})
        if (dataset::nameOf(by) == m_splitBy->currentData().toString())
            request.options.splitBy = by;
    request.reason = m_reason->text().trimmed();
    request.people = m_showPeople->isChecked() ? pipeline::DatasetRequest::People::Shown : pipeline::DatasetRequest::People::Masked;
    return request;
}

QString VersionForm::commandLine() const
{
    const auto quoted = [](const QString& text) { return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\''); };
    QString line = QStringLiteral("cartwright-cli dataset create %1 --format %2").arg(m_name->text().isEmpty() ? tr("NAME") : quoted(m_name->text().trimmed()), m_format->currentData().toString());
    const auto option = [&](const char* name, const QString& value) {
        if (!value.isEmpty())
            line += QStringLiteral(" --%1 %2").arg(QLatin1String(name), quoted(value));
    };
    option("from", dateOf(*m_from) ? m_from->text().trimmed() : QString());
    option("to", dateOf(*m_to) ? m_to->text().trimmed() : QString());
    option("stores", m_store->currentData().toString());
    option("origins", m_origin->currentData().toString());
    option("products", m_products->text().trimmed());
    option("since", m_since->currentData().toString());
    if (m_splitBy->currentIndex() > 0)
        option("split-by", m_splitBy->currentData().toString());
    line += m_agreed->isChecked() ? QStringLiteral(" --agreed") : QString();
    line += m_negatives->isChecked() ? QStringLiteral(" --hard-negatives") : QString();
    if (m_showPeople->isChecked()) {
        line += QStringLiteral(" --show-people");
        option("reason", m_reason->text().trimmed());
    }
    return line;
}

void VersionForm::noteChange()
{
    if (!m_showPeople || !m_fields)
        return; // still being made
    m_reason->setEnabled(m_showPeople->isChecked());
    m_create->setEnabled(!m_name->text().trimmed().isEmpty() && (!m_showPeople->isChecked() || !m_reason->text().trimmed().isEmpty()));
    m_command->setText(commandLine());
    m_command->setCursorPosition(0);
    m_pause.start();
}

void VersionForm::showCounts(const store::LabelCounts& counts)
{
    m_counts->setText(counts.labels == 0 ? tr("No label is chosen by that.")
                                         : tr("%1 labels of %2 sales, %3 products").arg(locale().toString(qint64(counts.labels)), locale().toString(qint64(counts.sales))).arg(counts.products.size()));
}

void VersionForm::setMaking(bool making)
{
    m_fields->setEnabled(!making);
    m_create->setVisible(!making);
    for (QWidget* shown : std::initializer_list<QWidget*>{m_progress, m_rate, m_cancel})
        shown->setVisible(making);
    m_progress->setRange(0, 0);
    m_rate->clear();
    m_cancel->setEnabled(true);
    if (making)
        m_making.start();
}

void VersionForm::showProgress(int done, int total)
{
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    const double seconds = std::max(0.001, static_cast<double>(m_making.elapsed()) / 1000);
    const double rate = done / seconds;
    m_rate->setText(tr("%1 of %2 · %3/s · %4 s left").arg(done).arg(total).arg(rate, 0, 'f', 1).arg(rate > 0 ? (total - done) / rate : 0, 0, 'f', 0));
}

} // namespace cartwright::ui
