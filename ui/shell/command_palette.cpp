#include "ui/shell/command_palette.h"

#include "ui/widgets/texts.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace cartwright::ui {

namespace {

/// The name at the start of the row; the heading and the keys quietly at its end.
class PaletteRow final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString keys = index.data(PaletteModel::KeysRole).toString();
        const QString group = index.data(PaletteModel::GroupRole).toString();
        const QString end = keys.isEmpty() ? group : QStringLiteral("%1   %2").arg(group, keys);
        painter->save();
        painter->setFont(option.font);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(option.palette.color(chosen ? QPalette::Text : QPalette::PlaceholderText));
        const Qt::Alignment side = option.direction == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight;
        painter->drawText(option.rect.adjusted(10, 0, -10, 0), static_cast<int>(side | Qt::AlignVCenter), end);
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget* window, const ActionRegistry& actions) : Overlay(window), m_actions(actions)
{
    setObjectName(QStringLiteral("paletteOverlay"));
    setAccessibleName(tr("Command palette"));
    m_model = new PaletteModel(actions, this);
    m_card = new QFrame(this);
    m_card->setObjectName(QStringLiteral("paletteCard"));
    m_line = named(new QLineEdit, QStringLiteral("paletteLine"), tr("What to do"));
    m_line->setPlaceholderText(tr("What to do? Some letters of its name; Enter does it, Escape leaves."));
    m_line->setMaxLength(80);
    m_list = named(new QListView, QStringLiteral("paletteList"), tr("Actions that fit"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteRow(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus); // the line keeps the focus, the arrow keys move the mark
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_note = plainLabel(QStringLiteral("paletteNote"));
    m_note->setWordWrap(true);
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(m_line);
    column->addWidget(m_note);
    column->addWidget(m_list, 1);
    setFocusProxy(m_line);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
}

void CommandPalette::toggle()
{
    if (isVisible())
        return shut();
    m_line->clear();
    search({});
    open();
}

void CommandPalette::search(const QString& typed)
{
    m_model->setTyped(typed);
    m_list->setCurrentIndex(m_model->index(0));
    m_note->setText(m_model->rowCount() == 0 ? tr("No action has these letters in this order.") : QString());
    m_note->setVisible(!m_note->text().isEmpty());
}

void CommandPalette::run()
{
    QAction* action = m_model->action(m_list->currentIndex().row());
    if (!action)
        return;
    if (!action->isEnabled()) {
        m_note->setText(tr("“%1” cannot be done now; it waits for another place or for a sale.").arg(action->text()));
        m_note->show();
        return;
    }
    shut();
    action->trigger();
}

bool CommandPalette::letsThrough(const QKeyEvent& key) const
{
    const ActionRegistry::Entry* own = m_actions.find(QStringLiteral("commandPalette"));
    return own && own->action->shortcuts().contains(QKeySequence(key.keyCombination()));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(watched, event);
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    const int key = pressed.key();
    if (pressed.modifiers().testFlag(Qt::ControlModifier) && (key == Qt::Key_Return || key == Qt::Key_Enter))
        return true; // submitting is for the window below
    const int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    constexpr int page = 8;
    const auto mark = [&](int wanted) { m_list->setCurrentIndex(m_model->index(std::clamp(wanted, 0, std::max(last, 0)))); };
    switch (key) {
    case Qt::Key_Down: mark(row + 1); return true;
    case Qt::Key_Up: mark(row - 1); return true;
    case Qt::Key_PageDown: mark(row + page); return true;
    case Qt::Key_PageUp: mark(row - page); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: run(); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true; // nothing else here takes the focus
    default: return Overlay::eventFilter(watched, event);
    }
}

void CommandPalette::resizeEvent(QResizeEvent* event)
{
    Overlay::resizeEvent(event);
    const int wide = std::min(width() - 40, fontMetrics().averageCharWidth() * 90);
    const int high = std::min(height() - 80, fontMetrics().height() * 22);
    m_card->setGeometry((width() - wide) / 2, 40, wide, high);
}

} // namespace cartwright::ui
