#pragma once

#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/store/facts_repository.h"
#include "core/store/label_repository.h"
#include "tests/store/samples.h"

namespace cartwright::store::samples {

/// All that a database says, asked through the repositories, as text with one fact in a line: the same facts
/// give the same text, however they are stored.
class FactsDump
{
public:
    static QByteArray of(Database& database)
    {
        FactsDump dump(database);
        dump.addStores();
        for (const SaleStage stage :
             {SaleStage::Ingested, SaleStage::Analysed, SaleStage::Queued, SaleStage::Closed})
            for (const auto& sale : valueOf(SaleRepository(database).atStage(stage, 10'000)))
                dump.addSale(sale);
        dump.addQueue();
        dump.addOutputs();
        return dump.m_text;
    }

private:
    explicit FactsDump(Database& database) : m_database(database) {}

    template <class T> static T valueOf(Result<T> result)
    {
        require(result);
        return std::move(*result);
    }
    void add(const char* what, QJsonObject object) { m_text += what + QByteArray(" ") + toJsonLine(object); }
    template <class T> static qint64 number(T value) { return static_cast<qint64>(value); }
    template <class T> static QJsonValue orNull(const std::optional<T>& value)
    {
        return value ? QJsonValue(static_cast<qint64>(*value)) : QJsonValue();
    }
    static QString pathOf(const SaleKey& key) { return key.storeId + QLatin1Char('/') + key.saleId; }
    static QJsonArray toJsonArray(const std::vector<Flag>& flags)
    {
        QJsonArray array;
        for (const auto& flag : flags)
            array.append(toJson(flag));
        return array;
    }

    void addStores()
    {
        StoreRepository stores(m_database);
        for (const auto& store : valueOf(stores.list())) {
            add("store", toJson(store));
            for (const auto& [gtin, product] : valueOf(stores.products(store.storeId)))
                add("product", {{"store", store.storeId},
                                {"gtin", gtin.digits()},
                                {"name", product.name},
                                {"price", number(product.price)},
                                {"tax_class", product.taxClassId},
                                {"unit_weight", orNull(product.unitWeight)},
                                {"picture", product.picture}});
            for (const char* words : {"oat", "0731"})
                for (const auto& found : valueOf(stores.search(store.storeId, QLatin1String(words), 10)))
                    add("found", {{"store", store.storeId}, {"words", words}, {"gtin", found.gtin.digits()}});
        }
    }

    void addSale(const SaleSummary& summary)
    {
        SaleRepository sales(m_database);
        QueueRepository queue(m_database);
        const QString path = pathOf(summary.key);
        add("sale", {{"path", path},
                     {"revision", summary.revision},
                     {"stage", static_cast<int>(summary.stage)},
                     {"entered_at", number(summary.enteredAt)},
                     {"exited_at", number(summary.exitedAt)}});
        addContents(valueOf(sales.load(summary.key)));
        if (const auto prediction = valueOf(sales.prediction(summary.key)))
            addPrediction(path, *prediction);
        add("flags", {{"path", path}, {"flags", toJsonArray(valueOf(sales.flags(summary.key)))}});
        for (const auto& receipt : valueOf(sales.receipts(summary.key)))
            add("receipt", toJson(receipt));
        for (const auto& verdict : valueOf(queue.verdicts(summary.key)))
            add("verdict", {{"path", path},
                            {"number", verdict.number},
                            {"outcome", nameOf(verdict.outcome)},
                            {"reviewer", verdict.reviewer},
                            {"opened_at", number(verdict.openedAt)},
                            {"decided_at", number(verdict.decidedAt)},
                            {"revision", verdict.saleRevision},
                            {"cart", toJson(verdict.cart)},
                            {"edits", toJson(verdict.edits)},
                            {"note", verdict.note}});
        for (const auto& label : valueOf(LabelRepository(m_database).ofSale(summary.key)))
            addLabel(path, label);
        for (const auto& entry : valueOf(FactsRepository(m_database).logOf(path)))
            add("log", {{"number", number(entry.number)},
                        {"at", number(entry.at)},
                        {"who", entry.who},
                        {"role", entry.role},
                        {"action", entry.action},
                        {"subject", entry.subject},
                        {"details", entry.details}});
    }

    void addContents(const Sale& sale)
    {
        const QString path = pathOf(sale.key);
        add("contents", {{"path", path},
                         {"entered_at", number(sale.enteredAt)},
                         {"exited_at", number(sale.exitedAt)},
                         {"shopper", sale.shopperRef},
                         {"group", sale.groupSize},
                         {"model", sale.modelName + QLatin1Char(' ') + sale.modelVersion},
                         {"cart", sale.cart ? QJsonValue(toJson(*sale.cart)) : QJsonValue()}});
        for (const auto& clip : sale.clips)
            add("clip", {{"path", path},
                         {"camera", clip.cameraId},
                         {"file", clip.file},
                         {"starts_at", number(clip.startsAt)},
                         {"clock_offset", number(clip.clockOffset)},
                         {"sha256", clip.sha256}});
        for (const auto& series : sale.series)
            add("series", {{"path", path},
                           {"plate", series.plateId},
                           {"starts_at", number(series.startsAt)},
                           {"rate_hz", series.rateHz},
                           {"file", series.file}});
        for (const auto& event : sale.events)
            add("event", {{"path", path}, {"by", "feed"}, {"event", toJson(event)}});
    }

    void addPrediction(const QString& path, const Prediction& prediction)
    {
        add("prediction", {{"path", path},
                           {"revision", prediction.saleRevision},
                           {"model", prediction.modelName + QLatin1Char(' ') + prediction.modelVersion},
                           {"cart", toJson(prediction.cart)}});
        for (const auto& event : prediction.events)
            add("event", {{"path", path}, {"by", "machine"}, {"event", toJson(event)}});
        for (const auto& clip : prediction.clips) {
            QJsonArray gaps;
            for (const auto& [from, until] : clip.gaps)
                gaps.append(QJsonArray{number(from), number(until)});
            add("clip_state", {{"path", path},
                               {"camera", clip.cameraId},
                               {"usable", clip.usable},
                               {"damage", clip.damage},
                               {"from", number(clip.firstTimestamp)},
                               {"until", number(clip.endTimestamp)},
                               {"width", clip.width},
                               {"height", clip.height},
                               {"frames", clip.frames},
                               {"gaps", gaps}});
        }
    }

    void addLabel(const QString& path, const Label& label)
    {
        // Facts of older schemas say nothing of an origin that follows from the source.
        const auto usual = label.source == LabelSource::Drawn ? LabelOrigin::Drawn : LabelOrigin::Decision;
        QJsonObject told{{"path", path},
                         {"id", label.labelId},
                         {"event", label.eventId},
                         {"camera", label.cameraId},
                         {"clip_sha256", label.clipSha256},
                         {"clip_file", label.clipFile},
                         {"at", number(label.clipTimestamp)},
                         {"box", toJson(label.box)},
                         {"gtin", label.gtin.digits()},
                         {"action", nameOf(label.action)},
                         {"source", nameOf(label.source)},
                         {"reviewer", label.reviewer},
                         {"verdict", label.verdictNumber},
                         {"model_version", label.modelVersion}};
        if (label.origin != usual)
            told.insert(QStringLiteral("origin"), nameOf(label.origin));
        if (!label.trackId.isEmpty())
            told.insert(QStringLiteral("track"), label.trackId);
        add("label", told);
    }

    void addQueue()
    {
        QueueRepository queue(m_database);
        for (const auto state : {std::optional<QueueState>(), std::optional(QueueState::Done)})
            for (const auto& entry : valueOf(queue.page(
                     {.storeId = {}, .state = state, .reason = {}, .saleIdContains = {}}, 0, 1000)))
                add("queue", {{"path", pathOf(entry.key)},
                              {"state", static_cast<int>(entry.state)},
                              {"queued_at", number(entry.queuedAt)},
                              {"due_at", number(entry.dueAt)},
                              {"audit", entry.audit},
                              {"owner", entry.owner},
                              {"lease_until", number(entry.leaseUntil)},
                              {"skips", entry.skips},
                              {"note", entry.note},
                              {"flags", toJsonArray(entry.flags)}});
        const auto counts = valueOf(queue.counts());
        add("counts", {{"waiting", counts.waiting},
                       {"claimed", counts.claimed},
                       {"escalated", counts.escalated},
                       {"overdue", counts.overdue},
                       {"done", counts.done}});
    }

    void addOutputs()
    {
        for (const auto& fact : valueOf(FactsRepository(m_database).sales({}, {})))
            add("fact", {{"path", pathOf(fact.key)},
                         {"closed_at", orNull(fact.closedAt)},
                         {"due_at", number(fact.dueAt)},
                         {"audit", fact.audit},
                         {"reasons", number(fact.flagReasons.size())},
                         {"reviewed_at", orNull(fact.reviewedAt)},
                         {"right", orNull(fact.predictionRight)},
                         {"handling", number(fact.handling)}});
        for (const auto& receipt : valueOf(SaleRepository(m_database).receiptsNotSent(1000)))
            add("not_sent", {{"receipt", receipt.number()}});
        for (const auto& record : valueOf(LabelRepository(m_database).datasets()))
            add("dataset", {{"folder", record.folder},
                            {"format", record.format},
                            {"content_hash", record.contentHash},
                            {"labels", record.labels},
                            {"frames", record.frames},
                            {"created_at", number(record.createdAt)}});
    }

    Database& m_database;
    QByteArray m_text;
};

} // namespace cartwright::store::samples
