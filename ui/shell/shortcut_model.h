#pragma once

#include "ui/shell/keyboard.h"

#include <QAbstractTableModel>

namespace cartwright::ui {

/// Every registered action with its scope, its keys, and what they collide with.
class ShortcutModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Where, Keys, Trouble, ColumnCount };

    explicit ShortcutModel(Keyboard& keyboard, QObject* parent = nullptr);

    /// The action's object name; empty outside the table.
    QString action(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString troubleOf(const ActionRegistry::Entry& entry) const;

    Keyboard& m_keyboard;
};

} // namespace cartwright::ui
