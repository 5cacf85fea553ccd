#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/xml_marks.h"

#include <QFileInfo>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace cartwright::dataset {
namespace {

/// Source of the form: "The PASCAL Visual Object Classes Challenge 2012 Development Kit", section 3: JPEGImages, Annotations,
/// ImageSets/Main. Corners are written as decimals from the picture's left upper corner, as today's tools do and not from 1
/// as in 2007. Classes stand in labelmap.txt, which tools for labelling write.
class VocFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("voc"); }
    QString title() const override { return QStringLiteral("Pascal VOC"); }
    QString pictureOf(const Sample& sample) const override { return QStringLiteral("JPEGImages/%1.jpg").arg(sample.name); }
    QStringList python() const override
    {
        return {QStringLiteral("import pathlib, xml.etree.ElementTree as et"),
                QStringLiteral("objects = [o for p in pathlib.Path('Annotations').glob('*.xml') for o in et.parse(p).iter('object')]"),
                QStringLiteral("boxes = [(o.findtext('name'), *(float(o.find('bndbox').findtext(k)) for k in ('xmin', 'ymin', 'xmax', 'ymax'))) for o in objects]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

void writeObject(QXmlStreamWriter& xml, const Mark& mark, const Header& header)
{
    xml.writeStartElement(QStringLiteral("object"));
    xml.writeTextElement(QStringLiteral("name"), header.categories[mark.category].name);
    xml.writeTextElement(QStringLiteral("pose"), QStringLiteral("Unspecified"));
    xml.writeTextElement(QStringLiteral("truncated"), QStringLiteral("0"));
    xml.writeTextElement(QStringLiteral("difficult"), QStringLiteral("0"));
    xml.writeStartElement(QStringLiteral("bndbox"));
    xml.writeTextElement(QStringLiteral("xmin"), number(mark.box.x));
    xml.writeTextElement(QStringLiteral("ymin"), number(mark.box.y));
    xml.writeTextElement(QStringLiteral("xmax"), number(mark.box.x + mark.box.width));
    xml.writeTextElement(QStringLiteral("ymax"), number(mark.box.y + mark.box.height));
    xml.writeEndElement();
    const auto attributes = textAttributes(mark);
    if (!attributes.empty()) {
        xml.writeStartElement(QStringLiteral("attributes"));
        for (const auto& [name, value] : attributes) {
            xml.writeStartElement(QStringLiteral("attribute"));
            xml.writeTextElement(QStringLiteral("name"), name);
            xml.writeTextElement(QStringLiteral("value"), value);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

QByteArray annotationOf(const Sample& sample, const Header& header)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartElement(QStringLiteral("annotation"));
    xml.writeTextElement(QStringLiteral("folder"), sample.subset);
    xml.writeTextElement(QStringLiteral("filename"), sample.name + QStringLiteral(".jpg"));
    xml.writeStartElement(QStringLiteral("size"));
    xml.writeTextElement(QStringLiteral("width"), QString::number(sample.width));
    xml.writeTextElement(QStringLiteral("height"), QString::number(sample.height));
    xml.writeTextElement(QStringLiteral("depth"), QStringLiteral("3"));
    xml.writeEndElement();
    xml.writeTextElement(QStringLiteral("segmented"), QStringLiteral("0"));
    for (const Mark& mark : sample.marks)
        writeObject(xml, mark, header);
    xml.writeEndElement();
    return bytes + '\n';
}

Result<void> VocFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    std::map<QString, QByteArray> sets;
    for (const QString& subset : header.subsets)
        sets[subset];
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        sets[sample.subset] += sample.name.toUtf8() + '\n';
        return out.put(QStringLiteral("Annotations/%1.xml").arg(sample.name), annotationOf(sample, header));
    });
    if (!walked)
        return walked;
    for (const auto& [subset, names] : sets)
        if (auto put = out.put(QStringLiteral("ImageSets/Main/%1.txt").arg(subset), names); !put)
            return put;
    QByteArray labels = "# label:color_rgb:parts:actions\n";
    for (const Category& category : header.categories)
        labels += QString(category.name).replace(QLatin1Char('\n'), QLatin1Char(' ')).toUtf8() + ":::\n";
    return out.put(QStringLiteral("labelmap.txt"), labels);
}

struct Object
{
    QString name;
    double left = 0, top = 0, right = 0, bottom = 0;
    bool hasBox = false;
    QJsonObject attributes;
};

void readBox(QXmlStreamReader& xml, Object& object)
{
    object.hasBox = true;
    while (xml.readNextStartElement()) {
        const QString name = xml.name().toString();
        const double value = xml.readElementText().toDouble();
        if (name == QLatin1String("xmin"))
            object.left = value;
        else if (name == QLatin1String("ymin"))
            object.top = value;
        else if (name == QLatin1String("xmax"))
            object.right = value;
        else if (name == QLatin1String("ymax"))
            object.bottom = value;
    }
}

Object readObject(QXmlStreamReader& xml)
{
    Object object;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("name"))
            object.name = xml.readElementText();
        else if (xml.name() == QLatin1String("bndbox"))
            readBox(xml, object);
        else if (xml.name() == QLatin1String("attributes"))
            object.attributes = readNamedValues(xml);
        else
            xml.skipCurrentElement();
    }
    return object;
}

