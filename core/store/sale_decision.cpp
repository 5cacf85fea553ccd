#include "core/domain/names.h"
#include "core/store/flag_rows.h"
#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/receipt_rows.h"
#include "core/store/sale_repository.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

#include <algorithm>

namespace cartwright::store {
namespace {

/// The rules of a decision as the queue's filter looks for them: ",rule,rule,".
QString reasonsOf(const std::vector<Flag>& flags)
{
    QStringList rules;
    for (const auto& flag : flags)
        rules.append(nameOf(flag.rule));
    rules.removeDuplicates();
    return QLatin1Char(',') + rules.join(QLatin1Char(',')) + QLatin1Char(',');
}

/// Puts the sale into the queue, or brings a row that is there up to date; leases, skips and escalation stay.
void enqueue(Work& work, const SaleRow& sale, const Decision& decision)
{
    work.run(
        QStringLiteral("INSERT INTO queue (sale_row, revision, state, queued_at, due_at, audit, reasons) "
                       "VALUES (?, ?, 'waiting', ?, ?, ?, ?) ON CONFLICT (sale_row) DO UPDATE SET "
                       "revision = excluded.revision, due_at = excluded.due_at, audit = excluded.audit, "
                       "reasons = excluded.reasons, "
                       "queued_at = CASE queue.state WHEN 'done' THEN excluded.queued_at ELSE queue.queued_at END, "
                       "state = CASE queue.state WHEN 'done' THEN 'waiting' ELSE queue.state END"),
        {sale.row, sale.revision, work.now(), decision.dueAt, isAuditOnly(decision.flags) ? 1 : 0,
         reasonsOf(decision.flags)});
}

/// A sale without doubts needs nobody any more; somebody who holds it or an escalation goes on, now with
/// these flags. Returns whether the sale has left the queue or was never there.
bool dequeue(Work& work, const SaleRow& sale)
{
    work.run(
        QStringLiteral(
            "UPDATE queue SET state = 'done', owner = '', revision = ? WHERE sale_row = ? AND escalated = 0 "
            "AND (state = 'waiting' OR (state = 'claimed' AND lease_until <= ?))"),
        {sale.revision, sale.row, work.now()});
    work.run(
        QStringLiteral("UPDATE queue SET revision = ?, reasons = ',' WHERE sale_row = ? AND state <> 'done'"),
        {sale.revision, sale.row});
    return !work.one(QStringLiteral("SELECT 1 FROM queue WHERE sale_row = ? AND state <> 'done'"),
                     {sale.row});
}

void addReceipt(Work& work, const SaleRow& sale, const Receipt& receipt)
{
    const auto versions = readReceipts(work, sale.row);
    if (versions.empty())
        insertReceipt(work, sale.row, receipt, {});
    else if (!sameContents(versions.back(), receipt))
        insertReceipt(work, sale.row, receipt, {versions.back().version, versions.back().total});
}

/// Gives the stage that the sale has then.
SaleStage applyDecision(Work& work, const SaleRow& sale, const Decision& decision)
{
    if (decision.receipt)
        addReceipt(work, sale, *decision.receipt);
    bool closed = false;
    if (decision.flags.empty()) {
        closed = dequeue(work, sale);
    } else {
        enqueue(work, sale, decision);
        closed = isAuditOnly(decision.flags);
    }
    const auto issuedAt = decision.receipt ? decision.receipt->issuedAt : 0;
    const SaleStage stage = closed ? SaleStage::Closed : SaleStage::Queued;
    setStage(work, sale.row, stage, issuedAt != 0 ? issuedAt : work.now());
    return stage;
}

/// What a decision may change.
struct Standing
{
    SaleStage stage = SaleStage::Ingested;
    std::optional<QString> queue; ///< its state in the queue
    ReceiptHead receipt;
};

Standing standingOf(Work& work, const SaleRow& sale)
{
    Standing standing{.stage = sale.stage, .queue = {}, .receipt = receiptHead(work, sale.row)};
    if (auto row = work.one(QStringLiteral("SELECT state FROM queue WHERE sale_row = ?"), {sale.row}))
        standing.queue = row->text();
    return standing;
}

void logDecision(Work& work, const SaleKey& key, int revision, const Decision& decision, const Standing& before,
                 const Standing& after)
{
    const auto told = [](const std::optional<QString>& state) { return state ? QJsonValue(*state) : QJsonValue(); };
    QJsonArray flags;
    for (const auto& flag : decision.flags)
        flags.append(QJsonObject{{QStringLiteral("rule"), nameOf(flag.rule)},
                                 {QStringLiteral("value"), flag.value},
                                 {QStringLiteral("limit"), flag.limit},
                                 {QStringLiteral("event_id"), flag.eventId}});
    Changes changes;
    changes.add(QStringLiteral("stage"), stageName(before.stage), stageName(after.stage))
        .add(QStringLiteral("queue"), told(before.queue), told(after.queue))
        .addReceipt(before.receipt, after.receipt);
    writeLog(work, pipelineActor(), QStringLiteral("sale.decided"), pathOf(key),
             {{QStringLiteral("revision"), revision},
              {QStringLiteral("flags"), toldValue(flags)},
              {QStringLiteral("due"), formatUtc(decision.dueAt)},
              {QStringLiteral("changes"), changes.fields()}});
}

} // namespace

void insertFlags(Work& work, std::int64_t saleRow, int revision, const std::vector<Flag>& flags)
{
    int position = 0;
    for (const auto& flag : flags)
        work.run(
            QStringLiteral("INSERT INTO flag (sale_row, revision, position, rule, value, bound, event_id) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)"),
            {saleRow, revision, position++, nameOf(flag.rule), flag.value, flag.limit, flag.eventId});
}

Flag readFlag(Work& work, Row& row)
{
    Flag flag;
    if (const QString rule = row.text(); !rule.isEmpty())
        flag.rule = work.stored(flagRuleOf(rule));
    flag.value = row.real();
    flag.limit = row.real();
    flag.eventId = row.text();
    return flag;
}

std::vector<Flag> readFlags(Work& work, std::int64_t saleRow, int revision)
{
    std::vector<Flag> flags;
    work.each(
        QStringLiteral("SELECT rule, value, bound, event_id FROM flag WHERE sale_row = ? AND revision = ? "
                       "ORDER BY position"),
        {saleRow, revision}, [&](Row& row) { flags.push_back(readFlag(work, row)); });
    return flags;
}

bool isAuditOnly(const std::vector<Flag>& flags)
{
    return !flags.empty() && std::all_of(flags.begin(), flags.end(),
                                         [](const Flag& flag) { return flag.rule == FlagRule::AuditSample; });
}

Result<void> SaleRepository::saveDecision(const SaleKey& key, int saleRevision, const Decision& decision)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    if (saleRevision > sale.revision)
        work.fail(
            ErrorKind::WrongUsage,
            QStringLiteral("Sale %1 has no revision %2 to decide on.").arg(pathOf(key)).arg(saleRevision));
    if ((decision.flags.empty() || isAuditOnly(decision.flags)) && !decision.receipt)
        work.fail(ErrorKind::WrongUsage,
                  QStringLiteral("Sale %1 cannot be closed without a receipt.").arg(pathOf(key)));
    const bool known = work.one(QStringLiteral("SELECT 1 FROM decision WHERE sale_row = ? AND revision = ?"),
                                {sale.row, saleRevision})
                           .has_value();
    if (!work.ok() || known || saleRevision < sale.revision)
        return work.finish();
    work.run(
        QStringLiteral("INSERT INTO decision (sale_row, revision, decided_at, due_at) VALUES (?, ?, ?, ?)"),
        {sale.row, saleRevision, work.now(), decision.dueAt});
    insertFlags(work, sale.row, saleRevision, decision.flags);
    const Standing before = standingOf(work, sale);
    Standing after = before;
    if (!isDecidedByPerson(work, sale.row)) {
        SaleRow decided = sale;
        decided.stage = applyDecision(work, sale, decision);
        after = standingOf(work, decided);
    }
    logDecision(work, key, saleRevision, decision, before, after);
    return work.finish();
}

