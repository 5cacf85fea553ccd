#include "core/review/desk.h"

#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/store/store_repository.h"

#include <QFile>

#include <algorithm>

namespace cartwright::review {
namespace {

/// Drafts are named by a hash, because ids from outside may hold anything.
QString draftPath(const store::Workspace& workspace, const SaleKey& key, int revision, const QString& owner)
{
    const QString name =
        QStringLiteral("%1\n%2\n%3\n%4").arg(key.storeId, key.saleId).arg(revision).arg(owner);
    return workspace.draftsFolder() + QLatin1Char('/') + sha256Of(name.toUtf8()).left(32)
           + QStringLiteral(".json");
}

std::vector<Edit> readDraft(const QString& path)
{
    // A draft that is absent or broken is no draft: the review starts afresh.
    const auto bytes = readFile(path);
    if (!bytes)
        return {};
    const auto object = parseJsonObject(*bytes, path);
    if (!object)
        return {};
    return editsFromJson(object->value(QStringLiteral("edits")).toArray(), path).value_or(std::vector<Edit>{});
}

bool sameContents(const Receipt& a, const Receipt& b) { return a.lines == b.lines && a.total == b.total; }

} // namespace

Desk::Desk(store::Workspace workspace, store::Database& database, Reviewer reviewer, Microseconds leaseLength)
    : m_workspace(std::move(workspace)), m_database(database), m_reviewer(std::move(reviewer)),
      m_leaseLength(leaseLength)
{
}

Result<std::optional<ReviewCase>> Desk::claimNext()
{
    store::QueueRepository queue(m_database, m_reviewer.role);
    auto lease = queue.claimNext(m_reviewer.name, m_leaseLength);
    if (!lease)
        return failure(lease.error());
    if (!*lease)
        return std::optional<ReviewCase>{};
    auto opened = open((*lease)->key, **lease);
    if (!opened)
        return failure(opened.error());
    return std::optional(std::move(*opened));
}

Result<ReviewCase> Desk::claim(const SaleKey& key)
{
    store::QueueRepository queue(m_database, m_reviewer.role);
    // A closed sale that was never queued is queued on request.
    if (const auto waits = queue.entry(key); !waits && waits.error().kind == ErrorKind::NotFound)
        if (auto requested = queue.request(key, m_reviewer.name); !requested)
            return failure(requested.error());
    auto lease = queue.claim(key, m_reviewer.name, m_leaseLength);
    if (!lease)
        return failure(lease.error());
    return open(key, *lease);
}

Result<ReviewCase> Desk::look(const SaleKey& key) { return open(key, {}); }

Result<store::Lease> Desk::heartbeat(const store::Lease& lease)
{
    return store::QueueRepository(m_database).heartbeat(lease, m_leaseLength);
}

Result<void> Desk::release(const store::Lease& lease) { return store::QueueRepository(m_database, m_reviewer.role).release(lease); }

Result<ReviewCase> Desk::open(const SaleKey& key, const store::Lease& lease)
{
    store::SaleRepository sales(m_database);
    store::StoreRepository stores(m_database);
    auto sale = sales.load(key);
    if (!sale)
        return failure(sale.error());
    auto store = stores.load(key.storeId);
    if (!store)
        return failure(store.error());
    auto products = stores.products(key.storeId);
    auto prediction = sales.prediction(key);
    auto flags = sales.flags(key);
    auto receipts = sales.receipts(key);
    auto verdicts = store::QueueRepository(m_database).verdicts(key);
    for (const Error* error : {products ? nullptr : &products.error(), prediction ? nullptr : &prediction.error(),
                               flags ? nullptr : &flags.error(), receipts ? nullptr : &receipts.error(),
                               verdicts ? nullptr : &verdicts.error()})
        if (error)
            return failure(*error);

    ReviewCase opened;
    opened.lease = lease;
    opened.sale = std::move(*sale);
    opened.store = std::move(*store);
    opened.prediction = prediction->value_or(store::Prediction{});
    opened.flags = std::move(*flags);
    opened.products = std::move(*products);
    opened.receipts = std::move(*receipts);
    opened.verdicts = std::move(*verdicts);
    opened.dueAt = opened.sale.exitedAt + opened.store.receiptDueMinutes * 60 * microsecondsPerSecond;
    opened.openedAt = m_database.clock().now();
    opened.blind = !opened.flags.empty() && opened.verdicts.empty()
                   && std::all_of(opened.flags.begin(), opened.flags.end(),
                                  [](const Flag& flag) { return flag.rule == FlagRule::AuditSample; });
    auto media = m_workspace.mediaPlaces();
    if (!media)
        return failure(media.error());
    opened.media = std::move(*media);
    auto incoming = sales.movedTo(key);
    if (!incoming)
        return failure(incoming.error());
    opened.incoming = std::move(*incoming);
    if (!lease.owner.isEmpty())
        opened.draft = readDraft(draftPath(m_workspace, key, opened.sale.revision, lease.owner));
    if (!lease.owner.isEmpty() && opened.draft.empty())
        opened.draft = incomingEdits(opened);
    return opened;
}

Result<void> Desk::saveDraft(const ReviewCase& reviewCase, const std::vector<Edit>& edits)
{
    const QString path =
        draftPath(m_workspace, reviewCase.sale.key, reviewCase.sale.revision, reviewCase.lease.owner);
    return writeFile(path, toJsonLine({{QStringLiteral("schema"), QStringLiteral("cartwright.draft/1")},
                                       {QStringLiteral("store_id"), reviewCase.sale.key.storeId},
                                       {QStringLiteral("sale_id"), reviewCase.sale.key.saleId},
                                       {QStringLiteral("epoch"), static_cast<qint64>(reviewCase.lease.epoch)},
                                       {QStringLiteral("edits"), toJson(edits)}}));
}

bool Desk::hasDraft(const SaleKey& key)
{
    const auto sale = store::SaleRepository(m_database).load(key);
    return sale && QFile::exists(draftPath(m_workspace, key, sale->revision, m_reviewer.name));
}

Result<store::Submitted> Desk::submit(const ReviewCase& reviewCase, const Session& session,
                                      const SubmitOptions& options)
{
    const auto& state = session.state();
    const bool bare = std::any_of(state.lines.begin(), state.lines.end(),
                                  [](const auto& line) { return line.changed && !line.hasEvidence; });
    if (bare && options.reasonWithoutEvidence.trimmed().isEmpty() && !options.unresolvable)
        return failure(ErrorKind::Refused,
                       QStringLiteral("A changed line of %1 has no evidence; give a reason, or change it on a frame "
                                      "that shows it.").arg(reviewCase.sale.key.saleId));

    store::Submission submission;
    Verdict& verdict = submission.verdict;
    verdict.key = reviewCase.sale.key;
    verdict.reviewer = reviewCase.lease.owner;
    verdict.openedAt = reviewCase.openedAt + options.waitedFor;
    verdict.decidedAt = m_database.clock().now();
    verdict.saleRevision = reviewCase.sale.revision;
    verdict.edits = session.edits();
    verdict.note = options.note;
    if (bare)
        verdict.note += (verdict.note.isEmpty() ? QString() : QStringLiteral(" ")) + options.reasonWithoutEvidence;
    // A blind reviewer starts from an empty cart, so the comparison is made here with what the machine said.
    verdict.cart = options.unresolvable ? reviewCase.prediction.cart : state.cart;
    verdict.outcome = options.unresolvable                                         ? VerdictOutcome::Unresolvable
                      : verdict.cart.sameContents(reviewCase.prediction.cart)      ? VerdictOutcome::Confirmed
                                                                                   : VerdictOutcome::Corrected;
    if (!options.unresolvable)
        submission.labels = labelsOf(reviewCase, session, options.frames);
    submission.moved = options.unresolvable ? std::vector<MovedItem>() : movedItemsOf(reviewCase, session);

    auto receipt = billing::price(verdict.key, verdict.cart, reviewCase.store, reviewCase.products);
    if (!receipt)
        return failure(receipt.error());
    receipt->issuedAt = verdict.decidedAt;
    receipt->issuedBy = m_reviewer.role;
    receipt->reason = verdict.outcome == VerdictOutcome::Corrected   ? QStringLiteral("corrected")
                      : verdict.outcome == VerdictOutcome::Confirmed ? QStringLiteral("confirmed")
                                                                     : QStringLiteral("predicted");
    if (reviewCase.receipts.empty() || !sameContents(reviewCase.receipts.back(), *receipt))
        submission.receipt = std::move(*receipt);

    auto submitted = store::QueueRepository(m_database, m_reviewer.role).submit(reviewCase.lease, submission);
    if (submitted)
        QFile::remove(draftPath(m_workspace, verdict.key, reviewCase.sale.revision, reviewCase.lease.owner));
    return submitted;
}

Result<void> Desk::skip(const ReviewCase& reviewCase, const QString& reason)
{
    if (reason.trimmed().isEmpty())
        return failure(ErrorKind::Refused, QStringLiteral("Skipping %1 needs a reason.").arg(reviewCase.sale.key.saleId));
    return store::QueueRepository(m_database, m_reviewer.role).skip(reviewCase.lease, reason.trimmed());
}

Result<void> Desk::escalate(const ReviewCase& reviewCase, const Session& session, const QString& reason,
                            Microseconds waitedFor)
{
    if (reason.trimmed().isEmpty())
        return failure(ErrorKind::Refused,
                       QStringLiteral("Escalating %1 needs a reason.").arg(reviewCase.sale.key.saleId));
    Verdict verdict;
    verdict.key = reviewCase.sale.key;
    verdict.outcome = VerdictOutcome::Escalated;
    verdict.reviewer = reviewCase.lease.owner;
    verdict.openedAt = reviewCase.openedAt + waitedFor;
    verdict.decidedAt = m_database.clock().now();
    verdict.saleRevision = reviewCase.sale.revision;
    verdict.cart = session.state().cart;
    verdict.edits = session.edits();
    verdict.note = reason.trimmed();
    return store::QueueRepository(m_database, m_reviewer.role).escalate(reviewCase.lease, verdict);
}

} // namespace cartwright::review
