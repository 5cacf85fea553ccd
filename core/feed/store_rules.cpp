#include "core/feed/store_rules.h"

#include "core/feed/ids.h"
#include "core/feed/schema.h"

#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace cartwright::feed {
namespace {

Error broken(const QString& place, const QString& sentence)
{
    return {ErrorKind::Refused,
            QStringLiteral("store.json") + (place.isEmpty() ? QString() : QLatin1Char(' ') + place)
                + QStringLiteral(": ") + sentence,
            {}};
}

QString element(const char* list, std::size_t index)
{
    return QStringLiteral("%1[%2]").arg(QLatin1String(list)).arg(index);
}

/// The first id of a list that stands there twice or is no id.
template <class Items, class Id>
std::optional<Error> brokenId(const Items& items, const char* list, const char* key, Id id)
{
    QSet<QString> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const QString& text = id(items[i]);
        if (const QString why = whyNoId(text); !why.isEmpty())
            return broken(element(list, i), QStringLiteral("\"%1\" %2.").arg(QLatin1String(key), why));
        if (seen.contains(text))
            return broken(element(list, i),
                          QStringLiteral("\"%1\" is \"%2\", which stands there already.").arg(QLatin1String(key), text));
        seen.insert(text);
    }
    return std::nullopt;
}

std::optional<Error> brokenRate(const QJsonObject& object)
{
    static const QRegularExpression decimal(QStringLiteral(R"(\A[0-9](\.[0-9]{1,6})?\z)"));
    const QJsonArray classes = object.value(QStringLiteral("tax_classes")).toArray();
    for (qsizetype i = 0; i < classes.size(); ++i) {
        const QString rate = classes[i].toObject().value(QStringLiteral("rate")).toString();
        if (!decimal.match(rate).hasMatch())
            return broken(element("tax_classes", static_cast<std::size_t>(i)),
                          QStringLiteral("\"rate\" must be a decimal text such as \"0.12\" with at most 6 decimals."));
    }
    return std::nullopt;
}

/// Twice the area, by the shoelace formula.
double doubleArea(const std::vector<Point>& polygon)
{
    double sum = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point& a = polygon[i];
        const Point& b = polygon[(i + 1) % polygon.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return std::abs(sum);
}

std::optional<Error> brokenView(const Store& store, const BinView& view, const QString& place)
{
    const auto camera = std::find_if(store.cameras.begin(), store.cameras.end(),
                                     [&](const Camera& candidate) { return candidate.cameraId == view.cameraId; });
    if (camera == store.cameras.end())
        return broken(place, QStringLiteral("\"camera_id\" is \"%1\", which is not among the cameras.").arg(view.cameraId));
    if (view.polygon.size() < 3)
        return broken(place, QStringLiteral("\"polygon\" must have at least 3 corners."));
    for (const Point& corner : view.polygon)
        if (!(corner.x >= 0 && corner.x <= camera->width && corner.y >= 0 && corner.y <= camera->height))
            return broken(place, QStringLiteral("\"polygon\" has the corner [%1, %2], which lies outside the %3x%4 picture "
                                                "of camera \"%5\".")
                                     .arg(corner.x).arg(corner.y).arg(camera->width).arg(camera->height)
                                     .arg(view.cameraId));
    if (doubleArea(view.polygon) < 2)
        return broken(place, QStringLiteral("\"polygon\" encloses no area."));
    return std::nullopt;
}

std::optional<Error> brokenBin(const Store& store, std::size_t index)
{
    const Bin& bin = store.bins[index];
    const QString place = element("bins", index);
    if (bin.gtin.isEmpty())
        return broken(place, QStringLiteral("\"gtin\" is missing: bin \"%1\" has no product.").arg(bin.binId));
    if (const QString why = whyNoId(bin.plateId); !why.isEmpty())
        return broken(place, QStringLiteral("\"plate_id\" %1.").arg(why));
    for (std::size_t i = 0; i < bin.views.size(); ++i)
        if (auto error = brokenView(store, bin.views[i], place + QLatin1Char(' ') + element("views", i)))
            return error;
    return std::nullopt;
}

} // namespace

std::optional<Error> brokenStoreRule(const Store& store, const QJsonObject& object)
{
    static const QRegularExpression threeLetters(QStringLiteral(R"(\A[A-Z]{3}\z)"));
    if (const QString why = whyNoId(store.storeId); !why.isEmpty())
        return broken({}, QStringLiteral("\"store_id\" %1.").arg(why));
    if (!QTimeZone(store.timeZone.toUtf8()).isValid())
        return broken({}, QStringLiteral("\"time_zone\" is \"%1\", which is no IANA time zone such as Europe/Stockholm.")
                              .arg(store.timeZone));
    if (!threeLetters.match(store.currency).hasMatch())
        return broken({}, QStringLiteral("\"currency\" is \"%1\"; it must be 3 capital letters such as SEK.")
                              .arg(store.currency));
    if (auto error = brokenRate(object))
        return error;
    if (auto error = brokenId(store.taxClasses, "tax_classes", "id",
                              [](const TaxClass& tax) -> const QString& { return tax.taxClassId; }))
        return error;
    if (auto error = brokenId(store.cameras, "cameras", "camera_id",
                              [](const Camera& camera) -> const QString& { return camera.cameraId; }))
        return error;
    if (auto error = brokenId(store.bins, "bins", "bin_id", [](const Bin& bin) -> const QString& { return bin.binId; }))
        return error;
    for (std::size_t i = 0; i < store.bins.size(); ++i)
        if (auto error = brokenBin(store, i))
            return error;
    return std::nullopt;
}

std::optional<Error> binWithoutProduct(const Store& store, const std::vector<Product>& products)
{
    QSet<Gtin> known;
    for (const auto& product : products)
        known.insert(product.gtin);
    for (std::size_t i = 0; i < store.bins.size(); ++i)
        if (!known.contains(store.bins[i].gtin))
            return broken(element("bins", i), QStringLiteral("\"gtin\" is %1, which is not in products.csv.")
                                                  .arg(store.bins[i].gtin.digits()));
    return std::nullopt;
}

QStringList unknownStoreKeys(const QJsonObject& object)
{
    UnknownKeys unknown;
    const QString file = QStringLiteral("store.json");
    const auto list = [](const QJsonObject& parent, const char* key, const auto& visit) {
        const QJsonArray array = parent.value(QLatin1String(key)).toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            visit(array[i].toObject(), element(key, static_cast<std::size_t>(i)));
    };
    const auto noteWith = [&](const QString& keys) {
        return [&unknown, file, known = keys.split(QLatin1Char(' '))](const QJsonObject& item, const QString& place) {
            unknown.note(item, known, file + QLatin1Char(' ') + place);
        };
    };
    unknown.note(object,
                 QStringLiteral("schema store_id name time_zone currency prices_include_tax tax_classes "
                                "receipt_due_minutes cameras bins").split(QLatin1Char(' ')), file);
    list(object, "tax_classes", noteWith(QStringLiteral("id rate")));
    list(object, "cameras", noteWith(QStringLiteral("camera_id name width height")));
    list(object, "bins", [&](const QJsonObject& bin, const QString& place) {
        noteWith(QStringLiteral("bin_id gtin plate_id views"))(bin, place);
        list(bin, "views", [&](const QJsonObject& view, const QString& viewPlace) {
            noteWith(QStringLiteral("camera_id polygon"))(view, place + QLatin1Char(' ') + viewPlace);
        });
    });
    return unknown.notes();
}

} // namespace cartwright::feed