Result<std::vector<Flag>> SaleRepository::flags(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    auto latest =
        work.one(QStringLiteral("SELECT max(revision) FROM decision WHERE sale_row = ?"), {sale.row});
    std::vector<Flag> flags;
    if (latest && !latest->nextIsNull())
        flags = readFlags(work, sale.row, latest->number());
    return work.finish(std::move(flags));
}

Result<std::vector<Receipt>> SaleRepository::receipts(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readReceipts(work, needSale(work, key).row));
}

Result<std::vector<Receipt>> SaleRepository::receiptsNotSent(int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<Receipt> receipts;
    for (auto& row :
         work.all(QStringLiteral("SELECT %1 FROM receipt_to_send t JOIN receipt r USING (receipt_row) "
                                 "JOIN sale s USING (sale_row) ORDER BY t.receipt_row LIMIT ?")
                      .arg(QLatin1String(receiptColumns)),
                  {limit}))
        receipts.push_back(readReceipt(work, row));
    return work.finish(std::move(receipts));
}

Result<void> SaleRepository::markReceiptSent(const SaleKey& key, int version)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    auto row = work.one(QStringLiteral("SELECT receipt_row FROM receipt WHERE sale_row = ? AND version = ?"),
                        {sale.row, version});
    if (!row)
        work.fail(ErrorKind::NotFound,
                  QStringLiteral("Sale %1 has no receipt version %2.").arg(pathOf(key)).arg(version));
    else if (work.changed(QStringLiteral("DELETE FROM receipt_to_send WHERE receipt_row = ?"), {row->integer()}) >
             0)
        writeLog(work, pipelineActor(), QStringLiteral("receipt.sent"), pathOf(key),
                 {{QStringLiteral("version"), version}});
    return work.finish();
}

} // namespace cartwright::store
