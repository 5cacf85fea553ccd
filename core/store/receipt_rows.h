#pragma once

#include "core/domain/decision.h"
#include "core/store/work.h"

namespace cartwright::store {

/// A version and what it asks for; version 0 is none.
struct ReceiptHead
{
    int version = 0;
    MinorUnits total = 0;
};
/// The latest version.
ReceiptHead receiptHead(Work& work, std::int64_t saleRow);

/// Appends the version after `last` to a sale's receipts, to be sent. Without a time it gets the present one.
ReceiptHead insertReceipt(Work& work, std::int64_t saleRow, const Receipt& receipt, const ReceiptHead& last);
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
