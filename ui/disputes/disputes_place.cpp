#include "ui/disputes/disputes_place.h"

#include "core/billing/pricing.h"
#include "ui/disputes/receipt_rows.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cartwright::ui {

DisputesPlace::DisputesPlace(StoreThread& store, QWidget* parent) : Place(parent)
{
    setObjectName(QStringLiteral("disputesPlace"));
    m_service = new DisputeService(store, this);
    makeActions();
    m_banner = new Banner;
    m_empty = new EmptyState(QStringLiteral("disputesEmpty"));
    m_empty->setTexts(tr("Which receipt?"),
                      tr("Type the number that stands on the shopper's receipt, such as shop-1/s-2041/v1; a sale's id does too."),
                      tr("Type the number"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeSale());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 8);
    column->setSpacing(8);
    column->addWidget(m_banner);
    column->addWidget(makeTop());
    column->addWidget(m_stack, 1);
    connect(m_empty, &EmptyState::stepAsked, m_find, &QAction::trigger);
    connect(m_service, &DisputeService::found, this, &DisputesPlace::show);
    connect(m_service, &DisputeService::requested, this, [this](const SaleKey& key) {
        Q_EMIT noticed(tr("Sale %1 waits for review; the receipt gets a new version if it turns out wrong.").arg(key.saleId));
    });
    connect(m_service, &DisputeService::failed, this, [this](const Error& error) {
        m_searching = false;
        m_banner->showError(error);
    });
    refresh();
}

void DisputesPlace::makeActions()
{
    const auto add = [this](const char* name, const QString& text, const QKeySequence& key, auto run) {
        auto* action = new QAction(this);
        describe(*action, QLatin1String(name), text, {key});
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        return action;
    };
    m_find = add("findReceipt", tr("Find a receipt"), QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        m_number->setFocus(Qt::ShortcutFocusReason);
        m_number->selectAll();
    });
    m_request = add("requestReview", tr("Ask for a review"), QKeySequence(Qt::CTRL | Qt::Key_R),
                    [this] { m_service->requestReview(m_sale->key); });
    m_evidence = add("showEvidence", tr("Open the evidence in Review"), QKeySequence(Qt::CTRL | Qt::Key_Return),
                     [this] { Q_EMIT openAsked(m_sale->key); });
}

QWidget* DisputesPlace::makeTop()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_number = named(new QLineEdit, QStringLiteral("receiptNumber"), tr("Receipt number"));
    m_number->setPlaceholderText(tr("receipt number…   %1").arg(keysOf(*m_find)));
    m_number->setClearButtonEnabled(true);
    m_number->setMaxLength(200);
    auto* find = named(new QPushButton(tr("Find")), QStringLiteral("receiptFind"), tr("Find this receipt"));
    row->addWidget(m_number, 1);
    row->addWidget(find);
    for (QAction* action : {m_request, m_evidence}) {
        auto* button = named(new QPushButton(action->text()), action->objectName() + QStringLiteral("Button"), action->text());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button, [action, button] {
            button->setEnabled(action->isEnabled());
            button->setToolTip(action->toolTip());
        });
        row->addWidget(button);
    }
    connect(m_number, &QLineEdit::returnPressed, this, &DisputesPlace::search);
    connect(find, &QPushButton::clicked, this, &DisputesPlace::search);
    return bar;
}

QWidget* DisputesPlace::makeSale()
{
    m_title = plainLabel(QStringLiteral("disputeTitle"));
    m_state = plainLabel(QStringLiteral("disputeState"));
    m_state->setWordWrap(true);
    m_total = plainLabel(QStringLiteral("disputeTotal"));
    m_versions = new TextTableModel({tr("Version"), tr("Issued"), tr("Why"), tr("By"), tr("Total")}, this);
    m_lines = new TextTableModel({tr("Product"), tr("Quantity"), tr("Amount"), tr("Since the version before")}, this);
    m_verdicts = new TextTableModel({tr("Review"), tr("Decided"), tr("Outcome"), tr("Reviewer"), tr("Note")}, this);
    m_versionTable = readOnlyTable(m_versions, QStringLiteral("receiptVersionTable"), tr("Versions of the receipt"));
    connect(m_versionTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DisputesPlace::showVersion);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_title);
    column->addWidget(m_state);
    column->addWidget(m_versionTable, 2);
    column->addWidget(readOnlyTable(m_lines, QStringLiteral("receiptLineTable"), tr("Lines of the marked version")), 4);
    column->addWidget(m_total);
    column->addWidget(readOnlyTable(m_verdicts, QStringLiteral("verdictTable"), tr("Reviews of this sale")), 2);
    return page;
}

