#include "core/dataset/cvat_xml.h"

#include "core/dataset/xml_marks.h"

#include <algorithm>

namespace cartwright::dataset {
namespace {

void readLabels(QXmlStreamReader& xml, Intake& intake)
{
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("label")) {
            while (xml.readNextStartElement()) {
                if (xml.name() == QLatin1String("name"))
                    intake.categoryNamed(xml.readElementText());
                else
                    xml.skipCurrentElement();
            }
        } else {
            xml.skipCurrentElement();
        }
    }
}

std::optional<Box> around(const QString& points)
{
    std::optional<Box> box;
    for (const QString& point : points.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const double x = point.section(QLatin1Char(','), 0, 0).toDouble(), y = point.section(QLatin1Char(','), 1, 1).toDouble();
        if (!box)
            box = Box{x, y, 0, 0};
        const double right = std::max(box->x + box->width, x), bottom = std::max(box->y + box->height, y);
        box->x = std::min(box->x, x);
        box->y = std::min(box->y, y);
        box->width = right - box->x;
        box->height = bottom - box->y;
    }
    return box;
}

} // namespace

void writeCvatMeta(QXmlStreamWriter& xml, const Header& header, const QString& mode, qsizetype size, const QString& source)
{
    xml.writeTextElement(QStringLiteral("version"), QStringLiteral("1.1"));
    xml.writeStartElement(QStringLiteral("meta"));
    xml.writeStartElement(QStringLiteral("task"));
    xml.writeTextElement(QStringLiteral("name"), header.name);
    xml.writeTextElement(QStringLiteral("size"), QString::number(size));
    xml.writeTextElement(QStringLiteral("mode"), mode);
    if (mode == QLatin1String("interpolation")) {
        xml.writeTextElement(QStringLiteral("start_frame"), QStringLiteral("0"));
        xml.writeTextElement(QStringLiteral("stop_frame"), QString::number(std::max<qsizetype>(0, size - 1)));
    }
    xml.writeStartElement(QStringLiteral("labels"));
    for (const Category& category : header.categories) {
        xml.writeStartElement(QStringLiteral("label"));
        xml.writeTextElement(QStringLiteral("name"), category.name);
        xml.writeTextElement(QStringLiteral("attributes"), QString());
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
    if (!source.isEmpty())
        xml.writeTextElement(QStringLiteral("source"), source);
    xml.writeEndElement();
}

void writeCvatCorners(QXmlStreamWriter& xml, const Box& box)
{
    xml.writeAttribute(QStringLiteral("xtl"), number(box.x));
    xml.writeAttribute(QStringLiteral("ytl"), number(box.y));
    xml.writeAttribute(QStringLiteral("xbr"), number(box.x + box.width));
    xml.writeAttribute(QStringLiteral("ybr"), number(box.y + box.height));
}

void writeCvatAttributes(QXmlStreamWriter& xml, const Mark& mark)
{
    for (const auto& [name, value] : textAttributes(mark)) {
        xml.writeStartElement(QStringLiteral("attribute"));
        xml.writeAttribute(QStringLiteral("name"), name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}

void readCvatMeta(QXmlStreamReader& xml, Intake& intake)
{
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("labels"))
            readLabels(xml, intake);
        else if (xml.name() == QLatin1String("task") || xml.name() == QLatin1String("project") || xml.name() == QLatin1String("job"))
            readCvatMeta(xml, intake);
        else
            xml.skipCurrentElement();
    }
}

std::optional<Box> cvatBoxOf(const QXmlStreamReader& xml, Intake& intake, const QString& example)
{
    const auto attributes = xml.attributes();
    if (xml.name() == QLatin1String("box")) {
        const auto value = [&](const char* name) { return attributes.value(QLatin1String(name)).toDouble(); };
        return Box{value("xtl"), value("ytl"), value("xbr") - value("xtl"), value("ybr") - value("ytl")};
    }
    const auto box = xml.name() == QLatin1String("polygon") ? around(attributes.value(QLatin1String("points")).toString()) : std::nullopt;
    intake.notes().add(box ? kinds::boxOfShape() : kinds::otherShape(), example);
    return box;
}

} // namespace cartwright::dataset
