#include "ui/shell/palette_model.h"

#include "ui/shell/fuzzy.h"

#include <algorithm>

namespace cartwright::ui {

PaletteModel::PaletteModel(const ActionRegistry& actions, QObject* parent) : QAbstractListModel(parent), m_actions(actions)
{
}

void PaletteModel::setTyped(const QString& typed)
{
    beginResetModel();
    m_found.clear();
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        if (!entry.action->isVisible())
            continue;
        const std::optional<int> byName = fuzzyScore(typed, entry.action->text());
        // A heading leads to its actions too, but never before an action of that name.
        const std::optional<int> byGroup = fuzzyScore(typed, entry.group + QLatin1Char(' ') + entry.action->text());
        if (byName || byGroup)
            m_found.push_back({entry.action, entry.group, std::max(byName.value_or(-1), byGroup.value_or(0) / 2)});
    }
    std::stable_sort(m_found.begin(), m_found.end(), [](const Found& a, const Found& b) {
        if (a.action->isEnabled() != b.action->isEnabled())
            return a.action->isEnabled();
        return a.score > b.score;
    });
    endResetModel();
}

QAction* PaletteModel::action(int row) const
{
    return row >= 0 && row < rowCount() ? m_found[static_cast<std::size_t>(row)].action.data() : nullptr;
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    const QAction* found = action(index.row());
    if (!found)
        return {};
    const QString group = m_found[static_cast<std::size_t>(index.row())].group;
    const QString keys = keysOf(*found);
    switch (role) {
    case Qt::DisplayRole: return found->text();
    case KeysRole: return keys;
    case GroupRole: return group;
    case Qt::AccessibleTextRole: return tr("%1, %2, %3").arg(found->text(), group, keys.isEmpty() ? tr("no key") : keys);
    default: return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const
{
    const QAction* found = action(index.row());
    return found && found->isEnabled() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled : Qt::ItemIsSelectable;
}

} // namespace cartwright::ui
