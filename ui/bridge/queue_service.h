#pragma once

#include "core/store/opinion_repository.h"
#include "core/store/queue_repository.h"
#include "ui/bridge/store_thread.h"

#include <map>

namespace cartwright::ui {

/// The second opinions on one sale, and what its products are called.
struct SaleOpinions
{
    SaleKey key;
    std::vector<store::SecondOpinion> opinions;
    std::map<Gtin, QString> names;
};

/// The queue for the UI thread: pages, counts, and a quiet look whether anything has changed.
class QueueService : public QObject
{
    Q_OBJECT

public:
    explicit QueueService(StoreThread& store, QObject* parent = nullptr);

    quint64 page(const store::QueueFilter& filter, int offset, int limit);
    quint64 counts(const QString& storeId);
    quint64 stores();
    quint64 opinions(const SaleKey& key);
    /// Answers with `changed` only where the database's change number differs from the last one seen.
    void lookForChanges();

Q_SIGNALS:
    void pageLoaded(quint64 request, int offset, const std::vector<cartwright::store::QueueEntry>& entries);
    void counted(quint64 request, const cartwright::store::QueueCounts& counts);
    void storesListed(quint64 request, const std::vector<cartwright::Store>& stores);
    void opinionsRead(quint64 request, const cartwright::ui::SaleOpinions& opinions);
    void failed(quint64 request, const cartwright::Error& error);
    void changed();

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
    std::int64_t m_changeNumber = -1;
};

} // namespace cartwright::ui
