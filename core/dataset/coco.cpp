#include "core/dataset/coco.h"

#include "core/domain/names.h"

#include <QJsonArray>

namespace cartwright::dataset {
namespace {

QJsonObject imageEntry(const PlannedImage& image, int id, bool licensed)
{
    QJsonObject entry{{QStringLiteral("id"), id},
                      {QStringLiteral("file_name"), image.fileName()},
                      {QStringLiteral("width"), image.width},
                      {QStringLiteral("height"), image.height},
                      {QStringLiteral("cartwright"),
                       QJsonObject{{QStringLiteral("store"), image.key.storeId},
                                   {QStringLiteral("sale"), image.key.saleId},
                                   {QStringLiteral("camera"), image.cameraId},
                                   {QStringLiteral("clip_sha256"), image.clipSha256},
                                   {QStringLiteral("frame"), static_cast<qint64>(image.frame)},
                                   {QStringLiteral("timestamp_us"), qint64(image.timestamp)}}}};
    if (licensed)
        entry.insert(QStringLiteral("license"), 1);
    return entry;
}

QJsonObject attributesOf(const PlannedLabel& planned)
{
    const Label& label = planned.label;
    return {{QStringLiteral("label_id"), label.labelId},
            {QStringLiteral("event"), label.eventId},
            {QStringLiteral("action"), nameOf(label.action)},
            {QStringLiteral("source"), nameOf(label.source)},
            {QStringLiteral("origin"), nameOf(label.origin)},
            {QStringLiteral("track"), label.trackId},
            {QStringLiteral("reviewer"), label.reviewer},
            {QStringLiteral("verdict"), label.verdictNumber},
            {QStringLiteral("model_version"), label.modelVersion},
            {QStringLiteral("timestamp_us"), qint64(label.clipTimestamp)}};
}

QJsonObject annotationEntry(const PlannedLabel& planned, const Box& box, int imageId, int categoryId, int id)
{
    const double right = box.x + box.width;
    const double bottom = box.y + box.height;
    const QJsonArray rectangle{box.x, box.y, right, box.y, right, bottom, box.x, bottom};
    return {{QStringLiteral("id"), id},
            {QStringLiteral("image_id"), imageId},
            {QStringLiteral("category_id"), categoryId},
            {QStringLiteral("bbox"), QJsonArray{box.x, box.y, box.width, box.height}},
            {QStringLiteral("area"), box.width * box.height},
            {QStringLiteral("segmentation"), QJsonArray{rectangle}},
            {QStringLiteral("iscrowd"), 0},
            {QStringLiteral("attributes"), attributesOf(planned)}};
}

/// Category ids from 1 in the order of the GTINs, for the products that a label is left of.
std::map<Gtin, int> categoriesOf(const Plan& plan, const std::vector<PlannedImage>& images,
                                 const std::vector<ExtractedImage>& extracted)
{
    std::map<Gtin, int> ids;
    for (std::size_t place = 0; place < images.size(); ++place)
        for (const PlacedLabel& placed : images[place].labels)
            if (!extracted[place].damaged)
                ids[plan.labels[placed.place].label.gtin] = 0;
    int next = 1;
    for (auto& [gtin, id] : ids)
        id = next++;
    return ids;
}

QJsonObject documentOf(const Plan& plan, Split split, const std::map<Gtin, int>& categories)
{
    QJsonArray list;
    for (const auto& [gtin, id] : categories)
        list.append(QJsonObject{{QStringLiteral("id"), id},
                                {QStringLiteral("name"), plan.names.at(gtin)},
                                {QStringLiteral("gtin"), gtin.digits()},
                                {QStringLiteral("supercategory"), QString()}});
    QJsonArray licences;
    if (!plan.options.licence.isEmpty())
        licences.append(QJsonObject{{QStringLiteral("id"), 1},
                                    {QStringLiteral("name"), plan.options.licence},
                                    {QStringLiteral("url"), QString()}});
    return {{QStringLiteral("info"), QJsonObject{{QStringLiteral("description"), plan.options.name},
                                                 {QStringLiteral("version"), plan.sha256.left(16)},
                                                 {QStringLiteral("split"), nameOf(split)}}},
            {QStringLiteral("licenses"), licences},
            {QStringLiteral("categories"), list}};
}

using Tally = std::map<QString, int>;

QJsonObject toJson(const Tally& tally)
{
    QJsonObject object;
    for (const auto& [name, count] : tally)
        object.insert(name, count);
    return object;
}

/// What is counted over all splits.
struct Tallies
{
    Tally sales, actions, sources, cameras, products;
};

/// Counts one split into the tallies of all and gives its own numbers.
QJsonObject countSplit(const QJsonObject& file, Tallies& all)
{
    Tally sales;
    std::map<int, QString> gtins;
    const QJsonArray categories = file.value(QStringLiteral("categories")).toArray();
    for (const auto& category : categories)
        gtins[category[QStringLiteral("id")].toInt()] = category[QStringLiteral("gtin")].toString();
    const QJsonArray images = file.value(QStringLiteral("images")).toArray();
    for (const auto& image : images) {
        const QJsonValue from = image[QStringLiteral("cartwright")];
        const QString store = from[QStringLiteral("store")].toString() + QLatin1Char('/');
        ++sales[store + from[QStringLiteral("sale")].toString()];
        ++all.cameras[store + from[QStringLiteral("camera")].toString()];
    }
    const QJsonArray annotations = file.value(QStringLiteral("annotations")).toArray();
    for (const auto& annotation : annotations) {
        const QJsonValue attributes = annotation[QStringLiteral("attributes")];
        ++all.actions[attributes[QStringLiteral("action")].toString()];
        ++all.sources[attributes[QStringLiteral("source")].toString()];
        ++all.products[gtins[annotation[QStringLiteral("category_id")].toInt()]];
    }
    all.sales.merge(Tally(sales));
    return {{QStringLiteral("labels"), annotations.size()},
            {QStringLiteral("frames"), images.size()},
            {QStringLiteral("sales"), static_cast<qint64>(sales.size())}};
}

} // namespace

QString annotationFileOf(Split split)
{
    return QStringLiteral("annotations/instances_%1.json").arg(nameOf(split));
}

CocoFiles cocoOf(const Plan& plan, const std::vector<PlannedImage>& images,
                 const std::vector<ExtractedImage>& extracted)
{
    const std::map<Gtin, int> categories = categoriesOf(plan, images, extracted);
    std::array<QJsonArray, allSplits.size()> entries, annotations;
    int imageId = 0;
    int annotationId = 0;
    for (std::size_t place = 0; place < images.size(); ++place) {
        const PlannedImage& image = images[place];
        if (extracted[place].damaged)
            continue;
        entries[placeOf(image.split)].append(imageEntry(image, ++imageId, !plan.options.licence.isEmpty()));
        for (const PlacedLabel& placed : image.labels) {
            const PlannedLabel& planned = plan.labels[placed.place];
            annotations[placeOf(image.split)].append(annotationEntry(
                planned, placed.box, imageId, categories.at(planned.label.gtin), ++annotationId));
        }
    }
    CocoFiles files;
    for (const Split split : allSplits) {
        QJsonObject& file = files[placeOf(split)];
        file = documentOf(plan, split, categories);
        file.insert(QStringLiteral("images"), entries[placeOf(split)]);
        file.insert(QStringLiteral("annotations"), annotations[placeOf(split)]);
    }
    return files;
}

QJsonObject countsOf(const CocoFiles& files)
{
    Tallies all;
    QJsonObject splits;
    qint64 labels = 0;
    qint64 frames = 0;
    for (const Split split : allSplits) {
        const QJsonObject counts = countSplit(files[placeOf(split)], all);
        labels += counts.value(QStringLiteral("labels")).toInteger();
        frames += counts.value(QStringLiteral("frames")).toInteger();
        splits.insert(nameOf(split), counts);
    }
    const QJsonArray categories = files.front().value(QStringLiteral("categories")).toArray();
    return {{QStringLiteral("labels"), labels},
            {QStringLiteral("frames"), frames},
            {QStringLiteral("sales"), static_cast<qint64>(all.sales.size())},
            {QStringLiteral("categories"), categories.size()},
            {QStringLiteral("splits"), splits},
            {QStringLiteral("labels_per_product"), toJson(all.products)},
            {QStringLiteral("labels_per_action"), toJson(all.actions)},
            {QStringLiteral("labels_per_source"), toJson(all.sources)},
            {QStringLiteral("frames_per_camera"), toJson(all.cameras)}};
}

} // namespace cartwright::dataset
