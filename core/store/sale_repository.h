#pragma once

#include "core/domain/decision.h"
#include "core/store/database.h"

namespace cartwright::store {

/// What checking a clip found; kept with the prediction.
struct ClipState
{
    QString cameraId;
    bool usable = false; ///< at least one frame decodes
    QString damage;      ///< a sentence, empty where nothing is wrong
    Microseconds firstTimestamp = 0;
    Microseconds endTimestamp = 0;
    int width = 0;
    int height = 0;
    int frames = 0;
    std::vector<std::pair<Microseconds, Microseconds>> gaps; ///< [from, until) on the stream clock
    bool operator==(const ClipState&) const = default;
};

/// What the machine makes of one revision of a sale.
struct Prediction
{
    int saleRevision = 1;
    QString modelName;
    QString modelVersion;
    std::vector<ClipState> clips;
    std::vector<Event> events; ///< all events of the sale in order of time: the feed's and the analysis' own
    Cart cart;                 ///< the predicted cart
    bool operator==(const Prediction&) const = default;
};

/// How far a sale has come.
enum class SaleStage : std::uint8_t { Ingested, Analysed, Queued, Closed };

/// The decision on one revision: receipt now, or review first.
struct Decision
{
    std::vector<Flag> flags;        ///< empty: closed at once with `receipt`
    std::optional<Receipt> receipt; ///< version 1, where no review is needed (an audit sample has both)
    UtcMicroseconds dueAt = 0;      ///< when the receipt is due
};

struct SaleSummary
{
    SaleKey key;
    int revision = 1;
    SaleStage stage = SaleStage::Ingested;
    UtcMicroseconds enteredAt = 0;
    UtcMicroseconds exitedAt = 0;
};

/// Sales, what was predicted and decided about them. Same thread as the database.
class SaleRepository
{
public:
    explicit SaleRepository(Database& database) : m_database(database) {}

    enum class Added : std::uint8_t {
        New,      ///< the first revision of this sale
        Replaced, ///< a higher revision than before: to be analysed and decided again unless a person has
                  ///< decided
        Same,     ///< this revision was here already, nothing changed
        Older,    ///< a lower revision than the one here, nothing changed
    };
    /// What `addRevision` would answer, without changing anything.
    Result<Added> wouldAdd(const SaleKey& key, int revision);
    /// One transaction. `original` is sale.json as it came, kept with its unknown keys.
    /// Integrity where the same revision is here with other content (sale.json's bytes or the clips' hashes);
    /// NotFound where the store is unknown. After a higher revision the sale is Ingested again, or stays
    /// Closed where a person has decided.
    Result<Added> addRevision(const Sale& sale, const QByteArray& original);

    Result<Sale> load(const SaleKey& key); ///< its latest revision; NotFound
    Result<SaleSummary> summary(const SaleKey& key);
    /// Finds a sale by its id alone where that is unique, or by `store/sale`. NotFound; Refused where
    /// ambiguous.
    Result<SaleKey> find(const QString& idOrPath);
    Result<std::vector<SaleSummary>> atStage(SaleStage stage, int limit); ///< oldest first
    /// Other sales of the store whose shoppers were there at the same time as this one's and that no person has decided yet, by
    /// entry; at most `limit`.
    Result<std::vector<SaleSummary>> around(const SaleKey& key, int limit);
    /// Items that standing verdicts of other sales moved to this one since its own last review began, oldest first.
    Result<std::vector<MovedItem>> movedTo(const SaleKey& key);

    /// Keeps the prediction beside earlier ones; the sale is then Analysed. Nothing where a newer revision
    /// has come meanwhile or where this one was decided already.
    Result<void> savePrediction(const SaleKey& key, const Prediction& prediction);
    /// The last one of the highest revision that has one; its `saleRevision` says which.
    Result<std::optional<Prediction>> prediction(const SaleKey& key);

    /// Keeps flags and receipt, and queues the sale where there are flags; one transaction. Deciding the same
    /// revision again changes nothing, and so does a revision that is not the latest. Where a person has
    /// already decided, only the flags are kept. Audit samples alone: the sale is Closed with its receipt and
    /// queued all the same. Of a sale decided before, the receipt is added as the next version if it asks for
    /// something else; a waiting row of the queue gets the new flags, or is done where there are none; who
    /// holds the sale goes on with it. WrongUsage where the sale would be closed without a receipt.
    Result<void> saveDecision(const SaleKey& key, int saleRevision, const Decision& decision);
    Result<std::vector<Flag>> flags(const SaleKey& key); ///< of the latest decided revision

    Result<std::vector<Receipt>> receipts(const SaleKey& key); ///< by version
    /// Receipts not yet written to the outbox folder, oldest first, and the note that one is.
    Result<std::vector<Receipt>> receiptsNotSent(int limit);
    Result<void> markReceiptSent(const SaleKey& key, int version);

private:
    Database& m_database;
};

} // namespace cartwright::store
