#include "core/store/log_changes.h"
#include "core/store/log_rows.h"
#include "core/store/reading_rows.h"
#include "core/store/sale_repository.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {
namespace {

void insertClipStates(Work& work, std::int64_t reading, const std::vector<ClipState>& clips)
{
    int position = 0;
    for (const auto& clip : clips) {
        QJsonArray gaps;
        for (const auto& [from, until] : clip.gaps)
            gaps.append(QJsonArray{static_cast<qint64>(from), static_cast<qint64>(until)});
        work.run(
            QStringLiteral(
                "INSERT INTO clip_state (reading_row, position, camera_id, usable, damage, first_timestamp, "
                "end_timestamp, width, height, frames, gaps) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {reading, position++, clip.cameraId, clip.usable ? 1 : 0, clip.damage, clip.firstTimestamp,
             clip.endTimestamp, clip.width, clip.height, clip.frames, arrayText(gaps)});
    }
}

std::vector<ClipState> readClipStates(Work& work, std::int64_t reading)
{
    std::vector<ClipState> clips;
    work.each(
        QStringLiteral(
            "SELECT camera_id, usable, damage, first_timestamp, end_timestamp, width, height, frames, gaps "
            "FROM clip_state WHERE reading_row = ? ORDER BY position"),
        {reading}, [&](Row& row) {
            ClipState clip;
            clip.cameraId = row.text();
            clip.usable = row.flag();
            clip.damage = row.text();
            clip.firstTimestamp = row.integer();
            clip.endTimestamp = row.integer();
            clip.width = row.number();
            clip.height = row.number();
            clip.frames = row.number();
            const QJsonArray gaps = arrayOf(work, row.text());
            for (const auto& gap : gaps)
                clip.gaps.emplace_back(gap.toArray().at(0).toInteger(), gap.toArray().at(1).toInteger());
            clips.push_back(std::move(clip));
        });
    return clips;
}

void logPrediction(Work& work, const SaleRow& sale, const SaleKey& key, const Prediction& prediction,
                   const std::optional<Cart>& before)
{
    Changes changes;
    changes.add(QStringLiteral("lines"), toldLines(before), toldLines(prediction.cart))
        .add(QStringLiteral("stage"), stageName(sale.stage), stageName(SaleStage::Analysed));
    writeLog(work, pipelineActor(), QStringLiteral("sale.predicted"), pathOf(key),
             {{QStringLiteral("revision"), prediction.saleRevision},
              {QStringLiteral("model"), prediction.modelName},
              {QStringLiteral("model_version"), prediction.modelVersion},
              {QStringLiteral("events"), static_cast<qint64>(prediction.events.size())},
              {QStringLiteral("changes"), changes.fields()}});
}

} // namespace

Result<void> SaleRepository::savePrediction(const SaleKey& key, const Prediction& prediction)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    const SaleRow sale = needSale(work, key);
    if (prediction.saleRevision > sale.revision)
        work.fail(ErrorKind::WrongUsage, QStringLiteral("Sale %1 has no revision %2 to predict.")
                                             .arg(pathOf(key))
                                             .arg(prediction.saleRevision));
    const bool awaited = prediction.saleRevision == sale.revision &&
                         (sale.stage == SaleStage::Ingested || sale.stage == SaleStage::Analysed);
    if (!work.ok() || !awaited)
        return work.finish();
    const auto before = predictedCart(work, sale.row, std::nullopt);
    const auto reading = insertReading(work, sale.row, ReadingBy::Machine,
                                       {.row = 0,
                                        .revision = prediction.saleRevision,
                                        .modelName = prediction.modelName,
                                        .modelVersion = prediction.modelVersion,
                                        .events = prediction.events,
                                        .cart = prediction.cart});
    insertClipStates(work, reading, prediction.clips);
    setStage(work, sale.row, SaleStage::Analysed, work.now());
    logPrediction(work, sale, key, prediction, before);
    return work.finish();
}

Result<std::optional<Prediction>> SaleRepository::prediction(const SaleKey& key)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    const SaleRow sale = needSale(work, key);
    auto row = work.one(QStringLiteral("SELECT max(revision) FROM reading WHERE sale_row = ? AND number > 0"),
                        {sale.row});
    if (!row || row->nextIsNull())
        return work.finish(std::optional<Prediction>());
    auto reading = latestReading(work, sale.row, row->number(), ReadingBy::Machine);
    if (!reading)
        return work.finish(std::optional<Prediction>());
    Prediction prediction;
    prediction.saleRevision = reading->revision;
    prediction.modelName = reading->modelName;
    prediction.modelVersion = reading->modelVersion;
    prediction.clips = readClipStates(work, reading->row);
    prediction.events = std::move(reading->events);
    prediction.cart = reading->cart.value_or(Cart());
    return work.finish(std::optional(std::move(prediction)));
}

} // namespace cartwright::store
