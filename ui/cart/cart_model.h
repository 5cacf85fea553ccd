#pragma once

#include "ui/cart/cart_rows.h"

#include <QAbstractTableModel>

namespace cartwright::ui {

/// The cart's lines as a table: number, product, quantity, amount, mark.
class CartModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Product, Quantity, Amount, Mark, ColumnCount };

    explicit CartModel(QObject* parent = nullptr);

    void setRows(std::vector<CartRow> rows);
    const CartRow* row(int index) const;
    int rowOf(const Gtin& gtin) const; ///< -1 where it is not in the cart

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const CartRow& row, int line, int column) const;
    QString markText(const CartRow& row) const;
    QString explanation(const CartRow& row) const;

    std::vector<CartRow> m_rows;
};

} // namespace cartwright::ui
