#pragma once

#include "core/domain/store.h"
#include "core/store/work.h"

namespace cartwright::store {

/// The columns of a product (table alias p), in the order that `readProduct` takes them.
inline constexpr const char* productColumns =
    "p.gtin, p.name, p.price, p.tax_class, p.unit_weight_g, p.picture";

inline Product readProduct(Work& work, Row& row)
{
    Product product;
    product.gtin = work.stored(row.gtin());
    product.name = row.text();
    product.price = row.integer();
    product.taxClassId = row.text();
    product.unitWeight = row.optionalInteger();
    product.picture = row.text();
    return product;
}

} // namespace cartwright::store