QList<ActionGroup> DisputesPlace::actionGroups() const
{
    return {{tr("Disputes"), {m_find, m_request, m_evidence}, ActionScope::Disputes}};
}

void DisputesPlace::setActive(bool active)
{
    m_active = active;
    refresh();
    if (active && m_sale)
        m_service->find(pathOf(m_sale->key)); // what was decided meanwhile
    if (active)
        m_number->setFocus(Qt::OtherFocusReason);
}

void DisputesPlace::setOpenDenied(const QString& reason)
{
    m_openDenied = reason;
    refresh();
}

void DisputesPlace::search()
{
    if (m_number->text().trimmed().isEmpty())
        return;
    m_banner->clear();
    m_searching = true;
    m_service->find(m_number->text());
}

void DisputesPlace::show(const DisputedSale& sale)
{
    m_searching = false;
    m_sale = sale;
    m_title->setText(tr("Sale %1, %2 to %3")
                         .arg(pathOf(sale.key), texts::dayAndTime(sale.enteredAt),
                              texts::timeOfDay(sale.exitedAt, texts::Precision::Minutes)));
    m_state->setText(stateSentence());
    m_versions->setRows(versionRows(sale.receipts));
    m_verdicts->setRows(verdictRows(sale.verdicts));
    m_versionTable->setCurrentIndex(m_versions->index(m_versions->rowCount() - 1, 0));
    showVersion();
    m_stack->setCurrentIndex(1);
    refresh();
}

QString DisputesPlace::stateSentence() const
{
    if (m_sale->receipts.empty())
        return m_sale->queued ? tr("Nothing is charged yet: the sale waits for a person.")
                              : tr("Nothing is charged yet: the sale is not decided.");
    if (!m_sale->verdicts.empty())
        return tr("A person has decided this sale; the last version of the receipt is what was charged.");
    if (m_sale->queued && *m_sale->queued != store::QueueState::Done)
        return tr("Charged as the machine saw it; a review is asked for.");
    return tr("Charged as the machine saw it; nobody has looked at it. Ask for a review where the shopper may be right.");
}

void DisputesPlace::showVersion()
{
    const int row = m_versionTable->currentIndex().row();
    if (!m_sale || row < 0 || row >= static_cast<int>(m_sale->receipts.size())) {
        m_lines->setRows({});
        m_total->clear();
        return;
    }
    const auto at = static_cast<std::size_t>(row);
    const Receipt& receipt = m_sale->receipts[at];
    m_lines->setRows(lineRows(receipt, at > 0 ? &m_sale->receipts[at - 1] : nullptr));
    m_total->setText(tr("Receipt %1: %2 %3, tax %4")
                         .arg(receipt.number(), billing::formatAmount(receipt.total, receipt.currency), receipt.currency,
                              billing::formatAmount(receipt.tax, receipt.currency)));
}

void DisputesPlace::refresh()
{
    const bool unseen = m_sale && m_sale->verdicts.empty() && !m_sale->receipts.empty() &&
                        (!m_sale->queued || *m_sale->queued == store::QueueState::Done);
    m_find->setEnabled(m_active);
    m_request->setEnabled(m_active && unseen);
    m_evidence->setEnabled(m_active && m_sale && m_openDenied.isEmpty());
    if (!m_openDenied.isEmpty())
        m_evidence->setToolTip(m_openDenied.toHtmlEscaped());
}

} // namespace cartwright::ui
