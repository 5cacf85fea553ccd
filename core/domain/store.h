#pragma once

#include "core/domain/gtin.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace cartwright {

/// Money in the currency's minor unit (öre, cent).
using MinorUnits = std::int64_t;
/// Weight in grams.
using Grams = std::int64_t;

/// A position in a clip's picture, in pixels after rotation; x to the right, y down.
struct Point
{
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

/// A box in a clip's picture, in pixels after rotation.
struct Box
{
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const Box&) const = default;
};

struct Camera
{
    QString cameraId;
    QString name;
    int width = 0;
    int height = 0;
    bool operator==(const Camera&) const = default;
};

/// A bin as one camera sees it.
struct BinView
{
    QString cameraId;
    std::vector<Point> polygon; ///< at least three corners
    bool operator==(const BinView&) const = default;
};

/// One place on a shelf that holds one product, as the planogram says.
struct Bin
{
    QString binId;
    Gtin gtin;
    QString plateId; ///< the shelf plate that weighs it, or empty
    std::vector<BinView> views;
    bool operator==(const Bin&) const = default;
};

struct TaxClass
{
    QString taxClassId;
    std::int64_t ratePartsPerMillion = 0; ///< 0.12 is 120,000
    bool operator==(const TaxClass&) const = default;
};

enum class PriceBasis : std::uint8_t { TaxIncluded, TaxAdded };

/// A store as its description says: cameras, planogram, taxes. Products are kept apart.
struct Store
{
    QString storeId;
    QString name;
    QString timeZone; ///< IANA name
    QString currency; ///< ISO 4217
    PriceBasis priceBasis = PriceBasis::TaxIncluded;
    std::vector<TaxClass> taxClasses;
    int receiptDueMinutes = 15;
    std::vector<Camera> cameras;
    std::vector<Bin> bins;
    bool operator==(const Store&) const = default;

    const Bin* findBin(const QString& binId) const;
    const TaxClass* findTaxClass(const QString& taxClassId) const;
};

struct Product
{
    Gtin gtin;
    QString name;
    MinorUnits price = 0;
    QString taxClassId;
    std::optional<Grams> unitWeight;
    QString picture; ///< path in the workspace's media folder, or empty
    bool operator==(const Product&) const = default;
};

} // namespace cartwright
