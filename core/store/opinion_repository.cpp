#include "core/store/opinion_repository.h"

#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/store/log_rows.h"
#include "core/store/opinion_rows.h"
#include "core/store/reading_rows.h"
#include "core/store/sale_rows.h"

namespace cartwright::store {

void keepOpinion(Work& work, const QueueRow& row, const Lease& lease, const Verdict& verdict, const QString& role)
{
    const QString where = QStringLiteral("second opinion");
    const QJsonArray cart = toJson(verdict.cart);
    const QJsonArray edits = toJson(verdict.edits);
    // What could not be read back must not be written.
    work.take(cartFromJson(cart, where));
    work.take(editsFromJson(edits, where));
    const auto kept = work.changed(
        QStringLiteral("INSERT INTO second_opinion (sale_row, sale_revision, reviewer, outcome, opened_at, kept_at, "
                       "epoch, note, cart, edits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT (sale_row, epoch, reviewer) DO NOTHING"),
        {row.sale, verdict.saleRevision, lease.owner, nameOf(verdict.outcome), verdict.openedAt, work.now(), lease.epoch,
         verdict.note, arrayText(cart), arrayText(edits)});
    if (kept > 0)
        writeLog(work, {lease.owner, role}, QStringLiteral("opinion.kept"), pathOf(lease.key),
                 {{QStringLiteral("epoch"), static_cast<qint64>(lease.epoch)},
                  {QStringLiteral("outcome"), nameOf(verdict.outcome)},
                  {QStringLiteral("revision"), verdict.saleRevision}});
}

Result<std::vector<SecondOpinion>> OpinionRepository::of(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    std::vector<SecondOpinion> opinions;
    work.each(QStringLiteral("SELECT sale_revision, reviewer, outcome, opened_at, kept_at, epoch, note, cart, edits "
                             "FROM second_opinion WHERE sale_row = ? ORDER BY opinion_row"),
              {sale.row}, [&](Row& row) {
                  const QString where = QStringLiteral("a second opinion");
                  SecondOpinion opinion;
                  Verdict& verdict = opinion.verdict;
                  verdict.key = key;
                  verdict.saleRevision = row.number();
                  verdict.reviewer = row.text();
                  verdict.outcome = work.stored(verdictOutcomeOf(row.text()));
                  verdict.openedAt = row.integer();
                  verdict.decidedAt = row.integer();
                  opinion.epoch = row.integer();
                  verdict.note = row.text();
                  verdict.cart = work.stored(cartFromJson(arrayOf(work, row.text()), where));
                  verdict.edits = work.stored(editsFromJson(arrayOf(work, row.text()), where));
                  opinions.push_back(std::move(opinion));
              });
    return work.finish(std::move(opinions));
}

} // namespace cartwright::store
