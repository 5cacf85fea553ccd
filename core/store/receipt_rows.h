#pragma once

#include "core/domain/decision.h"
#include "core/store/work.h"

namespace cartwright::store {

/// Appends the next version of a sale's receipt, to be sent, and returns its number. Without a time it gets
/// the present one.
int insertReceipt(Work& work, std::int64_t saleRow, const Receipt& receipt);
/// All versions, the first one first.
std::vector<Receipt> readReceipts(Work& work, std::int64_t saleRow);
/// The lines of one receipt.
std::vector<ReceiptLine> readReceiptLines(Work& work, std::int64_t receiptRow);
/// Whether two receipts ask for the same money for the same goods, whenever and why they were issued.
bool sameContents(const Receipt& one, const Receipt& other);

/// The columns of a receipt without its lines, in the order that `readReceipt` takes them.
inline constexpr const char* receiptColumns =
    "r.receipt_row, s.store_id, s.sale_id, r.version, r.issued_at, r.currency, "
    "r.total, r.tax, r.reason, r.issued_by";
/// Reads those columns, and the lines.
Receipt readReceipt(Work& work, Row& row);

} // namespace cartwright::store
