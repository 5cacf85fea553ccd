#pragma once

#include "core/store/sale_repository.h"
#include "core/store/work.h"

namespace cartwright::store {

/// The moving part of a sale.
struct SaleRow
{
    std::int64_t row = 0;
    int revision = 0; ///< the latest
    SaleStage stage = SaleStage::Ingested;
};

/// "store/sale", as sales are named in sentences and in the log.
QString pathOf(const SaleKey& key);

std::optional<SaleRow> findSale(Work& work, const SaleKey& key);
/// The same; NotFound is noted where there is none.
SaleRow needSale(Work& work, const SaleKey& key);

/// Whether a person's verdict has closed the sale; an escalation does not.
bool isDecidedByPerson(Work& work, std::int64_t saleRow);

/// Sets the stage, and the moment of closing if the sale closes for the first time.
void setStage(Work& work, std::int64_t saleRow, SaleStage stage, UtcMicroseconds at);

} // namespace cartwright::store
