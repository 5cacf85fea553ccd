#pragma once

#include "core/domain/store.h"

#include <QByteArray>
#include <QStringList>

namespace cartwright::feed {

/// Reads the bytes of products.csv: a header with gtin, name, price_minor, tax_class and, if wanted, unit_weight_g and
/// picture in any order; other columns are noted. Refused with the line as StoreDescription says; pictures are only
/// checked as paths. `store` gives the tax classes. Any thread.
Result<std::vector<Product>> readProductList(const QByteArray& csv, const Store& store, QStringList& notes);

} // namespace cartwright::feed
