#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/yolo_names.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace cartwright::dataset {
namespace {

/// Source of the form: Ultralytics, "Object Detection Datasets Overview": data.yaml, images/<subset>, labels/<subset>, one text
/// file per picture with a line "class x_centre y_centre width height" in shares of the picture. Read are also darknet's
/// obj.names with labels beside the pictures, and lines with outlines.
class YoloFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("yolo"); }
    QString title() const override { return QStringLiteral("YOLO, detection"); }
    QStringList python() const override
    {
        return {QStringLiteral("import pathlib"), QStringLiteral("lines = [l.split() for p in pathlib.Path('labels/train').glob('*.txt') for l in p.open()]"),
                QStringLiteral("boxes = [(int(c), *map(float, box)) for c, *box in lines]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

QByteArray lineOf(const Mark& mark, const Sample& sample)
{
    const Box& box = mark.box;
    const auto share = [](double pixels, int size) { return ' ' + QByteArray::number(pixels / size, 'f', 8); };
    return QByteArray::number(static_cast<qulonglong>(mark.category)) + share(box.x + box.width / 2, sample.width) +
           share(box.y + box.height / 2, sample.height) + share(box.width, sample.width) + share(box.height, sample.height) + '\n';
}

Result<void> YoloFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        QByteArray lines;
        for (const Mark& mark : sample.marks)
            lines += lineOf(mark, sample);
        return out.put(QStringLiteral("labels/%1/%2.txt").arg(sample.subset, sample.name), lines);
    });
    if (!walked)
        return walked;
    QStringList names;
    for (const Category& category : header.categories)
        names.append(category.name);
    return out.put(QStringLiteral("data.yaml"), toYaml(names, header.subsets));
}

/// The box of a line's numbers: four of a box, or an outline of at least three corners.
std::optional<Box> boxOf(const std::vector<double>& numbers, int width, int height)
{
    if (numbers.size() == 4)
        return Box{(numbers[0] - numbers[2] / 2) * width, (numbers[1] - numbers[3] / 2) * height, numbers[2] * width,
                   numbers[3] * height};
    if (numbers.size() < 6 || numbers.size() % 2 != 0)
        return std::nullopt;
    double left = numbers[0], right = left, top = numbers[1], bottom = top;
    for (std::size_t i = 0; i < numbers.size(); i += 2) {
        left = std::min(left, numbers[i]);
        right = std::max(right, numbers[i]);
        top = std::min(top, numbers[i + 1]);
        bottom = std::max(bottom, numbers[i + 1]);
    }
    return Box{left * width, top * height, (right - left) * width, (bottom - top) * height};
}

void readLine(Intake& intake, Sample& sample, const QByteArray& line, const QString& labels)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    bool right = words.size() >= 5;
    const int number = words.first().toInt(&right);
    std::vector<double> numbers;
    for (qsizetype i = 1; i < words.size() && right; ++i)
        numbers.push_back(words[i].toDouble(&right));
    const auto box = right ? boxOf(numbers, sample.width, sample.height) : std::nullopt;
    const auto category = intake.placeOfId(number);
    if (!box)
        intake.notes().add(kinds::badLine(), labels);
    else if (!category)
        intake.notes().add(kinds::unknownCategory(), QStringLiteral("%1: class %2").arg(labels).arg(number));
    else {
        if (numbers.size() != 4)
            intake.notes().add(kinds::boxOfShape(), labels);
        intake.mark(sample, {.box = *box, .category = *category, .track = {}, .keyframe = true, .attributes = {}});
    }
}

Result<void> readPicture(Intake& intake, const QString& picture, const QString& labels, const QString& subset)
{
    Sample sample;
    sample.subset = subset;
    if (!intake.picture(sample, {picture}))
        return {};
    const auto bytes = readFile(intake.pathOf(labels));
    if (!bytes && bytes.error().kind != ErrorKind::NotFound)
        return failure(bytes.error());
    for (const QByteArray& line : bytes.value_or(QByteArray()).split('\n'))
        if (!line.trimmed().isEmpty())
            readLine(intake, sample, line, labels);
    intake.add(std::move(sample));
    return {};
}

