#include "core/base/safe_file.h"
#include "core/dataset/cvat_xml.h"
#include "core/dataset/xml_marks.h"

#include <QFileInfo>

namespace cartwright::dataset {
namespace {

class CvatImagesFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("cvat-images"); }
    QString title() const override { return QStringLiteral("CVAT for images 1.1"); }
    QStringList python() const override
    {
        return {QStringLiteral("import xml.etree.ElementTree as et"), QStringLiteral("images = et.parse('annotations.xml').getroot().iter('image')"),
                QStringLiteral("boxes = [(i.get('name'), b.get('label'), *(float(b.get(k)) for k in ('xtl', 'ytl', 'xbr', 'ybr'))) for i in images for b in i.iter('box')]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

void writeImage(QXmlStreamWriter& xml, const Sample& sample, const Header& header, int id)
{
    xml.writeStartElement(QStringLiteral("image"));
    xml.writeAttribute(QStringLiteral("id"), QString::number(id));
    xml.writeAttribute(QStringLiteral("name"), sample.file.section(QLatin1Char('/'), -1));
    xml.writeAttribute(QStringLiteral("subset"), sample.subset);
    xml.writeAttribute(QStringLiteral("width"), QString::number(sample.width));
    xml.writeAttribute(QStringLiteral("height"), QString::number(sample.height));
    for (const Mark& mark : sample.marks) {
        xml.writeStartElement(QStringLiteral("box"));
        xml.writeAttribute(QStringLiteral("label"), header.categories[mark.category].name);
        xml.writeAttribute(QStringLiteral("source"), mark.keyframe ? QStringLiteral("manual") : QStringLiteral("auto"));
        xml.writeAttribute(QStringLiteral("occluded"), QStringLiteral("0"));
        writeCvatCorners(xml, mark.box);
        xml.writeAttribute(QStringLiteral("z_order"), QStringLiteral("0"));
        writeCvatAttributes(xml, mark);
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

Result<void> CvatImagesFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    const QString path = QStringLiteral("annotations.xml");
    auto file = out.begin(path);
    if (!file)
        return failure(file.error());
    qsizetype size = 0;
    if (auto counted = samples([&](const Sample&) -> Result<void> {
            ++size;
            return {};
        });
        !counted)
        return counted;
    QByteArray head;
    {
        QXmlStreamWriter xml(&head);
        xml.setAutoFormatting(true);
        xml.writeStartDocument();
        xml.writeStartElement(QStringLiteral("annotations"));
        writeCvatMeta(xml, header, QStringLiteral("annotation"), size, {});
    }
    file->write(head + '\n');
    int id = 0;
    // A writer of its own for each picture, so that the whole is never in memory.
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        QByteArray bytes;
        QXmlStreamWriter xml(&bytes);
        xml.setAutoFormatting(true);
        writeImage(xml, sample, header, id++);
        file->write(bytes.trimmed() + '\n');
        return {};
    });
    if (!walked)
        return walked;
    file->write("</annotations>\n");
    return out.end(path, *file);
}

void readImage(QXmlStreamReader& xml, Intake& intake, const QString& path)
{
    const auto attributes = xml.attributes();
    const QString name = attributes.value(QLatin1String("name")).toString();
    Sample sample;
    sample.width = attributes.value(QLatin1String("width")).toInt();
    sample.height = attributes.value(QLatin1String("height")).toInt();
    sample.subset = attributes.value(QLatin1String("subset")).toString();
    const QString stem = QFileInfo(path).completeBaseName();
    if (sample.subset.isEmpty())
        sample.subset = stem == QLatin1String("annotations") ? QStringLiteral("train") : stem;
    const QString beside = QFileInfo(path).path() + QLatin1Char('/');
    const bool known = intake.picture(sample, {beside + QStringLiteral("images/%1/").arg(sample.subset) + name,
                                               beside + QStringLiteral("images/") + name, beside + name});
    while (xml.readNextStartElement()) {
        const QString label = xml.attributes().value(QLatin1String("label")).toString();
        const auto box = known ? cvatBoxOf(xml, intake, name) : std::nullopt;
        QJsonObject values = readNamedValues(xml);
        if (!box)
            continue;
        Mark mark{.box = *box, .category = intake.categoryNamed(label), .track = {}, .keyframe = true, .attributes = values};
        takeTrack(mark);
        intake.mark(sample, std::move(mark));
    }
    if (known)
        intake.add(std::move(sample));
}

Result<Collection> CvatImagesFormat::read(const QString& folder, ReadNotes& notes) const
{
    Intake intake(folder, notes);
    bool any = false;
    for (const QString& path : filesBelow(folder, {QStringLiteral(".xml")})) {
        constexpr std::int64_t limit = std::int64_t{1} << 31;
        const auto bytes = readFile(intake.pathOf(path), limit);
        if (!bytes)
            return failure(bytes.error());
        QXmlStreamReader xml(*bytes);
        if (!xml.readNextStartElement() || xml.name() != QLatin1String("annotations"))
            continue;
        any = true;
        while (xml.readNextStartElement()) {
            if (xml.name() == QLatin1String("meta"))
                readCvatMeta(xml, intake);
            else if (xml.name() == QLatin1String("image"))
                readImage(xml, intake, path);
            else
                xml.skipCurrentElement();
        }
        if (xml.hasError())
            return notOfFormat(path, xml.errorString());
    }
    if (!any)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no file of CVAT's form.").arg(folder));
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> cvatImagesFormat() { return std::make_unique<CvatImagesFormat>(); }

} // namespace cartwright::dataset
