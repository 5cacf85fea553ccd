#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <QTableView>

#include <vector>

namespace cartwright::ui {

/// Rows of texts with a heading for each column, for views that only show.
class TextTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit TextTableModel(QStringList headings, QObject* parent = nullptr);

    void setRows(std::vector<QStringList> rows);
    QString text(int row, int column) const; ///< empty outside the table

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const QStringList m_headings;
    std::vector<QStringList> m_rows;
};

/// A view that marks whole rows, edits nothing and leaves Tab to the window. The model must outlive it.
QTableView* readOnlyTable(QAbstractItemModel* model, const QString& objectName, const QString& accessibleName);

} // namespace cartwright::ui
