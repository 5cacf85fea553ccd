#include "core/simulator/plan.h"

#include "core/domain/names.h"

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

double seconds(double exact) { return std::round(exact * 1000) / 1000; }
const Article& articleOf(int article) { return catalogue()[static_cast<std::size_t>(article)]; }
const Place& placeOf(int place) { return places()[static_cast<std::size_t>(place)]; }

QJsonObject line(int article, int quantity)
{
    return {{QStringLiteral("gtin"), articleOf(article).product.gtin.digits()},
            {QStringLiteral("quantity"), quantity}};
}

QJsonArray feedEvents(const PlannedSale& sale)
{
    struct Dated
    {
        UtcMicroseconds at;
        QJsonObject object;
    };
    const auto dated = [](UtcMicroseconds at, EventKind kind) {
        return Dated{at, {{QStringLiteral("kind"), nameOf(kind)}, {QStringLiteral("at"), formatUtc(at)}}};
    };
    std::vector<Dated> all = {dated(sale.enteredAt, EventKind::Entry)};
    if (sale.script.sensors)
        for (const WeightFact& weight : sale.script.weights) {
            // Plates tell the time in whole milliseconds.
            Dated made = dated(sale.enteredAt + std::llround(weight.at * 1000) * 1000, EventKind::Weight);
            made.object.insert(QStringLiteral("plate_id"), placeOf(weight.place).plateId);
            made.object.insert(QStringLiteral("delta_g"), static_cast<qint64>(weight.delta));
            all.push_back(made);
        }
    all.push_back(dated(sale.exitedAt, EventKind::Exit));
    std::stable_sort(all.begin(), all.end(), [](const Dated& a, const Dated& b) { return a.at < b.at; });
    QJsonArray events;
    for (const Dated& event : all)
        events.append(event.object);
    return events;
}

QJsonArray trueEvents(const Script& script)
{
    QJsonArray events;
    for (const TrueEvent& event : script.events) {
        QJsonObject object = line(event.article, event.quantity);
        object.insert(QStringLiteral("kind"), nameOf(event.kind));
        object.insert(QStringLiteral("bin_id"), placeOf(event.place).binId);
        object.insert(QStringLiteral("from_s"), seconds(event.from));
        object.insert(QStringLiteral("until_s"), seconds(event.until));
        QJsonArray cameras;
        for (const QString& cameraId : event.cameraIds)
            cameras.append(cameraId);
        object.insert(QStringLiteral("cameras"), cameras);
        events.append(object);
    }
    return events;
}

QJsonObject trueSale(const PlannedSale& sale, const std::vector<RigCamera>& rig)
{
    const Script& script = sale.script;
    QJsonArray cart, misplaced, blind;
    for (const auto& [article, quantity] : script.cart)
        cart.append(line(article, quantity));
    for (const Misplaced& item : script.misplaced) {
        QJsonObject object = line(item.article, item.quantity);
        object.insert(QStringLiteral("place"), item.place);
        object.insert(QStringLiteral("at_s"), seconds(item.at));
        misplaced.append(object);
    }
    for (const BlindSpan& span : script.blind)
        blind.append(QJsonObject{{QStringLiteral("camera_id"), rig[span.camera].camera.cameraId},
                                 {QStringLiteral("cause"), span.cause == BlindCause::Covered
                                                               ? QStringLiteral("covered")
                                                               : QStringLiteral("dark")},
                                 {QStringLiteral("from_s"), seconds(span.from)},
                                 {QStringLiteral("until_s"), seconds(span.until)}});
    return {{QStringLiteral("sale_id"), sale.saleId},
            {QStringLiteral("situation"), nameOf(script.situation)},
            {QStringLiteral("situation_number"), static_cast<int>(script.situation)},
            {QStringLiteral("went_wrong"), script.wentWrong},
            {QStringLiteral("sensors"), script.sensors},
            {QStringLiteral("events"), trueEvents(script)},
            {QStringLiteral("cart"), cart},
            {QStringLiteral("misplaced"), misplaced},
            {QStringLiteral("blind"), blind}};
}

} // namespace

QJsonObject saleJson(const PlannedSale& sale, const QString& storeId, const std::vector<Clip>& clips)
{
    QJsonArray clipArray;
    for (const Clip& clip : clips)
        clipArray.append(
            QJsonObject{{QStringLiteral("camera_id"), clip.cameraId},
                        {QStringLiteral("file"), clip.file},
                        {QStringLiteral("starts_at"), formatUtc(clip.startsAt)},
                        {QStringLiteral("clock_offset_ms"), static_cast<qint64>(clip.clockOffset / 1000)},
                        {QStringLiteral("sha256"), clip.sha256}});
    return {{QStringLiteral("schema"), QStringLiteral("cartwright.sale/1")},
            {QStringLiteral("store_id"), storeId},
            {QStringLiteral("sale_id"), sale.saleId},
            {QStringLiteral("revision"), 1},
            {QStringLiteral("entered_at"), formatUtc(sale.enteredAt)},
            {QStringLiteral("exited_at"), formatUtc(sale.exitedAt)},
            {QStringLiteral("shopper_ref"),
             QStringLiteral("shopper-%1").arg(sale.seed & 0xffffffffu, 8, 16, QLatin1Char('0'))},
            {QStringLiteral("group_size"), 1},
            {QStringLiteral("clips"), clipArray},
            {QStringLiteral("events"), feedEvents(sale)}};
}

QJsonArray truthJson(const std::vector<PlannedSale>& sales, const std::vector<RigCamera>& rig)
{
    QJsonArray all;
    for (const PlannedSale& sale : sales)
        all.append(trueSale(sale, rig));
    return all;
}

} // namespace cartwright::simulator
