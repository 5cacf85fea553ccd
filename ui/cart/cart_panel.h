#pragma once

#include "ui/cart/cart_model.h"
#include "ui/cart/product_search.h"

#include <QLabel>
#include <QTableView>

namespace cartwright::ui {

/// The reviewed cart: its lines, a field to add a product, and the total beside the machine's.
class CartPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CartPanel(CatalogueService& catalogue, QWidget* parent = nullptr);

    void openCase(const OpenedCasePtr& opened);
    void show(const OpenedCase& opened, const review::Session& session);
    void setEditable(bool editable);
    ProductSearch& search() { return *m_search; }

    std::optional<CartRow> selected() const;
    void select(const Gtin& gtin);

private:
    void showTotals(const CartTotals& totals);

    CartModel* m_model = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    ProductSearch* m_search = nullptr;
    QLabel* m_total = nullptr;
    QLabel* m_before = nullptr;
};

} // namespace cartwright::ui
