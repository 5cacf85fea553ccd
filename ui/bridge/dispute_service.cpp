#include "ui/bridge/dispute_service.h"

#include "core/store/sale_repository.h"

#include <QRegularExpression>

namespace cartwright::ui {

namespace {

Result<DisputedSale> load(StoreRoom& room, const QString& idOrPath)
{
    if (auto may = trust::Accounts(*room.database).permit(room.who, trust::Action::SeeReceipts, idOrPath); !may)
        return failure(may.error());
    store::SaleRepository sales(*room.database);
    const auto key = sales.find(idOrPath);
    if (!key)
        return failure(key.error());
    const auto sale = sales.load(*key);
    auto receipts = sales.receipts(*key);
    store::QueueRepository queue(*room.database);
    auto verdicts = queue.verdicts(*key);
    if (!sale)
        return failure(sale.error());
    if (!receipts)
        return failure(receipts.error());
    if (!verdicts)
        return failure(verdicts.error());
    DisputedSale found{*key, sale->enteredAt, sale->exitedAt, std::move(*receipts), std::move(*verdicts), {}};
    if (const auto entry = queue.entry(*key))
        found.queued = entry->state;
    else if (entry.error().kind != ErrorKind::NotFound)
        return failure(entry.error());
    return found;
}

} // namespace

QString pathOf(const SaleKey& key)
{
    return key.storeId + QLatin1Char('/') + key.saleId;
}

QString saleOfReceiptNumber(const QString& number)
{
    static const QRegularExpression version(QStringLiteral("/v\\d+$"));
    return number.trimmed().remove(version);
}

DisputeService::DisputeService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

void DisputeService::find(const QString& number)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<DisputedSale>(
        this, [sale = saleOfReceiptNumber(number)](StoreRoom& room) { return load(room, sale); },
        [this, request](const Result<DisputedSale>& sale) {
            if (request != m_lastRequest)
                return;
            if (sale)
                Q_EMIT found(*sale);
            else
                Q_EMIT failed(sale.error());
        });
}

void DisputeService::requestReview(const SaleKey& key)
{
    m_store.run<void>(
        this,
        [key](StoreRoom& room) -> Result<void> {
            trust::Accounts accounts(*room.database);
            if (auto may = accounts.permit(room.who, trust::Action::RequestReview, pathOf(key)); !may)
                return may;
            return store::QueueRepository(*room.database, trust::nameOf(room.who.role)).request(key, room.who.name);
        },
        [this, key](const Result<void>& done) {
            if (!done) {
                Q_EMIT failed(done.error());
                return;
            }
            Q_EMIT requested(key);
            find(pathOf(key));
        });
}

} // namespace cartwright::ui
