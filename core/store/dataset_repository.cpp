#include "core/store/dataset_repository.h"

#include "core/base/json.h"
#include "core/domain/names.h"
#include "core/store/log_rows.h"
#include "core/store/sale_rows.h"

namespace cartwright::store {
namespace {

/// The tables of current labels with what the choice asks of them, as " FROM … WHERE …".
struct Clause
{
    QString sql;
    Values values;
};

QString marks(std::size_t count) { return QStringLiteral("?") + QStringLiteral(", ?").repeated(static_cast<qsizetype>(count) - 1); }

template <class List, class Name> void among(Clause& clause, const QString& column, const List& list, Name name)
{
    if (list.empty())
        return;
    clause.sql += QStringLiteral(" AND %1 IN (%2)").arg(column, marks(static_cast<std::size_t>(list.size())));
    for (const auto& one : list)
        clause.values.push_back(name(one));
}

/// Of each sale the last verdict that closed it; an escalation has no labels and hides none.
Clause clauseOf(const LabelChoice& choice)
{
    Clause clause{QStringLiteral(" FROM verdict v JOIN sale s USING (sale_row) JOIN label l USING (verdict_row) "
                                 "WHERE v.number = (SELECT max(number) FROM verdict last WHERE last.sale_row = v.sale_row "
                                 "AND last.outcome <> 'escalated') "
                                 "AND NOT EXISTS (SELECT 1 FROM erased_sale e WHERE e.sale_row = v.sale_row)"),
                  {}};
    if (choice.from) {
        clause.sql += QStringLiteral(" AND s.exited_at >= ?");
        clause.values.push_back(*choice.from);
    }
    if (choice.until) {
        clause.sql += QStringLiteral(" AND s.exited_at < ?");
        clause.values.push_back(*choice.until);
    }
    if (choice.decidedAfter) {
        clause.sql += QStringLiteral(" AND v.decided_at > ?");
        clause.values.push_back(*choice.decidedAfter);
    }
    among(clause, QStringLiteral("s.store_id"), choice.stores, [](const QString& store) { return Value(store); });
    among(clause, QStringLiteral("l.gtin"), choice.products, [](const Gtin& gtin) { return Value(gtin); });
    among(clause, QStringLiteral("l.source"), choice.sources, [](LabelSource source) { return Value(nameOf(source)); });
    if (!choice.reasons.empty()) {
        Clause flags{QString(), {}};
        among(flags, QStringLiteral("f.rule"), choice.reasons, [](FlagRule rule) { return Value(nameOf(rule)); });
        clause.sql += QStringLiteral(" AND EXISTS (SELECT 1 FROM flag f WHERE f.sale_row = v.sale_row") + flags.sql + QLatin1Char(')');
        clause.values.insert(clause.values.end(), flags.values.begin(), flags.values.end());
    }
    if (choice.hardNegatives)
        clause.sql += QStringLiteral(" AND l.action = 'none'");
    if (choice.rarest > 0) {
        clause.sql += QStringLiteral(" AND l.gtin IN (SELECT gtin FROM label GROUP BY gtin HAVING count(*) <= ?)");
        clause.values.push_back(choice.rarest);
    }
    if (choice.agreedOnly)
        clause.sql += QStringLiteral(" AND EXISTS (SELECT 1 FROM verdict w JOIN label o USING (verdict_row) WHERE w.sale_row = v.sale_row "
                                     "AND w.verdict_row <> v.verdict_row AND w.reviewer <> v.reviewer AND o.event_id = l.event_id "
                                     "AND o.gtin = l.gtin AND o.action = l.action)");
    return clause;
}

ChosenLabel readChosen(Work& work, Row& row)
{
    ChosenLabel chosen;
    Label& label = chosen.label;
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
    if (const QString origin = row.text(); !origin.isEmpty())
        label.origin = work.stored(labelOriginOf(origin));
    label.trackId = row.text();
    chosen.clipStartsAt = row.integer();
    chosen.shopperRef = row.text();
    return chosen;
}

constexpr const char* versionColumns = "SELECT d.folder, d.format, d.content_hash, d.labels, d.frames, d.created_at, coalesce(x.name, ''), "
                                       "coalesce(x.since, ''), coalesce(x.masking, ''), coalesce(x.reason, ''), coalesce(x.made_by, ''), "
                                       "coalesce(x.not_exported, 0), coalesce(x.withdrawn, 0), coalesce(x.choice, '{}') "
                                       "FROM dataset d LEFT JOIN dataset_version x USING (dataset_row)";

DatasetVersion readVersion(Row& row)
{
    DatasetVersion version;
    version.record.folder = row.text();
    version.record.format = row.text();
    version.record.contentHash = row.text();
    version.record.labels = row.number();
    version.record.frames = row.number();
    version.record.createdAt = row.integer();
    version.name = row.text();
    version.since = row.text();
    version.masking = row.text();
    version.reason = row.text();
    version.madeBy = row.text();
    version.notExported = row.number();
    version.withdrawn = row.number();
    const QByteArray choice = row.text().toUtf8();
    version.choice = parseJsonObject(choice, QStringLiteral("a dataset's choice")).value_or(QJsonObject());
    return version;
}

} // namespace

Result<void> DatasetRepository::each(const LabelChoice& choice, const std::function<void(ChosenLabel)>& use)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const Clause clause = clauseOf(choice);
    work.each(QStringLiteral("SELECT l.label_id, s.store_id, s.sale_id, l.event_id, l.camera_id, l.clip_sha256, l.clip_file, l.clip_timestamp, "
                             "l.box_x, l.box_y, l.box_width, l.box_height, l.gtin, l.action, l.source, l.reviewer, v.number, l.model_version, l.origin, l.track_id, "
                             "coalesce((SELECT c.starts_at + c.clock_offset FROM clip c WHERE c.sale_row = v.sale_row AND c.revision = v.sale_revision "
                             "AND c.file = l.clip_file LIMIT 1), 0), "
                             "(SELECT r.shopper_ref FROM sale_revision r WHERE r.sale_row = v.sale_row AND r.revision = v.sale_revision)%1 "
                             "ORDER BY s.store_id, s.sale_id, l.camera_id, l.clip_file, l.clip_timestamp, l.label_id")
                  .arg(clause.sql),
              clause.values, [&](Row& row) { use(readChosen(work, row)); });
    return work.finish();
}

