#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/intake.h"

#include <QFileInfo>
#include <QJsonArray>

#include <set>

namespace cartwright::dataset {
namespace {

/// Source of the form: COCO, "Data format", object detection (cocodataset.org/#format-data). Provenance stands in the
/// additional members `cartwright` of an image and `attributes` of an annotation. Ids are unique over all subsets.
class CocoFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("coco"); }
    QString title() const override { return QStringLiteral("COCO, object detection"); }
    QStringList python() const override
    {
        return {QStringLiteral("import json"), QStringLiteral("coco = json.load(open('annotations/instances_train.json'))"),
                QStringLiteral("boxes = [(a['image_id'], a['category_id'], a['bbox']) for a in coco['annotations']]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

QJsonObject infoOf(const Header& header, const QString& subset)
{
    QJsonArray categories, licences;
    for (const Category& category : header.categories) {
        QJsonObject one{{QStringLiteral("id"), category.id},
                        {QStringLiteral("name"), category.name},
                        {QStringLiteral("supercategory"), QString()}};
        if (!category.gtin.isEmpty())
            one.insert(QStringLiteral("gtin"), category.gtin);
        categories.append(one);
    }
    if (!header.licence.isEmpty())
        licences.append(QJsonObject{{QStringLiteral("id"), 1},
                                    {QStringLiteral("name"), header.licence.simplified().left(200)},
                                    {QStringLiteral("url"), QString()}});
    return {{QStringLiteral("info"), QJsonObject{{QStringLiteral("description"), header.name},
                                                 {QStringLiteral("version"), header.version},
                                                 {QStringLiteral("split"), subset}}},
            {QStringLiteral("licenses"), licences},
            {QStringLiteral("categories"), categories}};
}

QJsonObject imageOf(const Sample& sample, int id, bool licensed)
{
    QJsonObject image{{QStringLiteral("id"), id},
                      {QStringLiteral("file_name"), sample.file.section(QLatin1Char('/'), -1)},
                      {QStringLiteral("width"), sample.width},
                      {QStringLiteral("height"), sample.height}};
    if (!sample.origin.isEmpty())
        image.insert(QStringLiteral("cartwright"), sample.origin);
    if (!sample.sequence.isEmpty()) {
        image.insert(QStringLiteral("sequence"), sample.sequence);
        image.insert(QStringLiteral("number"), sample.number);
    }
    if (licensed)
        image.insert(QStringLiteral("license"), 1);
    return image;
}

QJsonObject annotationOf(const Mark& mark, const Header& header, int imageId, int id)
{
    const Box& box = mark.box;
    const double right = box.x + box.width, bottom = box.y + box.height;
    const QJsonArray outline{box.x, box.y, right, box.y, right, bottom, box.x, bottom};
    QJsonObject attributes = mark.attributes;
    if (!mark.track.isEmpty()) {
        attributes.insert(QStringLiteral("track_id"), mark.track);
        attributes.insert(QStringLiteral("keyframe"), mark.keyframe);
    }
    return {{QStringLiteral("id"), id},
            {QStringLiteral("image_id"), imageId},
            {QStringLiteral("category_id"), header.categories[mark.category].id},
            {QStringLiteral("bbox"), QJsonArray{box.x, box.y, box.width, box.height}},
            {QStringLiteral("area"), box.width * box.height},
            {QStringLiteral("segmentation"), QJsonArray{outline}},
            {QStringLiteral("iscrowd"), 0},
            {QStringLiteral("attributes"), attributes}};
}

/// Writes one of the two long lists of a subset; ids are counted over all subsets, so both passes agree.
Result<void> writeList(GrowingFile& file, const Header& header, const Samples& samples, const QString& subset, bool wantImages)
{
    int imageId = 0, annotationId = 0;
    QByteArray separator;
    const auto entry = [&](const QJsonObject& object) {
        file.write(separator + toJsonLine(object).trimmed());
        separator = ",\n";
    };
    return samples([&](const Sample& sample) -> Result<void> {
        ++imageId;
        const bool ours = sample.subset == subset;
        if (ours && wantImages)
            entry(imageOf(sample, imageId, !header.licence.isEmpty()));
        for (const Mark& mark : sample.marks) {
            ++annotationId;
            if (ours && !wantImages)
                entry(annotationOf(mark, header, imageId, annotationId));
        }
        return {};
    });
}

Result<void> CocoFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    for (const QString& subset : header.subsets) {
        const QString path = QStringLiteral("annotations/instances_%1.json").arg(subset);
        auto file = out.begin(path);
        if (!file)
            return failure(file.error());
        const QByteArray head = toJsonLine(infoOf(header, subset)).trimmed();
        file->write(head.chopped(1) + ",\n\"images\":[\n");
        if (auto written = writeList(*file, header, samples, subset, true); !written)
            return written;
        file->write("],\n\"annotations\":[\n");
        if (auto written = writeList(*file, header, samples, subset, false); !written)
            return written;
        file->write("]}\n");
        if (auto ended = out.end(path, *file); !ended)
            return ended;
    }
    return {};
}

/// Reads one file of annotations; ids of images count within it, those of categories over all.
class CocoReader
{
public:
    CocoReader(Intake& intake, QString path) : m_intake(intake), m_path(std::move(path)) {}
    Result<void> read();

private:
    void readCategories(const QJsonArray& categories, std::set<int>& seen);
    void readImages(const QJsonArray& images);
    void readAnnotation(const QJsonObject& annotation);
    QString subset() const;
    QStringList placesOf(const QString& file) const;

    Intake& m_intake;
    QString m_path;
    std::map<std::int64_t, Sample> m_images;
    std::set<std::int64_t> m_lost;
};

/// "instances_train.json" is of train, "train/_annotations.coco.json" too.
QString CocoReader::subset() const
{
    const QString stem = QFileInfo(m_path).completeBaseName();
    const QString folder = QFileInfo(m_path).path().section(QLatin1Char('/'), -1);
    if (stem.startsWith(QLatin1String("_annotations")))
        return folder == QLatin1String(".") ? QStringLiteral("train") : folder;
    const QString last = stem.section(QLatin1Char('_'), -1);
    return last.isEmpty() ? QStringLiteral("train") : last;
}

QStringList CocoReader::placesOf(const QString& file) const
{
    const QString beside = QFileInfo(m_path).path() + QLatin1Char('/');
    const QString above = beside + QStringLiteral("../");
    return {beside + file, beside + QStringLiteral("images/") + file, above + QStringLiteral("images/%1/").arg(subset()) + file, above + QStringLiteral("images/") + file,
            above + subset() + QLatin1Char('/') + file, above + file};
}

void CocoReader::readCategories(const QJsonArray& categories, std::set<int>& seen)
{
    for (const auto& category : categories) {
        const int id = category[QStringLiteral("id")].toInt(-1);
        const QString name = category[QStringLiteral("name")].toString();
        // Each file of a data set says the same categories again.
        const bool again = m_intake.placeOfId(id) && !seen.contains(id);
        if (!again && id == 0)
            m_intake.notes().add(kinds::zeroId(), QStringLiteral("category \"%1\"").arg(name));
        if (!again)
            m_intake.category(id, name, category[QStringLiteral("gtin")].toString());
        seen.insert(id);
    }
}

void CocoReader::readImages(const QJsonArray& images)
{
    for (const auto& image : images) {
        const qint64 id = image[QStringLiteral("id")].toInteger(-1);
        const QString file = image[QStringLiteral("file_name")].toString();
        if (id == 0)
            m_intake.notes().add(kinds::zeroId(), QStringLiteral("image \"%1\"").arg(file));
        Sample sample;
        sample.subset = subset();
        sample.width = image[QStringLiteral("width")].toInt();
        sample.height = image[QStringLiteral("height")].toInt();
        sample.sequence = image[QStringLiteral("sequence")].toString();
        sample.number = image[QStringLiteral("number")].toInt();
        sample.origin = image[QStringLiteral("cartwright")].toObject();
        if (m_intake.picture(sample, placesOf(file)))
            m_images.emplace(id, std::move(sample));
        else
            m_lost.insert(id);
    }
}

void CocoReader::readAnnotation(const QJsonObject& annotation)
{
    const qint64 imageId = annotation[QStringLiteral("image_id")].toInteger(-1);
    const qint64 id = annotation[QStringLiteral("id")].toInteger(-1);
    const QString example = QStringLiteral("annotation %1").arg(id);
    if (id == 0)
        m_intake.notes().add(kinds::zeroId(), example);
    const auto image = m_images.find(imageId);
    const auto category = m_intake.placeOfId(annotation[QStringLiteral("category_id")].toInt(-1));
    const QJsonArray box = annotation[QStringLiteral("bbox")].toArray();
    if (image == m_images.end() && m_lost.contains(imageId))
        return; // the missing picture is noted
    if (image == m_images.end())
        m_intake.notes().add(kinds::unknownPicture(), example);
    else if (!category)
        m_intake.notes().add(kinds::unknownCategory(), example);
    else if (box.size() != 4)
        m_intake.notes().add(kinds::otherShape(), example);
    else {
        QJsonObject attributes = annotation[QStringLiteral("attributes")].toObject();
        Mark mark;
        mark.box = {box[0].toDouble(), box[1].toDouble(), box[2].toDouble(), box[3].toDouble()};
        mark.category = *category;
        mark.track = attributes.take(QStringLiteral("track_id")).toVariant().toString();
        mark.keyframe = attributes.take(QStringLiteral("keyframe")).toBool(true);
        mark.attributes = attributes;
        m_intake.mark(image->second, std::move(mark));
    }
}

Result<void> CocoReader::read()
{
    constexpr std::int64_t limit = std::int64_t{1} << 31;
    const auto bytes = readFile(m_intake.pathOf(m_path), limit);
    if (!bytes)
        return failure(bytes.error());
    const auto object = parseJsonObject(*bytes, m_path, {.bytes = limit});
    if (!object)
        return failure(object.error());
    for (const QString& key : {QStringLiteral("images"), QStringLiteral("annotations"), QStringLiteral("categories")})
        if (!object->value(key).isArray())
            return notOfFormat(m_path, QStringLiteral("it has no list of %1").arg(key));
    std::set<int> seen;
    readCategories(object->value(QStringLiteral("categories")).toArray(), seen);
    readImages(object->value(QStringLiteral("images")).toArray());
    const QJsonArray annotations = object->value(QStringLiteral("annotations")).toArray();
    for (const auto& annotation : annotations)
        readAnnotation(annotation.toObject());
    for (auto& [id, sample] : m_images)
        m_intake.add(std::move(sample));
    return {};
}

Result<Collection> CocoFormat::read(const QString& folder, ReadNotes& notes) const
{
    QStringList files;
    for (const QString& path : filesBelow(folder, {QStringLiteral(".json")})) {
        const QString name = path.section(QLatin1Char('/'), -1);
        if (name.startsWith(QLatin1String("instances")) || name.endsWith(QLatin1String(".coco.json")))
            files.append(path);
    }
    Intake intake(folder, notes);
    for (const QString& path : files)
        if (auto read = CocoReader(intake, path).read(); !read)
            return failure(read.error());
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> cocoFormat() { return std::make_unique<CocoFormat>(); }

} // namespace cartwright::dataset
