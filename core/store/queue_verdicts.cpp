#include "core/domain/names.h"
#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/moved_rows.h"
#include "core/store/opinion_rows.h"
#include "core/store/queue_repository.h"
#include "core/store/queue_rows.h"
#include "core/store/reading_rows.h"
#include "core/store/receipt_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/verdict_rows.h"
#include "core/store/words.h"

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
std::optional<bool> wasPredictionRight(const std::optional<Cart>& predicted, const Verdict& verdict)
{
    if (!predicted || verdict.outcome == VerdictOutcome::Unresolvable || verdict.outcome == VerdictOutcome::Escalated)
        return std::nullopt;
    return verdict.cart.sameContents(*predicted);
}

/// The cart that stood before this verdict: an earlier one's that closed the sale, or else the predicted.
std::optional<Cart> cartBefore(Work& work, std::int64_t saleRow, const VerdictRow& verdict,
                               std::optional<Cart> predicted)
{
    if (verdict.number == 1)
        return predicted;
    auto row = work.one(QStringLiteral("SELECT verdict_row FROM verdict WHERE sale_row = ? AND number < ? AND "
                                       "outcome <> 'escalated' ORDER BY number DESC LIMIT 1"),
                        {saleRow, verdict.number});
    return row ? readCart(work, CartOf::Verdict, row->integer()) : predicted;
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

void logVerdict(Work& work, const QString& action, const Actor& actor, const Verdict& verdict,
                const VerdictRow& written, std::int64_t epoch, std::size_t labels, const Changes& changes)
{
    writeLog(work, actor, action, pathOf(verdict.key),
             {{QStringLiteral("epoch"), static_cast<qint64>(epoch)},
              {QStringLiteral("verdict"), written.number},
              {QStringLiteral("outcome"), nameOf(verdict.outcome)},
              {QStringLiteral("revision"), verdict.saleRevision},
              {QStringLiteral("note"), toldValue(verdict.note)},
              {QStringLiteral("edits"), static_cast<qint64>(verdict.edits.size())},
              {QStringLiteral("labels"), static_cast<qint64>(labels)},
              {QStringLiteral("changes"), changes.fields()}});
}

/// Writes everything of a submit under a lease that is in force.
Submitted write(Work& work, const QueueRow& row, const Actor& actor, const Lease& lease,
                const Submission& submission)
{
    const Verdict verdict = completed(work, lease, submission.verdict);
    const auto predicted = predictedCart(work, row.sale, verdict.saleRevision);
    const ReceiptHead before = receiptHead(work, row.sale);
    const ReceiptHead after =
        submission.receipt ? insertReceipt(work, row.sale, *submission.receipt, before) : before;
    Submitted submitted;
    submitted.receiptVersion = submission.receipt ? after.version : 0;
    const VerdictRow written = insertVerdict(work, row.sale, verdict,
                                             {.epoch = lease.epoch,
                                              .leaseOwner = lease.owner,
                                              .predictionRight = wasPredictionRight(predicted, verdict),
                                              .receiptVersion = submitted.receiptVersion});
    submitted.verdictNumber = written.number;
    insertLabels(work, written, lease.key, submission.labels);
    insertMoved(work, written, submission.moved, verdict.decidedAt);
    work.run(
        QStringLiteral(
            "UPDATE queue SET state = 'done', owner = '', lease_until = 0 WHERE sale_row = ? AND epoch = ?"),
        {row.sale, lease.epoch});
    setStage(work, row.sale, SaleStage::Closed, verdict.decidedAt);
    Changes changes;
    changes
        .add(QStringLiteral("lines"), toldLines(cartBefore(work, row.sale, written, predicted)),
             toldLines(verdict.cart))
        .addReceipt(before, after)
        .add(QStringLiteral("queue"), stateName(row.state), stateName(QueueState::Done))
        .add(QStringLiteral("stage"), stageName(row.stage), stageName(SaleStage::Closed));
    logVerdict(work, QStringLiteral("verdict.submitted"), actor, verdict, written, lease.epoch,
               submission.labels.size(), changes);
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
    if (auto late = keptAsOpinion(work, row, lease, submission.verdict, m_role))
        return finishLate(work, std::move(*late));
    Submitted submitted;
    if (holdsLease(work, row, lease))
        submitted = write(work, row, {lease.owner, m_role}, lease, submission);
    return work.finish(submitted);
}

Result<void> QueueRepository::escalate(const Lease& lease, const Verdict& verdict)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const QueueRow row = needQueueRow(work, lease.key);
    Verdict escalation = completed(work, lease, verdict);
    escalation.outcome = VerdictOutcome::Escalated;
    if (auto late = keptAsOpinion(work, row, lease, escalation, m_role))
        return finishLate(work, std::move(*late));
    if (!holdsLease(work, row, lease))
        return work.finish();
    const VerdictRow written = insertVerdict(work, row.sale, escalation,
                                             {.epoch = lease.epoch,
                                              .leaseOwner = lease.owner,
                                              .predictionRight = std::nullopt,
                                              .receiptVersion = 0});
    work.run(QStringLiteral(
                 "UPDATE queue SET state = 'escalated', escalated = 1, owner = '', lease_until = 0, note = ? "
                 "WHERE sale_row = ? AND epoch = ?"),
             {escalation.note, row.sale, lease.epoch});
    const auto predicted = predictedCart(work, row.sale, escalation.saleRevision);
    Changes changes;
    changes
        .add(QStringLiteral("lines"), toldLines(cartBefore(work, row.sale, written, predicted)),
             toldLines(escalation.cart))
        .add(QStringLiteral("queue"), stateName(row.state), stateName(QueueState::Escalated));
    logVerdict(work, QStringLiteral("sale.escalated"), {lease.owner, m_role}, escalation, written, lease.epoch, 0,
               changes);
    return work.finish();
}

Result<std::vector<Verdict>> QueueRepository::verdicts(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readVerdicts(work, needSale(work, key).row, key));
}

} // namespace cartwright::store