QString withEnding(const QString& path, const QString& ending)
{
    const QFileInfo info(path);
    return QDir::cleanPath(info.path() + QLatin1Char('/') + info.completeBaseName() + ending);
}

/// The label file of a picture: "images" in its path becomes "labels", or it lies beside it, or in darknet's loose forms.
QString labelsOf(const Intake& intake, const QString& picture)
{
    QStringList places;
    const auto swapped = [&](const QString& from, const QString& to) {
        const QString slashed = QLatin1Char('/') + picture;
        const auto at = slashed.lastIndexOf(QLatin1Char('/') + from + QLatin1Char('/'));
        if (at >= 0)
            places.append(withEnding((slashed.left(at + 1) + to + slashed.mid(at + 1 + from.size())).mid(1), QStringLiteral(".txt")));
    };
    swapped(QStringLiteral("images"), QStringLiteral("labels"));
    swapped(QStringLiteral("Images"), QStringLiteral("Annotations"));
    places.append(withEnding(picture, QStringLiteral(".txt")));
    for (const QString& place : places)
        if (QFileInfo(intake.pathOf(place)).isFile())
            return place;
    return places.first();
}

/// The subset that a picture's folders name; "valid" is what others call "val".
QString subsetOf(const QString& picture)
{
    static const QStringList known{QStringLiteral("train"), QStringLiteral("val"), QStringLiteral("valid"), QStringLiteral("test")};
    const QStringList folders = picture.split(QLatin1Char('/'));
    for (const QString& folder : folders)
        if (known.contains(folder))
            return folder == QLatin1String("valid") ? QStringLiteral("val") : folder;
    return QStringLiteral("train");
}

Result<YoloNames> namesIn(const QString& folder)
{
    for (const QString& yaml : {QStringLiteral("data.yaml"), QStringLiteral("dataset.yaml"), QStringLiteral("data.yml")})
        if (const auto bytes = readFile(folder + QLatin1Char('/') + yaml))
            return yoloNamesFrom(*bytes, folder + QLatin1Char('/') + yaml);
    const auto bytes = readFile(folder + QStringLiteral("/obj.names"));
    if (!bytes)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no YOLO data set: it has neither data.yaml nor obj.names.").arg(folder));
    YoloNames names;
    for (const QByteArray& line : bytes->split('\n'))
        if (!line.trimmed().isEmpty())
            names.names.emplace(static_cast<int>(names.names.size()), QString::fromUtf8(line.trimmed()));
    return names;
}

Result<Collection> YoloFormat::read(const QString& folder, ReadNotes& notes) const
{
    const auto names = namesIn(folder);
    if (!names)
        return failure(names.error());
    Intake intake(folder, notes);
    for (const auto& [number, name] : names->names)
        intake.category(number, name);
    if (names->declared >= 0 && names->declared != static_cast<int>(names->names.size()))
        notes.add(QStringLiteral("numbers of classes that contradict the names"), QString::number(names->declared));
    for (const QString& picture : filesBelow(folder, pictureEndings()))
        if (auto read = readPicture(intake, picture, labelsOf(intake, picture), subsetOf(picture)); !read)
            return failure(read.error());
    for (const QString& labels : filesBelow(folder, {QStringLiteral(".txt")})) {
        const QString withoutFolder = QLatin1Char('/') + labels;
        if (!withoutFolder.contains(QLatin1String("/labels/")))
            continue;
        const QString picture = QString(withoutFolder).replace(QLatin1String("/labels/"), QLatin1String("/images/")).mid(1);
        const bool has = std::any_of(pictureEndings().begin(), pictureEndings().end(), [&](const QString& ending) {
            return QFileInfo::exists(intake.pathOf(withEnding(picture, ending)));
        });
        if (!has && readFile(intake.pathOf(labels)).value_or(QByteArray()).contains(' ') && !labels.contains(QLatin1String("README")))
            notes.add(kinds::missingPicture(), labels);
    }
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> yoloFormat() { return std::make_unique<YoloFormat>(); }

} // namespace cartwright::dataset
