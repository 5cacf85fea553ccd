#include "core/simulator/plan.h"

#include "core/domain/names.h"
#include "core/simulator/random.h"

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

double seconds(double exact) { return std::round(exact * 1000) / 1000; }
QJsonObject line(const Script& script, int article, int quantity)
{
    return {{QStringLiteral("gtin"), script.shop->article(article).product.gtin.digits()},
            {QStringLiteral("quantity"), quantity}};
}

/// Shoppers as the store knows them: with the box in which a camera saw them, where there are several.
QJsonObject comingOf(const SeenComing& seen, const RigCamera& camera)
{
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const double x : {seen.low.x, seen.high.x})
        for (const double y : {seen.low.y, seen.high.y}) {
            const Point p = camera.view.project({x, y, seen.low.z});
            left = std::min(left, p.x);
            right = std::max(right, p.x);
            top = std::min(top, p.y);
            bottom = std::max(bottom, p.y);
        }
    const double width = camera.camera.width, height = camera.camera.height;
    left = std::round(std::clamp(left, 0.0, width - 2));
    top = std::round(std::clamp(top, 0.0, height - 2));
    return {{QStringLiteral("camera_id"), camera.camera.cameraId},
            {QStringLiteral("box"), QJsonArray{left, top, std::round(std::clamp(right, left + 2, width)) - left,
                                               std::round(std::clamp(bottom, top + 2, height)) - top}}};
}

bool isSilent(const Script& script, int place, double at)
{
    return std::any_of(script.plateHoles.begin(), script.plateHoles.end(), [&](const Hole& hole) {
        return hole.of == static_cast<std::size_t>(place) && at >= hole.from && at < hole.until;
    });
}

class FeedEvents
{
public:
    explicit FeedEvents(const PlannedSale& sale) : m_sale(sale) {}

    QJsonArray all(const std::vector<RigCamera>& rig)
    {
        addEntries(rig);
        if (m_sale.script.plates == Plates::Steps)
            for (const WeightFact& weight : m_sale.script.weights)
                if (!isSilent(m_sale.script, weight.place, weight.at))
                    add(weight.at, EventKind::Weight,
                        {{QStringLiteral("plate_id"), m_sale.script.shop->place(weight.place).plateId},
                         {QStringLiteral("delta_g"), static_cast<qint64>(weight.delta)}});
        for (const Scan& scan : m_sale.script.scans)
            add(scan.at, EventKind::Scan,
                {{QStringLiteral("gtin"), m_sale.script.shop->article(scan.article).product.gtin.digits()},
                 {QStringLiteral("quantity"), 1},
                 {QStringLiteral("weight_g"), static_cast<qint64>(scan.weight)}});
        addAt(m_sale.exitedAt, EventKind::Exit, {});
        std::stable_sort(m_all.begin(), m_all.end(), [](const Dated& a, const Dated& b) { return a.at < b.at; });
        QJsonArray events;
        for (const Dated& event : m_all)
            events.append(event.object);
        return events;
    }

private:
    struct Dated
    {
        UtcMicroseconds at;
        QJsonObject object;
    };

    void addEntries(const std::vector<RigCamera>& rig)
    {
        bool seen = false;
        // The first camera with a clip of that moment.
        for (const Shopper& shopper : m_sale.script.shoppers) {
            const RigCamera* camera = nullptr;
            for (std::size_t i = 0; shopper.seen && i < rig.size() && !camera; ++i)
                if (std::none_of(m_sale.script.clipHoles.begin(), m_sale.script.clipHoles.end(), [&](const Hole& hole) {
                        return hole.of == i && shopper.seen->at >= hole.from && shopper.seen->at < hole.until;
                    }))
                    camera = &rig[i];
            if (!camera)
                continue;
            add(shopper.seen->at, EventKind::Entry, comingOf(*shopper.seen, *camera));
            seen = true;
        }
        if (!seen)
            addAt(m_sale.enteredAt, EventKind::Entry, {});
    }
    /// Sensors tell the time in whole milliseconds.
    void add(double at, EventKind kind, const QJsonObject& more)
    {
        addAt(m_sale.enteredAt + std::llround(at * 1000) * 1000, kind, more);
    }
    void addAt(UtcMicroseconds at, EventKind kind, QJsonObject object)
    {
        object.insert(QStringLiteral("kind"), nameOf(kind));
        object.insert(QStringLiteral("at"), formatUtc(at));
        m_all.push_back({at, object});
    }

