#pragma once

#include "core/base/clock.h"
#include "core/store/queue_repository.h"

#include <QAbstractTableModel>

namespace cartwright::ui {

/// Queue entries in the order of pull-next. Pages come from outside; `pageWanted` asks for the next one.
class QueueModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Due, Sale, Store, Reasons, State, Note, ColumnCount };

    explicit QueueModel(const Clock& clock, QObject* parent = nullptr);

    const store::QueueEntry* entry(int row) const;
    int rowOf(const SaleKey& key) const; ///< -1 where it is not loaded

    /// Entries from `offset` on; `whole` says that no more follow. An offset of 0 replaces everything.
    void setPage(int offset, const std::vector<store::QueueEntry>& entries, bool whole);
    /// Times to the deadline are told anew.
    void tick();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void pageWanted(int offset);

private:
    QString text(const store::QueueEntry& entry, int column) const;
    QString dueText(const store::QueueEntry& entry) const;
    QString stateText(const store::QueueEntry& entry) const;
    bool isLate(const store::QueueEntry& entry) const;

    const Clock& m_clock;
    std::vector<store::QueueEntry> m_entries;
    bool m_whole = true;
    bool m_asked = false;
};

} // namespace cartwright::ui
