#include "core/simulator/photo_packs.h"

#include "core/base/safe_file.h"
#include "core/media/jpeg.h"
#include "core/simulator/canvas.h"
#include "core/simulator/pack.h"
#include "core/simulator/random.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <map>

namespace cartwright::simulator {
namespace {

constexpr int fewest = 7;
constexpr int most = 2'000;
constexpr int firstItem = 20'001;

/// What is joined to the picture's border and as light as it: 0, all else 255.
cv::Mat withoutGround(const cv::Mat& photo)
{
    constexpr int tolerance = 7;
    cv::Mat framed;
    cv::copyMakeBorder(photo, framed, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    cv::Mat mask = cv::Mat::zeros(framed.rows + 2, framed.cols + 2, CV_8U);
    cv::floodFill(framed, mask, {0, 0}, {}, nullptr, cv::Scalar::all(tolerance), cv::Scalar::all(tolerance),
                  8 | (255 << 8) | cv::FLOODFILL_MASK_ONLY);
    cv::Mat alpha = ~mask(cv::Rect(2, 2, photo.cols, photo.rows));
    cv::erode(alpha, alpha, cv::Mat());
    return alpha;
}

struct Photo
{
    cv::Mat colour;
    cv::Mat alpha;
};

Result<Photo> readPhoto(const QString& path)
{
    const auto bytes = readFile(path, 64 << 20);
    if (!bytes)
        return failure(bytes.error());
    const auto picture = media::decodeJpeg(*bytes);
    if (!picture)
        return failure(ErrorKind::Refused, QStringLiteral("%1 is no photo that can be used: %2").arg(path, picture.error().sentence));
    const cv::Mat view(picture->height, picture->width, CV_8UC3, const_cast<std::uint8_t*>(picture->pixels.get()),
                       static_cast<std::size_t>(picture->stride));
    const double shrink = std::min(1.0, 480.0 / std::max(view.cols, view.rows));
    Photo photo;
    cv::resize(view, photo.colour, {}, shrink, shrink, cv::INTER_AREA);
    photo.alpha = withoutGround(photo.colour);
    const cv::Rect box = cv::boundingRect(photo.alpha);
    // A photo without a light ground is taken as it is.
    if (cv::countNonZero(photo.alpha) < photo.alpha.rows * photo.alpha.cols / 20 || box.width < 16 || box.height < 16) {
        photo.alpha.setTo(255);
        return photo;
    }
    return Photo{photo.colour(box).clone(), photo.alpha(box).clone()};
}

/// Names may hold neither quotes nor commas, see productTable.
QString nameOf(const QString& path)
{
    QString name = QFileInfo(path).completeBaseName();
    name.remove(QStringLiteral("_Iconic"));
    for (QChar& c : name)
        if (!c.isLetterOrNumber() && c != QLatin1Char('.') && c != QLatin1Char('%'))
            c = QLatin1Char(' ');
    return name.simplified().left(100);
}

Article articleFor(const QString& path, int number, int family, const cv::Mat& pack)
{
    Random random = Random(0x9407).fork(static_cast<std::uint64_t>(number));
    Random ofFamily = Random(0x9407).fork(100'000 + static_cast<std::uint64_t>(family));
    Article article;
    article.shape = PackShape::Photo;
    article.family = family;
    const double slim = static_cast<double>(pack.cols) / pack.rows;
    article.height = std::min({25.0, 11.4 / slim, slim > 0.9 ? 11.5 : 25.0});
    article.width = article.height * slim;
    const Grams weight = 180 + ofFamily.below(900);
    article.product = Product{inStoreNumber(firstItem + number),
                              nameOf(path),
                              990 + 100 * random.below(60),
                              QStringLiteral("food"),
                              weight + (number % 3 == 2 ? random.below(13) - 6 : 0),
                              QStringLiteral("pictures/f%1.jpg").arg(number + 1, 4, 10, QLatin1Char('0'))};
    return article;
}

} // namespace

Wares drawnWares(int count)
{
    Wares wares{articlesInFamilies(count), {}};
    for (const Article& article : wares.articles)
        wares.packs.push_back(drawPack(article));
    return wares;
}

Result<Wares> photographedWares(const QString& folder)
{
    QStringList paths;
    QDirIterator walk(folder, {QStringLiteral("*.jpg"), QStringLiteral("*.jpeg")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        paths.append(walk.next());
    std::sort(paths.begin(), paths.end());
    if (paths.size() < fewest)
        return failure(ErrorKind::NotFound,
                       QStringLiteral("%1 holds %2 photos (.jpg); a simulated shelf needs at least %3.")
                           .arg(folder).arg(paths.size()).arg(fewest));
    paths = paths.mid(0, most);
    std::map<QString, int> families;
    Wares wares;
    for (const QString& path : paths) {
        auto photo = readPhoto(path);
        if (!photo)
            return failure(photo.error());
        const QDir above(QFileInfo(path).path() + QStringLiteral("/.."));
        const QString family = QDir::cleanPath(above.absolutePath()).startsWith(QDir(folder).absolutePath() + QLatin1Char('/'))
                                   ? QDir::cleanPath(above.absolutePath())
                                   : QFileInfo(path).absolutePath();
        const int number = families.emplace(family, static_cast<int>(families.size())).first->second;
        Article article = articleFor(path, static_cast<int>(wares.articles.size()), number, photo->colour);
        wares.packs.push_back(withAlpha(photo->colour, photo->alpha,
                                        {cvCeil(article.width * packScale), cvCeil(article.height * packScale)}));
        wares.articles.push_back(std::move(article));
    }
    return wares;
}

} // namespace cartwright::simulator
