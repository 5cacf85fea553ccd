#include "core/feed/known_ids.h"

#include "core/feed/json_places.h"

#include <algorithm>
#include <set>

namespace cartwright::feed {
namespace {

/// The ids that a store has.
struct Known
{
    explicit Known(const Store& store)
    {
        for (const auto& camera : store.cameras)
            cameras.insert(camera.cameraId);
        for (const auto& bin : store.bins) {
            bins.insert(bin.binId);
            if (!bin.plateId.isEmpty())
                plates.insert(bin.plateId);
        }
    }
    std::set<QString> cameras;
    std::set<QString> bins;
    std::set<QString> plates;
};

Error unknown(const char* list, std::size_t index, const char* what, const QString& id, const Store& store)
{
    return {ErrorKind::Refused,
            QStringLiteral("sale.json %1[%2]: ").arg(QLatin1String(list)).arg(index)
                + QStringLiteral("%1 \"%2\" is not in the description of store \"%3\"; import a newer description or "
                                 "correct the id.").arg(QLatin1String(what), id, store.storeId),
            {}};
}

std::set<Gtin> productsOf(const Sale& sale)
{
    std::set<Gtin> gtins;
    for (const auto& event : sale.events) {
        gtins.insert(event.gtin);
        for (const auto& candidate : event.candidates)
            gtins.insert(candidate.gtin);
    }
    if (sale.cart)
        for (const auto& line : sale.cart->lines)
            gtins.insert(line.gtin);
    gtins.erase(Gtin());
    return gtins;
}

} // namespace

std::optional<Error> unknownId(const Sale& sale, const Store& store)
{
    const Known known(store);
    for (std::size_t i = 0; i < sale.clips.size(); ++i)
        if (!known.cameras.contains(sale.clips[i].cameraId))
            return unknown("clips", i, "camera", sale.clips[i].cameraId, store);
    for (std::size_t i = 0; i < sale.events.size(); ++i) {
        const Event& event = sale.events[i];
        if (!event.cameraId.isEmpty() && !known.cameras.contains(event.cameraId))
            return unknown("events", i, "camera", event.cameraId, store);
        if (!event.binId.isEmpty() && !known.bins.contains(event.binId))
            return unknown("events", i, "bin", event.binId, store);
        if (!event.plateId.isEmpty() && !known.plates.contains(event.plateId))
            return unknown("events", i, "plate", event.plateId, store);
    }
    for (std::size_t i = 0; i < sale.series.size(); ++i)
        if (!known.plates.contains(sale.series[i].plateId))
            return unknown("series", i, "plate", sale.series[i].plateId, store);
    return std::nullopt;
}

QStringList doubtsAbout(const Bundle& bundle, const Store& store, const std::map<Gtin, Product>& products)
{
    QStringList doubts;
    const Sale& sale = bundle.sale;
    for (std::size_t i = 0; i < sale.clips.size(); ++i) {
        const auto camera = std::find_if(store.cameras.begin(), store.cameras.end(),
                                         [&](const Camera& one) { return one.cameraId == sale.clips[i].cameraId; });
        const auto& info = bundle.clips[i];
        if (camera != store.cameras.end() && (camera->width != info.width || camera->height != info.height))
            doubts.append(QStringLiteral("A clip is %1x%2 and the store description says %3x%4 for camera \"%5\".")
                              .arg(info.width).arg(info.height).arg(camera->width).arg(camera->height)
                              .arg(camera->cameraId));
    }
    for (const auto& gtin : productsOf(sale))
        if (!products.contains(gtin) && doubts.size() < 50)
            doubts.append(QStringLiteral("GTIN %1 is not in the product list of the store.").arg(gtin.digits()));
    if (sale.clips.empty() && sale.events.empty() && sale.series.empty() && !sale.cart)
        doubts.append(QStringLiteral("The bundle has neither clips nor events, series or a cart."));
    return doubts;
}

} // namespace cartwright::feed
