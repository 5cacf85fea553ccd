#include "core/dataset/assembly.h"

#include "core/base/safe_file.h"
#include "core/dataset/manifest.h"
#include "core/domain/names.h"

#include <QJsonArray>

#include <cmath>

namespace cartwright::dataset {
namespace {

using Ids = std::map<Gtin, std::size_t>;

/// Categories with ids from 1 in the order of the GTINs, for the products that a label is left of.
Header headerOf(const Plan& plan, const std::vector<PlannedImage>& images, const std::vector<ExtractedImage>& extracted, Ids& places)
{
    for (std::size_t place = 0; place < images.size(); ++place)
        for (const PlacedLabel& placed : images[place].labels)
            if (!extracted[place].damaged)
                places[plan.labels[placed.place].label.gtin] = 0;
    Header header{plan.options.name, plan.options.licence, plan.sha256.left(16), {}, {}};
    for (auto& [gtin, place] : places) {
        place = header.categories.size();
        header.categories.push_back({static_cast<int>(place) + 1, plan.names.at(gtin), gtin.digits()});
    }
    for (const Split split : allSplits)
        header.subsets.append(nameOf(split));
    return header;
}

QJsonObject attributesOf(const PlannedLabel& planned)
{
    const Label& label = planned.label;
    return {{QStringLiteral("label_id"), label.labelId},
            {QStringLiteral("sha256"), planned.sha256},
            {QStringLiteral("event"), label.eventId},
            {QStringLiteral("action"), nameOf(label.action)},
            {QStringLiteral("source"), nameOf(label.source)},
            {QStringLiteral("origin"), nameOf(label.origin)},
            {QStringLiteral("reviewer"), label.reviewer},
            {QStringLiteral("verdict"), label.verdictNumber},
            {QStringLiteral("model_version"), label.modelVersion},
            {QStringLiteral("timestamp_us"), qint64(label.clipTimestamp)}};
}

QJsonObject originOf(const PlannedImage& image, const ExtractedImage& made)
{
    QJsonObject origin{{QStringLiteral("store"), image.key.storeId},
                       {QStringLiteral("sale"), image.key.saleId},
                       {QStringLiteral("camera"), image.cameraId},
                       {QStringLiteral("clip_sha256"), image.clipSha256},
                       {QStringLiteral("frame"), static_cast<qint64>(image.frame)},
                       {QStringLiteral("timestamp_us"), qint64(image.timestamp)},
                       {QStringLiteral("group"), image.groupWord},
                       {QStringLiteral("picture_sha256"), made.sha256},
                       {QStringLiteral("picture_hash"), QString::number(made.hash, 16)},
                       {QStringLiteral("sharpness"), std::round(made.sharpness * 10) / 10},
                       {QStringLiteral("masking"), made.masking},
                       {QStringLiteral("masked_share"), std::round(made.masked * 1000) / 1000}};
    if (image.at != 0)
        origin.insert(QStringLiteral("at_us"), qint64(image.at));
    return origin;
}

Sample sampleOf(const PlannedImage& image, const ExtractedImage& made, const Plan& plan, const Ids& places)
{
    Sample sample = sampleOf(image);
    sample.origin = originOf(image, made);
    for (const PlacedLabel& placed : image.labels) {
        const PlannedLabel& planned = plan.labels[placed.place];
        Mark mark;
        mark.box = placed.box;
        mark.category = places.at(planned.label.gtin);
        mark.attributes = attributesOf(planned);
        const LabelOrigin drawn = planned.label.origin;
        mark.track = planned.label.trackId;
        mark.keyframe = drawn != LabelOrigin::Tracked && drawn != LabelOrigin::Interpolated;
        sample.marks.push_back(std::move(mark));
    }
    return sample;
}

CardFacts factsOf(const Plan& plan, const QJsonObject& manifest)
{
    CardFacts facts;
    facts.name = plan.options.name;
    facts.licence = plan.options.licence;
    facts.options = manifest.value(QStringLiteral("options")).toObject();
    facts.findings = plan.options.findings;
    for (const auto& note : manifest.value(QStringLiteral("notes")).toArray())
        facts.notes.append(note.toString());
    if (!plan.options.since)
        return facts;
    facts.since = plan.options.since->name;
    qint64 changed = 0;
    for (const PlannedLabel& planned : plan.labels)
        changed += plan.options.since->labels.contains({planned.label.key, planned.label.labelId}) ? 1 : 0;
    facts.changes = {{QStringLiteral("added"), static_cast<qint64>(plan.labels.size()) - changed},
                     {QStringLiteral("changed"), changed},
                     {QStringLiteral("withdrawn"), static_cast<qint64>(plan.withdrawn.size())}};
    return facts;
}

} // namespace

Result<WrittenVersion> assemble(const Plan& plan, const std::vector<PlannedImage>& images, const std::vector<ExtractedImage>& extracted,
                                const std::vector<LeftOut>& leftOut, const QString& folder)
{
    const auto format = formatOf(plan.options.format);
    if (!format)
        return failure(format.error());
    Ids places;
    const Header header = headerOf(plan, images, extracted, places);
    VersionParts parts;
    parts.manifest = manifestOf(plan, leftOut);
    parts.facts = factsOf(plan, parts.manifest);
    parts.pictures = [&](const Sample& sample) { return readFile(folder + QLatin1Char('/') + sample.file); };
    if (!(*format)->packsPictures())
        for (std::size_t place = 0; place < images.size(); ++place)
            if (!extracted[place].damaged)
                parts.pictureSums[images[place].file] = extracted[place].sha256;
    return writeVersion(
        folder, **format, header,
        [&](const UseSample& use) -> Result<void> {
            for (std::size_t place = 0; place < images.size(); ++place)
                if (!extracted[place].damaged)
                    if (auto used = use(sampleOf(images[place], extracted[place], plan, places)); !used)
                        return used;
            return {};
        },
        parts);
}

} // namespace cartwright::dataset