    const PlannedSale& m_sale;
    std::vector<Dated> m_all;
};

QString nameOf(Plates plates)
{
    return plates == Plates::Off     ? QStringLiteral("none")
           : plates == Plates::Steps ? QStringLiteral("steps")
                                     : QStringLiteral("series");
}

enum class Whose : std::uint8_t { Own, Others };

QJsonArray trueEvents(const Script& script, Whose whose)
{
    QJsonArray events;
    for (const TrueEvent& event : script.events) {
        if (script.shoppers[event.shopper].own != (whose == Whose::Own))
            continue;
        QJsonObject object = line(script, event.article, event.quantity);
        object.insert(QStringLiteral("kind"), cartwright::nameOf(event.kind));
        object.insert(QStringLiteral("bin_id"), script.shop->place(event.place).binId);
        object.insert(QStringLiteral("from_s"), seconds(event.from));
        object.insert(QStringLiteral("until_s"), seconds(event.until));
        object.insert(QStringLiteral("shopper"), static_cast<int>(event.shopper));
        QJsonArray cameras;
        for (const QString& cameraId : event.cameraIds)
            cameras.append(cameraId);
        object.insert(QStringLiteral("cameras"), cameras);
        events.append(object);
    }
    return events;
}

QJsonObject span(double from, double until)
{
    return {{QStringLiteral("from_s"), seconds(from)}, {QStringLiteral("until_s"), seconds(until)}};
}

QJsonArray blindSpans(const Script& script, const std::vector<RigCamera>& rig)
{
    QJsonArray blind;
    const auto add = [&](std::size_t camera, const QString& cause, double from, double until) {
        QJsonObject object = span(from, until);
        object.insert(QStringLiteral("camera_id"), rig[camera].camera.cameraId);
        object.insert(QStringLiteral("cause"), cause);
        blind.append(object);
    };
    for (const BlindSpan& seen : script.blind)
        add(seen.camera, seen.cause == BlindCause::Covered ? QStringLiteral("covered") : QStringLiteral("dark"), seen.from,
            seen.until);
    for (const Hole& hole : script.clipHoles)
        add(hole.of, QStringLiteral("missing"), hole.from, hole.until);
    return blind;
}

QJsonObject trueSale(const PlannedSale& sale, const std::vector<RigCamera>& rig)
{
    const Script& script = sale.script;
    QJsonArray cart, misplaced, handedOver, wrongBins, silent;
    for (const auto& [article, quantity] : script.cart)
        cart.append(line(script, article, quantity));
    for (const Misplaced& item : script.misplaced) {
        QJsonObject object = line(script, item.article, item.quantity);
        object.insert(QStringLiteral("place"), item.place);
        object.insert(QStringLiteral("at_s"), seconds(item.at));
        object.insert(QStringLiteral("shopper"), static_cast<int>(item.shopper));
        misplaced.append(object);
    }
    for (const HandOver& given : script.handedOver)
        handedOver.append(QJsonObject{{QStringLiteral("gtin"), script.shop->article(given.article).product.gtin.digits()},
                                      {QStringLiteral("from"), static_cast<int>(given.from)},
                                      {QStringLiteral("to"), static_cast<int>(given.to)},
                                      {QStringLiteral("at_s"), seconds(given.at)}});
    for (const WrongBin& wrong : script.wrongBins)
        wrongBins.append(QJsonObject{{QStringLiteral("bin_id"), script.shop->place(wrong.place).binId},
                                     {QStringLiteral("gtin"), script.shop->article(wrong.article).product.gtin.digits()}});
    for (const Hole& hole : script.plateHoles) {
        QJsonObject object = span(hole.from, hole.until);
        object.insert(QStringLiteral("plate_id"), script.shop->place(static_cast<int>(hole.of)).plateId);
        silent.append(object);
    }
    return {{QStringLiteral("sale_id"), sale.saleId},
            {QStringLiteral("situation"), nameOf(script.situation)},
            {QStringLiteral("situation_number"), static_cast<int>(script.situation)},
            {QStringLiteral("went_wrong"), script.wentWrong},
            {QStringLiteral("sensors"), nameOf(script.plates)},
            {QStringLiteral("smart_cart"), script.smartCart},
            {QStringLiteral("group_size"), script.groupSize()},
            {QStringLiteral("events"), trueEvents(script, Whose::Own)},
            {QStringLiteral("others"), trueEvents(script, Whose::Others)},
            {QStringLiteral("cart"), cart},
            {QStringLiteral("misplaced"), misplaced},
            {QStringLiteral("handed_over"), handedOver},
            {QStringLiteral("wrong_bins"), wrongBins},
            {QStringLiteral("blind"), blindSpans(script, rig)},
            {QStringLiteral("silent_plates"), silent}};
}

} // namespace

