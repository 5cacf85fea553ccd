#include "core/domain/codec.h"

#include "core/domain/codec_read.h"
#include "core/domain/names.h"

#include <cmath>

namespace cartwright {
namespace {

using namespace codec;

constexpr int maxQuantity = 999;
constexpr Grams maxGrams = 10'000'000;
constexpr qsizetype maxCandidates = 50;
constexpr qsizetype maxEdits = 10'000;
constexpr qsizetype maxCartLines = 1'000;

std::optional<Box> readBox(JsonReader& reader, const QString& key)
{
    if (!reader.has(key))
        return std::nullopt;
    const QJsonArray numbers = reader.optionalArray(key, 4);
    for (const auto& number : numbers)
        if (!number.isDouble() || !std::isfinite(number.toDouble()) || std::abs(number.toDouble()) > 100'000)
            reader.refuse(QStringLiteral("\"%1\" must hold numbers.").arg(key));
    if (numbers.size() != 4 || numbers[2].toDouble() <= 0 || numbers[3].toDouble() <= 0) {
        reader.refuse(QStringLiteral("\"%1\" must be [x, y, width, height] with a size above 0.").arg(key));
        return std::nullopt;
    }
    return Box{numbers[0].toDouble(), numbers[1].toDouble(), numbers[2].toDouble(), numbers[3].toDouble()};
}

/// Reads a fixed word through one of the `...Of` functions of names.h.
template <class E> E readWord(JsonReader& reader, const QString& key, Result<E> (*parse)(const QString&), E fallback)
{
    const auto value = parse(reader.text(key, 40));
    if (!value) {
        reader.refuse(QStringLiteral("\"%1\": %2").arg(key, value.error().sentence));
        return fallback;
    }
    return *value;
}

Candidate readCandidate(JsonReader& reader)
{
    Candidate candidate;
    candidate.gtin = readGtin(reader, QStringLiteral("gtin"));
    const auto probability = reader.optionalNumber(QStringLiteral("probability"), 0, 1);
    if (!probability)
        reader.refuse(QStringLiteral("\"probability\" is missing."));
    candidate.probability = probability.value_or(0);
    return candidate;
}

void readInteraction(JsonReader& reader, Event& event)
{
    event.cameraId = reader.optionalText(QStringLiteral("camera_id"), 128);
    event.binId = reader.optionalText(QStringLiteral("bin_id"), 128);
    event.box = readBox(reader, QStringLiteral("box"));
    event.quantity = static_cast<int>(reader.optionalInteger(QStringLiteral("quantity"), 1, maxQuantity).value_or(1));
    event.candidates = readList<Candidate>(reader, QStringLiteral("candidates"), maxCandidates, readCandidate);
    event.kindProbability = reader.optionalNumber(QStringLiteral("kind_probability"), 0, 1).value_or(1);
    event.actorProbability = reader.optionalNumber(QStringLiteral("actor_probability"), 0, 1).value_or(1);
}

} // namespace

QJsonArray toJson(const Box& box) { return {box.x, box.y, box.width, box.height}; }

QJsonArray toJson(const std::vector<Candidate>& candidates)
{
    QJsonArray array;
    for (const auto& candidate : candidates)
        array.append(QJsonObject{{QStringLiteral("gtin"), candidate.gtin.digits()},
                                 {QStringLiteral("probability"), candidate.probability}});
    return array;
}

Result<std::vector<Candidate>> candidatesFromJson(const QJsonArray& array, const QString& where)
{
    JsonReader reader(QJsonObject{{QStringLiteral("candidates"), array}}, where);
    auto candidates = readList<Candidate>(reader, QStringLiteral("candidates"), maxCandidates, readCandidate);
    return finished(reader, std::move(candidates));
}

QJsonObject toJson(const Event& event)
{
    QJsonObject object{{QStringLiteral("event_id"), event.eventId},
                       {QStringLiteral("kind"), nameOf(event.kind)},
                       {QStringLiteral("source"), nameOf(event.source)},
                       {QStringLiteral("at"), formatUtc(event.at)}};
    const auto put = [&](const char* key, const QJsonValue& value) { object.insert(QLatin1String(key), value); };
    if (event.until != event.at)
        put("until", formatUtc(event.until));
    if (event.isInteraction()) {
        put("camera_id", event.cameraId);
        put("bin_id", event.binId);
        put("quantity", event.quantity);
        put("candidates", toJson(event.candidates));
        put("kind_probability", event.kindProbability);
        put("actor_probability", event.actorProbability);
        if (event.box)
            put("box", toJson(*event.box));
    } else if (event.kind == EventKind::Weight) {
        put("plate_id", event.plateId);
        put("delta_g", static_cast<qint64>(event.deltaGrams.value_or(0)));
    } else if (event.kind == EventKind::Scan) {
        put("gtin", event.gtin.digits());
        put("quantity", event.quantity);
        if (event.weightGrams)
            put("weight_g", static_cast<qint64>(*event.weightGrams));
    } else if (event.kind == EventKind::Entry && event.box) {
        put("camera_id", event.cameraId);
        put("box", toJson(*event.box));
    }
    return object;
}

Result<Event> eventFromJson(const QJsonObject& object, const QString& where)
{
    JsonReader reader(object, where);
    Event event;
    event.eventId = reader.optionalText(QStringLiteral("event_id"), 128);
    event.kind = readWord(reader, QStringLiteral("kind"), eventKindOf, EventKind::None);
    if (reader.has(QStringLiteral("source")))
        event.source = readWord(reader, QStringLiteral("source"), eventSourceOf, EventSource::Feed);
    event.at = reader.utc(QStringLiteral("at"));
    event.until = reader.optionalUtc(QStringLiteral("until")).value_or(event.at);
    if (event.until < event.at)
        reader.refuse(QStringLiteral("\"until\" lies before \"at\"."));
    if (event.isInteraction())
        readInteraction(reader, event);
    if (event.kind == EventKind::Entry) {
        event.cameraId = reader.optionalText(QStringLiteral("camera_id"), 128);
        event.box = readBox(reader, QStringLiteral("box"));
    }
    if (event.kind == EventKind::Weight) {
        event.plateId = reader.text(QStringLiteral("plate_id"), 128);
        event.deltaGrams = reader.integer(QStringLiteral("delta_g"), -maxGrams, maxGrams);
    }
    if (event.kind == EventKind::Scan) {
        event.gtin = readGtin(reader, QStringLiteral("gtin"));
        if (event.gtin.isEmpty())
            reader.refuse(QStringLiteral("\"gtin\" is missing."));
        event.quantity =
            static_cast<int>(reader.optionalInteger(QStringLiteral("quantity"), 1, maxQuantity).value_or(1));
        event.weightGrams = reader.optionalInteger(QStringLiteral("weight_g"), 0, maxGrams);
    }
    return finished(reader, std::move(event));
}

QJsonArray toJson(const Cart& cart)
{
    QJsonArray array;
    for (const auto& line : cart.lines)
        array.append(QJsonObject{{QStringLiteral("gtin"), line.gtin.digits()},
                                 {QStringLiteral("quantity"), line.quantity},
                                 {QStringLiteral("confidence"), line.confidence},
                                 {QStringLiteral("event_ids"),
                                  QJsonArray::fromStringList({line.eventIds.begin(), line.eventIds.end()})}});
    return array;
}

Result<Cart> cartFromJson(const QJsonArray& array, const QString& where)
{
    JsonReader reader(QJsonObject{{QStringLiteral("cart"), array}}, where);
    Cart cart;
    cart.lines = readList<CartLine>(reader, QStringLiteral("cart"), maxCartLines, [](JsonReader& line) {
        CartLine value;
        value.gtin = readGtin(line, QStringLiteral("gtin"));
        if (value.gtin.isEmpty())
            line.refuse(QStringLiteral("\"gtin\" is missing."));
        value.quantity = static_cast<int>(line.integer(QStringLiteral("quantity"), 1, maxQuantity));
        value.confidence = line.optionalNumber(QStringLiteral("confidence"), 0, 1).value_or(1);
        for (const auto& id : line.optionalArray(QStringLiteral("event_ids"), 10'000))
            value.eventIds.push_back(id.toString());
        return value;
    });
    for (std::size_t i = 0; i < cart.lines.size(); ++i)
        if (cart.find(cart.lines[i].gtin) != &cart.lines[i])
            reader.refuse(QStringLiteral("product %1 stands on two lines.").arg(cart.lines[i].gtin.digits()));
    return finished(reader, std::move(cart));
}

QJsonObject toJson(const Edit& edit)
{
    QJsonObject object{{QStringLiteral("kind"), nameOf(edit.kind)}};
    const auto put = [&](const char* key, const QJsonValue& value) { object.insert(QLatin1String(key), value); };
    if (!edit.eventId.isEmpty())
        put("event_id", edit.eventId);
    if (!edit.gtin.isEmpty())
        put("gtin", edit.gtin.digits());
    if (edit.kind == EditKind::ChooseAction)
        put("action", nameOf(edit.action));
    if (edit.kind == EditKind::SetQuantity || edit.kind == EditKind::AdjustLine || edit.kind == EditKind::MoveLine)
        put("quantity", edit.quantity);
    if (edit.evidence)
        put("evidence", QJsonObject{{QStringLiteral("camera_id"), edit.evidence->cameraId},
                                    {QStringLiteral("clip_timestamp_us"),
                                     static_cast<qint64>(edit.evidence->clipTimestamp)}});
    if (edit.box)
        put("box", toJson(*edit.box));
    if (!edit.reason.isEmpty())
        put("reason", edit.reason);
    if (!edit.track.isEmpty())
        put("track", edit.track);
    if (edit.kind == EditKind::DrawBox && edit.origin != LabelOrigin::Drawn)
        put("origin", nameOf(edit.origin));
    if (!edit.otherSale.isEmpty())
        put("other_sale", edit.otherSale);
    return object;
}

Result<Edit> editFromJson(const QJsonObject& object, const QString& where)
{
    JsonReader reader(object, where);
    Edit edit;
    edit.kind = readWord(reader, QStringLiteral("kind"), editKindOf, EditKind::AdjustLine);
    edit.eventId = reader.optionalText(QStringLiteral("event_id"), 128);
    edit.gtin = readGtin(reader, QStringLiteral("gtin"));
    if (edit.kind == EditKind::ChooseAction)
        edit.action = readWord(reader, QStringLiteral("action"), eventKindOf, EventKind::None);
    edit.quantity =
        static_cast<int>(reader.optionalInteger(QStringLiteral("quantity"), -maxQuantity, maxQuantity).value_or(0));
    if (reader.has(QStringLiteral("evidence"))) {
        constexpr std::int64_t year = 366LL * 24 * 3600 * microsecondsPerSecond;
        JsonReader evidence = reader.object(QStringLiteral("evidence"));
        edit.evidence = Evidence{evidence.text(QStringLiteral("camera_id"), 128),
                                 evidence.integer(QStringLiteral("clip_timestamp_us"), -year, year)};
        reader.adopt(evidence);
    }
    edit.box = readBox(reader, QStringLiteral("box"));
    edit.reason = reader.optionalText(QStringLiteral("reason"), 2'000);
    edit.track = reader.optionalText(QStringLiteral("track"), 160);
    if (reader.has(QStringLiteral("origin")))
        edit.origin = readWord(reader, QStringLiteral("origin"), labelOriginOf, LabelOrigin::Drawn);
    edit.otherSale = reader.optionalText(QStringLiteral("other_sale"), 128);
    return finished(reader, std::move(edit));
}

QJsonArray toJson(const std::vector<Edit>& edits)
{
    QJsonArray array;
    for (const auto& edit : edits)
        array.append(toJson(edit));
    return array;
}

Result<std::vector<Edit>> editsFromJson(const QJsonArray& array, const QString& where)
{
    if (array.size() > maxEdits)
        return failure(ErrorKind::Refused, QStringLiteral("%1 holds more than %2 edits.").arg(where).arg(maxEdits));
    std::vector<Edit> edits;
    for (qsizetype i = 0; i < array.size(); ++i) {
        auto edit = editFromJson(array[i].toObject(), QStringLiteral("%1[%2]").arg(where).arg(i));
        if (!edit)
            return failure(edit.error());
        edits.push_back(std::move(*edit));
    }
    return edits;
}

QJsonObject toJson(const Flag& flag)
{
    return {{QStringLiteral("rule"), nameOf(flag.rule)},
            {QStringLiteral("value"), flag.value},
            {QStringLiteral("limit"), flag.limit},
            {QStringLiteral("event_id"), flag.eventId}};
}

QJsonObject toJson(const Receipt& receipt)
{
    QJsonArray lines;
    for (const auto& line : receipt.lines)
        lines.append(QJsonObject{{QStringLiteral("gtin"), line.gtin.digits()},
                                 {QStringLiteral("name"), line.name},
                                 {QStringLiteral("quantity"), line.quantity},
                                 {QStringLiteral("unit_price_minor"), static_cast<qint64>(line.unitPrice)},
                                 {QStringLiteral("total_minor"), static_cast<qint64>(line.total)},
                                 {QStringLiteral("tax_class"), line.taxClassId},
                                 {QStringLiteral("tax_rate"), rateText(line.ratePartsPerMillion)},
                                 {QStringLiteral("tax_minor"), static_cast<qint64>(line.tax)}});
    return {{QStringLiteral("schema"), QStringLiteral("cartwright.receipt/1")},
            {QStringLiteral("number"), receipt.number()},
            {QStringLiteral("store_id"), receipt.key.storeId},
            {QStringLiteral("sale_id"), receipt.key.saleId},
            {QStringLiteral("version"), receipt.version},
            {QStringLiteral("issued_at"), formatUtc(receipt.issuedAt)},
            {QStringLiteral("currency"), receipt.currency},
            {QStringLiteral("lines"), lines},
            {QStringLiteral("total_minor"), static_cast<qint64>(receipt.total)},
            {QStringLiteral("tax_minor"), static_cast<qint64>(receipt.tax)},
            {QStringLiteral("reason"), receipt.reason},
            {QStringLiteral("issued_by"), receipt.issuedBy}};
}

} // namespace cartwright
