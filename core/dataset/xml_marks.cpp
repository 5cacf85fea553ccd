#include "core/dataset/xml_marks.h"

#include <QJsonValue>
#include <QVariant>
#include <QXmlStreamReader>

namespace cartwright::dataset {

std::vector<std::pair<QString, QString>> textAttributes(const Mark& mark)
{
    std::vector<std::pair<QString, QString>> list;
    for (auto one = mark.attributes.begin(); one != mark.attributes.end(); ++one) {
        const QJsonValue value = one.value();
        if (!value.isObject() && !value.isArray())
            list.emplace_back(one.key(), value.toVariant().toString());
    }
    if (!mark.track.isEmpty()) {
        list.emplace_back(QStringLiteral("track_id"), mark.track);
        list.emplace_back(QStringLiteral("keyframe"), mark.keyframe ? QStringLiteral("true") : QStringLiteral("false"));
    }
    return list;
}

void takeTrack(Mark& mark)
{
    mark.track = mark.attributes.take(QStringLiteral("track_id")).toVariant().toString();
    const QString keyframe = mark.attributes.take(QStringLiteral("keyframe")).toVariant().toString();
    mark.keyframe = keyframe != QLatin1String("false");
}

QJsonObject readNamedValues(QXmlStreamReader& xml)
{
    QJsonObject values;
    while (xml.readNextStartElement()) {
        if (xml.name() != QLatin1String("attribute")) {
            xml.skipCurrentElement();
            continue;
        }
        QString name = xml.attributes().value(QLatin1String("name")).toString();
        QString value;
        if (!name.isEmpty()) {
            value = xml.readElementText(QXmlStreamReader::SkipChildElements);
        } else {
            while (xml.readNextStartElement()) {
                const bool isName = xml.name() == QLatin1String("name");
                (isName ? name : value) = xml.readElementText(QXmlStreamReader::SkipChildElements);
            }
        }
        values.insert(name, value);
    }
    return values;
}

} // namespace cartwright::dataset
