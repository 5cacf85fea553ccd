#include "core/store/label_repository.h"

#include "core/domain/names.h"
#include "core/store/log_rows.h"
#include "core/store/sale_rows.h"

namespace cartwright::store {
namespace {

Label readLabel(Work& work, Row& row)
{
    Label label;
    label.labelId = row.text();
    label.key.storeId = row.text();
    label.key.saleId = row.text();
    label.eventId = row.text();
    label.cameraId = row.text();
    label.clipSha256 = row.text();
    label.clipFile = row.text();
    label.clipTimestamp = row.integer();
    label.box = {row.real(), row.real(), row.real(), row.real()};
    label.gtin = work.stored(row.gtin());
    label.action = work.stored(eventKindOf(row.text()));
    label.source = work.stored(labelSourceOf(row.text()));
    label.reviewer = row.text();
    label.verdictNumber = row.number();
    label.modelVersion = row.text();
    // Labels of before schema 6 say nothing of their origin, which then follows from the source.
    const QString origin = row.text();
    label.origin = !origin.isEmpty()                     ? work.stored(labelOriginOf(origin))
                   : label.source == LabelSource::Drawn ? LabelOrigin::Drawn
                                                        : LabelOrigin::Decision;
    label.trackId = row.text();
    return label;
}

/// Labels of the last verdict that closed each sale; an escalation has none and hides none.
std::vector<Label> readLabels(Work& work, const QString& where, const Values& values)
{
    std::vector<Label> labels;
    work.each(
        QStringLiteral(
            "SELECT l.label_id, s.store_id, s.sale_id, l.event_id, l.camera_id, l.clip_sha256, l.clip_file, "
            "l.clip_timestamp, l.box_x, l.box_y, l.box_width, l.box_height, l.gtin, l.action, l.source, "
            "l.reviewer, v.number, l.model_version, l.origin, l.track_id "
            "FROM verdict v JOIN sale s USING (sale_row) JOIN label l USING (verdict_row) "
            "WHERE v.number = (SELECT max(number) FROM verdict last WHERE last.sale_row = v.sale_row "
            "AND last.outcome <> 'escalated')%1 "
            "ORDER BY s.store_id, s.sale_id, l.clip_file, l.clip_timestamp, l.label_id")
            .arg(where),
        values, [&](Row& row) { labels.push_back(readLabel(work, row)); });
    return labels;
}

} // namespace

Result<std::vector<Label>> LabelRepository::current()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readLabels(work, {}, {}));
}

Result<std::vector<Label>> LabelRepository::ofSale(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    return work.finish(readLabels(work, QStringLiteral(" AND v.sale_row = ?"), {sale.row}));
}

Result<void> LabelRepository::recordDataset(const DatasetRecord& record)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    work.run(QStringLiteral("INSERT INTO dataset (folder, format, content_hash, labels, frames, created_at) "
                            "VALUES (?, ?, ?, ?, ?, ?)"),
             {record.folder, record.format, record.contentHash, record.labels, record.frames,
              record.createdAt != 0 ? record.createdAt : work.now()});
    writeLog(work, m_actor, QStringLiteral("dataset.made"), record.folder,
             {{QStringLiteral("format"), record.format},
              {QStringLiteral("content"), record.contentHash},
              {QStringLiteral("labels"), record.labels},
              {QStringLiteral("frames"), record.frames}});
    return work.finish();
}

Result<std::vector<DatasetRecord>> LabelRepository::datasets()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<DatasetRecord> records;
    work.each(QStringLiteral("SELECT folder, format, content_hash, labels, frames, created_at FROM dataset "
                             "ORDER BY created_at DESC, dataset_row DESC"),
              {}, [&](Row& row) {
                  records.push_back(
                      {row.text(), row.text(), row.text(), row.number(), row.number(), row.integer()});
              });
    return work.finish(std::move(records));
}

} // namespace cartwright::store
