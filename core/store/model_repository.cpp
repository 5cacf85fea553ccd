#include "core/store/model_repository.h"

#include "core/base/json.h"
#include "core/store/log_rows.h"
#include "core/store/sale_rows.h"

#include <QJsonDocument>

namespace cartwright::store {
namespace {

constexpr const char* columns = "model_row, name, version, origin, folder, sha256, dataset, metrics, made_at, added_by";

QString text(const QJsonObject& object) { return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)); }
QJsonObject objectOf(const QString& text) { return QJsonDocument::fromJson(text.toUtf8()).object(); }

ModelRecord readModel(Row& row)
{
    ModelRecord record;
    record.row = row.integer();
    record.name = row.text();
    record.version = row.text();
    record.imported = row.text() == QLatin1String("imported");
    record.folder = row.text();
    record.sha256 = row.text();
    record.dataset = row.text();
    record.metrics = objectOf(row.text());
    record.madeAt = row.integer();
    record.addedBy = row.text();
    return record;
}

ModelChange::Kind kindOf(const QString& name)
{
    using Kind = ModelChange::Kind;
    for (const Kind kind : {Kind::Refused, Kind::RolledBack, Kind::Shadow, Kind::ShadowEnded})
        if (nameOf(kind) == name)
            return kind;
    return Kind::Promoted;
}

/// The model of the last change of one of these kinds, `skip` of them passed over.
std::optional<ModelRecord> lastOf(Work& work, const QString& kinds)
{
    auto row = work.one(QStringLiteral("SELECT %1 FROM model JOIN model_change USING (model_row) WHERE change IN (%2) "
                                       "ORDER BY change_row DESC LIMIT 1")
                            .arg(QLatin1String(columns), kinds));
    return row ? std::optional(readModel(*row)) : std::nullopt;
}

QString liveKinds() { return QStringLiteral("'promoted', 'rolled_back'"); }

std::vector<double> numbersOf(const QString& text)
{
    std::vector<double> numbers;
    for (const QJsonValue& value : QJsonDocument::fromJson(text.toUtf8()).array())
        numbers.push_back(value.toDouble());
    return numbers;
}

JudgedReceipt readJudged(Row& row)
{
    JudgedReceipt judged;
    judged.key.storeId = row.text();
    judged.key.saleId = row.text();
    judged.right = row.integer() == 1;
    judged.decidedAt = row.integer();
    judged.confidence.modelRow = row.integer();
    judged.confidence.live = row.integer() == 1;
    judged.confidence.probability = row.real();
    judged.confidence.threshold = row.real();
    judged.confidence.facts = numbersOf(row.text());
    const QStringList rules = row.text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    judged.rules.assign(rules.begin(), rules.end());
    judged.sampled = rules.contains(QStringLiteral("audit_sample"));
    judged.audited = rules.isEmpty() || rules == QStringList{QStringLiteral("audit_sample")};
    return judged;
}

} // namespace

QString nameOf(ModelChange::Kind kind)
{
    switch (kind) {
    case ModelChange::Kind::Promoted: return QStringLiteral("promoted");
    case ModelChange::Kind::Refused: return QStringLiteral("refused");
    case ModelChange::Kind::RolledBack: return QStringLiteral("rolled_back");
    case ModelChange::Kind::Shadow: return QStringLiteral("shadow");
    case ModelChange::Kind::ShadowEnded: return QStringLiteral("shadow_ended");
    }
    return {};
}

Result<ModelRecord> ModelRepository::add(ModelRecord record)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    if (work.one(QStringLiteral("SELECT 1 FROM model WHERE name = ? AND version = ?"), {record.name, record.version}))
        work.fail(ErrorKind::Refused, QStringLiteral("The model %1 is here already: give the new one another version.").arg(record.title()));
    record.madeAt = record.madeAt != 0 ? record.madeAt : work.now();
    record.addedBy = m_actor.who;
    record.row = work.insert(QStringLiteral("INSERT INTO model (name, version, origin, folder, sha256, dataset, metrics, made_at, added_by) "
                                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING model_row"),
                             {record.name, record.version, record.imported ? QStringLiteral("imported") : QStringLiteral("trained"),
                              record.folder, record.sha256, record.dataset, text(record.metrics), record.madeAt, record.addedBy});
    writeLog(work, m_actor, QStringLiteral("model.added"), record.title(),
             {{QStringLiteral("sha256"), record.sha256}, {QStringLiteral("dataset"), record.dataset}});
    return work.finish(std::move(record));
}

Result<std::vector<ModelRecord>> ModelRepository::all()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<ModelRecord> records;
    work.each(QStringLiteral("SELECT %1 FROM model ORDER BY model_row DESC").arg(QLatin1String(columns)), {},
              [&](Row& row) { records.push_back(readModel(row)); });
    return work.finish(std::move(records));
}

Result<ModelRecord> ModelRepository::find(const QString& title)
{
    auto records = all();
    if (!records)
        return failure(records.error());
    std::vector<ModelRecord> fitting;
    for (auto& record : *records)
        if (record.title() == title || record.name == title || record.version == title)
            fitting.push_back(std::move(record));
    if (fitting.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("There is no model \"%1\": `cartwright-cli model list` names them.").arg(title));
    if (fitting.size() > 1)
        return failure(ErrorKind::Refused, QStringLiteral("\"%1\" names %2 models: add the version, as in \"%3\".")
                                               .arg(title).arg(fitting.size()).arg(fitting.front().title()));
    return fitting.front();
}

Result<std::optional<ModelRecord>> ModelRepository::live()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(lastOf(work, liveKinds()));
}