QByteArray plateTrace(const PlannedSale& sale, int place)
{
    const Script& script = sale.script;
    Random random = Random(sale.seed).fork(500 + static_cast<std::uint64_t>(place));
    double load = 380; // what the tray itself weighs
    for (const int article : script.stock[static_cast<std::size_t>(place)])
        load += article < 0 ? 0 : static_cast<double>(*script.shop->article(article).product.unitWeight);
    const double drift = random.bell() * 0.15;
    QByteArray text = "weight_g\n";
    std::size_t next = 0;
    double swing = 0, since = -1e9;
    const int samples = static_cast<int>(script.length * plateRate);
    for (int i = 0; i < samples; ++i) {
        const double at = static_cast<double>(i) / plateRate;
        for (; next < script.changes.size() && script.changes[next].at <= at; ++next) {
            const StockChange& change = script.changes[next];
            if (change.place != place)
                continue;
            swing = (change.article >= 0 ? 1 : -1)
                    * static_cast<double>(*script.shop->article(change.article >= 0 ? change.article : change.was).product.unitWeight);
            load += swing;
            since = change.at;
        }
        // A plate swings for a moment when goods leave or meet it, and is never quite still.
        const double swinging = at - since < 1 ? -swing * std::exp(-(at - since) / 0.07) * std::cos((at - since) * 60) : 0;
        if (!isSilent(script, place, at))
            text += QByteArray::number(load + swinging + drift * at + random.bell() * 1.6, 'f', 1);
        text += '\n';
    }
    return text;
}

QJsonObject saleJson(const PlannedSale& sale, const Store& store, const std::vector<RigCamera>& rig,
                     const std::vector<Clip>& clips, const std::vector<Series>& series)
{
    QJsonArray clipArray, seriesArray;
    for (const Series& trace : series)
        seriesArray.append(QJsonObject{{QStringLiteral("kind"), QStringLiteral("weight")},
                                       {QStringLiteral("plate_id"), trace.plateId},
                                       {QStringLiteral("starts_at"), formatUtc(trace.startsAt)},
                                       {QStringLiteral("rate_hz"), trace.rateHz},
                                       {QStringLiteral("file"), trace.file}});
    for (const Clip& clip : clips)
        clipArray.append(
            QJsonObject{{QStringLiteral("camera_id"), clip.cameraId},
                        {QStringLiteral("file"), clip.file},
                        {QStringLiteral("starts_at"), formatUtc(clip.startsAt)},
                        {QStringLiteral("clock_offset_ms"), static_cast<qint64>(clip.clockOffset / 1000)},
                        {QStringLiteral("sha256"), clip.sha256}});
    QJsonObject object{{QStringLiteral("schema"), QStringLiteral("cartwright.sale/1")},
                       {QStringLiteral("store_id"), store.storeId},
                       {QStringLiteral("sale_id"), sale.saleId},
                       {QStringLiteral("revision"), 1},
                       {QStringLiteral("entered_at"), formatUtc(sale.enteredAt)},
                       {QStringLiteral("exited_at"), formatUtc(sale.exitedAt)},
                       {QStringLiteral("shopper_ref"),
                        QStringLiteral("shopper-%1").arg(sale.seed & 0xffffffffu, 8, 16, QLatin1Char('0'))},
                       {QStringLiteral("group_size"), sale.script.groupSize()},
                       {QStringLiteral("clips"), clipArray},
                       {QStringLiteral("events"), FeedEvents(sale).all(rig)}};
    if (!series.empty())
        object.insert(QStringLiteral("series"), seriesArray);
    return object;
}

QJsonArray truthJson(const std::vector<PlannedSale>& sales, const std::vector<RigCamera>& rig)
{
    QJsonArray all;
    for (const PlannedSale& sale : sales)
        all.append(trueSale(sale, rig));
    return all;
}

} // namespace cartwright::simulator
