#include "app/cli/review_text.h"

#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/review/flag_policy.h"

namespace cartwright::cli {
namespace {

using cartwright::nameOf;

QString percent(double probability) { return QString::number(100 * probability, 'f', 0) + QStringLiteral(" %"); }

QString productName(const review::ReviewCase& shown, const Gtin& gtin)
{
    const auto product = shown.products.find(gtin);
    return product == shown.products.end() ? gtin.digits() : product->second.name;
}

QJsonArray flagsJson(const std::vector<Flag>& flags, const std::vector<Event>& events = {})
{
    QJsonArray array;
    for (const auto& flag : flags) {
        QJsonObject object = toJson(flag);
        if (const auto between = review::sourcesOf(flag, events); between && !events.empty())
            object.insert(QStringLiteral("between"), review::nameOf(*between));
        array.append(object);
    }
    return array;
}

QString flagsText(const std::vector<Flag>& flags, const std::vector<Event>& events = {})
{
    QStringList texts;
    for (const auto& flag : flags) {
        QString text = QStringLiteral("%1 %2").arg(nameOf(flag.rule)).arg(flag.value, 0, 'g', 3);
        if (const auto between = review::sourcesOf(flag, events); between && !events.empty())
            text += QStringLiteral(" (%1)").arg(review::nameOf(*between));
        texts.append(text);
    }
    return texts.join(QStringLiteral(", "));
}

QJsonObject verdictJson(const Verdict& verdict)
{
    return {{QStringLiteral("number"), verdict.number},
            {QStringLiteral("outcome"), nameOf(verdict.outcome)},
            {QStringLiteral("reviewer"), verdict.reviewer},
            {QStringLiteral("decided_at"), formatUtc(verdict.decidedAt)},
            {QStringLiteral("sale_revision"), verdict.saleRevision},
            {QStringLiteral("cart"), toJson(verdict.cart)},
            {QStringLiteral("edits"), toJson(verdict.edits)},
            {QStringLiteral("note"), verdict.note}};
}

QJsonArray clipsJson(const review::ReviewCase& shown)
{
    QJsonArray array;
    for (const auto& clip : shown.prediction.clips) {
        QJsonArray gaps;
        for (const auto& [from, until] : clip.gaps)
            gaps.append(QJsonArray{static_cast<qint64>(from), static_cast<qint64>(until)});
        array.append(QJsonObject{{QStringLiteral("camera_id"), clip.cameraId},
                                 {QStringLiteral("usable"), clip.usable},
                                 {QStringLiteral("damage"), clip.damage},
                                 {QStringLiteral("frames"), clip.frames},
                                 {QStringLiteral("width"), clip.width},
                                 {QStringLiteral("height"), clip.height},
                                 {QStringLiteral("first_timestamp_us"), static_cast<qint64>(clip.firstTimestamp)},
                                 {QStringLiteral("end_timestamp_us"), static_cast<qint64>(clip.endTimestamp)},
                                 {QStringLiteral("gaps_us"), gaps}});
    }
    return array;
}

QJsonObject caseJson(const review::ReviewCase& shown)
{
    QJsonArray events;
    for (const auto& event : shown.prediction.events)
        events.append(toJson(event));
    QJsonArray receipts;
    for (const auto& receipt : shown.receipts)
        receipts.append(toJson(receipt));
    QJsonArray verdicts;
    for (const auto& verdict : shown.verdicts)
        verdicts.append(verdictJson(verdict));
    return {{QStringLiteral("store_id"), shown.sale.key.storeId},
            {QStringLiteral("sale_id"), shown.sale.key.saleId},
            {QStringLiteral("revision"), shown.sale.revision},
            {QStringLiteral("entered_at"), formatUtc(shown.sale.enteredAt)},
            {QStringLiteral("exited_at"), formatUtc(shown.sale.exitedAt)},
            {QStringLiteral("due_at"), formatUtc(shown.dueAt)},
            {QStringLiteral("clips"), clipsJson(shown)},
            {QStringLiteral("events"), events},
            {QStringLiteral("predicted_cart"), toJson(shown.prediction.cart)},
            {QStringLiteral("flags"), flagsJson(shown.flags, shown.prediction.events)},
            {QStringLiteral("receipts"), receipts},
            {QStringLiteral("verdicts"), verdicts}};
}

} // namespace

QString nameOf(store::QueueState state)
{
    switch (state) {
    case store::QueueState::Waiting: return QStringLiteral("waiting");
    case store::QueueState::Claimed: return QStringLiteral("claimed");
    case store::QueueState::Escalated: return QStringLiteral("escalated");
    case store::QueueState::Done: return QStringLiteral("done");
    }
    return {};
}

Result<store::QueueState> queueStateOf(const QString& name)
{
    using store::QueueState;
    for (const auto state : {QueueState::Waiting, QueueState::Claimed, QueueState::Escalated, QueueState::Done})
        if (nameOf(state) == name)
            return state;
    return failure(ErrorKind::WrongUsage,
                   QStringLiteral("\"%1\" is no state; known are waiting, claimed, escalated, done.").arg(name));
}

void printQueue(Context& context, const std::vector<store::QueueEntry>& entries, const store::QueueCounts& counts)
{
    if (context.wantsJson()) {
        QJsonArray rows;
        for (const auto& entry : entries)
            rows.append(QJsonObject{{QStringLiteral("store_id"), entry.key.storeId},
                                    {QStringLiteral("sale_id"), entry.key.saleId},
                                    {QStringLiteral("state"), nameOf(entry.state)},
                                    {QStringLiteral("queued_at"), formatUtc(entry.queuedAt)},
                                    {QStringLiteral("due_at"), formatUtc(entry.dueAt)},
                                    {QStringLiteral("audit"), entry.audit},
                                    {QStringLiteral("flags"), flagsJson(entry.flags)},
                                    {QStringLiteral("owner"), entry.owner},
                                    {QStringLiteral("skips"), entry.skips},
                                    {QStringLiteral("note"), entry.note}});
        context.print(QJsonObject{{QStringLiteral("waiting"), counts.waiting},
                                  {QStringLiteral("claimed"), counts.claimed},
                                  {QStringLiteral("escalated"), counts.escalated},
                                  {QStringLiteral("overdue"), counts.overdue},
                                  {QStringLiteral("done"), counts.done},
                                  {QStringLiteral("entries"), rows}});
        return;
    }
    std::vector<QStringList> rows{{QStringLiteral("sale"), QStringLiteral("state"), QStringLiteral("due"),
                                   QStringLiteral("why"), QStringLiteral("owner")}};
    for (const auto& entry : entries)
        rows.push_back({entry.key.storeId + QLatin1Char('/') + entry.key.saleId, nameOf(entry.state),
                        formatUtc(entry.dueAt), flagsText(entry.flags), entry.owner});
    context.printTable(rows);
    context.say(QStringLiteral("%1 waiting (%2 overdue), %3 claimed, %4 escalated, %5 done")
                    .arg(counts.waiting).arg(counts.overdue).arg(counts.claimed).arg(counts.escalated).arg(counts.done));
}

void printCase(Context& context, const review::ReviewCase& shown)
{
    if (context.wantsJson()) {
        context.print(caseJson(shown));
        return;
    }
    context.print(QStringLiteral("sale %1/%2, revision %3, due %4").arg(shown.sale.key.storeId, shown.sale.key.saleId)
                      .arg(shown.sale.revision).arg(formatUtc(shown.dueAt)));
    context.print(QStringLiteral("why: %1").arg(shown.flags.empty() ? QStringLiteral("not flagged") : flagsText(shown.flags, shown.prediction.events)));
    std::vector<QStringList> rows{{QStringLiteral("event"), QStringLiteral("kind"), QStringLiteral("from s"),
                                   QStringLiteral("until s"), QStringLiteral("bin"), QStringLiteral("qty"),
                                   QStringLiteral("sure"), QStringLiteral("product")}};
    const auto seconds = [&](UtcMicroseconds at) {
        return QString::number(static_cast<double>(at - shown.sale.enteredAt) / 1e6, 'f', 2);
    };
    for (const auto& event : shown.prediction.events) {
        QString product;
        if (!event.candidates.empty())
            product = productName(shown, event.candidates.front().gtin) + QLatin1Char(' ')
                      + percent(event.candidates.front().probability);
        rows.push_back({event.eventId, nameOf(event.kind), seconds(event.at), seconds(event.until), event.binId,
                        QString::number(event.quantity), percent(event.kindProbability), product});
    }
    context.printTable(rows);
    std::vector<QStringList> cart{{QStringLiteral("predicted cart"), QStringLiteral("qty"), QStringLiteral("sure")}};
    for (const auto& line : shown.prediction.cart.lines)
        cart.push_back({productName(shown, line.gtin), QString::number(line.quantity), percent(line.confidence)});
    context.printTable(cart);
    printReceipts(context, shown.receipts);
    for (const auto& verdict : shown.verdicts)
        context.print(QStringLiteral("verdict %1: %2 by %3 at %4 %5").arg(verdict.number)
                          .arg(nameOf(verdict.outcome), verdict.reviewer, formatUtc(verdict.decidedAt), verdict.note));
}

void printReceipts(Context& context, const std::vector<Receipt>& receipts)
{
    for (const auto& receipt : receipts) {
        context.print(QStringLiteral("receipt %1, %2, %3").arg(receipt.number(), receipt.reason, formatUtc(receipt.issuedAt)));
        std::vector<QStringList> rows;
        for (const auto& line : receipt.lines)
            rows.push_back({QString::number(line.quantity), line.name, billing::formatAmount(line.total, receipt.currency)});
        rows.push_back({{}, QStringLiteral("total (tax %1)").arg(billing::formatAmount(receipt.tax, receipt.currency)),
                        billing::formatAmount(receipt.total, receipt.currency) + QLatin1Char(' ') + receipt.currency});
        context.printTable(rows);
    }
}

void printOpinions(Context& context, const std::vector<store::SecondOpinion>& opinions)
{
    QJsonArray array;
    for (const auto& opinion : opinions) {
        const Verdict& verdict = opinion.verdict;
        QJsonObject object = verdictJson(verdict);
        object.remove(QStringLiteral("number"));
        array.append(object);
        if (context.wantsJson())
            continue;
        context.print(QStringLiteral("%1 by %2, kept at %3 %4")
                          .arg(nameOf(verdict.outcome), verdict.reviewer, formatUtc(verdict.decidedAt), verdict.note));
        std::vector<QStringList> rows;
        for (const auto& line : verdict.cart.lines)
            rows.push_back({QString::number(line.quantity), line.gtin.digits()});
        context.printTable(rows);
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("second_opinions"), array}});
    else if (opinions.empty())
        context.say(QStringLiteral("There is no second opinion."));
}

void printSubmitted(Context& context, const review::ReviewCase& after, const store::Submitted& submitted)
{
    const Verdict& verdict = after.verdicts.back();
    if (context.wantsJson()) {
        QJsonObject object{{QStringLiteral("store_id"), after.sale.key.storeId},
                           {QStringLiteral("sale_id"), after.sale.key.saleId},
                           {QStringLiteral("verdict"), verdictJson(verdict)},
                           {QStringLiteral("receipt_version"), submitted.receiptVersion}};
        if (!after.receipts.empty())
            object.insert(QStringLiteral("receipt"), toJson(after.receipts.back()));
        context.print(object);
        return;
    }
    context.print(QStringLiteral("%1: %2").arg(after.sale.key.saleId, nameOf(verdict.outcome)));
    if (!after.receipts.empty())
        printReceipts(context, {after.receipts.back()});
}

} // namespace cartwright::cli
