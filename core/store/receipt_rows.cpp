#include "core/store/receipt_rows.h"

namespace cartwright::store {

ReceiptHead receiptHead(Work& work, std::int64_t saleRow)
{
    ReceiptHead head;
    if (auto row = work.one(
            QStringLiteral(
                "SELECT version, total FROM receipt WHERE sale_row = ? ORDER BY version DESC LIMIT 1"),
            {saleRow})) {
        head.version = row->number();
        head.total = row->integer();
    }
    return head;
}

ReceiptHead insertReceipt(Work& work, std::int64_t saleRow, const Receipt& receipt, const ReceiptHead& last)
{
    const int version = last.version + 1;
    const auto row = work.insert(
        QStringLiteral(
            "INSERT INTO receipt (sale_row, version, issued_at, currency, total, tax, reason, issued_by) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING receipt_row"),
        {saleRow, version, receipt.issuedAt != 0 ? receipt.issuedAt : work.now(), receipt.currency,
         receipt.total, receipt.tax, receipt.reason, receipt.issuedBy});
    int position = 0;
    for (const auto& line : receipt.lines)
        work.run(
            QStringLiteral(
                "INSERT INTO receipt_line (receipt_row, position, gtin, name, quantity, unit_price, total, "
                "tax_class, rate_ppm, tax) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {row, position++, line.gtin, line.name, line.quantity, line.unitPrice, line.total,
             line.taxClassId, line.ratePartsPerMillion, line.tax});
    work.run(QStringLiteral("INSERT INTO receipt_to_send (receipt_row) VALUES (?)"), {row});
    return {version, receipt.total};
}

std::vector<ReceiptLine> readReceiptLines(Work& work, std::int64_t receiptRow)
{
    std::vector<ReceiptLine> lines;
    work.each(
        QStringLiteral(
            "SELECT gtin, name, quantity, unit_price, total, tax_class, rate_ppm, tax FROM receipt_line "
            "WHERE receipt_row = ? ORDER BY position"),
        {receiptRow}, [&](Row& row) {
            ReceiptLine line;
            line.gtin = work.stored(row.gtin());
            line.name = row.text();
            line.quantity = row.number();
            line.unitPrice = row.integer();
            line.total = row.integer();
            line.taxClassId = row.text();
            line.ratePartsPerMillion = row.integer();
            line.tax = row.integer();
            lines.push_back(std::move(line));
        });
    return lines;
}

Receipt readReceipt(Work& work, Row& row)
{
    const auto receiptRow = row.integer();
    Receipt receipt;
    receipt.key.storeId = row.text();
    receipt.key.saleId = row.text();
    receipt.version = row.number();
    receipt.issuedAt = row.integer();
    receipt.currency = row.text();
    receipt.total = row.integer();
    receipt.tax = row.integer();
    receipt.reason = row.text();
    receipt.issuedBy = row.text();
    receipt.lines = readReceiptLines(work, receiptRow);
    return receipt;
}

std::vector<Receipt> readReceipts(Work& work, std::int64_t saleRow)
{
    std::vector<Receipt> receipts;
    for (auto& row :
         work.all(QStringLiteral("SELECT %1 FROM receipt r JOIN sale s USING (sale_row) WHERE r.sale_row = ? "
                                 "ORDER BY r.version")
                      .arg(QLatin1String(receiptColumns)),
                  {saleRow}))
        receipts.push_back(readReceipt(work, row));
    return receipts;
}

bool sameContents(const Receipt& one, const Receipt& other)
{
    return one.lines == other.lines && one.currency == other.currency && one.total == other.total &&
           one.tax == other.tax;
}

} // namespace cartwright::store
