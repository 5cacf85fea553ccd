#include "core/store/reading_rows.h"

#include "core/domain/codec.h"
#include "core/domain/names.h"

#include <QJsonDocument>

namespace cartwright::store {
namespace {

void insertEvent(Work& work, std::int64_t reading, int position, const Event& event)
{
    const QJsonArray candidates = toJson(event.candidates);
    // What could not be read back must not be written.
    work.take(candidatesFromJson(candidates, QStringLiteral("event %1").arg(event.eventId)));
    const auto side = [&](double Box::*member) {
        return event.box ? std::optional((*event.box).*member) : std::nullopt;
    };
    work.run(
        QStringLiteral(
            "INSERT INTO event (reading_row, position, event_id, kind, source, at, until, camera_id, bin_id, "
            "box_x, box_y, box_width, box_height, quantity, candidates, kind_probability, "
            "actor_probability, plate_id, delta_g, gtin, weight_g) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {reading,
         position,
         event.eventId,
         nameOf(event.kind),
         nameOf(event.source),
         event.at,
         event.until,
         event.cameraId,
         event.binId,
         side(&Box::x),
         side(&Box::y),
         side(&Box::width),
         side(&Box::height),
         event.quantity,
         arrayText(candidates),
         event.kindProbability,
         event.actorProbability,
         event.plateId,
         event.deltaGrams,
         event.gtin,
         event.weightGrams});
}

std::optional<Box> readBox(Row& row)
{
    const auto x = row.optionalReal();
    const auto y = row.optionalReal();
    const auto width = row.optionalReal();
    const auto height = row.optionalReal();
    if (!x || !y || !width || !height)
        return std::nullopt;
    return Box{*x, *y, *width, *height};
}

Event readEvent(Work& work, Row& row)
{
    Event event;
    event.eventId = row.text();
    event.kind = work.stored(eventKindOf(row.text()));
    event.source = work.stored(eventSourceOf(row.text()));
    event.at = row.integer();
    event.until = row.integer();
    event.cameraId = row.text();
    event.binId = row.text();
    event.box = readBox(row);
    event.quantity = row.number();
    event.candidates = work.stored(
        candidatesFromJson(arrayOf(work, row.text()), QStringLiteral("event %1").arg(event.eventId)));
    event.kindProbability = row.real();
    event.actorProbability = row.real();
    event.plateId = row.text();
    event.deltaGrams = row.optionalInteger();
    event.gtin = work.stored(row.gtin());
    event.weightGrams = row.optionalInteger();
    return event;
}

std::vector<Event> readEvents(Work& work, std::int64_t reading)
{
    std::vector<Event> events;
    work.each(QStringLiteral(
                  "SELECT event_id, kind, source, at, until, camera_id, bin_id, box_x, box_y, box_width, "
                  "box_height, quantity, candidates, kind_probability, actor_probability, plate_id, delta_g, "
                  "gtin, weight_g FROM event WHERE reading_row = ? ORDER BY position"),
              {reading}, [&](Row& row) { events.push_back(readEvent(work, row)); });
    return events;
}

} // namespace

QString arrayText(const QJsonArray& array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QJsonArray arrayOf(Work& work, const QString& text)
{
    const auto document = QJsonDocument::fromJson(text.toUtf8());
    if (!document.isArray())
        work.stored(Result<bool>(failure(ErrorKind::Refused, QStringLiteral("a list is not JSON."))));
    return document.array();
}

void insertCart(Work& work, CartOf of, std::int64_t owner, const Cart& cart)
{
    const QString sql =
        of == CartOf::Reading
            ? QStringLiteral(
                  "INSERT INTO cart_line (reading_row, position, gtin, quantity, confidence, event_ids) "
                  "VALUES (?, ?, ?, ?, ?, ?)")
            : QStringLiteral(
                  "INSERT INTO reviewed_line (verdict_row, position, gtin, quantity, confidence, event_ids) "
                  "VALUES (?, ?, ?, ?, ?, ?)");
    int position = 0;
    for (const auto& line : cart.lines)
        work.run(sql, {owner, position++, line.gtin, line.quantity, line.confidence,
                       arrayText(QJsonArray::fromStringList({line.eventIds.begin(), line.eventIds.end()}))});
}

Cart readCart(Work& work, CartOf of, std::int64_t owner)
{
    const QString sql =
        of == CartOf::Reading
            ? QStringLiteral("SELECT gtin, quantity, confidence, event_ids FROM cart_line "
                             "WHERE reading_row = ? ORDER BY position")
            : QStringLiteral("SELECT gtin, quantity, confidence, event_ids FROM reviewed_line "
                             "WHERE verdict_row = ? ORDER BY position");
    Cart cart;
    work.each(sql, {owner}, [&](Row& row) {
        CartLine line;
        line.gtin = work.stored(row.gtin());
        line.quantity = row.number();
        line.confidence = row.real();
        const QJsonArray eventIds = arrayOf(work, row.text());
        for (const auto& id : eventIds)
            line.eventIds.push_back(id.toString());
        cart.lines.push_back(std::move(line));
    });
    return cart;
}

std::int64_t insertReading(Work& work, std::int64_t saleRow, ReadingBy by, const Reading& reading)
{
    int number = 0;
    if (by == ReadingBy::Machine) {
        auto highest = work.one(QStringLiteral("SELECT coalesce(max(number), 0) FROM reading "
                                               "WHERE sale_row = ? AND revision = ?"),
                                {saleRow, reading.revision});
        number = 1 + (highest ? highest->number() : 0);
    }
    const auto row = work.insert(
        QStringLiteral(
            "INSERT INTO reading (sale_row, revision, number, made_at, model_name, model_version, has_cart) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING reading_row"),
        {saleRow, reading.revision, number, work.now(), reading.modelName, reading.modelVersion,
         reading.cart ? 1 : 0});
    int position = 0;
    for (const auto& event : reading.events)
        insertEvent(work, row, position++, event);
    if (reading.cart)
        insertCart(work, CartOf::Reading, row, *reading.cart);
    return row;
}

std::optional<Reading> latestReading(Work& work, std::int64_t saleRow, int revision, ReadingBy by)
{
    auto row = work.one(
        by == ReadingBy::Feed
            ? QStringLiteral("SELECT reading_row, model_name, model_version, has_cart FROM reading "
                             "WHERE sale_row = ? AND revision = ? AND number = 0")
            : QStringLiteral("SELECT reading_row, model_name, model_version, has_cart FROM reading WHERE "
                             "sale_row = ? AND revision = ? AND number > 0 ORDER BY number DESC LIMIT 1"),
        {saleRow, revision});
    if (!row)
        return std::nullopt;
    Reading reading;
    reading.row = row->integer();
    reading.revision = revision;
    reading.modelName = row->text();
    reading.modelVersion = row->text();
    const bool hasCart = row->flag();
    reading.events = readEvents(work, reading.row);
    if (hasCart)
        reading.cart = readCart(work, CartOf::Reading, reading.row);
    return reading;
}

std::optional<Cart> predictedCart(Work& work, std::int64_t saleRow, std::optional<int> revision)
{
    auto row = revision
                   ? work.one(QStringLiteral("SELECT reading_row FROM reading WHERE sale_row = ? AND revision = ? "
                                             "AND number > 0 ORDER BY number DESC LIMIT 1"),
                              {saleRow, *revision})
                   : work.one(QStringLiteral("SELECT reading_row FROM reading WHERE sale_row = ? AND number > 0 "
                                             "ORDER BY revision DESC, number DESC LIMIT 1"),
                              {saleRow});
    if (!row)
        return std::nullopt;
    return readCart(work, CartOf::Reading, row->integer());
}

} // namespace cartwright::store
