#include "core/store/sale_rows.h"

#include "core/store/words.h"

namespace cartwright::store {

QString pathOf(const SaleKey& key) { return key.storeId + QLatin1Char('/') + key.saleId; }

std::optional<SaleRow> findSale(Work& work, const SaleKey& key)
{
    auto row = work.one(
        QStringLiteral("SELECT sale_row, revision, stage FROM sale WHERE store_id = ? AND sale_id = ?") +
            work.rowLock(),
        {key.storeId, key.saleId});
    if (!row)
        return std::nullopt;
    SaleRow sale;
    sale.row = row->integer();
    sale.revision = row->number();
    sale.stage = work.stored(stageOf(row->text()));
    return sale;
}

SaleRow needSale(Work& work, const SaleKey& key)
{
    if (auto sale = findSale(work, key))
        return *sale;
    work.fail(ErrorKind::NotFound, QStringLiteral("There is no sale %1 here.").arg(pathOf(key)));
    return {};
}

bool isDecidedByPerson(Work& work, std::int64_t saleRow)
{
    return work
        .one(QStringLiteral("SELECT 1 FROM verdict WHERE sale_row = ? AND outcome <> 'escalated' LIMIT 1"),
             {saleRow})
        .has_value();
}

void setStage(Work& work, std::int64_t saleRow, SaleStage stage, UtcMicroseconds at)
{
    if (stage == SaleStage::Closed)
        work.run(
            QStringLiteral(
                "UPDATE sale SET stage = 'closed', closed_at = coalesce(closed_at, ?) WHERE sale_row = ?"),
            {at, saleRow});
    else
        work.run(QStringLiteral("UPDATE sale SET stage = ? WHERE sale_row = ?"), {stageName(stage), saleRow});
}

} // namespace cartwright::store
