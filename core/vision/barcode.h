#pragma once

#include "core/domain/gtin.h"
#include "core/domain/store.h"
#include "core/media/picture.h"

#include <optional>
#include <vector>

namespace cartwright::vision {

/// A product barcode found in a picture.
struct FoundBarcode
{
    Gtin gtin;
    Box place; ///< what encloses it, in pixels of the picture
    bool operator==(const FoundBarcode&) const = default;
};

/// The product barcodes (EAN-13, EAN-8, UPC-A, UPC-E, ITF-14, GS1 DataBar) in a picture, from the left, each number once;
/// those whose check digit is wrong are left out. Any layout; any thread; some ten milliseconds for 1280x720.
std::vector<FoundBarcode> readBarcodes(const media::Picture& picture);

} // namespace cartwright::vision
