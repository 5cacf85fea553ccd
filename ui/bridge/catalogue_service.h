#pragma once

#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// Product search for the UI thread. An answer whose number is not the last one asked for is never delivered.
class CatalogueService : public QObject
{
    Q_OBJECT

public:
    explicit CatalogueService(StoreThread& store, QObject* parent = nullptr);

    /// Words, digits of a GTIN or a whole barcode; at most `limit` products, best first.
    quint64 search(const QString& storeId, const QString& text, int limit = 12);

Q_SIGNALS:
    void found(quint64 request, const QString& text, const std::vector<cartwright::Product>& products);
    void searchFailed(quint64 request, const cartwright::Error& error);

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
};

} // namespace cartwright::ui
