#include "ui/bridge/queue_service.h"

#include "core/store/store_repository.h"

namespace cartwright::ui {

QueueService::QueueService(StoreThread& store, QObject* parent) : QObject(parent), m_store(store) {}

quint64 QueueService::page(const store::QueueFilter& filter, int offset, int limit)
{
    using Entries = std::vector<store::QueueEntry>;
    const quint64 request = ++m_lastRequest;
    m_store.run<Entries>(
        this,
        [filter, offset, limit](StoreRoom& room) {
            return store::QueueRepository(*room.database).page(filter, offset, limit);
        },
        [this, request, offset](const Result<Entries>& result) {
            if (result)
                Q_EMIT pageLoaded(request, offset, *result);
            else
                Q_EMIT failed(request, result.error());
        });
    return request;
}

quint64 QueueService::counts(const QString& storeId)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<store::QueueCounts>(
        this, [storeId](StoreRoom& room) { return store::QueueRepository(*room.database).counts(storeId); },
        [this, request](const Result<store::QueueCounts>& result) {
            if (result)
                Q_EMIT counted(request, *result);
            else
                Q_EMIT failed(request, result.error());
        });
    return request;
}

quint64 QueueService::stores()
{
    const quint64 request = ++m_lastRequest;
    m_store.run<std::vector<Store>>(
        this, [](StoreRoom& room) { return store::StoreRepository(*room.database).list(); },
        [this, request](const Result<std::vector<Store>>& result) {
            if (result)
                Q_EMIT storesListed(request, *result);
            else
                Q_EMIT failed(request, result.error());
        });
    return request;
}

quint64 QueueService::opinions(const SaleKey& key)
{
    const quint64 request = ++m_lastRequest;
    m_store.run<SaleOpinions>(
        this,
        [key](StoreRoom& room) -> Result<SaleOpinions> {
            auto found = store::OpinionRepository(*room.database).of(key);
            if (!found)
                return failure(found.error());
            SaleOpinions read{key, std::move(*found), {}};
            store::StoreRepository stores(*room.database);
            for (const auto& opinion : read.opinions)
                for (const auto& line : opinion.verdict.cart.lines)
                    if (!read.names.contains(line.gtin))
                        if (const auto product = stores.product(key.storeId, line.gtin))
                            read.names.emplace(line.gtin, product->name);
            return read;
        },
        [this, request](const Result<SaleOpinions>& result) {
            if (result)
                Q_EMIT opinionsRead(request, *result);
            else
                Q_EMIT failed(request, result.error());
        });
    return request;
}

void QueueService::lookForChanges()
{
    m_store.run<std::int64_t>(
        this, [](StoreRoom& room) { return room.database->changeNumber(); },
        [this](const Result<std::int64_t>& number) {
            if (!number || *number == m_changeNumber)
                return;
            m_changeNumber = *number;
            Q_EMIT changed();
        });
}

} // namespace cartwright::ui
