#pragma once

#include "ui/measures/figure_rows.h"

#include <QAbstractTableModel>

namespace cartwright::ui {

/// A FigureTable for a view.
class FiguresModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit FiguresModel(QObject* parent = nullptr);

    void setTable(const FigureTable& table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    FigureTable m_table;
};

} // namespace cartwright::ui
