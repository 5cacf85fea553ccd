#pragma once

#include "core/review/session.h"
#include "ui/bridge/opened_case.h"
#include "ui/bridge/picture_service.h"

namespace cartwright::ui {

/// A line of the cart as the list shows it.
struct CartRow
{
    Gtin gtin;
    QString name;
    int quantity = 0;
    int quantityBefore = 0; ///< in the predicted cart
    QString amount;         ///< of the whole line, formatted; empty where it has no price
    QString tax;            ///< the part of it that is tax
    QString evidence;       ///< "Drinks, right 10:15:05.5": what shows it, or the event it follows from; empty where nothing does
    QString movedTo;        ///< sales that pieces of it were moved to
    double confidence = 1;
    bool changed = false;
    bool hasEvidence = true;
    bool doubtful = false;
    bool operator==(const CartRow&) const = default;
};

struct CartTotals
{
    QString now;
    QString tax;     ///< the part of it that is tax
    QString before;  ///< empty where the machine's total is the same or must not be shown
    QString trouble; ///< why the cart cannot be priced, else empty
    bool operator==(const CartTotals&) const = default;
};

/// Below this confidence a line carries a doubt mark.
inline constexpr double sureConfidence = 0.75;

std::vector<CartRow> cartRowsOf(const OpenedCase& opened, const review::Session& session);
CartTotals cartTotalsOf(const OpenedCase& opened, const review::Session& session);
/// The picture of a product of this case, null where it has none or it is not read yet.
QImage pictureOf(PictureService& pictures, const OpenedCasePtr& opened, const Gtin& gtin);
QString productName(const OpenedCase& opened, const Gtin& gtin);

} // namespace cartwright::ui
