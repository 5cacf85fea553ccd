#pragma once

#include "ui/cart/cart_rows.h"

#include <QAbstractTableModel>
#include <QImage>

#include <functional>

namespace cartwright::ui {

/// The cart's lines as a table: number, product with its picture, tax and evidence, quantity, the machine's quantity beside it,
/// amount, mark.
class CartModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Product, Quantity, Machine, Amount, Mark, ColumnCount };
    enum Role { DetailsRole = Qt::UserRole }; ///< the second line of a product: tax and evidence

    using Pictures = std::function<QImage(const Gtin&)>;
    explicit CartModel(QObject* parent = nullptr);

    void setPictures(Pictures pictures) { m_pictures = std::move(pictures); }
    /// A product's picture has come.
    void refreshPictures();

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
    QString details(const CartRow& row) const;
    QVariant colour(const CartRow& row, int column) const;

    std::vector<CartRow> m_rows;
    Pictures m_pictures;
};

} // namespace cartwright::ui
