#include "core/store/copy_repository.h"

#include "core/store/sale_rows.h"

namespace cartwright::store {
namespace {

QString partName(ReviewCopy::Part part)
{
    return part == ReviewCopy::Part::Whole ? QStringLiteral("whole") : QStringLiteral("decisive");
}

ReviewCopy readCopy(Row& row)
{
    ReviewCopy copy;
    copy.position = static_cast<std::size_t>(row.integer());
    copy.part = row.text() == QLatin1String("whole") ? ReviewCopy::Part::Whole : ReviewCopy::Part::Decisive;
    copy.madeAt = row.integer();
    copy.file = row.text();
    copy.sha256 = row.text();
    copy.bytes = row.integer();
    copy.masking = row.text();
    copy.trouble = row.text();
    copy.frames = row.integer();
    copy.maskedFrames = row.integer();
    copy.maskedShare = row.real();
    copy.clipStart = row.integer();
    copy.originalWidth = row.number();
    copy.originalHeight = row.number();
    return copy;
}

} // namespace

Result<void> CopyRepository::save(const SaleKey& key, int revision, const ReviewCopy& copy)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    const auto position = static_cast<std::int64_t>(copy.position);
    if (work.ok() && !work.one(QStringLiteral("SELECT 1 FROM clip WHERE sale_row = ? AND revision = ? AND position = ?"),
                               {sale.row, revision, position}))
        work.fail(ErrorKind::NotFound, QStringLiteral("Revision %1 of sale %2 has no clip %3 to have a review copy.")
                                           .arg(revision)
                                           .arg(pathOf(key))
                                           .arg(copy.position + 1));
    work.run(QStringLiteral("INSERT INTO review_copy (sale_row, revision, position, part, made_at, file, sha256, bytes, masking, "
                            "trouble, frames, masked_frames, masked_share, clip_start, original_width, original_height) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
             {sale.row, revision, position, partName(copy.part), work.now(), copy.file, copy.sha256, copy.bytes, copy.masking,
              copy.trouble, copy.frames, copy.maskedFrames, copy.maskedShare, copy.clipStart, copy.originalWidth,
              copy.originalHeight});
    return work.finish();
}

Result<std::vector<ReviewCopy>> CopyRepository::ofSale(const SaleKey& key, int revision)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    std::vector<ReviewCopy> copies;
    work.each(QStringLiteral("SELECT position, part, made_at, file, sha256, bytes, masking, trouble, frames, masked_frames, "
                             "masked_share, clip_start, original_width, original_height FROM review_copy c "
                             "WHERE sale_row = ? AND revision = ? AND copy_row = (SELECT max(copy_row) FROM review_copy later "
                             "WHERE later.sale_row = c.sale_row AND later.revision = c.revision AND later.position = c.position "
                             "AND later.part = c.part) ORDER BY position, part"),
              {sale.row, revision}, [&](Row& row) { copies.push_back(readCopy(row)); });
    return work.finish(std::move(copies));
}

Result<std::vector<SaleKey>> CopyRepository::salesWithout(int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<SaleKey> keys;
    work.each(QStringLiteral("SELECT s.store_id, s.sale_id FROM queue q JOIN sale s ON s.sale_row = q.sale_row "
                             "WHERE q.state <> 'done' AND EXISTS (SELECT 1 FROM clip WHERE clip.sale_row = s.sale_row "
                             "AND clip.revision = s.revision AND NOT EXISTS (SELECT 1 FROM review_copy c "
                             "WHERE c.sale_row = clip.sale_row AND c.revision = clip.revision AND c.position = clip.position "
                             "AND c.part = 'whole')) ORDER BY q.skips, q.audit, q.due_at, q.sale_row LIMIT ?"),
              {limit}, [&](Row& row) {
                  SaleKey key;
                  key.storeId = row.text();
                  key.saleId = row.text();
                  keys.push_back(std::move(key));
              });
    return work.finish(std::move(keys));
}

} // namespace cartwright::store
