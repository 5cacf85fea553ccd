#include "ui/shell/shortcut_model.h"

namespace cartwright::ui {

ShortcutModel::ShortcutModel(Keyboard& keyboard, QObject* parent) : QAbstractTableModel(parent), m_keyboard(keyboard)
{
    connect(&keyboard.actions(), &ActionRegistry::keysChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
}

QString ShortcutModel::action(int row) const
{
    return row >= 0 && row < rowCount() ? m_keyboard.actions().entries()[static_cast<std::size_t>(row)].name() : QString();
}

int ShortcutModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_keyboard.actions().entries().size());
}

int ShortcutModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ShortcutModel::troubleOf(const ActionRegistry::Entry& entry) const
{
    QStringList others;
    for (const QKeySequence& key : entry.action->shortcuts())
        for (const ActionRegistry::Entry* rival : m_keyboard.actions().rivals(entry.name(), key))
            others << tr("%1 is also “%2”").arg(keyText(key), rival->title);
    return others.isEmpty() ? QString() : tr("! %1").arg(others.join(QStringLiteral("; ")));
}

QVariant ShortcutModel::data(const QModelIndex& index, int role) const
{
    if (index.row() < 0 || index.row() >= rowCount())
        return {};
    const ActionRegistry::Entry& entry = m_keyboard.actions().entries()[static_cast<std::size_t>(index.row())];
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case Name: return entry.title;
    case Where: return scopeTitle(entry.scope);
    case Keys: {
        const QString keys = keysOf(*entry.action);
        return m_keyboard.changes().contains(entry.name()) ? tr("%1   (changed)").arg(keys.isEmpty() ? tr("none") : keys)
                                                           : keys;
    }
    case Trouble: return troubleOf(entry);
    default: return {};
    }
}

QVariant ShortcutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Action");
    case Where: return tr("Where");
    case Keys: return tr("Keys");
    case Trouble: return tr("Collides");
    default: return {};
    }
}

} // namespace cartwright::ui
