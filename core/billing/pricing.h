#pragma once

#include "core/domain/decision.h"

#include <map>

namespace cartwright::billing {

/// Prices a cart as a receipt without version, time and reason. All arithmetic is on integers; tax is computed per
/// line and rounded half away from zero, so that the lines always add up to the totals.
/// With prices that include tax: tax = total * rate / (1 + rate). Otherwise tax = net * rate is added.
/// NotFound, naming the product, where a line's product or tax class is unknown; Refused where a quantity is
/// negative or an amount overflows. Lines with quantity 0 are left out.
Result<Receipt> price(const SaleKey& key, const Cart& cart, const Store& store,
                      const std::map<Gtin, Product>& products);

/// What differs between two versions of a receipt.
struct ReceiptChange
{
    Gtin gtin;
    QString name;
    int quantityBefore = 0;
    int quantityAfter = 0;
    MinorUnits totalBefore = 0;
    MinorUnits totalAfter = 0;
};
std::vector<ReceiptChange> changesBetween(const Receipt& before, const Receipt& after);

/// Formats an amount for a person, "64.70". Digits after the point are the currency's (2, or 0 for JPY and the like).
QString formatAmount(MinorUnits amount, const QString& currency);

} // namespace cartwright::billing
