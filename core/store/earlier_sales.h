#pragma once

#include "core/domain/sale.h"
#include "core/store/database.h"

namespace cartwright::store {

/// A sale that was over before another began.
struct EarlierSaleRow
{
    SaleKey key;
    UtcMicroseconds exitedAt = 0;
};

/// A store's sales whose shoppers had left before `moment`, the last one first. Same thread as the database.
Result<std::vector<EarlierSaleRow>> lastSalesBefore(Database& database, const QString& storeId, UtcMicroseconds moment,
                                                    int limit);

} // namespace cartwright::store
