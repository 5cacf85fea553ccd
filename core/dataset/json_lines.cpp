#include "core/dataset/json_lines.h"

#include "core/base/json.h"
#include "core/dataset/intake.h"
#include "core/domain/codec.h"

#include <QFile>
#include <QJsonArray>

#include <algorithm>

namespace cartwright::dataset {
namespace {

QJsonObject toJson(const Mark& mark, const Header& header)
{
    const Category& category = header.categories[mark.category];
    QJsonObject object{{QStringLiteral("box"), cartwright::toJson(mark.box)},
                       {QStringLiteral("category_id"), category.id},
                       {QStringLiteral("category"), category.name}};
    if (!category.gtin.isEmpty())
        object.insert(QStringLiteral("gtin"), category.gtin);
    if (!mark.track.isEmpty()) {
        object.insert(QStringLiteral("track"), mark.track);
        object.insert(QStringLiteral("keyframe"), mark.keyframe);
    }
    if (!mark.attributes.isEmpty())
        object.insert(QStringLiteral("attributes"), mark.attributes);
    return object;
}

Mark readMark(JsonReader& reader, const Header& header)
{
    Mark mark;
    const QJsonArray box = reader.optionalArray(QStringLiteral("box"), 4);
    mark.box = {box.at(0).toDouble(), box.at(1).toDouble(), box.at(2).toDouble(), box.at(3).toDouble()};
    if (box.size() != 4)
        reader.refuse(QStringLiteral("%1 has no box of four numbers.").arg(reader.where()));
    const auto id = reader.integer(QStringLiteral("category_id"), INT32_MIN, INT32_MAX);
    const auto known = std::find_if(header.categories.begin(), header.categories.end(),
                                    [&](const Category& category) { return category.id == id; });
    if (known == header.categories.end())
        reader.refuse(QStringLiteral("%1 is of category %2, which the header does not name.").arg(reader.where()).arg(id));
    else
        mark.category = static_cast<std::size_t>(known - header.categories.begin());
    mark.track = reader.optionalText(QStringLiteral("track"));
    if (reader.has(QStringLiteral("keyframe")))
        mark.keyframe = reader.boolean(QStringLiteral("keyframe"));
    return mark;
}

class JsonLinesFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("jsonl"); }
    QString title() const override { return QStringLiteral("JSON Lines with everything"); }
    bool keepsTracks() const override { return true; }
    QStringList python() const override
    {
        return {QStringLiteral("import json"), QStringLiteral("lines = [json.loads(line) for line in open('labels.jsonl')]"),
                QStringLiteral("header, pictures = lines[0], lines[1:]")};
    }
    Result<void> write(OutFolder&, const Header&, const Samples&, const PictureBytes&) const override
    {
        return {}; // every version has the file
    }
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

Result<Collection> JsonLinesFormat::read(const QString& folder, ReadNotes& notes) const
{
    const auto labels = openLabels(folder + QLatin1Char('/') + QLatin1String(labelsFile));
    if (!labels)
        return failure(labels.error());
    Intake intake(folder, notes);
    for (const Category& category : labels->header.categories)
        intake.category(category.id, category.name, category.gtin);
    const auto walked = labels->samples([&](const Sample& read) -> Result<void> {
        Sample sample = read;
        sample.marks.clear();
        if (!intake.picture(sample, {read.file}))
            return {};
        for (const Mark& mark : read.marks)
            intake.mark(sample, mark);
        intake.add(std::move(sample));
        return {};
    });
    if (!walked)
        return failure(walked.error());
    return intake.finish(labels->header.name);
}

} // namespace

QJsonObject toJson(const Header& header)
{
    QJsonArray categories;
    for (const Category& category : header.categories)
        categories.append(QJsonObject{{QStringLiteral("id"), category.id},
                                      {QStringLiteral("name"), category.name},
                                      {QStringLiteral("gtin"), category.gtin}});
    return {{QStringLiteral("schema"), QLatin1String(labelsSchema)},
            {QStringLiteral("name"), header.name},
            {QStringLiteral("licence"), header.licence},
            {QStringLiteral("version"), header.version},
            {QStringLiteral("subsets"), QJsonArray::fromStringList(header.subsets)},
            {QStringLiteral("categories"), categories}};
}

QJsonObject toJson(const Sample& sample, const Header& header)
{
    QJsonArray marks;
    for (const Mark& mark : sample.marks)
        marks.append(toJson(mark, header));
    QJsonObject object{{QStringLiteral("name"), sample.name},
                       {QStringLiteral("subset"), sample.subset},
                       {QStringLiteral("file"), sample.file},
                       {QStringLiteral("width"), sample.width},
                       {QStringLiteral("height"), sample.height},
                       {QStringLiteral("labels"), marks}};
    if (!sample.sequence.isEmpty()) {
        object.insert(QStringLiteral("sequence"), sample.sequence);
        object.insert(QStringLiteral("number"), sample.number);
    }
    if (!sample.origin.isEmpty())
        object.insert(QStringLiteral("cartwright"), sample.origin);
    return object;
}