Result<std::optional<ModelRecord>> ModelRepository::shadow()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT change FROM model_change WHERE change IN ('shadow', 'shadow_ended') "
                                       "ORDER BY change_row DESC LIMIT 1"));
    if (!row || row->text() != QLatin1String("shadow"))
        return work.finish(std::optional<ModelRecord>());
    return work.finish(lastOf(work, QStringLiteral("'shadow'")));
}

Result<std::optional<ModelRecord>> ModelRepository::before()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const auto now = lastOf(work, liveKinds());
    if (!now)
        return work.finish(std::optional<ModelRecord>());
    auto row = work.one(QStringLiteral("SELECT %1 FROM model JOIN model_change USING (model_row) WHERE change = 'promoted' AND "
                                       "change_row < (SELECT max(change_row) FROM model_change WHERE change = 'promoted' AND model_row = ?) "
                                       "AND model_row <> ? ORDER BY change_row DESC LIMIT 1")
                            .arg(QLatin1String(columns)),
                        {now->row, now->row});
    return work.finish(row ? std::optional(readModel(*row)) : std::nullopt);
}

Result<void> ModelRepository::note(const ModelChange& change)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    auto model = work.one(QStringLiteral("SELECT name, version FROM model WHERE model_row = ?"), {change.modelRow});
    if (!model) {
        work.fail(ErrorKind::NotFound, QStringLiteral("There is no such model."));
        return work.finish();
    }
    const QString title = model->text() + QLatin1Char(' ') + model->text();
    work.run(QStringLiteral("INSERT INTO model_change (model_row, at, who, change, reason, gate) VALUES (?, ?, ?, ?, ?, ?)"),
             {change.modelRow, work.now(), m_actor.who, nameOf(change.kind), change.reason, text(change.gate)});
    writeLog(work, m_actor, QStringLiteral("model.") + nameOf(change.kind), title, {{QStringLiteral("reason"), change.reason}});
    return work.finish();
}

Result<std::vector<ModelChange>> ModelRepository::changes()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<ModelChange> changes;
    work.each(QStringLiteral("SELECT model_row, at, who, change, reason, gate FROM model_change ORDER BY change_row DESC"), {}, [&](Row& row) {
        ModelChange change;
        change.modelRow = row.integer();
        change.at = row.integer();
        change.who = row.text();
        change.kind = kindOf(row.text());
        change.reason = row.text();
        change.gate = objectOf(row.text());
        changes.push_back(std::move(change));
    });
    return work.finish(std::move(changes));
}

Result<void> ModelRepository::saveConfidence(const SaleKey& key, int revision, const ReceiptConfidence& confidence)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    QJsonArray facts;
    for (const double fact : confidence.facts)
        facts.append(fact);
    work.run(QStringLiteral("INSERT INTO receipt_confidence (sale_row, revision, model_row, live, at, probability, threshold, facts) "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
             {sale.row, revision, confidence.modelRow != 0 ? std::optional(confidence.modelRow) : std::nullopt, confidence.live ? 1 : 0,
              work.now(), confidence.probability, confidence.threshold,
              QString::fromUtf8(QJsonDocument(facts).toJson(QJsonDocument::Compact))});
    return work.finish();
}

Result<std::optional<ReceiptConfidence>> ModelRepository::confidence(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    auto row = work.one(QStringLiteral("SELECT coalesce(model_row, 0), probability, threshold, facts FROM receipt_confidence "
                                       "WHERE sale_row = ? AND live = 1 ORDER BY confidence_row DESC LIMIT 1"),
                        {sale.row});
    if (!row)
        return work.finish(std::optional<ReceiptConfidence>());
    ReceiptConfidence confidence;
    confidence.modelRow = row->integer();
    confidence.probability = row->real();
    confidence.threshold = row->real();
    confidence.facts = numbersOf(row->text());
    return work.finish(std::optional(std::move(confidence)));
}

Result<std::vector<JudgedReceipt>> ModelRepository::judged(std::int64_t shadowRow)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<JudgedReceipt> receipts;
    const QString which = shadowRow != 0 ? QStringLiteral("other.live = 0 AND other.model_row = ?") : QStringLiteral("other.live = 1");
    const Values values = shadowRow != 0 ? Values{shadowRow} : Values{};
    // The first verdict counts: later ones are of people who knew more than the video.
    work.each(QStringLiteral("SELECT s.store_id, s.sale_id, v.prediction_right, v.decided_at, coalesce(c.model_row, 0), c.live, c.probability, c.threshold, "
                             "c.facts, coalesce(q.reasons, '') FROM verdict v JOIN sale s USING (sale_row) "
                             "JOIN receipt_confidence c ON c.confidence_row = (SELECT max(other.confidence_row) FROM receipt_confidence other "
                             "WHERE other.sale_row = v.sale_row AND other.revision = v.sale_revision AND %1) "
                             "LEFT JOIN queue q ON q.sale_row = v.sale_row "
                             "WHERE v.prediction_right IS NOT NULL AND v.outcome IN ('confirmed', 'corrected') "
                             "AND v.number = (SELECT min(first.number) FROM verdict first WHERE first.sale_row = v.sale_row "
                             "AND first.outcome IN ('confirmed', 'corrected')) ORDER BY v.decided_at, v.sale_row")
                  .arg(which),
              values, [&](Row& row) { receipts.push_back(readJudged(row)); });
    return work.finish(std::move(receipts));
}

Result<std::int64_t> ModelRepository::decidedSales()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT count(*) FROM sale WHERE stage IN ('queued', 'closed')"));
    return work.finish(row ? row->integer() : 0);
}

} // namespace cartwright::store