Result<LabelCounts> DatasetRepository::count(const LabelChoice& choice)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const Clause clause = clauseOf(choice);
    LabelCounts counts;
    // One pass over the labels; the four tallies are added up from its few groups.
    work.each(QStringLiteral("SELECT l.gtin, l.action, l.source, s.store_id, count(*)%1 GROUP BY l.gtin, l.action, l.source, s.store_id").arg(clause.sql),
              clause.values, [&](Row& row) {
                  const QString gtin = row.text(), action = row.text(), source = row.text(), store = row.text();
                  const std::int64_t number = row.integer();
                  counts.labels += number;
                  counts.products[gtin] += number;
                  counts.actions[action] += number;
                  counts.sources[source] += number;
                  counts.stores[store] += number;
              });
    if (auto row = work.one(QStringLiteral("SELECT count(DISTINCT v.sale_row)") + clause.sql, clause.values))
        counts.sales = row->integer();
    return work.finish(counts);
}

Result<NoiseCounts> DatasetRepository::noise(const LabelChoice& choice)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const Clause clause = clauseOf(choice);
    NoiseCounts noise;
    const QString twice = QStringLiteral(" AND EXISTS (SELECT 1 FROM verdict w WHERE w.sale_row = v.sale_row AND w.verdict_row <> v.verdict_row "
                                         "AND w.reviewer <> v.reviewer AND w.outcome IN ('confirmed', 'corrected'))");
    const QString same = QStringLiteral(" AND EXISTS (SELECT 1 FROM verdict w JOIN label o USING (verdict_row) WHERE w.sale_row = v.sale_row "
                                        "AND w.verdict_row <> v.verdict_row AND w.reviewer <> v.reviewer AND o.event_id = l.event_id "
                                        "AND o.gtin = l.gtin AND o.action = l.action)");
    if (auto row = work.one(QStringLiteral("SELECT count(*)") + clause.sql + twice, clause.values))
        noise.checked = row->integer();
    if (auto row = work.one(QStringLiteral("SELECT count(*)") + clause.sql + twice + same, clause.values))
        noise.changed = noise.checked - row->integer();
    return work.finish(noise);
}

