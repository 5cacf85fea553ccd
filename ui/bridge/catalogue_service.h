#pragma once

#include "core/store/sale_repository.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// Product search for the UI thread, and the sales beside one. An answer whose number is not the last one asked for is never
/// delivered.
class CatalogueService : public QObject
{
    Q_OBJECT

public:
    explicit CatalogueService(StoreThread& store, QObject* parent = nullptr);

    /// Words, digits of a GTIN or a whole barcode; at most `limit` products, best first.
    quint64 search(const QString& storeId, const QString& text, int limit = 12);

    /// Other sales of the same store and time.
    quint64 salesAround(const SaleKey& key);

Q_SIGNALS:
    void salesFound(quint64 request, const std::vector<cartwright::store::SaleSummary>& sales);
    void salesFailed(quint64 request, const cartwright::Error& error);
    void found(quint64 request, const QString& text, const std::vector<cartwright::Product>& products);
    void searchFailed(quint64 request, const cartwright::Error& error);

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
    quint64 m_lastSales = 0;
};

} // namespace cartwright::ui
