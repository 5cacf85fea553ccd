#include "ui/bridge/catalogue_service.h"

#include "core/store/store_repository.h"

namespace cartwright::ui {

CatalogueService::CatalogueService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

quint64 CatalogueService::search(const QString& storeId, const QString& text, int limit)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<std::vector<Product>>(
        this,
        [storeId, text, limit](StoreRoom& room) {
            // A whole barcode is looked up in its padded form, so that 12 digits find a product of 13.
            const Result<Gtin> barcode = Gtin::parse(text);
            return store::StoreRepository(*room.database)
                .search(storeId, barcode ? barcode->digits() : text, limit);
        },
        [this, request, text](const Result<std::vector<Product>>& result) {
            if (request != m_lastRequest)
                return;
            if (result)
                Q_EMIT found(request, text, *result);
            else
                Q_EMIT searchFailed(request, result.error());
        });
    return request;
}

quint64 CatalogueService::salesAround(const SaleKey& key)
{
    constexpr int asManyAsDigits = 9;
    const quint64 request = ++m_lastSales;
    m_store.run<std::vector<store::SaleSummary>>(
        this, [key](StoreRoom& room) { return store::SaleRepository(*room.database).around(key, asManyAsDigits); },
        [this, request](const Result<std::vector<store::SaleSummary>>& result) {
            if (request != m_lastSales)
                return;
            if (result)
                Q_EMIT salesFound(request, *result);
            else
                Q_EMIT salesFailed(request, result.error());
        });
    return request;
}

} // namespace cartwright::ui
