#pragma once

#include "ui/bridge/picture_service.h"
#include "ui/cart/cart_model.h"
#include "ui/cart/move_chooser.h"
#include "ui/cart/product_search.h"

#include <QLabel>
#include <QTableView>

namespace cartwright::ui {

/// The reviewed cart: its lines, a field to add a product, and the total beside the machine's.
class CartPanel : public QWidget
{
    Q_OBJECT

public:
    CartPanel(CatalogueService& catalogue, PictureService& pictures, QWidget* parent = nullptr);

    void openCase(const OpenedCasePtr& opened);
    void show(const OpenedCase& opened, const review::Session& session);
    void setEditable(bool editable);
    ProductSearch& search() { return *m_search; }
    MoveChooser& moveChooser() { return *m_move; }
    /// Asks which sale the marked line's item belongs to; nothing where no line is marked.
    void askWhereTo();

    std::optional<CartRow> selected() const;
    void select(const Gtin& gtin);

private:
    void showTotals(const CartTotals& totals);

    OpenedCasePtr m_opened;
    CartModel* m_model = nullptr;
    QTableView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    ProductSearch* m_search = nullptr;
    MoveChooser* m_move = nullptr;
    CatalogueService& m_catalogue;
    quint64 m_salesRequest = 0;
    QLabel* m_total = nullptr;
    QLabel* m_tax = nullptr;
    QLabel* m_before = nullptr;
};

} // namespace cartwright::ui
