#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/media/jpeg.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace cartwright::dataset {
namespace {

constexpr int cropQuality = 95;
constexpr const char* classesFile = "classes.tsv";

/// <subset>/<class>/<picture>_<n>.jpg: what lies in each box, cut out to whole pixels around it. classes.tsv says which folder is which
/// category. Reading takes each picture as a whole, of the class that its folder names, as ImageNet's layout does.
class FoldersFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("folders"); }
    QString title() const override { return QStringLiteral("classification folders"); }
    bool keepsBoxes() const override { return false; }
    bool packsPictures() const override { return true; }
    QStringList python() const override
    {
        return {QStringLiteral("import pathlib"), QStringLiteral("files = sorted(pathlib.Path('train').glob('*/*.jpg'))"),
                QStringLiteral("pairs = [(str(f), f.parent.name) for f in files]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes& pictures) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

/// A folder's name for each category: its own letters where they are harmless, and its id, so that no two agree.
QString folderOf(const Category& category)
{
    QString kept;
    for (const QChar c : category.name.left(40))
        kept += c.isLetterOrNumber() || c == QLatin1Char('-') ? c : QLatin1Char('_');
    return QStringLiteral("%1_%2").arg(category.id, 4, 10, QLatin1Char('0')).arg(kept);
}

/// The part of a picture, sharing its pixels.
media::Picture cut(const media::Picture& whole, const Box& box)
{
    const auto left = static_cast<int>(std::clamp(std::floor(box.x), 0.0, double(whole.width - 1)));
    const auto top = static_cast<int>(std::clamp(std::floor(box.y), 0.0, double(whole.height - 1)));
    const auto right = static_cast<int>(std::clamp(std::ceil(box.x + box.width), left + 1.0, double(whole.width)));
    const auto bottom = static_cast<int>(std::clamp(std::ceil(box.y + box.height), top + 1.0, double(whole.height)));
    constexpr int bytesPerPixel = 3;
    const std::uint8_t* first = whole.pixels.get() + top * whole.stride + left * bytesPerPixel;
    return {right - left, bottom - top, whole.stride, whole.layout, {whole.pixels, first}};
}

Result<void> FoldersFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes& pictures) const
{
    QByteArray classes = "folder\tcategory\tgtin\n";
    for (const Category& category : header.categories)
        classes += (folderOf(category) + QLatin1Char('\t') + category.name.simplified() + QLatin1Char('\t') + category.gtin + QLatin1Char('\n')).toUtf8();
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        const auto bytes = pictures(sample);
        const auto whole = bytes ? media::decodeJpeg(*bytes) : Result<media::Picture>(failure(bytes.error()));
        if (!whole)
            return failure(whole.error());
        int number = 0;
        for (const Mark& mark : sample.marks) {
            const auto jpeg = media::encodeJpeg(cut(*whole, mark.box), cropQuality);
            if (!jpeg)
                return failure(jpeg.error());
            const QString path = QStringLiteral("%1/%2/%3_%4.jpg").arg(sample.subset, folderOf(header.categories[mark.category]), sample.name).arg(++number);
            if (auto put = out.put(path, *jpeg); !put)
                return put;
        }
        return {};
    });
    return walked ? out.put(QLatin1String(classesFile), classes) : walked;
}

Result<Collection> FoldersFormat::read(const QString& folder, ReadNotes& notes) const
{
    std::map<QString, QStringList> classes;
    for (const QByteArray& line : readFile(folder + QLatin1Char('/') + QLatin1String(classesFile)).value_or(QByteArray()).split('\n')) {
        const QStringList fields = QString::fromUtf8(line).split(QLatin1Char('\t'));
        if (fields.size() == 3)
            classes.emplace(fields.first(), fields);
    }
    static const QStringList subsets{QStringLiteral("train"), QStringLiteral("val"), QStringLiteral("valid"), QStringLiteral("test")};
    Intake intake(folder, notes);
    for (const QString& path : filesBelow(folder, pictureEndings())) {
        const QStringList parts = path.split(QLatin1Char('/'));
        const bool hasSubset = subsets.contains(parts.first()) && parts.size() > 2;
        if (parts.size() < 2) {
            notes.add(QStringLiteral("pictures outside any class, left out"), path);
            continue;
        }
        Sample sample;
        sample.subset = hasSubset ? parts.first() : QStringLiteral("train");
        if (!intake.picture(sample, {path}))
            continue;
        const QString own = parts[hasSubset ? 1 : 0];
        const auto known = classes.find(own);
        const std::size_t category = intake.categoryNamed(known == classes.end() ? own : known->second[1]);
        intake.mark(sample, {.box = {0, 0, double(sample.width), double(sample.height)}, .category = category, .track = {}, .keyframe = true, .attributes = {}});
        intake.add(std::move(sample));
    }
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> foldersFormat() { return std::make_unique<FoldersFormat>(); }

} // namespace cartwright::dataset
