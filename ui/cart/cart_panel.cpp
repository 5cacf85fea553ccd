#include "ui/cart/cart_panel.h"

#include "ui/cart/product_delegate.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

QTableView* makeView(CartModel* model)
{
    auto* view = named(new QTableView, QStringLiteral("cartView"), CartPanel::tr("Cart lines"));
    view->setModel(model);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setFrameShape(QFrame::NoFrame);
    view->verticalHeader()->hide();
    view->verticalHeader()->setMinimumSectionSize(1);
    view->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->setItemDelegateForColumn(CartModel::Product, new ProductDelegate(CartModel::DetailsRole, view));
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setSectionsClickable(false);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->horizontalHeader()->setSectionResizeMode(CartModel::Product, QHeaderView::Stretch);
    view->horizontalHeader()->setMinimumSectionSize(8);
    return view;
}

} // namespace

CartPanel::CartPanel(CatalogueService& catalogue, PictureService& pictures, QWidget* parent) : QWidget(parent), m_catalogue(catalogue)
{
    setObjectName(QStringLiteral("cartPanel"));
    m_model = new CartModel(this);
    m_model->setPictures([this, &pictures](const Gtin& gtin) { return pictureOf(pictures, m_opened, gtin); });
    connect(&pictures, &PictureService::arrived, m_model, &CartModel::refreshPictures);
    m_view = makeView(m_model);
    m_empty = plainLabel(QStringLiteral("cartEmpty"));
    m_empty->setText(tr("Nothing in the cart. Press A to add a product."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_search = new ProductSearch(catalogue, QStringLiteral("cartSearch"), tr("+ add a product…   A"));
    m_move = new MoveChooser;
    connect(&m_catalogue, &CatalogueService::salesFound, this, [this](quint64 request, const auto& sales) {
        if (request == m_salesRequest)
            m_move->offer(sales);
    });
    connect(&m_catalogue, &CatalogueService::salesFailed, this, [this](quint64 request, const Error& error) {
        if (request == m_salesRequest)
            m_move->say(error.sentence);
    });
    m_total = plainLabel(QStringLiteral("cartTotal"));
    m_before = plainLabel(QStringLiteral("cartBefore"));
    auto* totals = new QHBoxLayout;
    m_tax = plainLabel(QStringLiteral("cartTax"));
    totals->addWidget(m_total);
    totals->addWidget(m_tax);
    totals->addStretch(1);
    totals->addWidget(m_before);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 6);
    column->setSpacing(5);
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_move);
    column->addWidget(m_search);
    column->addLayout(totals);
}

void CartPanel::openCase(const OpenedCasePtr& opened)
{
    m_opened = opened;
    m_move->hide();
    // A blind review shows nothing of the machine's answer.
    m_view->setColumnHidden(CartModel::Machine, !opened || opened->reviewCase.blind);
    m_search->setStore(opened ? opened->key().storeId : QString(),
                       opened ? opened->reviewCase.store.currency : QString());
}

void CartPanel::show(const OpenedCase& opened, const review::Session& session)
{
    const std::optional<CartRow> before = selected();
    m_model->setRows(cartRowsOf(opened, session));
    m_view->setVisible(m_model->rowCount() > 0);
    m_empty->setVisible(m_model->rowCount() == 0);
    if (before)
        select(before->gtin);
    showTotals(cartTotalsOf(opened, session));
}

void CartPanel::showTotals(const CartTotals& totals)
{
    m_total->setText(totals.trouble.isEmpty() ? tr("total %1").arg(totals.now) : totals.trouble);
    m_tax->setText(totals.trouble.isEmpty() ? tr("of which tax %1").arg(totals.tax) : QString());
    m_total->setWordWrap(!totals.trouble.isEmpty());
    m_before->setText(totals.before.isEmpty() ? QString() : tr("was %1").arg(totals.before));
}

void CartPanel::askWhereTo()
{
    const std::optional<CartRow> line = selected();
    if (!m_opened || !line || line->quantity < 1)
        return;
    m_move->ask(line->name);
    m_salesRequest = m_catalogue.salesAround(m_opened->key());
}

void CartPanel::setEditable(bool editable)
{
    m_search->setEnabled(editable);
}

std::optional<CartRow> CartPanel::selected() const
{
    const CartRow* row = m_model->row(m_view->currentIndex().row());
    return row ? std::optional(*row) : std::nullopt;
}

void CartPanel::select(const Gtin& gtin)
{
    const int row = m_model->rowOf(gtin);
    if (row >= 0)
        m_view->setCurrentIndex(m_model->index(row, CartModel::Product));
}

} // namespace cartwright::ui
