#include "core/pipeline/outbox.h"

#include "core/base/safe_file.h"
#include "core/billing/pricing.h"
#include "core/domain/codec.h"
#include "core/feed/ids.h"
#include "core/store/sale_repository.h"

namespace cartwright::pipeline {
namespace {

constexpr int batch = 200;

QJsonArray toJson(const std::vector<billing::ReceiptChange>& changes)
{
    QJsonArray array;
    for (const auto& change : changes)
        array.append(QJsonObject{{QStringLiteral("gtin"), change.gtin.digits()},
                                 {QStringLiteral("name"), change.name},
                                 {QStringLiteral("quantity_before"), change.quantityBefore},
                                 {QStringLiteral("quantity_after"), change.quantityAfter},
                                 {QStringLiteral("total_before_minor"), static_cast<qint64>(change.totalBefore)},
                                 {QStringLiteral("total_after_minor"), static_cast<qint64>(change.totalAfter)}});
    return array;
}

/// The receipt as it goes out: with what changed against the version before it.
Result<QJsonObject> outgoing(store::SaleRepository& sales, const Receipt& receipt)
{
    QJsonObject object = cartwright::toJson(receipt);
    if (receipt.version <= 1)
        return object;
    const auto all = sales.receipts(receipt.key);
    if (!all)
        return failure(all.error());
    for (const auto& before : *all)
        if (before.version == receipt.version - 1) {
            object.insert(QStringLiteral("replaces"), before.number());
            object.insert(QStringLiteral("changes"), toJson(billing::changesBetween(before, receipt)));
        }
    return object;
}

} // namespace

Result<int> sendReceipts(const store::Workspace& workspace, store::Database& database)
{
    store::SaleRepository sales(database);
    int sent = 0;
    for (;;) {
        const auto waiting = sales.receiptsNotSent(batch);
        if (!waiting)
            return failure(waiting.error());
        if (waiting->empty())
            return sent;
        for (const auto& receipt : *waiting) {
            const QString folder = workspace.outboxFolder() + QLatin1Char('/')
                                   + feed::safePathPart(receipt.key.storeId) + QLatin1Char('/')
                                   + feed::safePathPart(receipt.key.saleId);
            if (auto made = makeFolder(folder); !made)
                return failure(made.error());
            const auto object = outgoing(sales, receipt);
            if (!object)
                return failure(object.error());
            const QString path = folder + QStringLiteral("/receipt-v%1.json").arg(receipt.version);
            if (auto written = writeFile(path, toJsonText(*object)); !written)
                return failure(written.error());
            if (auto marked = sales.markReceiptSent(receipt.key, receipt.version); !marked)
                return failure(marked.error());
            ++sent;
        }
    }
}

} // namespace cartwright::pipeline
