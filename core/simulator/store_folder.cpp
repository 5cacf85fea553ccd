#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/media/jpeg.h"
#include "core/simulator/filming.h"
#include "core/simulator/pack.h"

namespace cartwright::simulator {
namespace {

constexpr int pictureWidth = 360;
constexpr int pictureHeight = 480;

Result<QByteArray> pictureOf(const cv::Mat& pack)
{
    const cv::Mat drawn = productPicture(pack, pictureWidth, pictureHeight);
    const media::Picture picture{
        drawn.cols, drawn.rows, static_cast<std::ptrdiff_t>(drawn.step[0]), media::PixelLayout::Bgr24,
        std::shared_ptr<const std::uint8_t>(std::make_shared<cv::Mat>(drawn), drawn.data)};
    return media::encodeJpeg(picture, 92);
}

/// The catalogue's names hold neither quotes nor commas, so that no field needs quoting.
QByteArray productTable(const Assortment& assortment)
{
    QString table = QStringLiteral("gtin,name,price_minor,tax_class,unit_weight_g,picture\r\n");
    for (const Article& article : assortment.articles) {
        const Product& p = article.product;
        table += QStringLiteral("%1,%2,%3,%4,%5,%6\r\n")
                     .arg(p.gtin.digits().mid(1), p.name, QString::number(p.price), p.taxClassId,
                          QString::number(p.unitWeight.value_or(0)), p.picture);
    }
    return table.toUtf8();
}

} // namespace

Result<void> writeStoreFolder(const QString& folder, const Store& store, const Assortment& assortment,
                              const std::vector<cv::Mat>& packs)
{
    if (auto made = makeFolder(folder + QStringLiteral("/pictures")); !made)
        return made;
    for (std::size_t i = 0; i < assortment.articles.size(); ++i) {
        const auto picture = pictureOf(packs[i]);
        if (!picture)
            return failure(picture.error());
        if (auto written = writeFile(folder + QLatin1Char('/') + assortment.articles[i].product.picture, *picture);
            !written)
            return written;
    }
    if (auto written = writeFile(folder + QStringLiteral("/products.csv"), productTable(assortment)); !written)
        return written;
    return writeFile(folder + QStringLiteral("/store.json"), toJsonText(cartwright::toJson(store)));
}

} // namespace cartwright::simulator