/// Reads one annotation; false where the file is none.
Result<bool> readAnnotation(Intake& intake, const QString& path, const std::map<QString, QString>& subsets)
{
    const auto bytes = readFile(intake.pathOf(path));
    if (!bytes)
        return failure(bytes.error());
    QXmlStreamReader xml(*bytes);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("annotation"))
        return false;
    const QString stem = QFileInfo(path).completeBaseName();
    const QString folder = QFileInfo(path).path();
    Sample sample;
    QString file = stem + QStringLiteral(".jpg");
    std::vector<Object> objects;
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("filename"))
            file = xml.readElementText();
        else if (xml.name() == QLatin1String("object"))
            objects.push_back(readObject(xml));
        else
            xml.skipCurrentElement();
    }
    if (xml.hasError())
        return notOfFormat(path, xml.errorString());
    const auto listed = subsets.find(stem);
    const QString ownFolder = folder.section(QLatin1Char('/'), -1);
    const bool plain = ownFolder == QLatin1String("Annotations") || ownFolder == QLatin1String(".");
    sample.subset = listed != subsets.end() ? listed->second : plain ? QStringLiteral("train") : ownFolder;
    if (!intake.picture(sample, {folder + QStringLiteral("/../JPEGImages/") + file, folder + QLatin1Char('/') + file}))
        return true;
    for (const Object& object : objects) {
        if (!object.hasBox) {
            intake.notes().add(kinds::otherShape(), path);
            continue;
        }
        Mark mark{.box = {object.left, object.top, object.right - object.left, object.bottom - object.top},
                  .category = intake.categoryNamed(object.name), .track = {}, .keyframe = true, .attributes = object.attributes};
        takeTrack(mark);
        intake.mark(sample, std::move(mark));
    }
    intake.add(std::move(sample));
    return true;
}

Result<Collection> VocFormat::read(const QString& folder, ReadNotes& notes) const
{
    Intake intake(folder, notes);
    for (const QByteArray& line : readFile(folder + QStringLiteral("/labelmap.txt")).value_or(QByteArray()).split('\n')) {
        const QString text = QString::fromUtf8(line);
        const auto fields = text.count(QLatin1Char(':'));
        if (fields >= 3 && !text.startsWith(QLatin1Char('#')))
            intake.categoryNamed(text.section(QLatin1Char(':'), 0, fields - 3));
    }
    std::map<QString, QString> subsets;
    for (const QString& list : filesBelow(folder, {QStringLiteral(".txt")})) {
        const QString name = QFileInfo(list).completeBaseName();
        if (!list.contains(QLatin1String("ImageSets/Main/")) || name.contains(QLatin1Char('_')))
            continue;
        for (const QByteArray& line : readFile(intake.pathOf(list)).value_or(QByteArray()).split('\n'))
            if (!line.trimmed().isEmpty())
                subsets.emplace(QString::fromUtf8(line.simplified().split(' ').first()), name);
    }
    bool any = false;
    for (const QString& path : filesBelow(folder, {QStringLiteral(".xml")})) {
        const auto read = readAnnotation(intake, path, subsets);
        if (!read)
            return failure(read.error());
        any = any || *read;
    }
    if (!any)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no file of Pascal VOC's form.").arg(folder));
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> vocFormat() { return std::make_unique<VocFormat>(); }

} // namespace cartwright::dataset
