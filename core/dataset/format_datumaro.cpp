#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/intake.h"

#include <QFileInfo>
#include <QJsonArray>

namespace cartwright::dataset {
namespace {

/// Source of the form: Datumaro's documentation, "Datumaro format": annotations/<subset>.json and images/<subset>.
class DatumaroFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("datumaro"); }
    QString title() const override { return QStringLiteral("Datumaro"); }
    QStringList python() const override
    {
        return {QStringLiteral("import json"), QStringLiteral("items = json.load(open('annotations/train.json'))['items']"),
                QStringLiteral("boxes = [(i['id'], a['label_id'], a['bbox']) for i in items for a in i['annotations']]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

QJsonObject categoriesOf(const Header& header)
{
    QJsonArray labels;
    for (const Category& category : header.categories)
        labels.append(QJsonObject{{QStringLiteral("name"), category.name}, {QStringLiteral("parent"), QString()}, {QStringLiteral("attributes"), QJsonArray()}});
    return {{QStringLiteral("label"), QJsonObject{{QStringLiteral("label_groups"), QJsonArray()},
                                                  {QStringLiteral("labels"), labels},
                                                  {QStringLiteral("attributes"), QJsonArray()}}}};
}

QJsonObject itemOf(const Sample& sample)
{
    QJsonArray annotations;
    for (const Mark& mark : sample.marks) {
        QJsonObject attributes = mark.attributes;
        if (!mark.track.isEmpty()) {
            attributes.insert(QStringLiteral("track_id"), mark.track);
            attributes.insert(QStringLiteral("keyframe"), mark.keyframe);
        }
        const Box& box = mark.box;
        annotations.append(QJsonObject{{QStringLiteral("id"), annotations.size()},
                                       {QStringLiteral("type"), QStringLiteral("bbox")},
                                       {QStringLiteral("attributes"), attributes},
                                       {QStringLiteral("group"), 0},
                                       {QStringLiteral("label_id"), static_cast<qint64>(mark.category)},
                                       {QStringLiteral("z_order"), 0},
                                       {QStringLiteral("bbox"), QJsonArray{box.x, box.y, box.width, box.height}}});
    }
    return {{QStringLiteral("id"), sample.name},
            {QStringLiteral("annotations"), annotations},
            {QStringLiteral("attr"), QJsonObject{{QStringLiteral("frame"), sample.number}, {QStringLiteral("sequence"), sample.sequence}}},
            {QStringLiteral("image"), QJsonObject{{QStringLiteral("path"), sample.file.section(QLatin1Char('/'), -1)},
                                                  {QStringLiteral("size"), QJsonArray{sample.height, sample.width}}}}};
}

Result<void> DatumaroFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    for (const QString& subset : header.subsets) {
        const QString path = QStringLiteral("annotations/%1.json").arg(subset);
        auto file = out.begin(path);
        if (!file)
            return failure(file.error());
        const QJsonObject head{{QStringLiteral("dm_format_version"), QStringLiteral("1.0")},
                               {QStringLiteral("infos"), QJsonObject{{QStringLiteral("name"), header.name}, {QStringLiteral("version"), header.version}}},
                               {QStringLiteral("categories"), categoriesOf(header)}};
        file->write(toJsonLine(head).trimmed().chopped(1) + ",\n\"items\":[\n");
        QByteArray separator;
        const auto walked = samples([&](const Sample& sample) -> Result<void> {
            if (sample.subset != subset)
                return {};
            file->write(separator + toJsonLine(itemOf(sample)).trimmed());
            separator = ",\n";
            return {};
        });
        if (!walked)
            return walked;
        file->write("]}\n");
        if (auto ended = out.end(path, *file); !ended)
            return ended;
    }
    return {};
}

void readAnnotation(Intake& intake, Sample& sample, const QJsonObject& annotation, const std::vector<std::size_t>& labels)
{
    const QString type = annotation[QStringLiteral("type")].toString();
    const qint64 label = annotation[QStringLiteral("label_id")].toInteger(-1);
    Mark mark;
    if (type == QLatin1String("bbox")) {
        const QJsonArray box = annotation[QStringLiteral("bbox")].toArray();
        mark.box = {box.at(0).toDouble(), box.at(1).toDouble(), box.at(2).toDouble(), box.at(3).toDouble()};
    } else if (type == QLatin1String("label")) {
        mark.box = {0, 0, double(sample.width), double(sample.height)}; // of the picture as a whole
    } else {
        return intake.notes().add(kinds::otherShape(), type);
    }
    if (label < 0 || static_cast<std::size_t>(label) >= labels.size())
        return intake.notes().add(kinds::unknownCategory(), QStringLiteral("%1: label %2").arg(sample.name).arg(label));
    mark.category = labels[static_cast<std::size_t>(label)];
    mark.attributes = annotation[QStringLiteral("attributes")].toObject();
    mark.track = mark.attributes.take(QStringLiteral("track_id")).toVariant().toString();
    mark.keyframe = mark.attributes.take(QStringLiteral("keyframe")).toBool(true);
    intake.mark(sample, std::move(mark));
}

void readItem(Intake& intake, const QJsonObject& item, const QString& subset, const std::vector<std::size_t>& labels)
{
    const QJsonObject image = item[item.contains(QStringLiteral("image")) ? QStringLiteral("image") : QStringLiteral("media")].toObject();
    const QString id = item[QStringLiteral("id")].toString();
    const QString file = image[QStringLiteral("path")].toString(id + QStringLiteral(".jpg"));
    const QJsonArray size = image[QStringLiteral("size")].toArray();
    Sample sample;
    sample.subset = subset;
    if (size.size() == 2) {
        sample.height = size[0].toInt();
        sample.width = size[1].toInt();
    }
    const QJsonObject more = item[QStringLiteral("attr")].toObject();
    sample.number = more[QStringLiteral("frame")].toInt();
    sample.sequence = more[QStringLiteral("sequence")].toString();
    if (!intake.picture(sample, {QStringLiteral("images/%1/").arg(subset) + file, QStringLiteral("images/") + file, file}))
        return;
    const QJsonArray annotations = item[QStringLiteral("annotations")].toArray();
    for (const auto& annotation : annotations)
        readAnnotation(intake, sample, annotation.toObject(), labels);
    intake.add(std::move(sample));
}

Result<Collection> DatumaroFormat::read(const QString& folder, ReadNotes& notes) const
{
    Intake intake(folder, notes);
    for (const QString& path : filesBelow(folder, {QStringLiteral(".json")})) {
        if (!path.startsWith(QLatin1String("annotations/")))
            continue;
        constexpr std::int64_t limit = std::int64_t{1} << 31;
        const auto bytes = readFile(intake.pathOf(path), limit);
        const auto object = bytes ? parseJsonObject(*bytes, path, {.bytes = limit}) : Result<QJsonObject>(failure(bytes.error()));
        if (!object)
            return failure(object.error());
        if (!object->value(QStringLiteral("items")).isArray())
            return notOfFormat(path, QStringLiteral("it has no list of items"));
        std::vector<std::size_t> labels;
        const QJsonArray names = object->value(QStringLiteral("categories"))[QStringLiteral("label")][QStringLiteral("labels")].toArray();
        for (const auto& name : names)
            labels.push_back(intake.categoryNamed(name[QStringLiteral("name")].toString()));
        const QJsonArray items = object->value(QStringLiteral("items")).toArray();
        for (const auto& item : items)
            readItem(intake, item.toObject(), QFileInfo(path).completeBaseName(), labels);
    }
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> datumaroFormat() { return std::make_unique<DatumaroFormat>(); }

} // namespace cartwright::dataset