Result<Header> headerFromJson(const QJsonObject& object, const QString& where)
{
    JsonReader reader(object, where);
    Header header;
    const QString schema = reader.text(QStringLiteral("schema"));
    if (schema != QLatin1String(labelsSchema))
        reader.refuse(QStringLiteral("%1 is not of the schema %2.").arg(where, QLatin1String(labelsSchema)));
    header.name = reader.optionalText(QStringLiteral("name"));
    header.licence = reader.optionalText(QStringLiteral("licence"), 65536);
    header.version = reader.optionalText(QStringLiteral("version"));
    for (const auto& subset : reader.optionalArray(QStringLiteral("subsets"), 100))
        header.subsets.append(subset.toString());
    const QJsonArray categories = reader.optionalArray(QStringLiteral("categories"), 1'000'000);
    for (qsizetype i = 0; i < categories.size() && !reader.error(); ++i) {
        JsonReader one = reader.element(categories, i, QStringLiteral("categories"));
        header.categories.push_back({static_cast<int>(one.integer(QStringLiteral("id"), INT32_MIN, INT32_MAX)),
                                     one.optionalText(QStringLiteral("name"), 4096), one.optionalText(QStringLiteral("gtin"))});
        reader.adopt(one);
    }
    if (reader.error())
        return failure(*reader.error());
    return header;
}

Result<Sample> sampleFromJson(const QJsonObject& object, const Header& header, const QString& where)
{
    JsonReader reader(object, where);
    Sample sample;
    sample.name = reader.text(QStringLiteral("name"));
    sample.subset = reader.text(QStringLiteral("subset"));
    sample.file = reader.optionalText(QStringLiteral("file"), 4096);
    sample.width = static_cast<int>(reader.integer(QStringLiteral("width"), 1, 1 << 20));
    sample.height = static_cast<int>(reader.integer(QStringLiteral("height"), 1, 1 << 20));
    sample.sequence = reader.optionalText(QStringLiteral("sequence"));
    sample.number = static_cast<int>(reader.optionalInteger(QStringLiteral("number"), 0, INT32_MAX).value_or(0));
    sample.origin = object.value(QStringLiteral("cartwright")).toObject();
    const QJsonArray marks = reader.optionalArray(QStringLiteral("labels"), 100'000);
    for (qsizetype i = 0; i < marks.size() && !reader.error(); ++i) {
        JsonReader one = reader.element(marks, i, QStringLiteral("labels"));
        sample.marks.push_back(readMark(one, header));
        sample.marks.back().attributes = marks.at(i)[QStringLiteral("attributes")].toObject();
        reader.adopt(one);
    }
    if (reader.error())
        return failure(*reader.error());
    return sample;
}

Result<void> writeLabels(OutFolder& out, const QString& path, const Header& header, const Samples& samples)
{
    auto file = out.begin(path);
    if (!file)
        return failure(file.error());
    file->write(toJsonLine(toJson(header)));
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        file->write(toJsonLine(toJson(sample, header)));
        return {};
    });
    return walked ? out.end(path, *file) : walked;
}

constexpr qint64 longestLine = 64 << 20;

/// The next line, its end included, or the first `longestLine` bytes of it. Read in pieces, because QIODevice makes room for
/// as much as a line may have before it reads one.
static QByteArray lineOf(QFile& file)
{
    constexpr qint64 piece = 64 * 1024;
    QByteArray line;
    while (line.size() < longestLine && !line.endsWith('\n')) {
        const QByteArray more = file.readLine(piece);
        if (more.isEmpty())
            break;
        line += more;
    }
    return line;
}

Result<LabelsReader> openLabels(const QString& path, const Cancellation& cancel)
{
    const auto parse = [path](const QByteArray& line, int number) {
        const QString where = QStringLiteral("%1 line %2").arg(path).arg(number);
        return parseJsonObject(line, where, {.bytes = longestLine});
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    const auto first = parse(lineOf(file), 1);
    const auto header = first ? headerFromJson(*first, path + QStringLiteral(" line 1")) : Result<Header>(failure(first.error()));
    if (!header)
        return failure(header.error());
    const Samples samples = [path, parse, cancel, known = *header](const UseSample& use) -> Result<void> {
        QFile again(path);
        if (!again.open(QIODevice::ReadOnly))
            return failure(ErrorKind::Failed, QStringLiteral("%1 cannot be read: %2.").arg(path, again.errorString()));
        lineOf(again);
        for (int number = 2; !again.atEnd(); ++number) {
            if (cancel.isCancelled())
                return failure(ErrorKind::Cancelled, QStringLiteral("Reading %1 was stopped.").arg(path));
            const auto object = parse(lineOf(again), number);
            if (!object)
                return failure(object.error());
            const auto sample = sampleFromJson(*object, known, QStringLiteral("%1 line %2").arg(path).arg(number));
            if (!sample)
                return failure(sample.error());
            if (auto used = use(*sample); !used)
                return used;
        }
        return {};
    };
    return LabelsReader{*header, samples};
}

std::unique_ptr<Format> jsonLinesFormat() { return std::make_unique<JsonLinesFormat>(); }

} // namespace cartwright::dataset
