#include "core/domain/names.h"
#include "core/store/log_rows.h"
#include "core/store/opinion_rows.h"
#include "core/store/queue_repository.h"
#include "core/store/queue_rows.h"
#include "core/store/reading_rows.h"
#include "core/store/receipt_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/verdict_rows.h"

namespace cartwright::store {
namespace {

/// The verdict with what the lease knows filled in.
Verdict completed(Work& work, const Lease& lease, Verdict verdict)
{
    verdict.key = lease.key;
    if (verdict.reviewer.isEmpty())
        verdict.reviewer = lease.owner;
    if (verdict.decidedAt == 0)
        verdict.decidedAt = work.now();
    return verdict;
}

/// Nobody knows where the reviewer could not tell, or where nothing was predicted.
std::optional<bool> wasPredictionRight(Work& work, std::int64_t saleRow, const Verdict& verdict)
{
    if (verdict.outcome == VerdictOutcome::Unresolvable || verdict.outcome == VerdictOutcome::Escalated)
        return std::nullopt;
    const auto reading = latestReading(work, saleRow, verdict.saleRevision, ReadingBy::Machine);
    if (!reading)
        return std::nullopt;
    return verdict.cart.sameContents(reading->cart.value_or(Cart()));
}

/// What an earlier submit under the same lease wrote.
std::optional<Submitted> submittedBefore(Work& work, std::int64_t saleRow, const Lease& lease)
{
    auto row = work.one(
        QStringLiteral("SELECT number, receipt_version FROM verdict WHERE sale_row = ? AND epoch = ? "
                       "AND lease_owner = ? AND outcome <> 'escalated'"),
        {saleRow, lease.epoch, lease.owner});
    if (!row)
        return std::nullopt;
    Submitted submitted;
    submitted.verdictNumber = row->number();
    submitted.receiptVersion = row->number();
    return submitted;
}

void logVerdict(Work& work, const QString& action, const Lease& lease, const Verdict& verdict,
                const Submitted& submitted, std::size_t labels)
{
    writeLog(work, lease.owner, QStringLiteral("reviewer"), action, pathOf(lease.key),
             {{QStringLiteral("epoch"), static_cast<qint64>(lease.epoch)},
              {QStringLiteral("verdict"), submitted.verdictNumber},
              {QStringLiteral("outcome"), nameOf(verdict.outcome)},
              {QStringLiteral("revision"), verdict.saleRevision},
              {QStringLiteral("receipt"), submitted.receiptVersion},
              {QStringLiteral("labels"), static_cast<qint64>(labels)}});
}

/// Writes everything of a submit under a lease that is in force.
Submitted write(Work& work, const QueueRow& row, const Lease& lease, const Submission& submission)
{
    const Verdict verdict = completed(work, lease, submission.verdict);
    Submitted submitted;
    if (submission.receipt)
        submitted.receiptVersion = insertReceipt(work, row.sale, *submission.receipt);
    const VerdictRow written = insertVerdict(work, row.sale, verdict,
                                             {.epoch = lease.epoch,
                                              .leaseOwner = lease.owner,
                                              .predictionRight = wasPredictionRight(work, row.sale, verdict),
                                              .receiptVersion = submitted.receiptVersion});
    submitted.verdictNumber = written.number;
    insertLabels(work, written, lease.key, submission.labels);
    work.run(
        QStringLiteral(
            "UPDATE queue SET state = 'done', owner = '', lease_until = 0 WHERE sale_row = ? AND epoch = ?"),
        {row.sale, lease.epoch});
    setStage(work, row.sale, SaleStage::Closed, verdict.decidedAt);
    logVerdict(work, QStringLiteral("verdict.submitted"), lease, verdict, submitted,
               submission.labels.size());
    return submitted;
}

/// Whether the verdict came too late because somebody else has the sale; then it is kept as a second opinion, and the answer to
/// the reviewer says so. Nothing where the lease is in force.
std::optional<Error> keptAsOpinion(Work& work, const QueueRow& row, const Lease& lease, const Verdict& verdict,
                                   const QString& role)
{
    if (!work.ok())
        return std::nullopt;
    const auto lost = lossOf(work, row, lease);
    if (!lost || !lost->overtaken || lease.epoch < 1 || lease.owner.isEmpty())
        return std::nullopt;
    keepOpinion(work, row, lease, completed(work, lease, verdict), role);
    return Error{ErrorKind::Locked,
                 lost->what + QStringLiteral("; your review is kept as a second opinion, which a lead can read."),
                 {}};
}

/// The error that was kept for the reviewer, or the one that kept it from being kept.
tl::unexpected<Error> finishLate(Work& work, Error late)
{
    if (auto finished = work.finish(); !finished)
        return failure(finished.error());
    return failure(std::move(late));
}

} // namespace

Result<Submitted> QueueRepository::submit(const Lease& lease, const Submission& submission)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    if (submission.verdict.outcome == VerdictOutcome::Escalated)
        work.fail(ErrorKind::WrongUsage, QStringLiteral("An escalation is no verdict to submit."));
    const QueueRow row = needQueueRow(work, lease.key);
    if (auto before = submittedBefore(work, row.sale, lease))
        return work.finish(*before);
    if (auto late = keptAsOpinion(work, row, lease, submission.verdict, QStringLiteral("reviewer")))
        return finishLate(work, std::move(*late));
    Submitted submitted;
    if (holdsLease(work, row, lease))
        submitted = write(work, row, lease, submission);
    return work.finish(submitted);
}

Result<void> QueueRepository::escalate(const Lease& lease, const Verdict& verdict)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const QueueRow row = needQueueRow(work, lease.key);
    Verdict escalation = completed(work, lease, verdict);
    escalation.outcome = VerdictOutcome::Escalated;
    if (auto late = keptAsOpinion(work, row, lease, escalation, QStringLiteral("reviewer")))
        return finishLate(work, std::move(*late));
    if (!holdsLease(work, row, lease))
        return work.finish();
    Submitted submitted;
    submitted.verdictNumber = insertVerdict(work, row.sale, escalation,
                                            {.epoch = lease.epoch,
                                             .leaseOwner = lease.owner,
                                             .predictionRight = std::nullopt,
                                             .receiptVersion = 0})
                                  .number;
    work.run(QStringLiteral(
                 "UPDATE queue SET state = 'escalated', escalated = 1, owner = '', lease_until = 0, note = ? "
                 "WHERE sale_row = ? AND epoch = ?"),
             {escalation.note, row.sale, lease.epoch});
    logVerdict(work, QStringLiteral("sale.escalated"), lease, escalation, submitted, 0);
    return work.finish();
}

Result<std::vector<Verdict>> QueueRepository::verdicts(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readVerdicts(work, needSale(work, key).row, key));
}

} // namespace cartwright::store
