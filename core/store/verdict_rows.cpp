#include "core/store/verdict_rows.h"

#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/store/reading_rows.h"
#include "core/store/sale_rows.h"

namespace cartwright::store {
namespace {

void insertEdits(Work& work, std::int64_t verdictRow, const std::vector<Edit>& edits)
{
    int position = 0;
    for (const auto& edit : edits) {
        const QJsonObject body = toJson(edit);
        // What could not be read back must not be written.
        work.take(editFromJson(body, QStringLiteral("edit %1").arg(position + 1)));
        work.run(QStringLiteral("INSERT INTO edit (verdict_row, position, body) VALUES (?, ?, ?)"),
                 {verdictRow, position++, QString::fromUtf8(toJsonLine(body)).trimmed()});
    }
}

std::vector<Edit> readEdits(Work& work, std::int64_t verdictRow)
{
    std::vector<Edit> edits;
    work.each(QStringLiteral("SELECT body FROM edit WHERE verdict_row = ? ORDER BY position"), {verdictRow},
              [&](Row& row) {
                  const QString where = QStringLiteral("edit %1").arg(edits.size() + 1);
                  const auto body = work.stored(parseJsonObject(row.text().toUtf8(), where));
                  if (work.ok())
                      edits.push_back(work.stored(editFromJson(body, where)));
              });
    return edits;
}

} // namespace

VerdictRow insertVerdict(Work& work, std::int64_t saleRow, const Verdict& verdict, const VerdictFacts& facts)
{
    auto highest = work.one(QStringLiteral("SELECT coalesce(max(number), 0) FROM verdict WHERE sale_row = ?"),
                            {saleRow});
    VerdictRow written;
    written.number = 1 + (highest ? highest->number() : 0);
    const Value right = facts.predictionRight ? Value(*facts.predictionRight ? 1 : 0) : Value(std::nullopt);
    written.row = work.insert(QStringLiteral("INSERT INTO verdict (sale_row, number, outcome, reviewer, "
                                             "opened_at, decided_at, sale_revision, note, "
                                             "epoch, lease_owner, prediction_right, receipt_version) VALUES "
                                             "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING verdict_row"),
                              {saleRow, written.number, nameOf(verdict.outcome), verdict.reviewer,
                               verdict.openedAt, verdict.decidedAt, verdict.saleRevision, verdict.note,
                               facts.epoch, facts.leaseOwner, right, facts.receiptVersion});
    insertCart(work, CartOf::Verdict, written.row, verdict.cart);
    insertEdits(work, written.row, verdict.edits);
    return written;
}

std::vector<Verdict> readVerdicts(Work& work, std::int64_t saleRow, const SaleKey& key)
{
    std::vector<Verdict> verdicts;
    for (auto& row :
         work.all(QStringLiteral("SELECT verdict_row, number, outcome, reviewer, opened_at, decided_at, "
                                 "sale_revision, note FROM verdict WHERE sale_row = ? ORDER BY number"),
                  {saleRow})) {
        Verdict verdict;
        const auto verdictRow = row.integer();
        verdict.key = key;
        verdict.number = row.number();
        verdict.outcome = work.stored(verdictOutcomeOf(row.text()));
        verdict.reviewer = row.text();
        verdict.openedAt = row.integer();
        verdict.decidedAt = row.integer();
        verdict.saleRevision = row.number();
        verdict.note = row.text();
        verdict.cart = readCart(work, CartOf::Verdict, verdictRow);
        verdict.edits = readEdits(work, verdictRow);
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

void insertLabels(Work& work, const VerdictRow& verdict, const SaleKey& key, const std::vector<Label>& labels)
{
    int position = 0;
    for (const auto& label : labels) {
        const QString id =
            label.labelId.isEmpty()
                ? QStringLiteral("%1/v%2/%3").arg(pathOf(key)).arg(verdict.number).arg(position)
                : label.labelId;
        ++position;
        work.run(QStringLiteral(
                     "INSERT INTO label (verdict_row, label_id, event_id, camera_id, clip_sha256, clip_file, "
                     "clip_timestamp, box_x, box_y, box_width, box_height, gtin, action, source, reviewer, "
                     "model_version, origin, track_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                 {verdict.row, id, label.eventId, label.cameraId, label.clipSha256, label.clipFile,
                  label.clipTimestamp, label.box.x, label.box.y, label.box.width, label.box.height,
                  label.gtin, nameOf(label.action), nameOf(label.source), label.reviewer,
                  label.modelVersion, nameOf(label.origin), label.trackId});
    }
}

} // namespace cartwright::store
