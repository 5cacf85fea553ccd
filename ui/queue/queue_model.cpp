#include "ui/queue/queue_model.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QGuiApplication>

#include <algorithm>

namespace cartwright::ui {

QueueModel::QueueModel(const Clock& clock, QObject* parent) : QAbstractTableModel(parent), m_clock(clock) {}

const store::QueueEntry* QueueModel::entry(int row) const
{
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_entries.size() ? &m_entries[at] : nullptr;
}

int QueueModel::rowOf(const SaleKey& key) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const store::QueueEntry& entry) { return entry.key == key; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

void QueueModel::setPage(int offset, const std::vector<store::QueueEntry>& entries, bool whole)
{
    m_asked = false;
    if (offset > 0 && offset != rowCount())
        return; // the list was loaded anew meanwhile
    m_whole = whole;
    if (offset > 0) {
        if (entries.empty())
            return;
        beginInsertRows({}, offset, offset + static_cast<int>(entries.size()) - 1);
        m_entries.insert(m_entries.end(), entries.begin(), entries.end());
        endInsertRows();
        return;
    }
    const bool sameSales = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                      [](const auto& a, const auto& b) { return a.key == b.key; });
    if (!sameSales)
        beginResetModel();
    m_entries = entries;
    if (!sameSales)
        endResetModel();
    else if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void QueueModel::tick()
{
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0, Due), index(rowCount() - 1, Due), {Qt::DisplayRole, Qt::ForegroundRole});
}

int QueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int QueueModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool QueueModel::isLate(const store::QueueEntry& entry) const
{
    return !entry.audit && entry.state != store::QueueState::Done && entry.dueAt < m_clock.now();
}

QString QueueModel::dueText(const store::QueueEntry& entry) const
{
    if (entry.audit)
        return tr("no deadline");
    const Microseconds left = entry.dueAt - m_clock.now();
    constexpr Microseconds day = 24 * 3600 * microsecondsPerSecond;
    if (entry.state == store::QueueState::Done || left < -day || left > day)
        return texts::dayAndTime(entry.dueAt);
    return left < 0 ? tr("%1 late").arg(texts::duration(-left)) : texts::duration(left);
}

QString QueueModel::stateText(const store::QueueEntry& entry) const
{
    if (entry.state == store::QueueState::Claimed)
        return tr("%1 until %2").arg(entry.owner, texts::timeOfDay(entry.leaseUntil, texts::Precision::Minutes));
    const QString state = texts::state(entry.state);
    return entry.skips > 0 ? tr("%1, skipped %2×").arg(state).arg(entry.skips) : state;
}

QString QueueModel::text(const store::QueueEntry& entry, int column) const
{
    switch (column) {
    case Due: return dueText(entry);
    case Sale: return entry.key.saleId;
    case Store: return entry.key.storeId;
    case Reasons: {
        QStringList reasons;
        for (const Flag& flag : entry.flags)
            if (const QString reason = texts::reason(flag.rule); !reasons.contains(reason))
                reasons << reason;
        return reasons.join(QStringLiteral(", "));
    }
    case State: return stateText(entry);
    case Note: return entry.note;
    default: return {};
    }
}

QVariant QueueModel::data(const QModelIndex& index, int role) const
{
    const store::QueueEntry* shown = index.isValid() ? entry(index.row()) : nullptr;
    if (!shown)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*shown, index.column());
    case Qt::ToolTipRole: return text(*shown, index.column()).toHtmlEscaped();
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (index.column() == Due && isLate(*shown))
            return Colours::of(QGuiApplication::palette()).danger;
        return {};
    default: return {};
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Due: return tr("Due");
    case Sale: return tr("Sale");
    case Store: return tr("Store");
    case Reasons: return tr("Why");
    case State: return tr("State");
    case Note: return tr("Note");
    default: return {};
    }
}

bool QueueModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_whole && !m_asked;
}

void QueueModel::fetchMore(const QModelIndex&)
{
    m_asked = true;
    Q_EMIT pageWanted(rowCount());
}

} // namespace cartwright::ui
