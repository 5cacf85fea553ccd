#include "core/store/earlier_sales.h"

#include "core/store/work.h"

namespace cartwright::store {

Result<std::vector<EarlierSaleRow>> lastSalesBefore(Database& database, const QString& storeId, UtcMicroseconds moment,
                                                    int limit)
{
    Work work(database.gateway(), Work::Kind::Read);
    std::vector<EarlierSaleRow> sales;
    work.each(QStringLiteral("SELECT sale_id, exited_at FROM sale WHERE store_id = ? AND exited_at < ? "
                             "ORDER BY exited_at DESC, sale_row DESC LIMIT ?"),
              {storeId, moment, limit}, [&](Row& row) {
                  EarlierSaleRow sale;
                  sale.key = {storeId, row.text()};
                  sale.exitedAt = row.integer();
                  sales.push_back(std::move(sale));
              });
    return work.finish(std::move(sales));
}

} // namespace cartwright::store
