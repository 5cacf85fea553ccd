#include "ui/cart/event_panel.h"

#include "ui/cart/cart_rows.h"
#include "ui/cart/product_delegate.h"
#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

/// A quiet bar under the percentage, so that ranks are seen before they are read.
class ShareDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant share = index.data(CandidateModel::ShareRole);
        if (!share.isValid() || index.column() != CandidateModel::Probability)
            return;
        QRectF bar = QRectF(option.rect).adjusted(4, 0, -4, -1);
        bar.setTop(bar.bottom() - 2);
        bar.setLeft(bar.right() - bar.width() * share.toDouble());
        painter->fillRect(bar, Colours::of(option.palette).accent);
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + 8, size.height()};
    }
};

} // namespace

EventPanel::EventPanel(CatalogueService& catalogue, PictureService& pictures, const Actions& actions, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("eventPanel"));
    m_model = new CandidateModel(this);
    m_model->setPictures([this, &pictures](const Gtin& gtin) { return pictureOf(pictures, m_opened, gtin); });
    connect(&pictures, &PictureService::arrived, m_model, &CandidateModel::refreshPictures);
    m_title = plainLabel(QStringLiteral("eventTitle"));
    m_title->setWordWrap(true);
    m_quantity = plainLabel(QStringLiteral("eventQuantity"));
    const auto button = [](const QString& name, QAction* action) {
        auto* made = new QToolButton;
        made->setObjectName(name);
        made->setDefaultAction(action);
        made->setAccessibleName(action->text());
        made->setFocusPolicy(Qt::TabFocus);
        made->setToolButtonStyle(Qt::ToolButtonTextOnly);
        return made;
    };
    m_take = button(QStringLiteral("takeButton"), actions.take);
    m_return = button(QStringLiteral("returnButton"), actions.giveBack);
    m_submit = button(QStringLiteral("submitButton"), actions.submit);
    m_submit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_view = makeCandidates();
    m_search = new ProductSearch(catalogue, QStringLiteral("eventSearch"), tr("another product…   /"));

    auto* kinds = new QHBoxLayout;
    kinds->addWidget(m_take);
    kinds->addWidget(m_return);
    kinds->addStretch(1);
    kinds->addWidget(m_quantity);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(5);
    column->addWidget(m_title);
    column->addLayout(kinds);
    column->addWidget(m_view, 1);
    column->addWidget(m_search);
    column->addWidget(m_submit);
}

QTableView* EventPanel::makeCandidates()
{
    auto* view = named(new QTableView, QStringLiteral("candidateView"), tr("Candidates of this event"));
    view->setModel(m_model);
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
    view->horizontalHeader()->hide();
    view->horizontalHeader()->setMinimumSectionSize(8);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view->horizontalHeader()->setSectionResizeMode(CandidateModel::Product, QHeaderView::Stretch);
    view->setItemDelegate(new ShareDelegate(view));
    view->setItemDelegateForColumn(CandidateModel::Product, new ProductDelegate(-1, view));
    const auto choose = [this](const QModelIndex& index) {
        if (const CandidateRow* row = m_model->row(index.row()); row && row->key >= 0)
            Q_EMIT candidateClicked(row->key);
    };
    connect(view, &QTableView::clicked, this, choose);
    return view;
}

void EventPanel::openCase(const OpenedCasePtr& opened)
{
    m_opened = opened;
    m_search->setStore(opened ? opened->key().storeId : QString(),
                       opened ? opened->reviewCase.store.currency : QString());
}

void EventPanel::show(const OpenedCase& opened, const review::DecidedEvent& event, const QString& place)
{
    m_hasEvent = true;
    QString title = place + QStringLiteral(" · ") + texts::timeOfDay(event.event.at, texts::Precision::Seconds, opened.zone());
    if (!event.event.binId.isEmpty())
        title += QStringLiteral(" · ") + tr("bin %1").arg(event.event.binId);
    m_title->setText(title);
    const bool said = !opened.reviewCase.blind || event.touched;
    m_take->defaultAction()->setChecked(said && event.action == EventKind::Take);
    m_return->defaultAction()->setChecked(said && event.action == EventKind::Return);
    const bool counts = said && event.action != EventKind::None;
    m_quantity->setText(counts ? tr("quantity %1").arg(event.quantity) : QString());
    m_model->setRows(candidateRowsOf(opened, event));
    for (QWidget* widget : {static_cast<QWidget*>(m_take), static_cast<QWidget*>(m_return),
                            static_cast<QWidget*>(m_view), static_cast<QWidget*>(m_search)})
        widget->show();
}

void EventPanel::showNone(const QString& sentence)
{
    m_hasEvent = false;
    m_title->setText(sentence);
    m_quantity->clear();
    m_model->setRows({});
    for (QWidget* widget : {static_cast<QWidget*>(m_take), static_cast<QWidget*>(m_return),
                            static_cast<QWidget*>(m_search)})
        widget->hide();
}

void EventPanel::setEditable(bool editable)
{
    m_search->setEnabled(editable && m_hasEvent);
}

} // namespace cartwright::ui
