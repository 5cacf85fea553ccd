#include "core/dataset/check.h"

#include <QJsonArray>

#include <cmath>
#include <set>

namespace cartwright::dataset {
namespace {

struct Size
{
    int width = 0;
    int height = 0;
};

/// Reads the three annotation files one after the other and remembers what must be unique over all of them.
class Checker
{
public:
    explicit Checker(const Sums& sums) : m_sums(sums) {}

    Result<void> checkFile(Split split, const QJsonObject& file);
    Result<void> checkAllImagesAnnotated() const;
    QStringList notes() const;

private:
    Result<void> checkCategories(const QJsonArray& categories);
    Result<void> checkImage(const QJsonValue& image);
    Result<void> checkAnnotation(const QJsonValue& annotation);
    tl::unexpected<Error> bad(const QString& why) const { return damaged(annotationFileOf(m_split), why); }

    const Sums& m_sums;
    Split m_split = Split::Train;
    std::map<int, Size> m_images; ///< of the current file
    std::set<int> m_categories;   ///< of the current file
    std::set<int> m_imageIds;     ///< of all files
    std::set<int> m_annotationIds;
    std::set<QString> m_paths;
    std::map<std::pair<QString, QString>, Split> m_sales;
    std::map<QString, Split> m_hashes;
    int m_sharedPictures = 0;
};

Result<void> Checker::checkFile(Split split, const QJsonObject& file)
{
    m_split = split;
    m_images.clear();
    m_categories.clear();
    for (const QString& key :
         {QStringLiteral("images"), QStringLiteral("annotations"), QStringLiteral("categories")})
        if (!file.value(key).isArray())
            return bad(QStringLiteral("it has no list of %1").arg(key));
    if (auto checked = checkCategories(file.value(QStringLiteral("categories")).toArray()); !checked)
        return checked;
    const QJsonArray images = file.value(QStringLiteral("images")).toArray();
    for (const auto& image : images)
        if (auto checked = checkImage(image); !checked)
            return checked;
    const QJsonArray annotations = file.value(QStringLiteral("annotations")).toArray();
    for (const auto& annotation : annotations)
        if (auto checked = checkAnnotation(annotation); !checked)
            return checked;
    return {};
}

Result<void> Checker::checkCategories(const QJsonArray& categories)
{
    for (const auto& category : categories) {
        const int id = category[QStringLiteral("id")].toInt(-1);
        if (id < 0 || !m_categories.insert(id).second)
            return bad(QStringLiteral("category id %1 is negative or not unique").arg(id));
    }
    return {};
}

Result<void> Checker::checkImage(const QJsonValue& image)
{
    const int id = image[QStringLiteral("id")].toInt();
    if (id <= 0 || !m_imageIds.insert(id).second)
        return bad(QStringLiteral("image id %1 is not positive and unique").arg(id));
    const Size size{image[QStringLiteral("width")].toInt(), image[QStringLiteral("height")].toInt()};
    if (size.width <= 0 || size.height <= 0)
        return bad(QStringLiteral("image %1 has no size").arg(id));
    m_images[id] = size;
    const QString path =
        QStringLiteral("images/%1/%2").arg(nameOf(m_split), image[QStringLiteral("file_name")].toString());
    const auto listed = m_sums.find(path);
    if (listed == m_sums.end() || !m_paths.insert(path).second)
        return bad(QStringLiteral("image %1 names %2, which is not there or named twice").arg(id).arg(path));
    const auto [earlier, isFirst] = m_hashes.emplace(listed->second, m_split);
    m_sharedPictures += !isFirst && earlier->second != m_split ? 1 : 0;

    const QJsonValue from = image[QStringLiteral("cartwright")];
    const std::pair sale(from[QStringLiteral("store")].toString(), from[QStringLiteral("sale")].toString());
    const Split known = m_sales.emplace(sale, m_split).first->second;
    if (known != m_split)
        return bad(QStringLiteral("sale %1/%2 lies in %3 too").arg(sale.first, sale.second, nameOf(known)));
    return {};
}

Result<void> Checker::checkAnnotation(const QJsonValue& annotation)
{
    const int id = annotation[QStringLiteral("id")].toInt();
    if (id <= 0 || !m_annotationIds.insert(id).second)
        return bad(QStringLiteral("annotation id %1 is not positive and unique").arg(id));
    const auto image = m_images.find(annotation[QStringLiteral("image_id")].toInt());
    if (image == m_images.end() || !m_categories.contains(annotation[QStringLiteral("category_id")].toInt()))
        return bad(
            QStringLiteral("annotation %1 names an image or a category that is not in the file").arg(id));
    const QJsonArray box = annotation[QStringLiteral("bbox")].toArray();
    const double x = box.at(0).toDouble(-1), y = box.at(1).toDouble(-1);
    const double width = box.at(2).toDouble(-1), height = box.at(3).toDouble(-1);
    constexpr double slack = 1e-6; // x + width may miss the border by the last bit
    if (box.size() != 4 || !(x >= 0 && y >= 0 && width > 0 && height > 0) ||
        x + width > image->second.width + slack || y + height > image->second.height + slack)
        return bad(QStringLiteral("the box of annotation %1 lies outside its picture").arg(id));
    if (std::abs(annotation[QStringLiteral("area")].toDouble() - width * height) >
        slack * (1 + width * height))
        return bad(QStringLiteral("the area of annotation %1 is not that of its box").arg(id));
    return {};
}

Result<void> Checker::checkAllImagesAnnotated() const
{
    for (const auto& [path, sha256] : m_sums)
        if (path.startsWith(QLatin1String("images/")) && !m_paths.contains(path))
            return damaged(path, QStringLiteral("no annotation file names it"));
    return {};
}

QStringList Checker::notes() const
{
    if (m_sharedPictures == 0)
        return {};
    return {
        QStringLiteral("%1 images are the same, byte for byte, as an image of another sale in another split.")
            .arg(m_sharedPictures)};
}

} // namespace

Result<QStringList> checkCoco(const CocoFiles& files, const Sums& sums)
{
    Checker checker(sums);
    for (const Split split : allSplits)
        if (auto checked = checker.checkFile(split, files[placeOf(split)]); !checked)
            return failure(checked.error());
    if (auto checked = checker.checkAllImagesAnnotated(); !checked)
        return failure(checked.error());
    return checker.notes();
}

} // namespace cartwright::dataset
