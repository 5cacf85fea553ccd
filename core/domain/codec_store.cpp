#include "core/domain/codec.h"
#include "core/domain/codec_read.h"

#include <QRegularExpression>

namespace cartwright {
namespace {

using namespace codec;

std::vector<Point> readPolygon(JsonReader& reader, const QString& key)
{
    std::vector<Point> polygon;
    for (const auto& corner : reader.optionalArray(key, 64)) {
        const QJsonArray xy = corner.toArray();
        if (xy.size() != 2 || !xy[0].isDouble() || !xy[1].isDouble()) {
            reader.refuse(QStringLiteral("\"%1\" must be a list of [x, y].").arg(key));
            break;
        }
        polygon.push_back({xy[0].toDouble(), xy[1].toDouble()});
    }
    if (polygon.size() < 3)
        reader.refuse(QStringLiteral("\"%1\" must have at least 3 corners.").arg(key));
    return polygon;
}

/// "0.12" exactly as 120,000 parts per million, without a detour over floating point.
std::int64_t readRate(JsonReader& reader, const QString& key)
{
    static const QRegularExpression decimal(QStringLiteral("^([0-9])(?:\\.([0-9]{1,6}))?$"));
    const auto match = decimal.match(reader.text(key, 16));
    if (!match.hasMatch()) {
        reader.refuse(QStringLiteral("\"%1\" must be a decimal text such as \"0.12\".").arg(key));
        return 0;
    }
    return match.captured(1).toLongLong() * 1'000'000
           + match.captured(2).leftJustified(6, QLatin1Char('0')).toLongLong();
}

Camera readCamera(JsonReader& reader)
{
    Camera camera;
    camera.cameraId = reader.text(QStringLiteral("camera_id"), 128);
    camera.name = reader.optionalText(QStringLiteral("name"));
    camera.width = static_cast<int>(reader.integer(QStringLiteral("width"), 1, 16'384));
    camera.height = static_cast<int>(reader.integer(QStringLiteral("height"), 1, 16'384));
    return camera;
}

Bin readBin(JsonReader& reader)
{
    Bin bin;
    bin.binId = reader.text(QStringLiteral("bin_id"), 128);
    bin.gtin = readGtin(reader, QStringLiteral("gtin"));
    bin.plateId = reader.optionalText(QStringLiteral("plate_id"), 128);
    const QJsonArray views = reader.optionalArray(QStringLiteral("views"), 64);
    for (qsizetype i = 0; i < views.size(); ++i) {
        JsonReader view = reader.element(views, i, QStringLiteral("views"));
        BinView value;
        value.cameraId = view.text(QStringLiteral("camera_id"), 128);
        value.polygon = readPolygon(view, QStringLiteral("polygon"));
        reader.adopt(view);
        bin.views.push_back(std::move(value));
    }
    return bin;
}

} // namespace

QJsonObject toJson(const Store& store)
{
    QJsonArray taxClasses;
    for (const auto& tax : store.taxClasses)
        taxClasses.append(QJsonObject{{QStringLiteral("id"), tax.taxClassId},
                                      {QStringLiteral("rate"), rateText(tax.ratePartsPerMillion)}});
    QJsonArray cameras;
    for (const auto& camera : store.cameras)
        cameras.append(QJsonObject{{QStringLiteral("camera_id"), camera.cameraId},
                                   {QStringLiteral("name"), camera.name},
                                   {QStringLiteral("width"), camera.width},
                                   {QStringLiteral("height"), camera.height}});
    QJsonArray bins;
    for (const auto& bin : store.bins) {
        QJsonArray views;
        for (const auto& view : bin.views) {
            QJsonArray polygon;
            for (const auto& corner : view.polygon)
                polygon.append(QJsonArray{corner.x, corner.y});
            views.append(QJsonObject{{QStringLiteral("camera_id"), view.cameraId},
                                     {QStringLiteral("polygon"), polygon}});
        }
        QJsonObject object{{QStringLiteral("bin_id"), bin.binId},
                           {QStringLiteral("gtin"), bin.gtin.digits()},
                           {QStringLiteral("views"), views}};
        if (!bin.plateId.isEmpty())
            object.insert(QStringLiteral("plate_id"), bin.plateId);
        bins.append(object);
    }
    return {{QStringLiteral("schema"), QStringLiteral("cartwright.store/1")},
            {QStringLiteral("store_id"), store.storeId},
            {QStringLiteral("name"), store.name},
            {QStringLiteral("time_zone"), store.timeZone},
            {QStringLiteral("currency"), store.currency},
            {QStringLiteral("prices_include_tax"), store.priceBasis == PriceBasis::TaxIncluded},
            {QStringLiteral("tax_classes"), taxClasses},
            {QStringLiteral("receipt_due_minutes"), store.receiptDueMinutes},
            {QStringLiteral("cameras"), cameras},
            {QStringLiteral("bins"), bins}};
}

Result<Store> storeFromJson(const QJsonObject& object, const QString& where)
{
    JsonReader reader(object, where);
    Store store;
    store.storeId = reader.text(QStringLiteral("store_id"), 128);
    store.name = reader.text(QStringLiteral("name"));
    store.timeZone = reader.text(QStringLiteral("time_zone"), 64);
    store.currency = reader.text(QStringLiteral("currency"), 3);
    store.priceBasis =
        reader.boolean(QStringLiteral("prices_include_tax")) ? PriceBasis::TaxIncluded : PriceBasis::TaxAdded;
    store.taxClasses = readList<TaxClass>(reader, QStringLiteral("tax_classes"), 64, [](JsonReader& tax) {
        return TaxClass{tax.text(QStringLiteral("id"), 64), readRate(tax, QStringLiteral("rate"))};
    });
    store.receiptDueMinutes =
        static_cast<int>(reader.optionalInteger(QStringLiteral("receipt_due_minutes"), 1, 10'080).value_or(15));
    store.cameras = readList<Camera>(reader, QStringLiteral("cameras"), 256, readCamera);
    store.bins = readList<Bin>(reader, QStringLiteral("bins"), 10'000, readBin);
    return finished(reader, std::move(store));
}

} // namespace cartwright
