#pragma once

#include "core/domain/decision.h"
#include "core/store/queue_repository.h"
#include "ui/bridge/store_thread.h"

namespace cartwright::ui {

/// All that is on record about one sale's receipt, for whoever answers a shopper.
struct DisputedSale
{
    SaleKey key;
    UtcMicroseconds enteredAt = 0;
    UtcMicroseconds exitedAt = 0;
    std::vector<Receipt> receipts; ///< by version; none where nothing was charged yet
    std::vector<Verdict> verdicts; ///< by number
    std::optional<store::QueueState> queued; ///< none where no person was ever asked
};

/// Finds sales by receipt number and asks for their review. Each call asks whether this person may.
class DisputeService : public QObject
{
    Q_OBJECT

public:
    explicit DisputeService(StoreThread& store, QObject* parent = nullptr);

    /// A receipt number ("store/sale/v2"), "store/sale", or a sale's id where that is unique.
    void find(const QString& number);
    /// Queues a closed sale that nobody has reviewed, and tells about it anew.
    void requestReview(const SaleKey& key);

Q_SIGNALS:
    void found(const cartwright::ui::DisputedSale& sale);
    void requested(const cartwright::SaleKey& key);
    void failed(const cartwright::Error& error);

private:
    StoreThread& m_store;
    quint64 m_lastRequest = 0;
};

/// "store/sale".
QString pathOf(const SaleKey& key);

/// The sale's part of a receipt number: without the version at its end.
QString saleOfReceiptNumber(const QString& number);

} // namespace cartwright::ui
