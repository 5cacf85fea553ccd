#include "core/store/moved_rows.h"

#include "core/store/sale_repository.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

/// Whoever looks for the other shopper of a crossing does not look further than this behind the exit.
constexpr Microseconds longestVisit = 4LL * 3600 * microsecondsPerSecond;

/// Without the lock that `needSale` takes: another sale is only named.
std::optional<std::int64_t> rowOf(Work& work, const SaleKey& key)
{
    auto row = work.one(QStringLiteral("SELECT sale_row FROM sale WHERE store_id = ? AND sale_id = ?"), {key.storeId, key.saleId});
    if (row)
        return row->integer();
    work.fail(ErrorKind::NotFound, QStringLiteral("There is no sale %1 here to move an item to; choose another one.").arg(pathOf(key)));
    return std::nullopt;
}

} // namespace

void insertMoved(Work& work, const VerdictRow& verdict, const std::vector<MovedItem>& items, UtcMicroseconds at)
{
    int position = 0;
    for (const MovedItem& item : items)
        if (const auto to = rowOf(work, item.to))
            work.run(QStringLiteral("INSERT INTO moved_item (verdict_row, position, to_sale_row, gtin, quantity, camera_id, seen_at, "
                                    "moved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                     {verdict.row, position++, *to, item.gtin, item.quantity, item.cameraId, item.seenAt, at});
}

Result<std::vector<MovedItem>> SaleRepository::movedTo(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<MovedItem> items;
    const auto sale = rowOf(work, key);
    if (!sale)
        return work.finish(std::move(items));
    work.each(QStringLiteral(
                  "SELECT s.store_id, s.sale_id, m.gtin, m.quantity, m.camera_id, m.seen_at FROM moved_item m "
                  "JOIN verdict v USING (verdict_row) JOIN sale s ON s.sale_row = v.sale_row WHERE m.to_sale_row = ? "
                  "AND v.number = (SELECT max(number) FROM verdict last WHERE last.sale_row = v.sale_row AND last.outcome <> 'escalated') "
                  "AND m.moved_at > coalesce((SELECT max(opened_at) FROM verdict own WHERE own.sale_row = m.to_sale_row "
                  "AND own.outcome <> 'escalated'), -1) ORDER BY m.moved_at, m.verdict_row, m.position"),
              {*sale}, [&](Row& row) {
                  MovedItem item;
                  item.from.storeId = row.text();
                  item.from.saleId = row.text();
                  item.to = key;
                  item.gtin = work.stored(row.gtin());
                  item.quantity = row.number();
                  item.cameraId = row.text();
                  item.seenAt = row.integer();
                  items.push_back(std::move(item));
              });
    return work.finish(std::move(items));
}

Result<std::vector<SaleSummary>> SaleRepository::around(const SaleKey& key, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<SaleSummary> sales;
    work.each(QStringLiteral(
                  "SELECT o.store_id, o.sale_id, o.revision, o.stage, o.entered_at, o.exited_at FROM sale s "
                  "JOIN sale o ON o.store_id = s.store_id AND o.sale_row <> s.sale_row AND o.exited_at BETWEEN s.entered_at "
                  "AND s.exited_at + ? AND o.entered_at <= s.exited_at WHERE s.store_id = ? AND s.sale_id = ? "
                  "AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.sale_row = o.sale_row AND v.outcome <> 'escalated') "
                  "ORDER BY o.entered_at, o.sale_row LIMIT ?"),
              {longestVisit, key.storeId, key.saleId, limit}, [&](Row& row) {
                  SaleSummary summary;
                  summary.key = {row.text(), {}};
                  summary.key.saleId = row.text();
                  summary.revision = row.number();
                  summary.stage = work.stored(stageOf(row.text()));
                  summary.enteredAt = row.integer();
                  summary.exitedAt = row.integer();
                  sales.push_back(std::move(summary));
              });
    return work.finish(std::move(sales));
}

} // namespace cartwright::store
