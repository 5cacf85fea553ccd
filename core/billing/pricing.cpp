#include "core/billing/pricing.h"

namespace cartwright::billing {
namespace {

constexpr std::int64_t partsPerMillion = 1'000'000;

/// The quotient rounded to the nearest whole number, halves away from zero; the divisor is above zero.
std::int64_t dividedRounded(std::int64_t dividend, std::int64_t divisor)
{
    const std::int64_t quotient = dividend / divisor;
    const std::int64_t rest = dividend % divisor;
    // Compared with what is left to the divisor, so that doubling the rest cannot overflow.
    const bool away = rest >= 0 ? rest >= divisor - rest : -rest >= divisor + rest;
    return quotient + (away ? (rest >= 0 ? 1 : -1) : 0);
}

tl::unexpected<Error> tooLarge(const QString& what)
{
    return failure(
        ErrorKind::Refused,
        QStringLiteral("The amount of %1 is too large to be computed. Check its quantity and price.")
            .arg(what));
}

/// Fills in `tax` and `total` from the line's net or gross amount, as the store's prices are meant.
bool addTax(ReceiptLine& line, MinorUnits amount, PriceBasis basis)
{
    std::int64_t product = 0;
    if (__builtin_mul_overflow(amount, line.ratePartsPerMillion, &product))
        return false;
    if (basis == PriceBasis::TaxIncluded) {
        line.tax = dividedRounded(product, partsPerMillion + line.ratePartsPerMillion);
        line.total = amount;
        return true;
    }
    line.tax = dividedRounded(product, partsPerMillion);
    return !__builtin_add_overflow(amount, line.tax, &line.total);
}

Result<ReceiptLine> priceLine(const CartLine& cartLine, const Store& store,
                              const std::map<Gtin, Product>& products)
{
    const auto known = products.find(cartLine.gtin);
    if (cartLine.gtin.isEmpty() || known == products.end())
        return failure(
            ErrorKind::NotFound,
            QStringLiteral("Product %1 is not known in store %2, so the cart has no price. Import the "
                           "store with this product.")
                .arg(cartLine.gtin.isEmpty() ? QStringLiteral("without a GTIN") : cartLine.gtin.digits(),
                     store.storeId));
    const Product& product = known->second;
    const QString what = QStringLiteral("product %1 (%2)").arg(product.gtin.digits(), product.name);
    if (cartLine.quantity < 0)
        return failure(ErrorKind::Refused,
                       QStringLiteral("The quantity of %1 is %2; it must not be negative.")
                           .arg(what)
                           .arg(cartLine.quantity));
    const TaxClass* taxClass = store.findTaxClass(product.taxClassId);
    if (!taxClass)
        return failure(
            ErrorKind::NotFound,
            QStringLiteral("The tax class \"%1\" of %2 is not known in store %3. Import the store with "
                           "this tax class.")
                .arg(product.taxClassId, what, store.storeId));
    if (taxClass->ratePartsPerMillion < 0 || taxClass->ratePartsPerMillion > 100 * partsPerMillion)
        return failure(ErrorKind::Refused,
                       QStringLiteral("The rate of tax class \"%1\" of %2 is outside 0 to 100.")
                           .arg(taxClass->taxClassId, what));

    ReceiptLine line{.gtin = product.gtin,
                     .name = product.name,
                     .quantity = cartLine.quantity,
                     .unitPrice = product.price,
                     .taxClassId = taxClass->taxClassId,
                     .ratePartsPerMillion = taxClass->ratePartsPerMillion};
    MinorUnits amount = 0;
    if (__builtin_mul_overflow(product.price, std::int64_t{cartLine.quantity}, &amount) ||
        !addTax(line, amount, store.priceBasis))
        return tooLarge(what);
    return line;
}

} // namespace

Result<Receipt> price(const SaleKey& key, const Cart& cart, const Store& store,
                      const std::map<Gtin, Product>& products)
{
    Receipt receipt;
    receipt.key = key;
    receipt.currency = store.currency;
    for (const CartLine& cartLine : cart.lines) {
        auto line = priceLine(cartLine, store, products);
        if (!line)
            return failure(line.error());
        if (line->quantity == 0)
            continue;
        if (__builtin_add_overflow(receipt.total, line->total, &receipt.total) ||
            __builtin_add_overflow(receipt.tax, line->tax, &receipt.tax))
            return tooLarge(QStringLiteral("the whole cart of sale %1").arg(key.saleId));
        receipt.lines.push_back(std::move(*line));
    }
    return receipt;
}

} // namespace cartwright::billing
