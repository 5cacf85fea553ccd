#include "ui/cart/move_chooser.h"

#include "ui/widgets/texts.h"

#include <QKeyEvent>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

/// The row that a digit stands for; nothing for other keys.
std::optional<int> rowOfDigit(const QKeyEvent& key)
{
    const bool plain = (key.modifiers() & ~Qt::KeypadModifier) == 0;
    if (plain && key.key() >= Qt::Key_1 && key.key() <= Qt::Key_9)
        return key.key() - Qt::Key_1;
    return std::nullopt;
}

bool isListKey(const QKeyEvent& key)
{
    switch (key.key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Escape: return (key.modifiers() & ~Qt::KeypadModifier) == 0;
    default: return rowOfDigit(key).has_value();
    }
}

} // namespace

MoveChooser::MoveChooser(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("moveChooser"));
    setFrameShape(QFrame::StyledPanel);
    m_question = plainLabel(QStringLiteral("moveQuestion"));
    m_question->setWordWrap(true);
    m_list = named(new QListWidget, QStringLiteral("moveList"), tr("Sales of the same time"));
    m_list->setMaximumHeight(fontMetrics().height() * 8);
    m_list->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 4);
    column->addWidget(m_question);
    column->addWidget(m_list);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { choose(m_list->row(item)); });
    hide();
}

void MoveChooser::ask(const QString& product)
{
    m_question->setText(tr("Whose is “%1”? Another sale of the same time takes it over for review.").arg(product));
    m_sales.clear();
    m_list->clear();
    show();
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void MoveChooser::offer(const std::vector<store::SaleSummary>& sales)
{
    if (!isVisible())
        return;
    if (sales.empty())
        return say(tr("No other shopper was in the store at that time. Esc leaves."));
    for (const store::SaleSummary& sale : sales) {
        m_sales << sale.key.saleId;
        m_list->addItem(QStringLiteral("%1   %2   %3 – %4")
                            .arg(m_sales.size())
                            .arg(sale.key.saleId, texts::timeOfDay(sale.enteredAt, texts::Precision::Seconds),
                                 texts::timeOfDay(sale.exitedAt, texts::Precision::Seconds)));
    }
    m_list->setCurrentRow(0);
}

void MoveChooser::say(const QString& sentence)
{
    auto* item = new QListWidgetItem(sentence, m_list);
    item->setFlags(Qt::NoItemFlags);
}

void MoveChooser::choose(int row)
{
    if (row < 0 || row >= m_sales.size())
        return;
    const QString sale = m_sales[row];
    hide();
    Q_EMIT chosen(sale);
    Q_EMIT left();
}

void MoveChooser::leave()
{
    hide();
    Q_EMIT left();
}

bool MoveChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_list || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!isListKey(*key))
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (const auto row = rowOfDigit(*key)) {
        choose(*row);
        return true;
    }
    if (key->key() == Qt::Key_Escape) {
        leave();
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        choose(m_list->currentRow());
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace cartwright::ui
