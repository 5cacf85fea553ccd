#pragma once

#include "core/domain/decision.h"
#include "core/store/database.h"

namespace cartwright::store {

/// A reviewer's exclusive, expiring hold on a sale. Every write under it says its epoch; a higher epoch in
/// the database means that somebody else holds the sale now.
struct Lease
{
    SaleKey key;
    QString owner;
    std::int64_t epoch = 0;
    UtcMicroseconds claimedAt = 0;
    UtcMicroseconds until = 0;
    bool operator==(const Lease&) const = default;
};

enum class QueueState : std::uint8_t { Waiting, Claimed, Escalated, Done };

struct QueueEntry
{
    SaleKey key;
    QueueState state = QueueState::Waiting;
    UtcMicroseconds queuedAt = 0;
    UtcMicroseconds dueAt = 0;
    std::vector<Flag> flags;
    bool audit = false; ///< an audit sample: decided already, no deadline, reviewed blind
    QString owner;      ///< of a running lease
    UtcMicroseconds leaseUntil = 0;
    int skips = 0;
    QString note; ///< reason of the last skip or escalation
};

struct QueueFilter
{
    QString storeId;                 ///< empty: all
    std::optional<QueueState> state; ///< none: all but Done
    std::optional<FlagRule> reason;
    QString saleIdContains;
};

struct QueueCounts
{
    int waiting = 0;
    int claimed = 0;
    int escalated = 0;
    int overdue = 0;
    int done = 0;
};

/// What a submit writes, all or nothing.
struct Submission
{
    Verdict verdict;                ///< its number is given by the repository
    std::vector<Label> labels;      ///< their verdict number too
    std::optional<Receipt> receipt; ///< the next version; its version is given by the repository
    std::vector<MovedItem> moved;   ///< to other sales, which have them offered at their next review
};

struct Submitted
{
    int verdictNumber = 0;
    int receiptVersion = 0; ///< 0 where no receipt was written
};

/// The queue, its leases and its verdicts. Same thread as the database; time is the database's clock.
class QueueRepository
{
public:
    /// `role` is the one in which the owners of leases work here, as the log tells it.
    explicit QueueRepository(Database& database, QString role = QStringLiteral("reviewer"))
        : m_database(database), m_role(std::move(role))
    {
    }

    /// In the order of pull-next: flagged sales by deadline, then audit samples, skipped ones after the
    /// others.
    Result<std::vector<QueueEntry>> page(const QueueFilter& filter, int offset, int limit);
    Result<QueueCounts> counts(const QString& storeId = {});
    Result<QueueEntry> entry(const SaleKey& key); ///< NotFound

    /// Claims the next waiting sale (or one whose lease has run out) for this owner; nothing where none
    /// waits. A sale that the owner holds already is not given again; escalated ones are claimed by name
    /// only. A sale whose newer revision is still being analysed waits until that is decided.
    Result<std::optional<Lease>> claimNext(const QString& owner, Microseconds leaseLength);
    /// Claims one sale, waiting or escalated. Locked, with who and until when, where another holds it, or
    /// while a newer revision is being analysed; Refused where it is done. The owner's own lease is renewed
    /// under its epoch.
    Result<Lease> claim(const SaleKey& key, const QString& owner, Microseconds leaseLength);
    /// Queues a closed sale that nobody has reviewed, because somebody wants it looked at. Nothing where it
    /// waits already. Refused where it is not closed or a person has decided it; NotFound.
    Result<void> request(const SaleKey& key, const QString& by);
    /// Prolongs. Locked where the lease was lost. A lease that has run out but that nobody has overtaken is
    /// not lost: it may still be prolonged, given back or submitted under.
    Result<Lease> heartbeat(const Lease& lease, Microseconds leaseLength);
    Result<void> release(const Lease& lease); ///< back to where it waited, at its old place
    Result<void> skip(const Lease& lease,
                      const QString& reason); ///< back to where it waited, behind the others
    /// Writes an `escalated` verdict; the sale waits for a lead. Locked as `submit`.
    Result<void> escalate(const Lease& lease, const Verdict& verdict);

    /// One transaction: verdict, edits, labels, receipt, log; the sale is then Closed. Locked where the lease
    /// was lost; where somebody else took the sale over or decided it, the verdict is then kept as a second opinion
    /// (OpinionRepository), once for each lease. A second submit under the same lease (same epoch) answers what the first one wrote and
    /// writes nothing. The verdict may be about an older revision than the latest: it closes the sale all the
    /// same, and says which it saw.
    Result<Submitted> submit(const Lease& lease, const Submission& submission);

    Result<std::vector<Verdict>> verdicts(const SaleKey& key); ///< by number, with their edits

private:
    Database& m_database;
    QString m_role;
};

} // namespace cartwright::store
