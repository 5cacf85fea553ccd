#include "core/vision/barcode.h"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <algorithm>

namespace cartwright::vision {
namespace {

ZXing::ImageFormat formatOf(media::PixelLayout layout)
{
    switch (layout) {
    case media::PixelLayout::Gray8: return ZXing::ImageFormat::Lum;
    case media::PixelLayout::Bgr24: return ZXing::ImageFormat::BGR;
    case media::PixelLayout::Bgra32: break;
    }
    return ZXing::ImageFormat::BGRX;
}

Box boundsOf(const ZXing::Position& position)
{
    const auto [left, right] = std::minmax({position[0].x, position[1].x, position[2].x, position[3].x});
    const auto [top, bottom] = std::minmax({position[0].y, position[1].y, position[2].y, position[3].y});
    return {double(left), double(top), double(right - left), double(bottom - top)};
}

/// "01" and fourteen digits is how GS1 DataBar names a product.
QString digitsOf(const ZXing::Result& result)
{
    QString digits = QString::fromStdString(result.text()).trimmed();
    digits.remove(QLatin1Char('(')).remove(QLatin1Char(')'));
    return digits.size() == 16 && digits.startsWith(QLatin1String("01")) ? digits.mid(2) : digits;
}

} // namespace

std::vector<FoundBarcode> readBarcodes(const media::Picture& picture)
{
    std::vector<FoundBarcode> found;
    if (picture.isEmpty() || picture.width < 1 || picture.height < 1)
        return found;
    using Format = ZXing::BarcodeFormat;
    ZXing::DecodeHints hints;
    hints.setFormats(Format::EAN13 | Format::EAN8 | Format::UPCA | Format::UPCE | Format::ITF | Format::DataBar);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    const ZXing::ImageView view(picture.pixels.get(), picture.width, picture.height, formatOf(picture.layout),
                                static_cast<int>(picture.stride));
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
        const auto gtin = Gtin::parse(digitsOf(result));
        const auto known = [&](const FoundBarcode& barcode) { return gtin && barcode.gtin == *gtin; };
        if (gtin && std::none_of(found.begin(), found.end(), known))
            found.push_back({*gtin, boundsOf(result.position())});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.place.x < b.place.x; });
    return found;
}

} // namespace cartwright::vision