Result<void> DatasetRepository::record(const DatasetVersion& version, const std::vector<SaleKey>& sales)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const DatasetRecord& record = version.record;
    const std::int64_t row = work.insert(QStringLiteral("INSERT INTO dataset (folder, format, content_hash, labels, frames, created_at) "
                                                        "VALUES (?, ?, ?, ?, ?, ?) RETURNING dataset_row"),
                                         {record.folder, record.format, record.contentHash, record.labels, record.frames,
                                          record.createdAt != 0 ? record.createdAt : work.now()});
    work.run(QStringLiteral("INSERT INTO dataset_version (dataset_row, name, since, masking, reason, made_by, not_exported, withdrawn, choice) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
             {row, version.name, version.since, version.masking, version.reason, m_actor.who, version.notExported, version.withdrawn,
              QString::fromUtf8(toJsonLine(version.choice)).trimmed()});
    for (const SaleKey& key : sales)
        work.run(QStringLiteral("INSERT INTO dataset_sale (dataset_row, sale_row) SELECT d.dataset_row, s.sale_row FROM dataset d, sale s "
                                "WHERE d.dataset_row = ? AND s.store_id = ? AND s.sale_id = ?"),
                 {row, key.storeId, key.saleId});
    writeLog(work, m_actor, QStringLiteral("dataset.made"), record.folder,
             {{QStringLiteral("format"), record.format},
              {QStringLiteral("content"), record.contentHash},
              {QStringLiteral("labels"), record.labels},
              {QStringLiteral("frames"), record.frames},
              {QStringLiteral("masking"), version.masking},
              {QStringLiteral("reason"), version.reason}});
    return work.finish();
}

Result<std::vector<DatasetVersion>> DatasetRepository::versions()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<DatasetVersion> versions;
    work.each(QString::fromLatin1(versionColumns) + QStringLiteral(" ORDER BY d.created_at DESC, d.dataset_row DESC"), {},
              [&](Row& row) { versions.push_back(readVersion(row)); });
    return work.finish(std::move(versions));
}

Result<std::vector<DatasetVersion>> DatasetRepository::holding(const std::vector<SaleKey>& sales)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::map<QString, DatasetVersion> found;
    for (const SaleKey& key : sales)
        work.each(QString::fromLatin1(versionColumns) + QStringLiteral(" WHERE d.dataset_row IN (SELECT ds.dataset_row FROM dataset_sale ds JOIN sale s USING (sale_row) "
                                                                       "WHERE s.store_id = ? AND s.sale_id = ?)"),
                  {key.storeId, key.saleId}, [&](Row& row) {
                      DatasetVersion version = readVersion(row);
                      found[version.record.folder] = version;
                  });
    std::vector<DatasetVersion> versions;
    for (auto& [folder, version] : found)
        versions.push_back(std::move(version));
    return work.finish(std::move(versions));
}

Result<Erasure> DatasetRepository::erase(const QString& storeId, const QString& shopperRef, const QString& reason)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    Erasure erasure{storeId, shopperRef, reason, m_actor.who, work.now(), {}};
    std::vector<std::int64_t> rows;
    work.each(QStringLiteral("SELECT DISTINCT s.sale_row, s.sale_id FROM sale s JOIN sale_revision r USING (sale_row) "
                             "WHERE s.store_id = ? AND r.shopper_ref = ? ORDER BY s.sale_id"),
              {storeId, shopperRef}, [&](Row& row) {
                  rows.push_back(row.integer());
                  erasure.sales.push_back({storeId, row.text()});
              });
    if (work.ok() && rows.empty())
        work.fail(ErrorKind::NotFound, QStringLiteral("Store %1 has no sale of shopper %2; nothing was erased.").arg(storeId, shopperRef));
    for (const std::int64_t row : rows)
        work.run(QStringLiteral("INSERT INTO erased_sale (sale_row, erased_at, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"), {row, erasure.askedAt, reason});
    writeLog(work, m_actor, QStringLiteral("shopper.erased"), storeId,
             {{QStringLiteral("sales"), static_cast<qint64>(rows.size())}, {QStringLiteral("reason"), reason}});
    return work.finish(erasure);
}

Result<std::vector<SaleKey>> DatasetRepository::erasedSales()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<SaleKey> sales;
    work.each(QStringLiteral("SELECT s.store_id, s.sale_id FROM erased_sale e JOIN sale s USING (sale_row) ORDER BY s.store_id, s.sale_id"), {}, [&](Row& row) {
        const QString store = row.text();
        sales.push_back({store, row.text()});
    });
    return work.finish(std::move(sales));
}

Result<void> DatasetRepository::noteScrub(const QString& folder, const QString& contentHash, const std::vector<SaleKey>& sales, const QJsonObject& certificate)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    work.run(QStringLiteral("UPDATE dataset SET content_hash = ? WHERE folder = ?"), {contentHash, folder});
    for (const SaleKey& key : sales)
        work.run(QStringLiteral("DELETE FROM dataset_sale WHERE dataset_row IN (SELECT dataset_row FROM dataset WHERE folder = ?) "
                                "AND sale_row = (SELECT sale_row FROM sale WHERE store_id = ? AND sale_id = ?)"),
                 {folder, key.storeId, key.saleId});
    writeLog(work, m_actor, QStringLiteral("dataset.scrubbed"), folder, certificate);
    return work.finish();
}

} // namespace cartwright::store
